"""A form as one report has it: with a row for each item of its lists.

A form with lists is kept as its author laid it out, with one row for an item in each list, the
`pattern`. What every other part of the product sees is a copy with as many such rows as the report
has items, and none of the pattern.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from conversations.answers.item_names import clean_name, compare_name
from conversations.answers.values import Answer, Names
from conversations.forms.check import Check
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.tables import MARK, Block, Growth, Line
from conversations.text.normalize import fold_text

MOST_KEPT = 64  # forms that are kept made
LETTERS, SIGNS = 16, 8  # of a name and of its hash, in a key
ItemNames = Mapping[str, Sequence[str]]
_LETTERS = re.compile(r"[a-z0-9]+")


class _Item(NamedTuple):
    key: str
    name: str
    number: int


def item_key(place: str, name: str) -> str:
    """The key of an item's row: the same for the same name, in every period and unit."""
    letters = "".join(_LETTERS.findall(fold_text(clean_name(name))))[:LETTERS]
    digest = hashlib.sha256(compare_name(name).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{place}.{letters}{digest[:SIGNS]}"


def item_names(form: Form, answers: Mapping[str, Answer]) -> dict[str, tuple[str, ...]]:
    """The names of the items that these answers have, by the key of the row that holds them."""
    found = ((one.names, answers.get(one.names)) for one in form.growths)
    return {
        key: answer.value.names
        for key, answer in found
        if answer is not None and isinstance(answer.value, Names)
    }


def fit_form(form: Form, answers: Mapping[str, Answer]) -> Form:
    """The form with the rows of the items that these answers have; most forms have no lists."""
    return form if form.pattern is None else grow_form(form, item_names(form, answers))


def grow_form(form: Form, names: ItemNames) -> Form:
    """The form with a row for each of these names, by the key of the row that holds them."""
    whole = form.pattern
    if whole is None:
        return form
    wanted = tuple(tuple(names.get(one.names, ())) for one in whole.growths)
    kept = whole.derived(_made)
    if wanted not in kept:
        if len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)))
        kept[wanted] = _Growing(whole, wanted).form()
    return kept[wanted]


def plant_form(whole: Form) -> Form:
    """The form as it was written, for a report in which nothing is added yet."""
    if not whole.growths:
        return whole
    return grow_form(whole.model_copy(update={"pattern": whole}), {})


def change_form(form: Form, **fields: object) -> Form:
    """The form with other words, and so every form that grows out of it."""
    if form.pattern is not None:
        fields["pattern"] = form.pattern.model_copy(update=fields)
    return form.model_copy(update=fields)


def lay_lines(form: Form, block: Block) -> Iterator[tuple[Growth | None, tuple[Line, ...]]]:
    """The rows of a table in printed order: those that are printed in every report one by one, and
    for each place where rows are added all that were."""
    whole = form.pattern.blocks_by_key[block.key].lines if form.pattern is not None else block.lines
    growths = {one.pattern: one for one in form.growths}
    known = {line.key: line for line in block.lines}
    for line in whole:
        growth = growths.get(line.key)
        if growth is None:
            yield None, (known.get(line.key, line),)
        else:
            added = (one for one in block.lines if one.is_item)
            yield growth, tuple(one for one in added if one.key.rpartition(".")[0] == growth.place)


def items_left(form: Form, row: Row, answer: Answer) -> tuple[str, ...]:
    """The rows of the items, their cells among them, that a list no longer has with this answer;
    `row` is that of its names."""
    kept = {name for value in (answer.value,) if isinstance(value, Names) for name in value.names}
    place = row.key.rpartition(":")[0]
    lines = {item_key(place, name) for name in kept}
    mine = (one.key for one in form.rows if one.key.partition(":")[0].rpartition(".")[0] == place)
    items = {line.key for block in form.blocks for line in block.lines if line.is_item}
    return tuple(
        key for key in mine if key.partition(":")[0] in items and key.partition(":")[0] not in lines
    )


def _made(_form: Form) -> dict[tuple[tuple[str, ...], ...], Form]:
    return {}


@dataclass
class _Growing:
    """Puts rows for items in the place of the patterns of a form."""

    whole: Form
    names: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        self.growths = {one.pattern: one for one in self.whole.growths}
        self.items = {
            one.pattern: _items(one, names, _printed_beside(self.whole, one))
            for one, names in zip(self.whole.growths, self.names, strict=True)
        }
        patterns = "|".join(re.escape(one) for one in self.growths)
        self.named = re.compile(rf"\[({patterns})(:\w+)?\]")
        self.about = re.compile(rf"(?:^|[./])({patterns})(?=:|$)")

    def form(self) -> Form:
        update = {
            "rows": tuple(self._rows()),
            "checks": tuple(self._checks()),
            "order": tuple(self._order()),
            "blocks": tuple(self._block(block) for block in self.whole.blocks),
            "pattern": self.whole,
        }
        return self.whole.model_copy(update=update)

    def _pattern(self, key: str) -> str | None:
        row = key.partition(":")[0]
        return row if row in self.growths else None

    def _runs(self, keys: Iterable[str]) -> Iterator[tuple[str | None, list[str]]]:
        for pattern, run in groupby(keys, self._pattern):
            yield pattern, [*run]

    def _rows(self) -> Iterator[Row]:
        known = {row.key: row for row in self.whole.rows}
        for pattern, keys in self._runs(known):
            if pattern is None:
                yield from (self._outside(known[key]) for key in keys)
            else:
                for item in self.items[pattern]:
                    yield from (self._inside(known[key], pattern, item) for key in keys)

    def _outside(self, row: Row) -> Row:
        if row.computed is None and row.proposal is None and row.void_when is None:
            return row
        return row.model_copy(update=self._expressions(row, None, None))

    def _inside(self, row: Row, pattern: str, item: _Item) -> Row:
        update: dict[str, object] = {
            "key": _renamed(row.key, pattern, item),
            "label": row.label.replace(MARK, item.name),
            "is_added": True,
        }
        if row.parent is not None:
            update["parent"] = _renamed(row.parent, pattern, item)
        if row.key == pattern and row.stt:
            update["stt"] = str(item.number)
        if row.cell is not None:
            update["cell"] = row.cell.model_copy(update={"row": item.key})
        if row.computed or row.proposal or row.void_when:
            update |= self._expressions(row, pattern, item)
        return row.model_copy(update=update)

    def _expressions(
        self, row: Row, pattern: str | None, item: _Item | None
    ) -> dict[str, str | None]:
        texts = {name: getattr(row, name) for name in ("computed", "proposal", "void_when")}
        return {name: self._written(text, pattern, item) for name, text in texts.items()}

    def _written(
        self, text: str | None, pattern: str | None = None, item: _Item | None = None
    ) -> str | None:
        """The expression with the cells of this item; of a pattern that it does not stand in, the
        sum over all items."""

        def written(match: re.Match[str]) -> str:
            column = match[2] or ""
            if item is not None and match[1] == pattern:
                return f"[{item.key}{column}]"
            cells = [f"[{one.key}{column}]" for one in self.items[match[1]]]
            return f"({' + '.join(cells)})" if cells else f"(0 * [{self.growths[match[1]].names}])"

        return None if text is None else self.named.sub(written, text)

    def _checks(self) -> Iterator[Check]:
        for check in self.whole.checks:
            found = self.about.search(check.id)
            if found is None:
                yield self._check(check, None, None)
            else:
                yield from (self._check(check, found[1], one) for one in self.items[found[1]])

    def _check(self, check: Check, pattern: str | None, item: _Item | None) -> Check:
        rules = tuple(
            rule.model_copy(
                update={
                    "must": self._written(rule.must, pattern, item),
                    "when": self._written(rule.when, pattern, item),
                }
            )
            for rule in check.rules
        )
        update: dict[str, object] = {"rules": rules}
        if pattern is not None and item is not None:
            update["id"] = check.id.replace(pattern, item.key)
            update["message"] = check.message.replace(MARK, item.name)
        return check.model_copy(update=update)

    def _order(self) -> Iterator[str]:
        for pattern, keys in self._runs(self.whole.order):
            if pattern is None:
                yield from keys
            else:
                for item in self.items[pattern]:
                    yield from (_renamed(key, pattern, item) for key in keys)

    def _block(self, block: Block) -> Block:
        if not any(one.table == block.key for one in self.growths.values()):
            return block
        return block.model_copy(update={"lines": tuple(self._lines(block))})

    def _lines(self, block: Block) -> Iterator[Line]:
        for line in block.lines:
            if line.key not in self.growths:
                yield line
                continue
            for item in self.items[line.key]:
                cells = {one: _renamed(key, line.key, item) for one, key in line.cells.items()}
                yield line.model_copy(update={"key": item.key, "cells": cells, "is_item": True})


def _printed_beside(form: Form, growth: Growth) -> int:
    """How many numbered rows are printed where items stand: their numbers go on from these."""
    beside = (row for row in form.rows if row.parent == growth.place and row.key != growth.pattern)
    return max((int(row.stt) for row in beside if row.stt.isdecimal()), default=0)


def _items(growth: Growth, names: Sequence[str], before: int) -> tuple[_Item, ...]:
    """The items, each once, by the numbers behind those `before` them."""
    keys = dict.fromkeys(names)
    found = {item_key(growth.place, name): name for name in keys}
    return tuple(_Item(key, name, n) for n, (key, name) in enumerate(found.items(), before + 1))


def _renamed(key: str, pattern: str, item: _Item) -> str:
    own = key == pattern or key.startswith(f"{pattern}:")
    return item.key + key[len(pattern) :] if own else key
