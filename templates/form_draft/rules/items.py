"""Heads and rows of a table as trees: what has figures of its own, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from templates.form_draft.model import AnswerKind, DraftColumn, DraftTable
from templates.form_draft.rules.label_words import (
    is_bare_total,
    is_difference,
    is_mean,
    plain_words,
)

SUMMED = ("count", "money", "decimal")
WORDED = ("note", "text")


@dataclass(eq=False)
class Item:
    """A head or a row. `key` names the column or row whose figures it has; of a group that has a
    total of its own in it, that one, which is then no item of the group any more."""

    label: str
    of: Literal["column", "row"]
    key: str | None = None
    place: int = -1
    marker: Literal["number", "plus", "dash", ""] = ""
    answer: AnswerKind | None = None
    measure: str | None = None
    code: str | None = None
    summed: bool = False  # whether its figures may be added to others'
    has_total: bool = False  # whether its key is that of a bare total in it
    items: list[Item] = field(default_factory=list)
    parent: Item | None = None

    @property
    def words(self) -> str:
        return plain_words(self.label)

    def add(self, item: Item) -> Item:
        item.parent = self
        self.items.append(item)
        return item

    def walk(self) -> Iterator[Item]:
        """All items in it, from the top, in printed order."""
        for item in self.items:
            yield item
            yield from item.walk()

    def before(self) -> Iterator[Item]:
        """The items that stand before it in the same group, the nearest first."""
        if self.parent is not None:
            at = next(at for at, item in enumerate(self.parent.items) if item is self)
            yield from reversed(self.parent.items[:at])


def read_columns(table: DraftTable) -> Item:
    """The tree of the heads, without columns of words."""
    root = Item("", "column")
    groups: dict[tuple[str, ...], Item] = {(): root}
    for place, (key, column) in enumerate(zip(table.column_keys(), table.columns, strict=True)):
        if column.role in WORDED or column.answer in ("text", "date", "choice"):
            continue
        path = _without_repeats(column.path)
        leaf = Item(
            path[-1] if path else "", "column", key, place, "", column.answer, column.measure
        )
        leaf.summed = is_summed(column)
        _group(groups, path[:-1]).add(leaf)
        groups.setdefault(path, leaf)
    _take_totals(root)
    return root


def _group(groups: dict[tuple[str, ...], Item], path: tuple[str, ...]) -> Item:
    if path not in groups:
        groups[path] = _group(groups, path[:-1]).add(Item(path[-1], "column"))
    return groups[path]


def _without_repeats(path: Sequence[str]) -> tuple[str, ...]:
    """A head that is printed again in the line below is one head."""
    return tuple(head for at, head in enumerate(path) if not at or head != path[at - 1])


def is_summed(column: DraftColumn) -> bool:
    """Whether figures of the column may be added up: no percentages, means, prices, words."""
    return (
        column.answer in SUMMED
        and column.role not in ("ratio", *WORDED)
        and not any(is_mean(head) for head in column.path)
    )


def read_rows(table: DraftTable) -> Item:
    """The tree of the rows."""
    root = Item("", "row")
    answers = {column.answer for column in table.columns if is_summed(column)}
    common = next(iter(answers)) if len(answers) == 1 else None
    items: list[Item] = []
    for place, (key, row) in enumerate(zip(table.row_keys(), table.rows, strict=True)):
        parent = items[row.parent] if row.parent is not None and row.parent < place else root
        item = Item(row.label, "row", key if row.kind == "row" else None, place)
        item.marker = _marker(row.label, row.stt)
        item.answer, item.measure, item.code = row.answer or common, row.measure, row.code
        item.summed = (
            row.kind == "row"
            and row.answer in (None, *SUMMED)
            and (row.measure or "").strip() != "%"
            and not is_mean(row.label)
        )
        items.append(parent.add(item))
    _take_totals(root)
    return root


def _marker(label: str, stt: str | None) -> Literal["number", "plus", "dash", ""]:
    sign = label.strip()[:1]
    if sign == "+":
        return "plus"
    if sign and sign in "-–—*•●▪":
        return "dash"
    return "number" if stt else ""


def _take_totals(item: Item) -> None:
    """Have each group take the key of the one bare total in it, or of its one figure that is no
    ratio (“Số lượng”, “Tỷ lệ”)."""
    for one in item.items:
        _take_totals(one)
    if item.key is not None:
        return
    totals = [one for one in item.items if one.key and is_bare_total(one.label) and not one.items]
    if not totals and item.label and item.items and not any(one.items for one in item.items):
        figures = [one for one in item.items if one.summed and not is_difference(one.label)]
        shares = [one for one in item.items if is_mean(one.label)]
        totals = figures if len(figures) == 1 and len(item.items) == 1 + len(shares) else []
    if len(totals) == 1:
        total = totals[0]
        item.items = [one for one in item.items if one is not total]
        item.key, item.place, item.has_total = total.key, total.place, is_bare_total(total.label)
        item.answer, item.measure, item.summed = total.answer, total.measure, total.summed
        item.code = total.code
