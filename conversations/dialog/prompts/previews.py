"""Prompts before many answers are stored: the preview, the ways to read a list, the file."""

from __future__ import annotations

from typing import Any

from conversations.answers.values import AnswerState
from conversations.bulk.model import BulkEntry
from conversations.calendar.periods import kind_of
from conversations.commands.report import Command
from conversations.dialog.ownership_check import find_differences, names_unit
from conversations.dialog.prompts.keyboard import (
    Buttons,
    command_button,
    make_button,
)
from conversations.forms.model import Form, Row
from conversations.parsing.result import (
    AmbiguousReading,
    ReadState,
    ReadValue,
    RefusedReading,
    as_answer,
)
from conversations.protocol.events import Choose, ChooseReading, Confirm
from conversations.protocol.messages import Button, Reply
from conversations.protocol.session import (
    FileImport,
    Preview,
    PreviewLine,
    PreviewSource,
    ReadingChoice,
)
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.text.normalize import shorten_text

MAX_DOUBTS = 3  # doubtful lines whose readings are offered as buttons


MAX_QUOTED = 12  # lines of a file that are quoted one by one


SHORT = 60  # characters of a label in a long list


def prompt_reading_choice(focus: ReadingChoice) -> Reply:
    """The ways in which a list of answers can be read."""
    ways = tuple(
        (make_button("way", Choose(index=index), words=burst.words),)
        for index, burst in enumerate(focus.bursts)
    )
    data = {"read": shorten_text(focus.said), "ways": [burst.words for burst in focus.bursts]}
    return Reply(code="split", data=data, buttons=(*ways, (command_button(Command.CANCEL),)))


def prompt_preview(form: Form, report: Report, focus: Preview, *, brief: bool = False) -> Reply:
    """What would be stored, what changes, what is in doubt and why. `brief`: of a file or of last
    period's answers the clear ones are only counted where they are many."""
    lines = [_preview_line(form, report, line) for line in focus.lines]
    sure = [line for line in lines if line["kind"] in ("new", "change", "same")]
    counted: list[dict[str, Any]] = []
    if brief and focus.source is PreviewSource.FILE and len(lines) > MAX_QUOTED:
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


def prompt_file_import(
    form: Form, report: Report, focus: FileImport, *, brief: bool = False
) -> Reply:
    """What was understood of an earlier appendix, what was not, and what differs from ours.
    `brief`: the values are only counted."""
    filed = focus.filed
    asked = set(form.order)
    said = [
        {
            "label": shorten_text(form.row(key).title, SHORT),
            "value": print_answer(form.row(key), answer),
        }
        for key, answer in filed.answers.items()
        if answer.state is not AnswerState.BLANK
    ]
    unread = [
        {
            "label": shorten_text(form.row(one.key).title, SHORT),
            "read": shorten_text(one.read),
            "why": one.code,
        }
        for one in filed.unread
    ]
    changed = [shorten_text(form.row(key).title, SHORT) for key in find_differences(report, focus)]
    data = {
        "name": filed.file_name,
        "title": shorten_text(filed.title, 120),
        "period": focus.period.name,
        "guessed": filed.period is None,
        "other_kind": kind_of(focus.period) is not kind_of(report.period),
        "other_unit": bool(filed.title) and not names_unit(report, filed.title),
        "unit": report.unit.name,
        "matched": filed.matched,
        "total": len(form.rows),
        "values": [] if brief else said,
        "values_count": len(said),
        "notes": sum(answer.note is not None for answer in filed.answers.values()),
        "unread": unread[:MAX_QUOTED],
        "unread_count": len(unread),
        "unplaced": list(filed.unplaced[:MAX_QUOTED]),
        "unplaced_count": len(filed.unplaced),
        "absent": len(asked & set(filed.absent)),
        "changed": changed[:MAX_QUOTED],
        "changed_count": len(changed),
    }
    buttons = ((make_button("confirm.import", Confirm()),), (command_button(Command.CANCEL),))
    return Reply(code="import", data=data, buttons=buttons)
