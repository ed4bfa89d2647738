"""The buttons under a preview."""

from __future__ import annotations

from collections.abc import Collection

from conversations.bulk.model import BulkEntry
from conversations.commands.report import Command
from conversations.dialog.previews.lines import PreviewTally
from conversations.dialog.prompts.keyboard import Buttons, command_button, make_button
from conversations.forms.model import Form
from conversations.parsing.result import AmbiguousReading, as_answer
from conversations.protocol.events import ChooseReading, ChooseRow, Confirm, ConfirmLines
from conversations.protocol.messages import Button
from conversations.protocol.preview_states import Preview, PreviewLine, PreviewSource
from conversations.reports.printed_answers import print_answer

_SUBMIT = make_button("confirm.submitting", Confirm(then="nộp"))
WHOLE = 20  # lines from which on a preview may be all there is to report
MAX_DOUBTS = 3  # doubtful lines whose readings are offered as buttons


def preview_buttons(
    form: Form,
    focus: Preview,
    tally: PreviewTally,
    fresh: Collection[int] = (),
    alone: Collection[int] = (),
) -> Buttons:
    """How doubtful lines may be meant, and whether to write. `fresh` are the lines that came
    last, `alone` those of them that can be written without the others."""
    offered = focus.source is PreviewSource.KEEP
    keeps = offered and not any(line.entry.said for line in focus.lines)
    written = {"count": tally.written or tally.same, "notes": tally.notes}
    yes = make_button("confirm.keep" if keeps else "confirm.preview", Confirm(), **written)
    confirm = [yes]
    if fresh:
        lines = tuple(sorted(alone))
        if 0 < len(lines) < tally.written:
            confirm.append(make_button("confirm.new", ConfirmLines(lines=lines), count=len(lines)))
    if ready := tally.kept or tally.notes:
        ways = ((tuple(confirm)), *(((_SUBMIT,),) if is_whole(focus) else ()))
    no = command_button(Command.SKIP) if offered else command_button(Command.CANCEL)
    return (*_doubts(form, focus, fresh), *(ways if ready else ()), (no,))


def is_whole(focus: Preview) -> bool:
    """Whether the lines may be all that the officer has: many of them are of no list in hand."""
    untouched = focus.source is PreviewSource.KEEP and not any(
        line.entry.said for line in focus.lines
    )
    waits = untouched or bool(focus.still_wanted)
    beyond = sum(line.entry.row not in focus.rows for line in focus.lines)
    return not (focus.submitting or waits) and beyond >= WHOLE


def _doubts(form: Form, focus: Preview, fresh: Collection[int]) -> Buttons:
    """For the first doubtful lines, of the fresh ones if there are such: how each may be meant."""
    lines = [line for line in focus.lines if not fresh or line.number in fresh]
    rows = [found for line in lines if (found := _ways(form, line))]
    return tuple(rows[:MAX_DOUBTS])


def _ways(form: Form, line: PreviewLine) -> tuple[Button, ...]:
    if line.entry.row is None and line.proposed:
        n = line.number
        return (
            make_button("row.yes", ChooseRow(line=n, row=line.proposed[0]), n=n),
            make_button("row.other", ChooseRow(line=n, row=""), n=n),
            make_button("row.none", ChooseRow(line=n, row=None), n=n),
        )
    return _readings(form, line.number, line.entry)


def _readings(form: Form, number: int, entry: BulkEntry) -> tuple[Button, ...]:
    if entry.row is None or not isinstance(entry.reading, AmbiguousReading):
        return ()
    row = form.row(entry.row)
    return tuple(
        make_button(
            "fill",
            ChooseReading(line=number, reading=reading),
            n=number,
            text=print_answer(row, as_answer(reading)),
        )
        for reading in entry.reading.readings
    )
