"""The report in words as a page shows it: its questions, its text, and the rows not in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.narrative.report_text import compose_words, print_narrative, suggest_sentences
from conversations.narrative.strangers import list_strangers
from conversations.narrative.text import UnwrittenRow, WhyUnwritten
from conversations.reports.model import Report
from conversations.reports.previous_lookup import printed_before
from conversations.reports.report_text import ReportText
from conversations.reports.typed_answers import type_answer


@dataclass(frozen=True, slots=True)
class WordsField:
    """A question and its words, as they are typed. `last` are those of the last period; `suggested`
    is what the report has for them, `strangers` are their numbers that the appendix does not
    have."""

    key: str
    part: str
    question: str
    text: str
    revision: int
    most: int
    writable: bool
    optional: bool
    hint: str = ""
    last: str = ""
    returned: str = ""
    handed: str = ""
    suggested: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnwrittenLine:
    """A row that is not in the text, and why."""

    key: str
    label: str
    why: WhyUnwritten


@dataclass(frozen=True, slots=True)
class ReportInWords:
    """All of it. `frozen`: the text is that which was handed in."""

    fields: tuple[WordsField, ...]
    text: ReportText
    unwritten: tuple[UnwrittenLine, ...] = ()
    frozen: bool = False

    @property
    def written(self) -> int:
        """How many questions are answered."""
        return sum(bool(one.text) for one in self.fields)


def lay_out_words(form: Form, report: Report) -> ReportInWords | None:
    """None for a form that has no report in words."""
    composed = compose_words(form, report)
    if composed is None:
        return None
    frozen = report.text if report.filed else None
    strangers = list_strangers(form, report, composed=composed)
    fields = (_field(form, report, form.row(key)) for key in form.words_asked)
    return ReportInWords(
        fields=tuple(replace(one, strangers=strangers.get(one.key, ())) for one in fields),
        text=frozen or print_narrative(composed),
        unwritten=() if frozen else tuple(_line(form, one) for one in composed.unwritten),
        frozen=frozen is not None,
    )


def _field(form: Form, report: Report, row: Row) -> WordsField:
    answer = report.answer(row.key)
    returned = report.returned.get(row.key)
    return WordsField(
        key=row.key,
        part=" › ".join(one.title for one in form.headings_of(row.key)[1:]),
        question=row.title,
        text=type_answer(row, answer),
        revision=answer.revision,
        most=row.answer_type.most_letters,
        writable=report.may_write(row.key),
        optional=row.optional,
        hint=row.hint or "",
        last=printed_before(report, row),
        returned=returned.reason if returned is not None else "",
        handed=report.handed.get(row.key, ""),
        suggested=suggest_sentences(form, report, row.key) if report.may_write(row.key) else (),
    )


def _line(form: Form, one: UnwrittenRow) -> UnwrittenLine:
    return UnwrittenLine(one.row, form.row(one.row).title, one.why)
