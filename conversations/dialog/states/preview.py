"""Answers that would be stored: what changes, what is in doubt and why."""

from __future__ import annotations

from typing import Any

from conversations.answers.values import AnswerState
from conversations.bulk.model import BulkEntry
from conversations.bulk.parser import read_burst
from conversations.commands.report import Command
from conversations.dialog import preview, preview_edits
from conversations.dialog.prompts.keyboard import Buttons, command_button, make_button
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Form, Row
from conversations.parsing.result import (
    AmbiguousReading,
    ReadState,
    ReadValue,
    RefusedReading,
    as_answer,
)
from conversations.protocol.events import ChooseReading, Confirm
from conversations.protocol.messages import Button, Reply
from conversations.protocol.session import Preview, PreviewLine, PreviewSource
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.speech.acts import Correction
from conversations.text.normalize import shorten_text

MAX_DOUBTS = 3  # doubtful lines whose readings are offered as buttons
MAX_LINES = 12  # lines of a file that are quoted one by one where every message counts


class PreviewState(ConsentState[Preview]):
    verbs = ("ghi", "lưu", "ghi nhận")

    def show_prompt(self, view: View) -> Reply:
        """`brief`: of a file the clear lines are only counted where they are many."""
        form, report, focus = view.form, view.report, self.focus
        lines = [_preview_line(form, report, line) for line in focus.lines]
        sure = [line for line in lines if line["kind"] in ("new", "change", "same")]
        counted: list[dict[str, Any]] = []
        if view.brief and focus.source is PreviewSource.FILE and len(lines) > MAX_LINES:
            counted = [line for line in lines if line["kind"] in ("new", "same", "computed")]
        data = {
            "source": focus.source.value,
            "lines": [line for line in lines if line not in counted],
            "counted": len(counted),
            "count": len(lines),
            "notes": [
                {"label": form.row(key).title, "note": note} for key, note in focus.notes.items()
            ],
            "warnings": list(focus.warnings),
            "sure": len(sure),
            "asked": sum(line["kind"] in ("doubt", "refused") for line in lines),
            "dropped": sum(line["kind"] == "unplaced" for line in lines),
            "period": _period(form, report, focus),
            "derived": report.last is not None and report.last.derived,
        }
        count = len(sure) + len(focus.notes)
        return Reply(code="preview", data=data, buttons=_preview_buttons(form, focus, count))

    def take_text(self, turn: Turn, text: str) -> None:
        """Answers once more; what stands before the officer stays when it is no answer at all."""
        if self.edit_line(turn, text):
            return
        focus = self.focus
        rows = focus.rows or tuple(line.entry.row for line in focus.lines if line.entry.row)
        bursts = read_burst(turn.form, turn.report, rows, turn.typed, listed=True)
        typed = focus.source is PreviewSource.BURST
        entries = (entry for burst in bursts for entry in burst.entries)
        reads = any(
            one.row is not None and not isinstance(one.reading, RefusedReading) for one in entries
        )
        if reads and typed:
            preview.preview_readings(turn, bursts, text, focus.rows)
        elif not (typed and focus.rows and preview.preview_one(turn, focus.rows, text)):
            turn.say("preview.unclear", read=text)

    def correct(self, turn: Turn, correction: Correction) -> None:
        """`à nhầm dòng 3 là 25` changes the line; without a number, the only one there is."""
        only = str(self.focus.lines[0].number) if len(self.focus.lines) == 1 else ""
        place, value = correction.place or only, correction.value
        if not (place and value and self.edit_line(turn, f"{place}={value}")):
            super().correct(turn, correction)

    def fill_line(self, turn: Turn, number: int, reading: ReadValue | ReadState) -> None:
        preview_edits.fill_doubtful_line(turn, self.focus, number, reading)

    def edit_line(self, turn: Turn, text: str) -> bool:
        return preview_edits.edit_preview(turn, self.focus, text)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        preview.confirm_preview(turn, self.focus, stay=stay)

    def cancel(self, turn: Turn) -> None:
        preview.leave_preview(turn, self.focus)

    def skip(self, turn: Turn) -> None:
        self.cancel(turn)


def _period(form: Form, report: Report, focus: Preview) -> str:
    """The earlier period that the first line could be kept from."""
    key = focus.lines[0].entry.row if focus.lines else None
    past = past_of(report, form.row(key)) if key is not None else None
    return past.period.name if past else ""


def _preview_line(form: Form, report: Report, line: PreviewLine) -> dict[str, Any]:
    entry = line.entry
    row = form.row(entry.row) if entry.row is not None else None
    data = {
        "n": line.number,
        "label": row.title if row else "",
        "said": shorten_text(entry.said),
        "value": "",
        "old": "",
        "last": printed_before(report, row) if row else "",
        "note": entry.note or "",
        "why": "",
        "readings": [],
    }
    match entry.reading:
        case RefusedReading(code=code):
            return data | {"kind": "refused" if row else "unplaced", "why": code}
        case AmbiguousReading(readings=readings) if row is not None:
            printed = [print_answer(row, as_answer(reading)) for reading in readings]
            return data | {"kind": "doubt", "readings": printed}
        case (ReadValue() | ReadState()) as reading if row is not None:
            return data | _settled(row, report, reading, entry)
    return data | {"kind": "unplaced", "why": "burst.no_row"}


def _settled(
    row: Row, report: Report, reading: ReadValue | ReadState, entry: BulkEntry
) -> dict[str, Any]:
    stored = report.answer(row.key)
    value = print_answer(row, as_answer(reading))
    old = print_answer(row, stored)
    if row.computed is not None:
        kind = "computed"
    elif stored.state is AnswerState.BLANK:
        kind = "new"
    else:
        same = old == value and entry.note in (None, stored.note)
        kind = "same" if same else "change"
    return {"kind": kind, "value": value, "old": old}


def _preview_buttons(form: Form, focus: Preview, count: int) -> Buttons:
    keeps = focus.source is PreviewSource.KEEP
    yes = make_button("confirm.keep" if keeps else "confirm.preview", Confirm(), count=count)
    stay = make_button("confirm.stay", Confirm(stay=True))
    confirm = (yes, stay) if focus.rows and len(focus.lines) > 1 else (yes,)
    no = command_button(Command.SKIP) if keeps else command_button(Command.CANCEL)
    return (*_doubt_buttons(form, focus), *((confirm,) if count else ()), (no,))


def _doubt_buttons(form: Form, focus: Preview) -> Buttons:
    """For the first doubtful lines: how each may be meant."""
    doubts = [line for line in focus.lines if isinstance(line.entry.reading, AmbiguousReading)]
    return tuple(_readings(form, line.number, line.entry) for line in doubts[:MAX_DOUBTS])


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
