"""One part of a sentence about the lines of a preview: which lines it keeps, drops or changes, what
becomes of the rest, or that all is to be stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What becomes of lines."""

    KEEP = "keep"
    TAKE = "take"  # they are right, and what was proposed for them is
    STORE = "store"
    DROP = "drop"
    WAIT = "wait"  # they stay as they are, and are not stored yet
    CHANGE = "change"
    SWAP = "swap"  # two lines have each other's value
    ASK = "ask"  # the value is called wrong, and none is said


class Of(StrEnum):
    """Which lines."""

    NUMBERS = "numbers"
    ONLY = "only"  # these, and the rest goes
    REST = "rest"  # that nothing else is said of
    DOUBTFUL = "doubtful"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True)
class Clause:
    """What a part of a sentence does. `like`: the line whose value these get; `bare`: without what
    stands in brackets; `count`: how many lines it says there are, where it says so. `loose`: it
    may say something else where it stands alone; `worded`: the line is told by words of its row."""

    said: str
    deed: Deed | None = None  # none for words that do nothing; of numbers, what was done before
    of: Of = Of.NONE
    numbers: tuple[int, ...] = ()
    value: str = ""
    like: int = 0
    bare: bool = False
    count: int = 0
    loose: bool = False
    worded: bool = False


@dataclass(frozen=True)
class Unknown(Clause):
    """A part that was not understood; `unfit`: it was, and the lines that stand are others."""

    unfit: bool = False
