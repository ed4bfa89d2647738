"""The cells and columns that words name: by a head, by a part of it that no other has, by the
printed number of the column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from conversations.forms.model import Form
from conversations.forms.search import plain_label
from conversations.forms.tables import Block, CellPlace, Column

NEAR, AHEAD = 88, 8  # percent of likeness that a mistyped head needs, alone and before the next
JOINT = " · "  # between the heads of a title
LEAST_LETTERS = 5  # of a head that may be mistyped
_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBER = re.compile(r"(?:số|so)?\s*(\w{1,4})")


def short_titles(form: Form, keys: Sequence[str]) -> dict[str, str]:
    """What the columns of these cells are called beside each other: the last head, with as much of
    those above it as tells one from another."""
    titles = {key: _place(form, key).title.split(JOINT) for key in keys if form.row(key).cell}
    return {key: _tail(key, titles) for key in titles}


def _tail(key: str, titles: Mapping[str, list[str]]) -> str:
    mine = titles[key]
    for size in range(1, len(mine)):
        if sum(other[-size:] == mine[-size:] for other in titles.values()) == 1:
            return JOINT.join(mine[-size:])
    return JOINT.join(mine)


def find_cell(form: Form, keys: Sequence[str], words: str) -> str | None:
    """The one of these cells whose column the words name; None when none or several."""
    said = plain_label(words)
    if not said:
        return None
    names = {key: _names(_column(form, key)) for key in keys if form.row(key).cell is not None}
    exact = [key for key, known in names.items() if said in known]
    if len(exact) == 1:
        return exact[0]
    if exact:
        return None
    holding = [key for key, known in names.items() if any(_holds(one, said) for one in known)]
    if holding:
        return holding[0] if len(holding) == 1 else None
    return _nearest(names, said)


def names_of_cells(form: Form, keys: Sequence[str]) -> dict[str, str]:
    """The cells by each of the names that only one of them has."""
    found: dict[str, list[str]] = {}
    for key in keys:
        if form.row(key).cell is not None:
            for name in _names(_column(form, key)):
                found.setdefault(name, []).append(key)
    return {name: owners[0] for name, owners in found.items() if len(owners) == 1}


def find_column(block: Block, words: str) -> Column | None:
    """The column of this printed number or head."""
    number = _NUMBER.fullmatch(words.strip())
    if number is not None:
        for column in block.columns:
            if number[1].casefold() in (column.printed_number.casefold(), column.key.casefold()):
                return column
    said = plain_label(words)
    exact = [column for column in block.columns if said in _names(column)]
    holding = exact or [
        column for column in block.columns if any(_holds(one, said) for one in _names(column))
    ]
    return holding[0] if said and len(holding) == 1 else None


def _names(column: Column) -> frozenset[str]:
    heads = [column.title, column.label, " ".join(column.path)]
    bare = [_BRACKETS.sub(" ", head) for head in heads]
    return frozenset(filter(None, map(plain_label, (*heads, *bare))))


def _holds(name: str, said: str) -> bool:
    return f" {said} " in f" {name} "


def _nearest(names: Mapping[str, frozenset[str]], said: str) -> str | None:
    if len(said) < LEAST_LETTERS:
        return None
    pairs = [(name, key) for key, known in names.items() for name in known]
    near = process.extract(
        said, [name for name, _ in pairs], scorer=fuzz.ratio, score_cutoff=NEAR - AHEAD, limit=None
    )
    best: dict[str, float] = {}
    for _, score, at in near:
        key = pairs[at][1]
        best[key] = max(best.get(key, 0), score)
    ranked = sorted(best.items(), key=lambda one: -one[1])
    if not ranked or ranked[0][1] < NEAR:
        return None
    clear = len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= AHEAD
    return ranked[0][0] if clear else None


def _column(form: Form, key: str) -> Column:
    place = _place(form, key)
    return form.blocks_by_key[place.table].by_key[place.column]


def _place(form: Form, key: str) -> CellPlace:
    place = form.row(key).cell
    assert place is not None  # noqa: S101 - callers have looked
    return place
