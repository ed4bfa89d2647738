"""Which column is a part of which: by printed formulas, by groups as "Chia theo" and "Trong đó",
and by a total that stands before its like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from templates.form_draft.model import DraftColumn
from templates.form_draft.recognition.language.lexicon import DIMENSIONS, OF_WHICH, OTHERS, SPLITS
from templates.form_draft.recognition.language.words import (
    begins_with,
    has_words,
    is_one_of,
    tell_words,
)
from templates.form_draft.recognition.tables.figures import begins_as_total, is_total

_SUM = re.compile(r"\[[^\]]+\](?: \+ \[[^\]]+\])+")
_KEY = re.compile(r"\[([^\]]+)\]")
_FIGURES = frozenset({"count", "money", "decimal"})
_APART = frozenset({"ratio", "note", "text", "plan", "prior", "same_last_year", "cumulative"})


@dataclass(frozen=True)
class _Head:
    """A column by its place: its head, and what kind of figure it is."""

    at: int
    path: tuple[str, ...]
    column: DraftColumn

    @property
    def leaf(self) -> str:
        return self.path[-1]


def find_parts(columns: Sequence[DraftColumn], keys: Sequence[str]) -> list[DraftColumn]:
    """The columns, with `part_of` where the paper says so. A ratio, a mean, another period or a
    text is no part."""
    heads = [_Head(at, column.path, column) for at, column in enumerate(columns)]
    printed = _parts_of_formulas(columns, keys)
    summed = {key for column in columns for key in _KEY.findall(column.formula or "")}
    found: list[DraftColumn] = []
    for head in heads:
        whole = printed.get(keys[head.at])
        if whole is None and keys[head.at] not in printed and not head.column.grey_for:
            total = _total_of(head, heads) if _may_be_part(head.column) else None
            if total is not None and not _is_summed_of_others(total, keys, columns, summed, head):
                whole = keys[total.at]
        found.append(_marked(head.column, whole))
    return found


def _marked(column: DraftColumn, whole: str | None) -> DraftColumn:
    if whole is None:
        return column
    role = column.role if column.role in _APART or is_total(column.path[-1]) else "part"
    return replace(column, part_of=whole, role="part" if role == "total" else role)


def _parts_of_formulas(columns: Sequence[DraftColumn], keys: Sequence[str]) -> dict[str, str]:
    """The whole of each column that a printed sum names, if the column may be a part."""
    found: dict[str, str] = {}
    may = {key: _may_be_part(column) for key, column in zip(keys, columns, strict=True)}
    for key, column in zip(keys, columns, strict=True):
        if column.formula is not None and _SUM.fullmatch(column.formula):
            for part in _KEY.findall(column.formula):
                if may.get(part):
                    found.setdefault(part, key)
    return found


def _is_summed_of_others(
    total: _Head,
    keys: Sequence[str],
    columns: Sequence[DraftColumn],
    summed: set[str],
    head: _Head,
) -> bool:
    """Whether a formula says which the parts of this total are, and this column is none of them.
    A group of which it says so itself is one all the same."""
    formula = columns[total.at].formula
    if formula is None:
        return False
    own = any(begins_with(part, ("trong đó",)) for part in head.path)
    return not own or keys[head.at] in summed


def _may_be_part(column: DraftColumn) -> bool:
    if column.answer not in _FIGURES or column.role in ("ratio", "note", "text"):
        return False
    return not has_words(" ".join(column.path), ("bình quân", "trung bình"))


def _total_of(head: _Head, heads: Sequence[_Head]) -> _Head | None:
    """The column that this one is a part of; the innermost group that says so decides."""
    if _says_part(head.leaf) and not is_total(head.leaf):
        found = _before(head, heads, len(head.path) - 1)
        if found is not None:
            return found
    for depth in range(len(head.path) - 1, 0, -1):
        group = head.path[depth - 1]
        if is_total(head.leaf) and depth == len(head.path) - 1 and not _says_part(group):
            continue  # the total of its own group
        if begins_with(group, OF_WHICH):
            return _of_which(head, heads, depth - 1)
        if _says_part(group):
            return _before(head, heads, depth - 1) or _own_total(head, heads, depth)
        own = _own_total(head, heads, depth)
        if own is not None and own.at != head.at:
            return own
    return _of_root(head, heads)


def _says_part(text: str) -> bool:
    return has_words(text, SPLITS) or begins_with(text, OF_WHICH)


def _own_total(head: _Head, heads: Sequence[_Head], depth: int) -> _Head | None:
    """The total that leads the group whose head is `depth` lines long."""
    group = [one for one in heads if one.path[:depth] == head.path[:depth]]
    first = next((one for one in group if len(one.path) == depth + 1 and is_total(one.leaf)), None)
    if first is None or first.column.answer != head.column.answer or first.at > head.at:
        return None
    return first


def _before(head: _Head, heads: Sequence[_Head], depth: int) -> _Head | None:
    """The figure that stands before the group (or column) of `depth` lines above: a total there,
    else the nearest."""
    inside = head.path[:depth]
    if is_total(head.path[depth - 1] if depth else ""):
        return None
    before = [
        one
        for one in heads
        if one.at < head.at
        and one.path[:depth] == inside
        and one.path[: depth + 1] != head.path[: depth + 1]
        and one.column.answer == head.column.answer
        and not any(_says_part(part) for part in one.path[depth:])
    ]
    totals = [
        one for one in before if any(begins_as_total(part) for part in one.path[depth:][:1])
    ] or [one for one in before if begins_as_total(one.leaf)]
    if totals:
        return totals[-1]
    return before[-1] if before else None


def _of_which(head: _Head, heads: Sequence[_Head], depth: int) -> _Head | None:
    """The column beside a group "Trong đó" that the group is a part of: the one of the same words
    where there is one, else the single figure before it."""
    group = head.path[: depth + 1]
    beside = [
        one
        for one in heads
        if one.at < head.at
        and one.path[:depth] == head.path[:depth]
        and one.path[: depth + 1] != group
        and one.column.answer == head.column.answer
        and not any(begins_with(part, OF_WHICH) for part in one.path[depth:])
    ]
    like = [one for one in beside if tell_words(one.leaf) == tell_words(head.leaf)]
    if like:
        return like[-1]
    mine = [one for one in heads if one.path[: depth + 1] == group]
    words = {tell_words(one.leaf) for one in beside}
    if any(tell_words(one.leaf) in words for one in mine):
        return None
    return _before(head, heads, depth)


def _of_root(head: _Head, heads: Sequence[_Head]) -> _Head | None:
    """A part of the one total of the table: a column beside it, or in a group that splits it by a
    quality."""
    wholes = [
        one
        for one in heads
        if one.at < head.at
        and one.column.answer == head.column.answer
        and is_total(one.leaf)
        and len(one.path) <= 2
    ]
    if not wholes or is_total(head.leaf):
        return None
    whole = wholes[-1]
    if len(head.path) == 1:
        return whole if len(whole.path) == 1 and head.column.role not in _APART else None
    group = [one for one in heads if one.path[0] == head.path[0]]
    if whole.path[0] == head.path[0] or len(group) < 2:
        return None
    splits = begins_with(head.path[0], DIMENSIONS)
    others = any(is_one_of(one.leaf, OTHERS) for one in group)
    return whole if splits or others else None
