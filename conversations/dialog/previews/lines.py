"""The lines of a preview: what each would do, how many of each kind, in data for the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from conversations.answers.item_names import compare_name
from conversations.answers.values import AnswerState, Names, Value
from conversations.bulk.model import BulkEntry
from conversations.dialog.outline import tell_apart, tell_apart_briefly
from conversations.dialog.prompts.lists import join_numbers
from conversations.dialog.tables.line_prompt import is_one_line, name_cells
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import (
    AmbiguousReading,
    ReadState,
    ReadValue,
    RefusedReading,
    as_answer,
)
from conversations.protocol.preview_states import Preview, PreviewLine
from conversations.reports.model import Report
from conversations.reports.previous_lookup import printed_before
from conversations.reports.printed_answers import print_answer, tell_answer
from conversations.text.normalize import shorten_text

SHORT_LABEL = 36  # characters of a label beside the number of a line
LONGEST_QUOTE, LONGEST_VALUE = 58, 30  # characters of a quoted line, and of a value in it
LEAST_ALIKE = 3  # lines that are told once
WRITTEN = ("new", "change")  # kinds of lines that change the report


def describe_lines(form: Form, report: Report, focus: Preview) -> list[dict[str, Any]]:
    """All lines, with labels by which they can be told apart."""
    keys = [line.entry.row for line in focus.lines if line.entry.row]
    listed = {*keys} <= {*focus.rows}  # in the list above, by the same numbers
    labels = (tell_apart_briefly if listed else tell_apart)(form, keys)
    if is_one_line(form, focus.rows):
        labels |= name_cells(form, focus.rows)
    return [describe_line(form, report, line, labels) for line in focus.lines]


def name_line(line: Mapping[str, Any]) -> str:
    """The number of a line with its label in short."""
    label = shorten_text(str(line["label"]), SHORT_LABEL)
    return f"{line['n']}. {label}" if label else f"{line['n']}"


def told_once(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines; of a run that is not read for one and the same reason one, for all of them."""
    found: list[dict[str, Any]] = []
    for said, group in groupby(lines, _unread):
        run = [*group]
        if said is None or len(run) < LEAST_ALIKE:
            found += run
        else:
            numbers = join_numbers([line["n"] for line in run])
            found.append({**run[0], "n": numbers, "label": f"{len(run)} dòng"})
    return found


def _unread(line: dict[str, Any]) -> tuple[object, ...] | None:
    """What was typed and why it is not read; None where it is, or a row is proposed."""
    if line["kind"] not in ("doubt", "refused", "unplaced") or line["proposed"]:
        return None
    return (line["kind"], line["said"], line["why"], *line["readings"])


def describe_line(
    form: Form, report: Report, line: PreviewLine, labels: dict[str, str] | None = None
) -> dict[str, Any]:
    """What the line would do: its `kind`, the value, what it replaces, why it is in doubt."""
    entry = line.entry
    row = form.row(entry.row) if entry.row is not None else None
    data = {
        "n": line.number,
        "label": (labels or {}).get(row.key, row.title) if row else "",
        "said": _quoted(entry.said),
        "value": "",
        "old": "",
        "last": printed_before(report, row) if row else "",
        "note": entry.note or "",
        "why": "",
        "readings": [],
        "was": "",
        "proposed": form.row(line.proposed[0]).title if line.proposed else "",
    }
    match entry.reading:
        case RefusedReading(code=code):
            return data | {"kind": "refused" if row else "unplaced", "why": code}
        case AmbiguousReading(readings=readings) if row is not None:
            printed = [tell_answer(row, as_answer(reading)) for reading in readings]
            return data | {"kind": "doubt", "readings": printed}
        case (ReadValue() | ReadState()) as reading if row is not None:
            return data | _settled(row, report, reading, entry)
    return data | {"kind": "unplaced", "why": "burst.no_row"}


def _quoted(said: str) -> str:
    """What was said, short, with the value that stands behind its words."""
    words, colon, value = said.rpartition(": ")
    if not colon or len(value) > LONGEST_VALUE:
        return shorten_text(said)
    return f"{shorten_text(words, LONGEST_QUOTE - len(value))}: {value}"


def _settled(
    row: Row, report: Report, reading: ReadValue | ReadState, entry: BulkEntry
) -> dict[str, Any]:
    stored = report.answer(row.key)
    given = as_answer(reading)
    value, old = tell_answer(row, given), tell_answer(row, stored)
    if row.holds_names and report.may_write(row.key):
        changed = describe_names(stored.value, given.value)
        kind = "change" if changed else "same"
        return {"kind": kind, "value": changed or value, "old": changed or value, "heard": ""}
    if row.computed is not None:
        kind = "computed"
    elif not report.may_write(row.key):
        kind = "locked"
    elif stored.state is AnswerState.BLANK:
        kind = "new"
    else:
        same = print_answer(row, given) == print_answer(row, stored) and entry.note in (
            None,
            stored.note,
        )
        kind = "same" if same else "change"
    heard = reading.heard if isinstance(reading, ReadValue) else None
    return {"kind": kind, "value": value, "old": old, "heard": heard or ""}


def describe_names(old: Value | None, new: Value | None) -> str:
    """What becomes of a list in words; empty when it has the same items."""
    before, after = (
        {compare_name(name): name for name in value.names} if isinstance(value, Names) else {}
        for value in (old, new)
    )
    added = [name for plain, name in after.items() if plain not in before]
    gone = [name for plain, name in before.items() if plain not in after]
    parts = ((words, names) for words, names in (("thêm", added), ("bỏ", gone)) if names)
    return "; ".join(f"{words} “{'”, “'.join(names)}”" for words, names in parts)


@dataclass(frozen=True)
class PreviewTally:
    """How many lines would be written, say what is stored already, are computed or locked, are
    in doubt, or have no row; and how many notes would be written beside them."""

    written: int
    same: int
    idle: int
    asked: int
    unplaced: int
    notes: int

    @property
    def kept(self) -> int:
        """How many lines can be confirmed."""
        return self.written + self.same


def count_lines(form: Form, report: Report, focus: Preview) -> PreviewTally:
    """The tally of a preview."""
    kinds = [describe_line(form, report, line)["kind"] for line in focus.lines]
    return PreviewTally(
        written=sum(kind in WRITTEN for kind in kinds),
        same=kinds.count("same"),
        idle=sum(kind in ("computed", "locked") for kind in kinds),
        asked=sum(kind in ("doubt", "refused") for kind in kinds),
        unplaced=kinds.count("unplaced"),
        notes=len(notes_to_write(form, report, focus)),
    )


def notes_to_write(form: Form, report: Report, focus: Preview) -> dict[str, str]:
    """The notes that came by themselves, or beside the value of a computed row, and may be
    written."""
    beside = {
        line.entry.row: line.entry.note
        for line in focus.lines
        if line.entry.row and line.entry.note and form.row(line.entry.row).computed is not None
    }
    return {
        key: note
        for key, note in {**beside, **focus.notes}.items()
        if report.answer(key).note != note
        and (form.row(key).answer is None or report.may_write(key))
    }


def is_sure(turn: Turn, line: PreviewLine) -> bool:
    """Whether the line can be stored as it is."""
    key = line.entry.row
    return (
        key is not None
        and isinstance(line.entry.reading, ReadValue | ReadState)
        and turn.form.row(key).computed is None
        and turn.report.may_write(key)
    )


def refresh_line(turn: Turn, line: PreviewLine, entry: BulkEntry) -> PreviewLine:
    """The line with this entry, and the row's revision as it stands now."""
    revision = turn.report.answer(entry.row).revision if entry.row is not None else 0
    return line.model_copy(update={"entry": entry, "revision": revision})


def find_line(focus: Preview, number: int) -> PreviewLine | None:
    """The line of this number, if there is one."""
    return next((line for line in focus.lines if line.number == number), None)
