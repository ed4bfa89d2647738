"""Items of a list as they are typed or pasted, one in a line: a name and the figures behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conversations.answers.item_names import clean_name, compare_name, is_name
from conversations.bulk.said_states import read_said_state
from conversations.bulk.table import EMPTY
from conversations.parsing.result import ReadState
from conversations.parsing.states import read_state
from conversations.tables.block_match import is_figure
from conversations.text.normalize import clean_text

MOST_LINES = 400  # of items in one message
MOST_WORDS = 20  # of a line with a state at its end
_TOKEN = re.compile(r"[^\s()]+(?:\s*\([^()]*\))?")
_NAMED = re.compile(r"\s*[:=]\s+|\s*[:=](?=\d)")
_NUMBER = re.compile(r"\d{1,3}[.)]?")


@dataclass(frozen=True)
class ItemLine:
    """An item as it was said: its name, and what stands behind it, for its cells from the left, or
    `by_column`. The name is empty where a line has none."""

    name: str
    values: tuple[str, ...] = ()
    said: str = ""
    by_column: Mapping[str, str] = field(default_factory=dict)


def read_item_lines(text: str, known: Sequence[str], cells: int) -> list[ItemLine]:
    """The items of a text of lines. `known` are names that may end in figures of their own;
    `cells` how many answers an item takes."""
    lines = [line for line in text.split("\n") if line.strip()][:MOST_LINES]
    return [_read(line, known, cells) or ItemLine("", said=clean_text(line)) for line in lines]


def _read(line: str, known: Sequence[str], cells: int) -> ItemLine | None:
    for sign in ("\t", ";"):
        if sign in line.strip():
            return _parted([clean_text(cell) for cell in line.split(sign)], line)
    said = clean_text(line)
    name, values = (
        _known(said, known) or _named(said) or _stated(said) or _behind_words(said, cells)
    )
    name = clean_name(name)
    return ItemLine(name, values, said) if is_name(name) else None


def _parted(cells: Sequence[str], line: str) -> ItemLine | None:
    """Cells beside each other; a number of the list may stand before the name."""
    first = next((at for at, cell in enumerate(cells) if cell), len(cells))
    if first + 1 < len(cells) and _NUMBER.fullmatch(cells[first]):
        first += 1
    name = clean_name(cells[first]) if first < len(cells) else ""
    if not is_name(name):
        return None
    values = [*cells[first + 1 :]]
    while values and not values[-1]:
        values.pop()
    return ItemLine(name, tuple(values), clean_text(line.replace("\t", "; ")))


def _known(said: str, known: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """The longest known name that the line begins with, and what is behind it."""
    plain = said.casefold()
    for name in sorted(known, key=len, reverse=True):
        begin = compare_name(name)
        behind = said[len(begin) :]
        if plain.startswith(begin) and (not behind or not behind[0].isalnum()):
            return name, tuple(_values(behind.lstrip(" :=,-–")))
    return None


def _named(said: str) -> tuple[str, tuple[str, ...]] | None:
    """`Đất đai: 21 15`, `Đất đai: không phát sinh`."""
    found = _NAMED.search(said)
    if found is None or not said[: found.start()].strip():
        return None
    behind = said[found.end() :]
    return said[: found.start()], tuple(_values(behind))


def _stated(said: str) -> tuple[str, tuple[str, ...]] | None:
    """`Đất đai không phát sinh`."""
    words = [*_TOKEN.finditer(said)][:MOST_WORDS]
    for word in words[1:]:
        behind = said[word.start() :]
        state = read_state(behind)
        if state is not None and not state.remark:
            return said[: word.start()], (behind,)
    return None


def _values(said: str) -> Iterator[str]:
    if isinstance(read_said_state(said), ReadState):
        yield said
    else:
        yield from (token[0].rstrip(",;") for token in _TOKEN.finditer(said))


def _behind_words(said: str, cells: int) -> tuple[str, tuple[str, ...]]:
    """The figures at the end of the line, as many as an item has cells."""
    tokens = [*_TOKEN.finditer(said)]
    count = 0
    while count < min(len(tokens) - 1, cells) and is_value(tokens[-1 - count][0]):
        count += 1
    if not count:
        return said, ()
    return said[: tokens[-count].start()], tuple(one[0].rstrip(",;") for one in tokens[-count:])


def is_item_line(line: str) -> bool:
    """Whether words stand before two figures, or before cells that are set apart, or a state is
    said of them behind a colon."""
    if (named := _NAMED.search(line)) is not None and named.start():
        return isinstance(read_said_state(line[named.end() :]), ReadState) or any(
            map(is_value, line[named.end() :].split()[:1])
        )
    apart = re.search(r"[\t;]", line)
    parts = re.split(r"[\t;]", line) if apart else line.split()
    first, *behind = (one for one in parts if one.strip()) if line.strip() else ("",)
    if apart:
        return any(map(str.isalpha, line)) and bool(behind)
    named_first = any(map(str.isalpha, first))
    return named_first and len(behind) > 1 and all(map(is_value, behind[-2:]))


def is_value(token: str) -> bool:
    """Whether it is a figure, or stands for none."""
    said = token.rstrip(",;")
    return bool(said) and (is_figure(said) or EMPTY.fullmatch(said) is not None)
