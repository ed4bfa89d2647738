"""How deep each row of a table stands, by the markers before the labels, their indentation, and
words as "Trong đó"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from templates.form_draft.recognition.language.lexicon import SPLITS, TOTALS
from templates.form_draft.recognition.language.markers import (
    NOTHING,
    Marker,
    read_alone,
    read_marker,
)
from templates.form_draft.recognition.language.words import begins_with, is_one_of

_STEP = 100  # twentieths of a point that set a row in
_DEEPEST = 9
_NUMBERED = frozenset({"part", "roman", "upper", "digit", "letter", "small_roman"})


@dataclass(frozen=True)
class RowText:
    """A row as it is printed: `stt` from a column of its own, `numbered` whether the table has
    such a column; `wide` when its label reaches over the figures."""

    label: str
    stt: str = ""
    indent: int = 0
    bold: bool = False
    wide: bool = False
    numbered: bool = False


@dataclass(frozen=True)
class RowLevel:
    """`parent` is the number of another row; `bare` is the label without its marker."""

    level: int
    parent: int | None
    marker: Marker
    bare: str


@dataclass
class _Open:
    """A row that others may stand below."""

    row: int
    sort: tuple[str, str | int]
    indent: int
    level: int
    order: int = 0
    is_heading: bool = False
    inner: int | None = None  # how far the first row below it is set in


@dataclass
class _Levels:
    stack: list[_Open] = field(default_factory=list)
    found: list[RowLevel] = field(default_factory=list)
    last: dict[str, Marker] = field(default_factory=dict)

    def place(self, row: RowText, *, last: bool) -> None:
        marker, bare = self._marker(row)
        heads = row.wide or (row.bold and not marker.kind) or begins_with(bare, SPLITS)
        heads = heads or _ALONE.fullmatch(bare) is not None
        sort = _sort(marker, bare)
        if sort[0] == "plain" and row.numbered and not row.stt and (last or row.bold):
            sort = ("total", "") if begins_with(bare, ("tổng", "cộng")) else sort
        sort = ("heading", "") if sort[0] == "plain" and heads else sort
        one = _Open(len(self.found), sort, row.indent, 0, marker.order, is_heading=heads)
        self._make_room(one, row)
        parent = self.stack[-1] if self.stack else None
        one.level = min(parent.level + 1, _DEEPEST) if parent is not None else 0
        if parent is not None and parent.inner is None:
            parent.inner = one.indent
        self.stack.append(one)
        if marker.kind:
            self.last[marker.kind] = marker
        self.found.append(RowLevel(one.level, parent.row if parent else None, marker, bare))

    def _marker(self, row: RowText) -> tuple[Marker, str]:
        large = [one for one in self.stack if one.sort[0] in ("upper", "roman")]
        before = self.last[str(large[-1].sort[0])] if large else NOTHING
        if row.stt[:1].islower():
            before = self.last.get("letter", NOTHING)
        alone = read_alone(row.stt, before) if row.stt else NOTHING
        marker, bare = read_marker(row.label, before)
        return (alone if alone.kind else marker), bare

    def _make_room(self, one: _Open, row: RowText) -> None:
        """Close the rows that this one does not stand below."""
        sort = one.sort[0]
        if sort == "of_which":
            self._close_to_like(one)
        elif sort == "total":
            self.stack.clear()
        elif sort in _NUMBERED:
            self._close_for_number(one)
        elif sort == "bullet":
            self._close_for_bullet(one)
        else:
            self._close_for_plain(one, row)

    def _close_for_number(self, one: _Open) -> None:
        same = self._find(one.sort)
        if (
            same is not None
            and one.order == 1
            and self.stack[-1].is_heading
            and (self.stack[-1] is not self.stack[same])
        ):
            return  # numbers begin anew below a heading
        if same is not None:
            del self.stack[same:]
            return
        while self.stack and self.stack[-1].sort[0] in ("total", "of_which"):
            self.stack.pop()
        while (
            self.stack
            and self.stack[-1].sort[0] in ("bullet", "plain")
            and self.stack[-1].indent >= one.indent
            and not self.stack[-1].is_heading
        ):
            self.stack.pop()

    def _close_for_bullet(self, one: _Open) -> None:
        like = [at for at, other in enumerate(self.stack) if other.sort == one.sort]
        while len(like) > 1 and self.stack[like[-1]].indent > one.indent + _STEP:
            like.pop()
        if not like:
            self._leave_plain_details(one)
        elif self.stack[like[-1]].indent + _STEP < one.indent and like[-1] == len(self.stack) - 1:
            return  # set in below its like
        else:
            del self.stack[like[-1] :]

    def _leave_plain_details(self, one: _Open) -> None:
        while self.stack and self.stack[-1].sort[0] == "of_which" and not self.stack[-1].is_heading:
            if self.stack[-1].indent < one.indent:
                break
            self.stack.pop()

    def _close_for_plain(self, one: _Open, row: RowText) -> None:
        if row.wide or (row.numbered and row.bold and row.label.isupper()):
            self.stack.clear()
            return
        while self.stack and self.stack[-1].sort[0] == "of_which" and not self.stack[-1].is_heading:
            self.stack.pop()
        if row.numbered:
            self._close_below_number(one)
            return
        while self.stack and (
            self.stack[-1].indent > one.indent + _STEP or _is_left(self.stack[-1], one)
        ):
            self.stack.pop()
        same = self._find(one.sort)
        if same is not None and self.stack[same].indent + _STEP >= one.indent:
            del self.stack[same:]
        elif self.stack and self.stack[-1].sort[0] == "total":
            if self.stack[-1].indent + _STEP >= one.indent:
                self.stack.pop()
        elif one.sort[0] == "heading":
            while self.stack and self.stack[-1].sort[0] in ("bullet", "plain", "total"):
                if self.stack[-1].indent + _STEP < one.indent:
                    break
                self.stack.pop()

    def _close_below_number(self, one: _Open) -> None:
        """A row without a number in a table that numbers its rows stands below the last one."""
        while self.stack and self.stack[-1].sort[0] not in (*_NUMBERED, "total", "heading"):
            last = self.stack[-1]
            if last.indent + _STEP < one.indent:
                return
            self.stack.pop()
        if self.stack and self.stack[-1].sort[0] == "total":
            self.stack.pop()

    def _close_to_like(self, one: _Open) -> None:
        """`Trong đó` stands below the row before it, or beside the `Trong đó` before it."""
        same = self._find(one.sort)
        if same is not None:
            del self.stack[same:]
        while self.stack and self.stack[-1].indent > one.indent + _STEP:
            self.stack.pop()

    def _find(self, sort: tuple[str, str | int]) -> int | None:
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at].sort == sort:
                return at
        return None


def _is_left(open_: _Open, one: _Open) -> bool:
    """Whether a row stands no deeper than one whose own rows are set in."""
    inner = open_.inner if open_.inner is not None else open_.indent
    return inner > open_.indent + _STEP and one.indent <= open_.indent + _STEP // 2


def find_levels(rows: Sequence[RowText]) -> list[RowLevel]:
    """The level and the parent of each row, in order."""
    levels = _Levels()
    for at, row in enumerate(rows):
        levels.place(row, last=at == len(rows) - 1)
    return levels.found


_OF_WHICH = re.compile(
    r"\s*[-+*•]?\s*(?:trong\s+đó|trong\s+(?:ts\b|tổng\s+số)|tr\.?\s*đó|trđ)\b", re.IGNORECASE
)

_ALONE = re.compile(r"trong\s+đó\s*:?\s*", re.IGNORECASE)


def _sort(marker: Marker, bare: str) -> tuple[str, str | int]:
    if _OF_WHICH.match(bare) and marker.kind in ("", "bullet"):
        return "of_which", ""
    if marker.kind == "bullet":
        return "bullet", marker.sign
    if marker.kind:
        return marker.kind, marker.depth
    if is_one_of(bare, TOTALS) or begins_with(bare, ("tổng cộng", "cộng")):
        return "total", ""
    return "plain", ""
