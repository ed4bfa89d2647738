"""A sample of a drafted form: invented figures, true to its rules, as a person would type them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from conversations.answer_types.reader import read_answer
from conversations.calendar.periods import Period
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.reports.model import LetterReference, OrgUnit, Report
from conversations.rules.checks import failed_checks
from conversations.rules.computed import computed_answers
from templates.form_draft.model import FormDraft
from templates.form_draft.output.form_names import name_facts, name_tables
from templates.form_draft.output.samples.table_texts import InventedTable, plain_text
from templates.form_draft.output.yaml_text import quote_text
from templates.loading.sample import SampleAnswers, blank_report, place_sample

UNIT = ("Đơn vị ví dụ", "Đơn vị ví dụ", "ĐVVD")
REASON = "Số liệu ví dụ."
MOST_ROUNDS = 20  # of leaving out what breaks a hard check
_PERIODS = {
    "month": ("Tháng 3/2026", date(2026, 2, 15), date(2026, 3, 14)),
    "quarter": ("Quý I/2026", date(2025, 12, 15), date(2026, 3, 14)),
    "half_year": ("6 tháng đầu năm 2025", date(2024, 12, 15), date(2025, 6, 14)),
    "nine_months": ("9 tháng đầu năm 2025", date(2024, 12, 15), date(2025, 9, 14)),
    "year": ("Năm 2025", date(2025, 1, 1), date(2025, 12, 31)),
    "official_year": ("Năm chính thức 2025", date(2025, 1, 1), date(2025, 12, 31)),
    "school_year": ("Năm học 2024-2025", date(2024, 9, 1), date(2025, 8, 31)),
}
_OTHER = ("Từ 01/3/2026 đến 20/3/2026", date(2026, 3, 1), date(2026, 3, 20))


def write_sample(draft: FormDraft, form: Form) -> str:
    """The sample file of the form that the draft was written as."""
    texts = dict(_texts(draft))
    sample = SampleAnswers(
        unit=OrgUnit(name=UNIT[0], short_name=UNIT[1], abbreviation=UNIT[2]),
        period=sample_period(draft),
        issue=LetterReference(month=3, year=2026),
        texts={key: text for key, text in texts.items() if _is_asked(form, key)},
    )
    sample, reasons = _true_to_rules(form, sample)
    return "\n".join(_lines(sample, reasons)) + "\n"


def sample_period(draft: FormDraft) -> Period:
    """A period of the first kind that the form is reported on."""
    known = [_PERIODS[one] for one in draft.period_kinds if one in _PERIODS]
    if not known:
        known = [_PERIODS["quarter"] if draft.period_kinds == ("unspecified",) else _OTHER]
    name, start, end = known[0]
    return Period(name=name, start=start, end=end)


def _texts(draft: FormDraft) -> Iterator[tuple[str, str]]:
    for at, (fact, name) in enumerate(zip(draft.facts, name_facts(draft), strict=True), 1):
        yield (
            name,
            plain_text(fact.answer, fact.choices, max(60 - at, 1), sample_period(draft).end),
        )
    for number, (table, names) in enumerate(zip(draft.tables, name_tables(draft), strict=True)):
        if table.kind == "narrative":
            for row, name in zip(table.rows, names.rows, strict=True):
                if row.kind == "row":
                    yield name, f"Nội dung ví dụ của mục “{row.label[:80]}”."
        else:
            day = sample_period(draft).end
            yield from InventedTable(draft, number, names, day).texts()


def _is_asked(form: Form, key: str) -> bool:
    row = form.by_key.get(key)
    return "/" in key or (row is not None and row.answer is not None and row.computed is None)


def _true_to_rules(form: Form, sample: SampleAnswers) -> tuple[SampleAnswers, list[str]]:
    """The sample without what breaks a hard check, and the soft checks that it does not keep."""
    for _ in range(MOST_ROUNDS):
        placed = place_sample(sample, form)
        grown = placed.form_of(form)
        report = _report(grown, placed)
        hard = [
            one
            for one in failed_checks(grown, report, settled=True)
            if one.check.severity is Severity.HARD
        ]
        if not hard:
            break
        broken = {key for one in hard for key in one.rows}
        kept = {key: text for key, text in sample.texts.items() if "/" in key or key not in broken}
        if kept == dict(sample.texts):
            break
        sample = sample.model_copy(update={"texts": kept})
    soft = [
        one.check.id
        for one in failed_checks(grown, report, settled=True)
        if one.check.severity is Severity.SOFT
    ]
    return sample, soft


def _report(form: Form, sample: SampleAnswers) -> Report:
    report = blank_report(form, sample)
    for key, text in sample.texts.items():
        row = form.by_key.get(key)
        read = read_answer(row, text) if row is not None else None
        if isinstance(read, ReadValue | ReadState):
            report = report.with_answer(key, as_answer(read, None))
    while changes := computed_answers(form, report):
        for change in changes:
            report = report.with_answer(change.key, change.answer)
    return report


def _lines(sample: SampleAnswers, reasons: list[str]) -> Iterator[str]:
    unit, period = sample.unit, sample.period
    yield "# Số liệu ví dụ do máy đặt, đúng các quan hệ của biểu. Không phải số liệu thật."
    yield ""
    yield (
        f"unit: {{name: {quote_text(unit.name)}, short_name: {quote_text(unit.short_name)}, "
        f"abbreviation: {quote_text(unit.abbreviation)}}}"
    )
    yield ""
    yield f"period: {{name: {quote_text(period.name)}, start: {period.start}, end: {period.end}}}"
    yield ""
    yield f"issue: {{month: {sample.issue.month}, year: {sample.issue.year}}}"
    yield ""
    yield "texts:"
    yield from (f"  {quote_text(key)}: {quote_text(text)}" for key, text in sample.texts.items())
    if reasons:
        yield ""
        yield "reasons:"
        yield from (f"  {quote_text(one)}: {quote_text(REASON)}" for one in reasons)
