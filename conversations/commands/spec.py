"""What is declared of a command, for those of the report and of the workflow alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, Flag, StrEnum, auto
from typing import Self

from conversations.workflow.permissions import Permission

MAX_ARGUMENT = 300  # characters behind a command that names something
MAX_REASONED = 1_500  # characters behind a command with a name, a period, a day and a reason
MAX_RETURNED = 16_000  # characters behind `trả lại`: rows, each with its reason


class Argument(Enum):
    """What may follow the words of a command."""

    NONE = "none"  # a sentence that begins so is something else
    NAME = "name"  # what the command is about
    REASON = "reason"  # a name and a reason, which may hold anything
    ROWS = "rows"  # the same, and rows with their reasons on lines of their own
    TEXT = "text"  # a note or a reason, limited where it is kept


class Mark(Flag):
    """What else there is to know of a command."""

    PLAIN = 0
    BUTTON = auto()  # it stands on a button of its own
    HARMLESS = auto()  # an older button may still give it, and what is under way stays so
    EDITS = auto()  # not while the report is locked
    NUMBER_ANSWERS = auto()  # followed by a number alone it gives a row its value
    REFUSES_ITSELF = auto()  # its handler says why not, where the permission is missing
    FOR_ALL = auto()  # also for who has no role


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command, but for its handler and what it says."""

    name: str  # stored in buttons: it never changes
    words: str  # without accents, parted by commas; the first stands for all of them
    argument: Argument = Argument.NONE
    marks: Mark = Mark.PLAIN
    permission: Permission | None = None  # who has it nowhere cannot mean the command
    alone: str = ""  # further words, which nothing follows

    @property
    def phrases(self) -> tuple[str, ...]:
        """All words of the command."""
        return (*self.words.split(", "), *filter(None, [self.alone]))

    @property
    def slash(self) -> str:
        """The command as one word."""
        return self.phrases[0].replace(" ", "")

    @property
    def limit(self) -> int | None:
        """How many characters may follow the command."""
        match self.argument:
            case Argument.TEXT:
                return None
            case Argument.REASON:
                return MAX_REASONED
            case Argument.ROWS:
                return MAX_RETURNED
            case _:
                return MAX_ARGUMENT


class CommandTable(StrEnum):
    """The base of a table of commands: a member is declared by its spec."""

    spec: CommandSpec

    def __new__(cls, spec: CommandSpec) -> Self:
        member = str.__new__(cls, spec.name)
        member._value_ = spec.name
        member.spec = spec
        return member
