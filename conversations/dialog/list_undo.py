"""Taking back what the last answer to a list has written, all of it or one row."""

from __future__ import annotations

from conversations.dialog.effects import newly_raised, note_checks, tell_consequences
from conversations.dialog.turn import Turn
from conversations.protocol.session import EarlierAnswer
from conversations.reports.model import Report

Earlier = tuple[EarlierAnswer, ...]


def remember_written(turn: Turn, rows: tuple[str, ...], before: Report) -> None:
    """Keep what the rows of the list in hand said before they were written in this step."""
    keys = [key for key in turn.changed_since(before) if key in rows]
    if not keys or rows != turn.session.listed:
        return
    written = tuple(
        EarlierAnswer(row=key, revision=turn.report.answer(key).revision, answer=before.answer(key))
        for key in sorted(keys, key=rows.index)
        if turn.form.row(key).computed is None
    )
    turn.session = turn.session.model_copy(update={"written": written})


def find_written(turn: Turn) -> Earlier:
    """What can still be taken back: nobody has written those rows since."""
    return tuple(
        one
        for one in turn.session.written
        if turn.report.answer(one.row).revision == one.revision and turn.report.may_write(one.row)
    )


def take_back_rows(turn: Turn, written: Earlier) -> int:
    """Put the earlier answers back, and say what follows from it; how many rows."""
    before = turn.report
    current = [one for one in written if turn.report.answer(one.row).revision == one.revision]
    for one in current:
        turn.write(one.row, one.answer)
    turn.session = turn.session.model_copy(update={"written": ()})
    tell_consequences(turn, before)
    note_checks(turn, newly_raised(turn, before))
    return len(current)
