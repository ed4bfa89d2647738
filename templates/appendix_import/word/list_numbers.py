"""The numbers and bullets that Word puts before paragraphs, counted as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from templates.appendix_import.word.names import FALLBACK, is_on, qn, value_of

LONGEST = 40  # characters of a number with what stands around it
_HIGHEST = 3_999  # that is written in letters or Roman; a higher one in figures
_PLACE = re.compile(r"%([1-9])")
_PARAGRAPH = qn("w:p")
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _roman(number: int) -> str:
    found = ""
    for value, sign in _ROMAN:
        found += sign * (number // value)
        number %= value
    return found


def _letters(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letters(number)[:LONGEST],
    "lowerLetter": lambda number: _letters(number)[:LONGEST].lower(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered; `text` holds a place for each level's number."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    plain: bool = False  # all levels in figures
    goes_on: bool = False  # a higher level does not make it begin anew


@dataclass
class _List:
    """The levels of a kind of list, and how far each has been counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)  # levels by the paragraph style
    counts: dict[int, int] = field(default_factory=dict)

    def count(self, at: int) -> None:
        level = self.levels.get(at, _Level())
        self.counts[at] = self.counts.get(at, level.start - 1) + 1
        for lower in [one for one in self.counts if one > at]:
            if not self.levels.get(lower, _Level()).goes_on:
                del self.counts[lower]

    def label(self, at: int, level: _Level) -> str:
        if level.format == "bullet":
            return "•"

        def number(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            told = self.levels.get(place, _Level()) if place != at else level
            count = self.counts.get(place, told.start)
            return _print(count, "decimal" if level.plain else told.format)

        return _PLACE.sub(number, level.text[:LONGEST])[:LONGEST].strip()


class WordNumbering:
    """`root` is that of the numbering's part; None for a file without one."""

    def __init__(self, root: Any) -> None:
        kinds = [] if root is None else root.findall(qn("w:abstractNum"))
        self._kinds = {one.get(qn("w:abstractNumId"), ""): _read_list(one) for one in kinds}
        lists = [] if root is None else root.findall(qn("w:num"))
        self._lists = {one.get(qn("w:numId"), ""): one for one in lists}
        self._begun: set[str] = set()

    def number_all(
        self, body: Any, listed: Callable[[Any], tuple[str, int | None, str]]
    ) -> dict[Any, str]:
        """What stands before each numbered paragraph. `listed` tells the list of a paragraph, its
        level if it says one, and its style."""
        found: dict[Any, str] = {}
        for paragraph in _paragraphs(body):
            number, level, style = listed(paragraph)
            label = self._next(number, level, style) if number else ""
            if label:
                found[paragraph] = label
        return found

    def _next(self, number: str, said: int | None, style: str) -> str:
        one = self._lists.get(number)
        kind = self._kinds.get(value_of(one, "w:abstractNumId") or "")
        if one is None or kind is None:
            return ""
        at = said if said is not None else kind.styles.get(style, 0)
        level = kind.levels.get(at, _Level())
        for override in one.findall(qn("w:lvlOverride")):
            if _figure(override.get(qn("w:ilvl")), 0) != at:
                continue
            if (other := override.find(qn("w:lvl"))) is not None:
                level = _read_level(other)
            start = value_of(override, "w:startOverride")
            if start is not None and f"{number}.{at}" not in self._begun:
                kind.counts[at] = _figure(start, 1) - 1
        self._begun.add(f"{number}.{at}")
        kind.count(at)
        return kind.label(at, level)


def _paragraphs(parent: Any) -> Iterator[Any]:
    """All paragraphs in the order in which they are read, without those told a second time."""
    open_ = [iter(parent)]
    while open_:
        child = next(open_[-1], None)
        if child is None:
            open_.pop()
        elif child.tag != FALLBACK:
            if child.tag == _PARAGRAPH:
                yield child
            open_.append(iter(child))


def _read_list(element: Any) -> _List:
    found = _List()
    for one in element.findall(qn("w:lvl")):
        at = _figure(one.get(qn("w:ilvl")), 0)
        found.levels[at] = _read_level(one)
        if (style := value_of(one, "w:pStyle")) is not None:
            found.styles[style] = at
    return found


def _read_level(element: Any) -> _Level:
    return _Level(
        start=_figure(value_of(element, "w:start"), 1),
        format=value_of(element, "w:numFmt") or "decimal",
        text=value_of(element, "w:lvlText") or "",
        plain=bool(is_on(element, "w:isLgl")),
        goes_on=value_of(element, "w:lvlRestart") == "0",
    )


def _print(number: int, form: str) -> str:
    if form == "none":
        return ""
    known = _FORMATS.get(form)
    return known(number) if known is not None and 0 < number <= _HIGHEST else str(number)


def _figure(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 7 else otherwise
