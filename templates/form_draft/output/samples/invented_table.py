"""Invented figures for a table. They are counts of invented things: each belongs to a row and a
column, and to one part of all that is divided, so that every sum and every part holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from zlib import crc32

MOST_DEPTH = 12  # divisions within divisions
FEWEST, MOST = 12, 60  # things of a row and a column that are no part


@dataclass
class Chances:
    """Numbers that look drawn and are the same every time."""

    seed: str
    drawn: int = 0

    def number(self, below: int) -> int:
        """A number from 0 to one less than `below`."""
        self.drawn += 1
        return crc32(f"{self.seed}/{self.drawn}".encode()) % max(below, 1)

    def between(self, first: int, last: int) -> int:
        return first + self.number(last - first + 1)


@dataclass(frozen=True)
class Division:
    """How rows, or columns, are parts of each other: `groups` of parts that add up to a whole, and
    parts that are only `among` it."""

    names: tuple[str, ...]
    groups: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)
    among: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def roots(self) -> list[str]:
        """Those that are no part of another."""
        parts = {one for some in self.groups.values() for group in some for one in group}
        parts |= {one for some in self.among.values() for one in some}
        return [one for one in self.names if one not in parts]


def invent_counts(
    rows: Division, columns: Division, open_: Mapping[str, frozenset[str]], chances: Chances
) -> dict[tuple[str, str], int]:
    """A figure for each open cell, by row and column; `open_` are the columns of each row."""
    found: Counter[tuple[str, str]] = Counter(
        {(row, column): 0 for row, some in open_.items() for column in some}
    )
    for row in rows.roots:
        for column in columns.roots:
            for _ in range(chances.between(FEWEST, MOST)):
                across = {*_parts(columns, column, chances)}
                down = {*_parts(rows, row, chances, partial(_fit, open_, across))}
                for one in down:
                    for other in across & open_.get(one, frozenset()):
                        found[one, other] += 1
    return dict(found)


def _fit(open_: Mapping[str, frozenset[str]], across: set[str], row: str) -> int:
    """How many of the columns a row has; a heading has none, and needs none."""
    return len(open_.get(row, frozenset()) & across)


def _parts(
    division: Division,
    whole: str,
    chances: Chances,
    fit: Callable[[str], int] | None = None,
    depth: int = 0,
) -> Iterator[str]:
    """The whole, one part of each group that adds up to it, and some that are among it."""
    yield whole
    if depth > MOST_DEPTH:
        return
    for group in division.groups.get(whole, ()):
        best = [*group]
        if fit is not None:
            most = max(fit(one) for one in group)
            best = [one for one in group if fit(one) == most]
        chosen = best[chances.number(len(best))]
        yield from _parts(division, chosen, chances, fit, depth + 1)
    for part in division.among.get(whole, ()):
        if chances.number(3) == 0:
            yield from _parts(division, part, chances, fit, depth + 1)
