"""What is declared of a command, for those of the report and of the workflow alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, StrEnum, auto
from typing import Self

from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Permission

MAX_ARGUMENT = 300  # characters behind a command that names something
MAX_REASONED = 1_500  # characters behind a command with a name, a period, a day and a reason
MAX_RETURNED = 16_000  # characters behind `trả lại`: rows, each with its reason


class Mark(Flag):
    """What is to be known of a command. The first four say what may follow its words; nothing
    follows a command without any of them: a sentence that begins so is something else."""

    PLAIN = 0
    NAME = auto()  # what the command is about
    REASON = auto()  # a name and a reason, which may hold anything
    ROWS = auto()  # the same, and rows with their reasons on lines of their own
    TEXT = auto()  # a note or a reason, limited where it is kept
    HARMLESS = auto()  # an older button may still give it, and what is under way stays so
    EDITS = auto()  # not while the report is locked
    NUMBER_ANSWERS = auto()  # followed by a number alone it gives a row its value
    REFUSES_ITSELF = auto()  # its handler says why not, where the permission is missing
    FOR_ALL = auto()  # also for who has no role


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command, but for its handler and what it says."""

    name: str  # stored in buttons: it never changes
    words: str  # parted by commas; the first stands for all of them
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
        return fold_text(self.phrases[0]).replace(" ", "")

    @property
    def takes_argument(self) -> bool:
        """Whether anything may follow the words."""
        return bool(self.marks & (Mark.NAME | Mark.REASON | Mark.ROWS | Mark.TEXT))

    def is_too_long(self, argument: str) -> bool:
        """Whether more follows the command than may."""
        return Mark.TEXT not in self.marks and len(argument) > self.limit

    @property
    def limit(self) -> int:
        """How many characters may follow the command."""
        if Mark.ROWS in self.marks:
            return MAX_RETURNED
        return MAX_REASONED if Mark.REASON in self.marks else MAX_ARGUMENT


class CommandTable(StrEnum):
    """The base of a table of commands: a member is declared by its spec."""

    spec: CommandSpec

    def __new__(cls, spec: CommandSpec) -> Self:
        member = str.__new__(cls, spec.name)
        member._value_ = spec.name
        member.spec = spec
        return member
