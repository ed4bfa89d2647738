"""A report as its reviewer reads it: each row beside the last period and the version before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from conversations.answers.values import BLANK, Answer, AnswerState
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.reports.printed_answers import print_answer
from conversations.rules.checks import explained_checks
from conversations.tables.cell_names import name_line
from conversations.text.numbers import print_number


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check that does not hold: what it says, and why it is kept; `hard` ones cannot be."""

    message: str
    reason: str
    hard: bool


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A row, or a heading above rows. `before` is what the last comparable period says, `change`
    how far the number is from it, `earlier` what the version before says where that differs;
    `note_earlier` its note then. `checks` that speak of several rows stand at the first of them,
    and `also` names it at the others."""

    key: str
    number: str
    label: str
    depth: int
    is_heading: bool = False
    value: str = ""
    state: AnswerState = AnswerState.BLANK
    note: str = ""
    before: str = ""
    change: str = ""
    earlier: str | None = None
    note_earlier: str | None = None
    checks: tuple[ShownCheck, ...] = ()
    also: str = ""
    leaps: bool = False
    computed: bool = False
    returned: str = ""

    @property
    def warned(self) -> bool:
        """Whether a check that does not hold speaks of it."""
        return bool(self.checks or self.also)

    @property
    def differs(self) -> bool:
        """Whether the version before says something else."""
        return self.earlier is not None or self.note_earlier is not None

    @property
    def is_open(self) -> bool:
        """Whether it has no answer, or waits for a number."""
        return (
            not self.is_heading
            and not self.computed
            and self.state in (AnswerState.BLANK, AnswerState.PENDING)
        )

    @property
    def stands_out(self) -> bool:
        """Whether a reviewer should look at it."""
        return self.warned or self.differs or self.leaps or self.is_open or bool(self.returned)


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """All lines of a report, in the order of print."""

    lines: tuple[ReviewLine, ...]
    has_earlier: bool

    def count(self, mark: str) -> int:
        """How many rows have this mark: `warned`, `differs`, `leaps`, `is_open`, `stands_out`."""
        return sum(bool(getattr(line, mark)) for line in self.lines if not line.is_heading)

    def only(self, mark: str) -> tuple[ReviewLine, ...]:
        """The rows with this mark, and the headings above them; all without one."""
        if not mark:
            return self.lines
        kept: list[ReviewLine] = []
        above: list[ReviewLine] = []
        for line in self.lines:
            above = [one for one in above if one.depth < line.depth]
            if line.is_heading:
                above.append(line)
            elif getattr(line, mark):
                kept += [*above, line]
                above = []
        return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is known of rows, by their keys."""

    checks: Mapping[str, tuple[ShownCheck, ...]] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    leaps: frozenset[str] = frozenset()


def build_review(
    form: Form,
    report: Report,
    leaps: frozenset[str] = frozenset(),
    earlier: Mapping[str, Answer] | None = None,
) -> ReviewSheet:
    """The lines of a report. `leaps` are rows whose number is odd beside the last period,
    `earlier` the answers of the version before, where there is one."""
    checks, also = _place_checks(form, report)
    marks = _Marks(checks, also, leaps)
    depths: dict[str | None, int] = {None: -1}
    lines: list[ReviewLine] = []
    for row in form.rows:
        depth = depths[row.key] = depths.get(row.parent, -1) + 1
        if row.answer is None:
            lines.append(ReviewLine(row.key, row.stt or "", row.title, depth, is_heading=True))
        else:
            lines.append(_line(form, report, row, depth, marks, earlier))
    return ReviewSheet(tuple(lines), earlier is not None)


def _line(
    form: Form,
    report: Report,
    row: Row,
    depth: int,
    marks: _Marks,
    earlier: Mapping[str, Answer] | None,
) -> ReviewLine:
    answer = report.answer(row.key)
    old = earlier.get(row.key, BLANK) if earlier is not None else answer
    value, old_value = print_answer(row, answer), print_answer(row, old)
    note, old_note = answer.note or "", old.note or ""
    returned = report.returned.get(row.key)
    return ReviewLine(
        row.key,
        row.stt or row.code,
        row.cell.title if row.cell is not None else row.title,
        depth,
        value=value,
        state=answer.state,
        note=note,
        before=printed_before(report, row),
        change=_change(report, row),
        earlier=old_value if old_value != value else None,
        note_earlier=old_note if old_note != note else None,
        checks=marks.checks.get(row.key, ()),
        also=marks.also.get(row.key, ""),
        leaps=row.key in marks.leaps,
        computed=row.computed is not None,
        returned=returned.reason if returned is not None else "",
    )


def _place_checks(
    form: Form, report: Report
) -> tuple[dict[str, tuple[ShownCheck, ...]], dict[str, str]]:
    """Each check that does not hold at the first of its rows, and the name of that row at the
    others."""
    checks: dict[str, tuple[ShownCheck, ...]] = {}
    also: dict[str, str] = {}
    for verdict, reason in explained_checks(form, report):
        rows = sorted(verdict.rows, key=form.printed_at.__getitem__)
        if not rows:
            continue
        message = verdict.check.message.split("; hãy")[0].strip()
        shown = ShownCheck(message, reason, verdict.check.severity is Severity.HARD)
        checks[rows[0]] = (*checks.get(rows[0], ()), shown)
        for key in rows[1:]:
            also.setdefault(key, name_line(form, form.row(rows[0])))
    return checks, also


def _change(report: Report, row: Row) -> str:
    """How far the number is from that of the last comparable period: `+12`, `−3,5`; empty where
    one of them is none."""
    past = past_of(report, row) if row.holds_number else None
    if past is None:
        return ""
    old, new = _amount(past.answer(row.key)), _amount(report.answer(row.key))
    if old is None or new is None or old == new:
        return ""
    sign = "+" if new > old else "−"
    return f"{sign}{print_number(abs(new - old))}"


def _amount(answer: Answer) -> Decimal | None:
    return answer.amount if answer.state is AnswerState.VALUE else None
