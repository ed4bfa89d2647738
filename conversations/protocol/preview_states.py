"""States of the dialog in which answers stand before the officer that are not stored yet."""

from __future__ import annotations

from enum import StrEnum
from operator import not_
from typing import Annotated, Literal

from pydantic import Field

from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.calendar.periods import Period
from conversations.commands.report import RunCommand
from conversations.frozen import Frozen
from conversations.protocol.events import (
    ButtonTapped,
    Event,
    FileSent,
    GiveAnswer,
    ListRows,
    OpenRow,
    TextEdited,
    TextSaid,
)
from conversations.protocol.row_states import EditConflict, HelperQuestion, ValueChoice
from conversations.reports.previous import FiledAppendix


class PreviewLine(Frozen):
    """One line of a preview, with the number the officer calls it by; `revision` is the row's
    when it was read. `proposed` are the rows that a line without one may belong to, the likeliest
    first."""

    number: int
    entry: BulkEntry
    revision: int
    proposed: tuple[str, ...] = Field(default=(), exclude_if=not_)


class PreviewSource(StrEnum):
    """Where a preview's answers come from."""

    BURST = "burst"  # typed or pasted
    KEEP = "keep"  # the last period's
    FILE = "file"  # a file of this very period


class Preview(Frozen):
    """These answers would be stored; nothing is, before the officer says so. `rows` is the list
    they were given for, whose numbers the lines keep. `asked` is the number of the line whose
    value the officer was just asked for; `newest` are the lines that came last; `wanted` are rows
    without a line that are shown below them, with their numbers: they need a new number.
    `submitting`: afterwards the report is to be submitted; `done`: afterwards the list is left as
    it is."""

    at: Literal["previewing"] = "previewing"
    source: PreviewSource = PreviewSource.BURST
    lines: tuple[PreviewLine, ...]
    notes: dict[str, str] = Field(default_factory=dict)  # that came by themselves, by key
    rows: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    back_to: str | None = None
    filed: FiledAppendix | None = Field(default=None, exclude_if=not_)  # that they were read from
    asked: int = Field(default=0, exclude_if=not_)
    newest: tuple[int, ...] = Field(default=(), exclude_if=not_)
    wanted: dict[str, int] = Field(default_factory=dict, exclude_if=not_)
    submitting: bool = Field(default=False, exclude_if=not_)
    done: bool = Field(default=False, exclude_if=not_)

    @property
    def still_wanted(self) -> dict[str, int]:
        """Those that have no line yet."""
        given = {line.entry.row for line in self.lines}
        return {key: number for key, number in self.wanted.items() if key not in given}


class ReadingChoice(Frozen):
    """The officer's list of answers can be read in several ways; one must be picked. It is added
    to the preview that is `held`, if one was not stored yet. `waiting` are further answers that
    came meanwhile: they are read when it is picked."""

    at: Literal["splitting"] = "splitting"
    said: str
    bursts: tuple[BulkAnswers, ...]
    rows: tuple[str, ...] = ()
    notes: dict[str, str] = Field(default_factory=dict)
    back_to: str | None = None
    held: Preview | None = Field(default=None, exclude_if=not_)
    waiting: tuple[str, ...] = Field(default=(), exclude_if=not_)


class FileImport(Frozen):
    """The officer sent an earlier appendix: may it be the unit's report of that period?"""

    at: Literal["importing"] = "importing"
    filed: FiledAppendix
    period: Period
    back_to: str | None = None


class RowChoice(Frozen):
    """Several rows match the officer's words; `value` is the answer that came with them.
    `searched`: they stood where an answer was awaited, and are no part of a label. With `line`,
    the row that is picked is that of the line in the preview that is `held`."""

    at: Literal["choosing"] = "choosing"
    words: str
    rows: tuple[str, ...]
    value: str = ""
    back_to: str | None = None
    searched: bool = Field(default=False, exclude_if=not_)
    held: Preview | FileImport | None = Field(default=None, exclude_if=not_)
    line: int = Field(default=0, exclude_if=not_)
    waiting: tuple[str, ...] = Field(default=(), exclude_if=not_)


class UnsavedWork(Frozen):
    """The officer turned to something else while what is `held` was not stored: shall it be stored
    first, or given up? Then what they did is done: they `said`, `tapped` or `edited` this, so
    `replied` to an earlier message, or sent a `file`. `submitting`: it was to submit."""

    at: Literal["leaving"] = "leaving"
    held: Annotated[
        Preview
        | FileImport
        | ReadingChoice
        | RowChoice
        | ValueChoice
        | EditConflict
        | HelperQuestion,
        Field(discriminator="at"),
    ]
    said: str = ""
    tapped: Annotated[
        RunCommand | OpenRow | ListRows | GiveAnswer | None, Field(discriminator="do")
    ] = None
    edited: TextEdited | None = None
    replied: TextSaid | None = Field(default=None, exclude_if=not_)
    file: FileSent | None = None
    submitting: bool = False

    @property
    def back_to(self) -> str | None:
        """The row to return to."""
        return self.held.back_to

    def wanted(self, turn: int) -> Event:
        """What the officer did, as an event of this turn."""
        if self.tapped is not None:
            return ButtonTapped(action=self.tapped, turn=turn)
        return self.file or self.edited or self.replied or TextSaid(text=self.said)
