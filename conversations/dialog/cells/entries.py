"""What a person writes into cells of the sheet, and what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from conversations.answers.values import Answer
from conversations.forms.model import Form
from conversations.frozen import Frozen
from conversations.protocol.messages import Reply
from conversations.reports.model import Change, Reason, Report
from conversations.reports.typed_answers import CellPart

MOST_ENTRIES = 2_500  # cells that are written at one go
LONGEST_ENTRY = 20_000  # characters of one cell, or of the items that are pasted into a list


class CellEntry(Frozen):
    """A text for one part of the row `key`. `revision` is the row's, and `seen` what the cell
    held, when editing began. `choice` picks one of the readings that were offered for this very
    text."""

    key: Annotated[str, StringConstraints(max_length=200)]
    part: CellPart = CellPart.VALUE
    text: Annotated[str, StringConstraints(max_length=LONGEST_ENTRY)] = ""
    revision: Annotated[int, Field(ge=0)] = 0
    seen: Annotated[str, StringConstraints(max_length=LONGEST_ENTRY)] = ""
    choice: Annotated[int, Field(ge=0, le=20)] | None = None

    def outcome(
        self,
        fate: CellFate,
        said: Reply | None = None,
        ways: tuple[str, ...] = (),
        theirs: str = "",
        author: str = "",
    ) -> CellOutcome:
        """That this became of it."""
        return CellOutcome(self.key, self.part, fate, said, ways, theirs, author)


class CellFate(StrEnum):
    """What became of an entry. Only one that is stored has changed anything."""

    STORED = "stored"
    SAME = "same"  # the cell says this already
    DOUBTFUL = "doubtful"  # the text has several readings, or one that is odd
    REFUSED = "refused"
    CONFLICT = "conflict"  # somebody else wrote the cell since editing began
    LOCKED = "locked"  # it may not be written now, or not by this person


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """What became of the entry for this part of this row: in words, and with the readings that are
    offered as they are printed. `theirs` is what the cell holds when somebody else wrote it."""

    key: str
    part: CellPart
    fate: CellFate
    said: Reply | None = None
    ways: tuple[str, ...] = ()
    theirs: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """What a row said before it was written as this `revision`, and is to say again."""

    key: str
    revision: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class EarlierReason:
    """Why a check was kept before the reason `now`, and is to be kept again."""

    check: str
    now: Reason
    before: Reason


@dataclass(frozen=True, slots=True)
class WrittenCells:
    """The report after the entries, and the changes that make it so."""

    form: Form
    report: Report
    changes: tuple[Change, ...]
    outcomes: tuple[CellOutcome, ...]
