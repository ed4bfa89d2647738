"""The rows and cells of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from conversations.answers.values import Answer, AnswerState, Names
from conversations.desk.row_checks import FailedRows
from conversations.desk.sheet import DeskCell, RowFlag, SheetRow, SheetRowKind
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.kept_answers import carried_answer
from conversations.reports.model import Report, ReportState
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.reports.printed_answers import print_answer
from conversations.reports.typed_answers import CellPart, type_answer
from conversations.rules.computed import facts_of, why_void
from conversations.rules.facts import Facts
from conversations.text.numbers import print_number


@dataclass
class RowMaker:
    """Makes the rows of one report for one person; `mine` are the rows that they were handed, and
    `me` is the reference to them as the author of answers."""

    form: Form
    report: Report
    mine: frozenset[str] = frozenset()
    me: str = ""
    failed: FailedRows = field(default_factory=FailedRows)
    facts: Facts = field(init=False)

    def __post_init__(self) -> None:
        self.facts = facts_of(self.form, self.report, settled=False)

    def row(
        self, row: Row, cells: Sequence[str | None], kind: SheetRowKind, *, beside: bool
    ) -> SheetRow:
        """A printed row with these cells; `beside`: the table has a column for their note."""
        made = tuple(self.value(key, noted=not beside) if key else None for key in cells)
        note = self.note(row) if beside or len(cells) != 1 else None
        keys = [key for key in cells if key is not None] or [row.key]
        return SheetRow(
            key=row.key,
            kind=kind,
            level=row.level,
            stt=row.stt,
            label=row.title,
            measure=row.measure,
            code=row.code,
            cells=made,
            note=note,
            name=self.name(row) if kind is SheetRowKind.ITEM else None,
            hint=row.hint or "",
            checks=self.failed.of_row.get(row.key, ()),
            handed=next((self.report.handed[key] for key in keys if key in self.report.handed), ""),
            returned=self._returned(keys),
            flags=tuple(self._flags(row, keys, made)),
        )

    def value(self, key: str, *, noted: bool) -> DeskCell:
        """The cell of an answer."""
        row, answer = self.form.row(key), self.report.answer(key)
        text, because = type_answer(row, answer), why_void(row, self.facts) or ""
        return DeskCell(
            key=key,
            part=CellPart.VALUE,
            text=text,
            shown=print_answer(row, answer) if answer.state is AnswerState.VALUE else text,
            revision=answer.revision,
            writable=row.computed is None and self.report.may_write(key),
            state=answer.state.value,
            kind=_kind_of(row),
            computed=row.computed is not None,
            last=printed_before(self.report, row),
            change=self._change(row, answer),
            because=because,
            note=(answer.note or "") if noted else "",
            warned=key in self.failed.cells,
            author=answer.author or "",
            options=tuple(option.label for option in row.options),
            keep=self._keepable(row, answer),
        )

    def note(self, row: Row) -> DeskCell:
        """The cell of a row's note."""
        answer = self.report.answer(row.key)
        heading = row.answer is None
        open_ = self.report.editable and self.report.only is None
        text = answer.note or ""
        return DeskCell(
            key=row.key,
            part=CellPart.NOTE,
            text=text,
            shown=text,
            revision=answer.revision,
            author=answer.author or "",
            writable=open_ if heading else self.report.may_write(row.key),
        )

    def name(self, row: Row, names: str = "") -> DeskCell:
        """The cell of an item's name; of the row where the next is added, an empty one."""
        text = "" if names else row.title
        key = names or row.key
        return DeskCell(
            key=key,
            part=CellPart.ITEM,
            text=text,
            shown=text,
            revision=self.report.answer(key).revision,
            writable=self._list_is_open(key),
            kind="name",
        )

    def _list_is_open(self, key: str) -> bool:
        place = key.partition(":")[0]
        for growth in self.form.growths:
            if key == growth.names or place.rpartition(".")[0] == growth.place:
                return self.report.may_write(growth.names)
        return False

    def _change(self, row: Row, answer: Answer) -> str:
        """How much more or less it is than in the last period."""
        past = past_of(self.report, row) if row.holds_number else None
        before = past.answer(row.key).amount if past is not None else None
        if before is None or answer.amount is None or answer.amount == before:
            return ""
        more = answer.amount - before
        return f"+{print_number(more)}" if more > 0 else f"−{print_number(-more)}"

    def _returned(self, keys: Sequence[str]) -> str:
        found = (self.report.returned[key].reason for key in keys if key in self.report.returned)
        return next(found, "") if self.report.editable else ""

    def _flags(
        self, row: Row, keys: Sequence[str], cells: Sequence[DeskCell | None]
    ) -> list[RowFlag]:
        found = []
        own = [self.form.row(one.key) for one in cells if one is not None]
        if any(self.waits(one) and self._is_blank(one) for one in own):
            found.append(RowFlag.BLANK)
        if any(map(self.waits, own)):
            found.append(RowFlag.WAITING)
        if any(check.open for check in self.failed.of_row.get(row.key, ())):
            found.append(RowFlag.WARNED)
        if self._changed(keys, cells):
            found.append(RowFlag.CHANGED)
        if any(key in self.report.returned for key in keys) and self.report.editable:
            found.append(RowFlag.RETURNED)
        if any(key in self.mine or self._wrote(key) for key in keys):
            found.append(RowFlag.MINE)
        return found

    def _changed(self, keys: Sequence[str], cells: Sequence[DeskCell | None]) -> bool:
        """Whether it is another number than before: than in the version in force where there is
        one, else than in the last period."""
        before = self.report.in_force
        if before is not None:
            return any(key in self._corrected for key in keys)
        return any(one is not None and one.change for one in cells)

    @cached_property
    def _corrected(self) -> frozenset[str]:
        return frozenset(self.report.corrected)

    def _wrote(self, key: str) -> bool:
        return bool(self.me) and getattr(self.report.answer(key).author, "ref", "") == self.me

    def _is_blank(self, row: Row) -> bool:
        answer = self.report.answer(row.key)
        return answer.state is AnswerState.BLANK or answer.is_unfinished

    def _keepable(self, row: Row, answer: Answer) -> str:
        """The last period's answer that may stand for a blank one, as it would be typed."""
        if answer.state is not AnswerState.BLANK or not self.report.may_write(row.key):
            return ""
        kept = carried_answer(self.report, row)
        return type_answer(row, kept) if kept is not None else ""

    def waits(self, row: Row) -> bool:
        """Whether the row still has to be answered by this person."""
        report, answered = self.report, not self._is_blank(row)
        if answered and report.state is not ReportState.RETURNED and row.key not in report.asked:
            return False  # most rows, most of the time
        if row.computed is not None or not report.may_write(row.key):
            return False
        if why_void(row, self.facts) is not None:
            return False
        return not answered or report.waits(row.key)


def _kind_of(row: Row) -> str:
    if row.codes:
        return "choice"
    return "number" if row.holds_number else "text"


def has_names(answer: Answer) -> bool:
    """Whether a list has items."""
    return isinstance(answer.value, Names)
