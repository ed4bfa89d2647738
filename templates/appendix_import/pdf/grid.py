"""The tables that the lines of a page rule: which lines belong together, and the cells between
them. Lines and places alone; no letters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from templates.appendix_import.edges import merge_edges
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.pdf import limits
from templates.appendix_import.pdf.geometry import Rule

T = TypeVar("T", int, tuple[int, int])
NEAR = 2.0  # points by which lines that are one may stand apart
GAP = 3.0  # points between pieces of a line that is drawn in pieces, as a dotted one
STRETCH = 1.0  # points by which a line may miss the one that it meets
_SLACK = 6.0  # points by which a line reaches beyond the last one that crosses it
_MIDDLE = 0.3  # of a side, from which on it must be ruled for its cells to be parted


@dataclass(frozen=True)
class RuledCell:
    """A cell over rows `top` to `bottom` and columns `left` to `right`, both included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class RuledGrid:
    """The places of the columns' edges from the left, and of the rows' from above; and the lines
    between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Rule, ...]
    upright: tuple[Rule, ...]

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def slot(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and the column in which a point lies; None for one outside of the table."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self._down, -y) - 1
        if 0 <= column < self.columns and 0 <= row < self.rows:
            return row, column
        return None

    @cached_property
    def _down(self) -> list[float]:
        return [-y for y in self.ys]

    @cached_property
    def cells(self) -> dict[tuple[int, int], RuledCell]:
        """The cell of each row and column. Neighbours that no line parts are one cell."""
        slots = [(row, column) for row in range(self.rows) for column in range(self.columns)]
        owners = _Owners(slots)
        beside, below = _Lines(self.upright), _Lines(self.across)
        for row, column in slots:
            top, bottom = self.ys[row], self.ys[row + 1]
            left, right = self.xs[column], self.xs[column + 1]
            if column + 1 < self.columns and not beside.cover(right, bottom, top):
                owners.join((row, column), (row, column + 1))
            if row + 1 < self.rows and not below.cover(bottom, left, right):
                owners.join((row, column), (row + 1, column))
        return _boxes({one: owners.find(one) for one in slots})


class _Owners(Generic[T]):
    """Things that belong together: the least of them owns them all."""

    def __init__(self, ones: Iterable[T]) -> None:
        self._owners: dict[T, T] = {one: one for one in ones}

    def find(self, one: T) -> T:
        owners = self._owners
        while owners[one] != one:
            owners[one] = owners[owners[one]]
            one = owners[one]
        return one

    def join(self, one: T, other: T) -> None:
        one, other = self.find(one), self.find(other)
        self._owners[max(one, other)] = min(one, other)


def _boxes(owners: dict[tuple[int, int], tuple[int, int]]) -> dict[tuple[int, int], RuledCell]:
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for one, owner in owners.items():
        members.setdefault(owner, []).append(one)
    boxes = {}
    for owner, ones in members.items():
        rows, columns = [row for row, _ in ones], [column for _, column in ones]
        boxes[owner] = RuledCell(min(rows), min(columns), max(rows), max(columns))
    return {one: boxes[owner] for one, owner in owners.items()}


class _Lines:
    """Lines of one direction, to be found by where they stand."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = sorted(rules)
        self._places = [one.at for one in self._rules]

    def cover(self, at: float, start: float, end: float) -> bool:
        """Whether the middle of the stretch is drawn at this place."""
        start, end = start + (end - start) * _MIDDLE, end - (end - start) * _MIDDLE
        first, last = bisect_left(self._places, at - NEAR), bisect_right(self._places, at + NEAR)
        for _, begins, ends in sorted(self._rules[first:last], key=lambda one: one.start):
            if begins - GAP <= start:
                start = max(start, ends)
        return start >= end


def join_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line as one. FileRefusedError for more lines than a table is made of."""
    found: list[Rule] = []
    for place in _cluster(sorted(rules)):
        first, *others = sorted(place, key=lambda one: one.start)
        at, begins, ends = first
        for one in others:
            if one.start - ends > GAP:
                found.append(Rule(at, begins, ends))
                at, begins, ends = one
            ends = max(ends, one.end)
        found.append(Rule(at, begins, ends))
    return found


def _cluster(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines side by side that are one: none further than NEAR from the first of them."""
    found: list[list[Rule]] = []
    for one in rules:
        if found and one.at - found[-1][0].at <= NEAR:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def find_grids(across: Iterable[Rule], upright: Iterable[Rule], page: int) -> list[RuledGrid]:
    """The tables of a page from above: lines that touch are of one. What has no two columns and
    no row between its lines is none. FileRefusedError for more lines than one looks at."""
    lines, posts = join_rules(across), join_rules(upright)
    if max(len(lines), len(posts)) > limits.MAX_RULES:
        raise FileRefusedError("file.pdf_page", page=page)
    made = [
        _checked(grid, page)
        for these, those in _touching(lines, posts)
        if (grid := _grid(these, those)) is not None
    ]
    return sorted(made, key=lambda one: (-one.ys[0], one.xs[0]))


def _checked(grid: RuledGrid, page: int) -> RuledGrid:
    if grid.rows * grid.columns > limits.MAX_SLOTS:
        raise FileRefusedError("file.pdf_page", page=page)
    return grid


def _touching(
    lines: Sequence[Rule], posts: Sequence[Rule]
) -> Iterable[tuple[list[Rule], list[Rule]]]:
    owners = _Owners(range(len(lines) + len(posts)))
    places = [post.at for post in posts]  # sorted, as they were joined
    for number, line in enumerate(lines):
        first = bisect_left(places, line.start - NEAR - STRETCH)
        last = bisect_right(places, line.end + NEAR + STRETCH)
        for at in range(first, last):
            if posts[at].start - NEAR <= line.at <= posts[at].end + NEAR:
                owners.join(number, len(lines) + at)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, line in enumerate(lines):
        groups.setdefault(owners.find(number), ([], []))[0].append(line)
    for number, post in enumerate(posts, len(lines)):
        groups.setdefault(owners.find(number), ([], []))[1].append(post)
    return groups.values()


def _grid(across: list[Rule], upright: list[Rule]) -> RuledGrid | None:
    if not across or not upright:
        return None
    xs = _edges([one.at for one in upright], [*across])
    ys = _edges([one.at for one in across], [*upright])
    if len(xs) < 3 or len(ys) < 2:
        return None
    return RuledGrid(tuple(xs), tuple(reversed(ys)), tuple(across), tuple(upright))


def _edges(places: list[float], crossing: list[Rule]) -> list[float]:
    """Where the edges are, from the lowest; a table that is open at a side ends where the lines
    do that cross it."""
    edges = merge_edges(places, NEAR)
    first, last = min(one.start for one in crossing), max(one.end for one in crossing)
    if first < edges[0] - _SLACK:
        edges.insert(0, first)
    if last > edges[-1] + _SLACK:
        edges.append(last)
    return edges
