"""“Trong đó …”: what stands there is a part of what stands before or above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from templates.form_draft.model import Strength
from templates.form_draft.rules.items import Item
from templates.form_draft.rules.label_words import is_part, is_printed_part, opens_parts
from templates.form_draft.rules.partitions import find_wholes
from templates.form_draft.rules.relations import (
    FigureRelation,
    at_most,
    may_compare,
    name_of,
    quote,
    sum_of,
)

_OF_ITS_OWN = re.compile(r"^(số|tổng)\b")


def find_parts(root: Item) -> Iterator[FigureRelation]:
    """The parts that a tree of heads or rows names with “Trong đó”, and the like."""
    for item in root.walk():
        if is_part(item.label):
            strength: Strength = "hard" if is_printed_part(item.label) else "soft"
            owner = _owner_of(item)
            if item.key is not None:
                yield from _parts_of(item, [(item, owner)], strength)
            else:
                figures = _figures(item)
                namesakes = _namesakes(item, figures)
                wholes = [namesakes.get(one) if namesakes else owner for one in figures]
                yield from _parts_of(item, list(zip(figures, wholes, strict=True)), strength)
        elif item.key is not None and opens_parts(item.label):
            yield from _parts_of(item, [(one, item) for one in _figures(item)], "hard")


def _parts_of(
    item: Item, pairs: Sequence[tuple[Item, Item | None]], strength: Strength
) -> Iterator[FigureRelation]:
    """Each part at most its whole; where the parts are all there is, they add up to it, too."""
    known = [(part, whole) for part, whole in pairs if whole and may_compare(part, whole)]
    for part, whole in known:
        said = "" if part is item else f"{quote(item.label)}: "
        why = f"{said}{name_of(part)} là một phần của {name_of(whole)}"
        yield at_most(part, whole, strength, why)
    parts = [part for part, _ in known]
    if len({whole for _, whole in known}) == 1 and len(parts) == len(pairs):
        wholes = find_wholes([part.label for part in parts])
        if len(wholes) == 1 and len(wholes[0]) == len(parts):
            why = f"{' và '.join(quote(part.label) for part in parts)} là đủ mọi trường hợp"
            yield sum_of(known[0][1], parts, "soft", why)


def _figures(item: Item) -> list[Item]:
    """The figures right in a heading, or in headings that stand in it."""
    found: list[Item] = []
    for one in item.items:
        found += [one] if one.key is not None else _figures(one)
    return found


def _owner_of(item: Item) -> Item | None:
    """The figure nearest before it, or the one it stands in."""
    before = [one for one in item.before() if one.key and not is_part(one.label)]
    inside = item.parent if item.parent is not None and item.parent.key else None
    if inside is None:
        return before[0] if before else None
    if before and _has_own_parts(before[0], item):
        return before[0]
    return inside


def _has_own_parts(before: Item, item: Item) -> bool:
    """Whether a part that stands beside a figure is rather of that figure than of both's total:
    the figure counts something of its own, or is set off by a number or a sign and the part not."""
    if item.of == "row":
        return bool(before.marker) and not item.marker
    return bool(_OF_ITS_OWN.match(before.words)) and before.place == item.place - 1


def _namesakes(item: Item, parts: list[Item]) -> dict[Item, Item]:
    """For parts under a heading, the figures of the same name beside it: “Số người được tiếp”."""
    if item.of == "row" or item.key is not None or item.parent is None:
        return {}
    beside = [one for one in item.parent.walk() if one.key and one is not item and one not in parts]
    beside = [one for one in beside if not _inside(one, item)]
    found = {}
    for part in parts:
        same = [one for one in beside if one.words == part.words]
        if len(same) == 1:
            found[part] = same[0]
    return found


def _inside(item: Item, group: Item) -> bool:
    above: Item | None = item
    while above is not None and above is not group:
        above = above.parent
    return above is group
