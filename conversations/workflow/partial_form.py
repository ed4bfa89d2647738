"""A form cut down to the rows that a colleague was asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set

from conversations.forms.growth import grow_form, lay_lines, plant_form
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.tables import Block, Growth, Line


def rows_under(form: Form, heading: str) -> tuple[str, ...]:
    """The asked rows under a heading; the row itself when it is one."""
    if heading in form.asked_by_heading:
        return form.asked_by_heading[heading]
    return (heading,) if heading in form.order else ()


def narrow_form(form: Form, keys: Collection[str]) -> Form:
    """The form with only these rows and their headings. Nothing in it speaks of other rows: no
    check, nothing proposed or ruled out; whoever asked sees all of that. To a list whose names are
    asked for, items may be added."""
    lists = tuple(one for one in form.growths if one.names in keys)
    rows = {row.key: row for row in _with_patterns(form, lists)}
    patterns = {one.pattern for one in lists}
    kept = {
        key
        for key, row in rows.items()
        if (key in keys or _line(key) in patterns) and row.answer and row.computed is None
    }
    wanted = {*kept, *_above(rows, kept)}
    whole = Form(
        key=form.key,
        version=form.version,
        title=form.title,
        name=form.name,
        rows=tuple(_alone(row, key in kept) for key, row in rows.items() if key in wanted),
        checks=(),
        order=tuple(key for key in _in_order(form, lists) if key in kept),
        blocks=tuple(_blocks(form, lists, kept, wanted)),
        growths=lists,
    )
    return grow_form(plant_form(whole), {one.names: _names(form, one) for one in lists})


def _line(key: str) -> str:
    """The printed row that a cell is of."""
    return key.partition(":")[0]


def _is_item(key: str, lists: Iterable[Growth]) -> bool:
    return any(_line(key).rpartition(".")[0] == one.place for one in lists)


def _with_patterns(form: Form, lists: Collection[Growth]) -> Iterator[Row]:
    """The rows, those of items of these lists but once: in the place of all of them."""
    for row in form.rows:
        if row.is_added and _is_item(row.key, lists):
            continue
        if (growth := _named(row.key, lists)) is not None and form.pattern is not None:
            yield from (one for one in form.pattern.rows if _line(one.key) == growth.pattern)
        yield row


def _in_order(form: Form, lists: Collection[Growth]) -> Iterator[str]:
    for key in form.order:
        if (growth := _named(key, lists)) is not None and form.pattern is not None:
            yield from (one for one in form.pattern.order if _line(one) == growth.pattern)
        yield key


def _named(key: str, lists: Iterable[Growth]) -> Growth | None:
    """The list whose names this row holds."""
    return next((one for one in lists if one.names == key), None)


def _above(rows: Mapping[str, Row], keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        parent = rows[key].parent
        while parent is not None:
            yield parent
            parent = rows[parent].parent


def _blocks(
    form: Form, lists: Collection[Growth], kept: Set[str], wanted: Set[str]
) -> Iterator[Block]:
    """The tables with the rows that are left, and the cells that are asked of them."""
    for block in form.blocks:
        lines: list[Line] = []
        for growth, added in lay_lines(form, block):
            some = _pattern_of(form, block, growth) if growth in lists else added
            lines += (one for one in some if one.key in wanted)
        asked = [
            line.model_copy(
                update={"cells": {one: key for one, key in line.cells.items() if key in kept}}
            )
            for line in lines
        ]
        if asked:
            yield block.model_copy(update={"lines": tuple(asked)})


def _pattern_of(form: Form, block: Block, growth: Growth | None) -> Iterator[Line]:
    known = form.pattern.blocks_by_key[block.key].lines if form.pattern is not None else ()
    yield from (one for one in known if growth is not None and one.key == growth.pattern)


def _names(form: Form, growth: Growth) -> tuple[str, ...]:
    """The names of the items that the list has."""
    block = form.blocks_by_key[growth.table]
    mine = (one.key for one in block.lines if one.is_item and _is_item(one.key, (growth,)))
    return tuple(form.row(key).label for key in mine)


def _alone(row: Row, asked: bool) -> Row:
    update: dict[str, object] = {"proposal": None, "void_when": None, "void_because": None}
    if not asked:
        update |= {"answer": None, "computed": None}
    if row.helper is not None and (row.helper.numerator_row or row.helper.denominator_row):
        update["helper"] = None
    return row.model_copy(update=update)
