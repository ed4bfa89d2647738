"""What the columns of an appendix are called, in files and in what is pasted from them."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.forms.search import plain_label

LABEL, MEASURE, NOTE = ("chi tieu", "noi dung"), ("don vi tinh", "dvt"), ("ghi chu",)
VALUE, WEAK_VALUE = ("so lieu",), ("ket qua", "ky nay", "thuc hien")
OTHER_TIMES = ("truoc", "cung ky", "ke hoach", "chenh lech", "tang", "giam")
LONGEST_NAME = 60  # characters; what is longer is no name of a column


def names_one(cell: str, words: Sequence[str]) -> bool:
    """Whether the cell is the name of a column of that kind."""
    name = plain_label(cell)
    return len(cell) < LONGEST_NAME and any(word in name for word in words)


def columns_named(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """The columns of that kind, by their plain names; one that speaks of another time is another
    column, and so is one of measures under a heading that speaks of values."""
    others = (*OTHER_TIMES, *MEASURE) if wanted in (VALUE, WEAK_VALUE) else OTHER_TIMES
    return [
        at
        for at, name in enumerate(names)
        if any(word in name for word in wanted) and not any(word in name for word in others)
    ]
