"""Writing what a person wrote into cells of the sheet: each is read, none is written over what
somebody else has written meanwhile, and what is computed follows once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from conversations.answers.values import Answer, Names
from conversations.calendar.dates import local_day
from conversations.calendar.workdays import Calendar
from conversations.dialog.cells.cell_texts import read_cell
from conversations.dialog.cells.entries import CellEntry, CellFate, CellOutcome, WrittenCells
from conversations.dialog.cells.item_entries import write_item
from conversations.dialog.cells.reason_entries import write_reason_entry
from conversations.dialog.notes import MAX_NOTE
from conversations.dialog.outline import describe_place
from conversations.dialog.row_answers import says_same
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.protocol.messages import Reply
from conversations.protocol.pending_items import fit_to_step
from conversations.protocol.session import Session
from conversations.reports.model import Report
from conversations.reports.typed_answers import CellPart, type_part
from conversations.text.normalize import clean_text


def write_cells(
    form: Form,
    report: Report,
    entries: Sequence[CellEntry],
    *,
    now: datetime,
    calendar: Calendar = Calendar(),  # noqa: B008 - immutable
) -> WrittenCells:
    """Take all entries that can be taken; the others change nothing. Items of lists come first, so
    that their figures find a row; reasons last, as they speak of the answers."""
    form = fit_to_step(form, report, Session(), local_day(now))
    turn = Turn(form=form, report=report, session=Session(), now=now, calendar=calendar)
    outcomes: dict[int, CellOutcome] = {}
    for part in (CellPart.ITEM, None, CellPart.REASON):
        answers: dict[str, Answer] = {}
        for at, entry in enumerate(entries):
            own = entry.part if entry.part in _APART else None
            if own is part:
                outcomes[at] = _take(turn, entry, answers)
        turn.write_at_once(answers)
    told = tuple(outcomes[at] for at in range(len(entries)))
    return WrittenCells(turn.form, turn.report, tuple(turn.changes), told)


def _take(turn: Turn, entry: CellEntry, answers: dict[str, Answer]) -> CellOutcome:
    if not turn.report.editable:
        return entry.outcome(CellFate.LOCKED, Reply(code="cell.locked"))
    if (apart := _APART.get(entry.part)) is not None:
        return apart(turn, entry)
    try:
        row = turn.form.row(entry.key)
    except KeyError:
        return _gone(entry)
    if (locked := _locked(turn, row, entry)) is not None:
        return locked
    stored = answers.get(row.key, turn.report.answer(row.key))
    answer = _answer_of(turn, row, entry, stored)
    if isinstance(answer, CellOutcome):
        return answer
    if says_same(stored, answer) and row.key not in turn.report.asked:
        return entry.outcome(CellFate.SAME)
    if row.key not in answers and is_overtaken(turn.report.answer(row.key), row, entry):
        return conflict(row, turn.report.answer(row.key), entry)
    answers[row.key] = answer
    return entry.outcome(CellFate.STORED)


_APART: dict[CellPart, Callable[[Turn, CellEntry], CellOutcome]] = {
    CellPart.ITEM: write_item,
    CellPart.REASON: write_reason_entry,
}


def _answer_of(turn: Turn, row: Row, entry: CellEntry, stored: Answer) -> Answer | CellOutcome:
    """What the row says with this entry: its note, or all but that."""
    if entry.part is CellPart.NOTE:
        return _noted(turn, row, entry, stored)
    answer = read_cell(turn, row, entry)
    if isinstance(answer, CellOutcome):
        return answer
    if row.holds_names and isinstance(stored.value, Names) and answer.value is None:
        said = Reply(code="cell.items_there", data={"count": len(stored.value.names)})
        return entry.outcome(CellFate.REFUSED, said)
    return answer.model_copy(update={"note": stored.note})


def _noted(turn: Turn, row: Row, entry: CellEntry, stored: Answer) -> Answer | CellOutcome:
    text = clean_text(entry.text)
    if len(text) > MAX_NOTE:
        data = {"read": text[:40], "limit": MAX_NOTE, "length": len(text)}
        said = Reply(code="note.too_long", data=data)
        return entry.outcome(CellFate.REFUSED, said)
    return stored.model_copy(update={"note": text or None})


def is_overtaken(stored: Answer, row: Row, entry: CellEntry) -> bool:
    """Whether somebody else wrote this part of the row since editing began."""
    if stored.revision == entry.revision:
        return False
    return type_part(row, stored, entry.part) != entry.seen


def conflict(row: Row, stored: Answer, entry: CellEntry) -> CellOutcome:
    """What stands there by now, and who wrote it."""
    theirs, author = type_part(row, stored, entry.part), stored.author or ""
    data = {"theirs": theirs, "author": author, "mine": entry.text}
    said = Reply(code="cell.conflict", data=data)
    return entry.outcome(CellFate.CONFLICT, said, (), theirs, author)


def _locked(turn: Turn, row: Row, entry: CellEntry) -> CellOutcome | None:
    """Why this part of the row may not be written; None when it may."""
    code = _why_locked(turn.report, row, entry.part)
    if code is None:
        return None
    said = Reply(code=code, data=describe_place(turn.form, row))
    return entry.outcome(CellFate.LOCKED, said)


def _why_locked(report: Report, row: Row, part: CellPart) -> str | None:
    if part is CellPart.VALUE and row.answer is None:
        return "cell.heading"
    if part is CellPart.VALUE and row.computed is not None:
        return "cell.computed"
    if may_write_part(report, row, part):
        return None
    guest = report.only is not None and row.key not in report.only
    return "row.not_yours" if guest else "row.not_returned"


def may_write_part(report: Report, row: Row, part: CellPart) -> bool:
    """Whether this member may write this part of the row, as things stand."""
    if part is CellPart.NOTE and row.answer is None:
        return report.editable and report.only is None
    return report.may_write(row.key)


def _gone(entry: CellEntry) -> CellOutcome:
    return entry.outcome(CellFate.REFUSED, Reply(code="cell.gone"))
