"""The lines of a file that names no row for sure: the row that each may belong to, and putting it
there by the officer's word."""

from __future__ import annotations

from typing import Any

from conversations.answers.values import Answer, AnswerState
from conversations.bulk.model import read_entry
from conversations.dialog.previews.proposals import propose_rows, split_line
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.protocol.preview_states import FileImport, RowChoice
from conversations.reports.previous import FiledAppendix, UnreadCell
from conversations.reports.printed_answers import print_answer

MOST_SHOWN = 6  # lines that are still to be placed


def propose_for_file(form: Form, filed: FiledAppendix) -> tuple[tuple[str, ...], ...]:
    """For each line without a row those it may belong to, the likeliest first."""
    taken = {key for key, answer in filed.answers.items() if answer.value is not None}
    return tuple(
        propose_rows(form, line, taken, filed.absent) if line else () for line in filed.unplaced
    )


def list_unplaced(form: Form, filed: FiledAppendix) -> list[dict[str, Any]]:
    """The lines that still have no row, under numbers that stay theirs."""
    lines = zip(filed.unplaced, propose_for_file(form, filed), strict=True)
    return [
        {"n": n, "said": said, "proposed": form.row(rows[0]).title if rows else ""}
        for n, (said, rows) in enumerate(lines, 1)
        if said
    ]


def place_in_file(turn: Turn, focus: FileImport, number: int, key: str | None) -> None:
    """The line of this number, from 1, belongs to this row; to none when it is None. Its place is
    left empty, so that the others keep their numbers."""
    filed = focus.filed
    said = filed.unplaced[number - 1] if 1 <= number <= len(filed.unplaced) else ""
    if not said:
        return
    turn.decided = True
    left = (*filed.unplaced[: number - 1], "", *filed.unplaced[number:])
    update: dict[str, object] = {"unplaced": left}
    was = ""
    if key is not None:
        row = turn.form.row(key)
        before = filed.answers.get(key, Answer())
        was = print_answer(row, before) if before.state is not AnswerState.BLANK else ""
        update |= _with_answer(turn.form, filed, key, split_line(said)[1])
    after = focus.model_copy(update={"filed": filed.model_copy(update=update)})
    turn.look_at(after)
    lines = list_unplaced(turn.form, after.filed)
    label = turn.form.row(key).title if key is not None else ""
    shown = lines[:MOST_SHOWN]
    turn.say(
        "import.placed",
        said=said,
        label=label,
        was=was,
        left=shown,
        count=len(lines),
        more=False,
    )
    turn.quiet = True


def _with_answer(form: Form, filed: FiledAppendix, key: str, said: str) -> dict[str, object]:
    reading = read_entry(form, key, said).reading
    if not isinstance(reading, ReadValue | ReadState):
        cell = UnreadCell(key=key, read=said, code=reading.code)
        return {"unread": (*filed.unread, cell)}
    note = filed.answers.get(key, Answer()).note
    answers = {**filed.answers, key: as_answer(reading, note)}
    ordered = {row.key: answers[row.key] for row in form.rows if row.key in answers}
    absent = tuple(one for one in filed.absent if one != key)
    return {"answers": ordered, "matched": filed.matched + 1, "absent": absent}


def list_rows_for_line(turn: Turn, focus: FileImport, number: int) -> None:
    """Other rows that the line may belong to; any row can be typed."""
    unplaced = focus.filed.unplaced
    said = unplaced[number - 1] if 1 <= number <= len(unplaced) else ""
    if not said:
        return
    label, value = split_line(said)
    rows = propose_for_file(turn.form, focus.filed)[number - 1]
    turn.decided = True
    turn.look_at(
        RowChoice(
            words=label,
            rows=rows[1:],
            value=value,
            back_to=focus.back_to,
            held=focus,
            line=number,
        )
    )
