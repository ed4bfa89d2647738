"""What a column of a table may be called: by its head, by a part of it that no other has, by its
printed number."""

from __future__ import annotations

import re

from conversations.forms.tables import Block, Column
from conversations.text.labels import plain_label

DENIAL = "khong"  # before words that a name has of what is not
_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBER = re.compile(r"(?:số|so)?\s*(\w{1,4})")


def names_of_column(column: Column) -> frozenset[str]:
    """All heads by which the column may be called, for comparing."""
    heads = [column.title, column.label, " ".join(column.path)]
    bare = [_BRACKETS.sub(" ", head) for head in heads]
    return frozenset(filter(None, map(plain_label, (*heads, *bare))))


def find_column(block: Block, words: str) -> Column | None:
    """The column of this printed number or head; None when none or several."""
    number = _NUMBER.fullmatch(words.strip())
    if number is not None:
        for column in block.columns:
            if number[1].casefold() in (column.printed_number.casefold(), column.key.casefold()):
                return column
    said = plain_label(words)
    exact = [column for column in block.columns if said in names_of_column(column)]
    holding = exact or [
        column
        for column in block.columns
        if any(holds_words(one, said) for one in names_of_column(column))
    ]
    return holding[0] if said and len(holding) == 1 else None


def holds_words(name: str, said: str) -> bool:
    """Whether the words stand in the name as words of it; `xác định thời hạn` does not in *không
    xác định thời hạn*."""
    at = f" {name} ".find(f" {said} ")
    return at >= 0 and not name[:at].endswith(DENIAL)
