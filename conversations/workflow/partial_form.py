"""A form cut down to the rows that a colleague was asked for."""

from __future__ import annotations

from collections.abc import Collection

from conversations.forms.model import Form, Row
from conversations.forms.tables import Block


def rows_under(form: Form, heading: str) -> tuple[str, ...]:
    """The asked rows under a heading; the row itself when it is one."""
    if heading in form.asked_by_heading:
        return form.asked_by_heading[heading]
    return (heading,) if heading in form.order else ()


def narrow_form(form: Form, keys: Collection[str]) -> Form:
    """The form with only these rows and their headings. Nothing in it speaks of other rows: no
    check, nothing proposed or ruled out; whoever asked sees all of that."""
    kept = {key for key in keys if key in form.order and form.row(key).computed is None}
    wanted = set(kept)
    for key in kept:
        parent = form.row(key).parent
        while parent is not None:
            wanted.add(parent)
            parent = form.row(parent).parent
    rows = tuple(_alone(row, row.key in kept) for row in form.rows if row.key in wanted)
    order = tuple(key for key in form.order if key in kept)
    return Form(
        key=form.key,
        version=form.version,
        title=form.title,
        rows=rows,
        checks=(),
        order=order,
        name=form.name,
        blocks=tuple(_narrow_block(block, wanted) for block in form.blocks),
    )


def _narrow_block(block: Block, wanted: set[str]) -> Block:
    """The block with those of its printed rows alone, and of these the cells among them."""
    lines = tuple(
        line.model_copy(
            update={"cells": {at: key for at, key in line.cells.items() if key in wanted}}
        )
        for line in block.lines
        if line.key in wanted or not wanted.isdisjoint(line.cells.values())
    )
    return block.model_copy(update={"lines": lines})


def _alone(row: Row, asked: bool) -> Row:
    update: dict[str, object] = {"proposal": None, "void_when": None, "void_because": None}
    if not asked:
        update |= {"answer": None, "computed": None}
    if row.helper is not None and (row.helper.numerator_row or row.helper.denominator_row):
        update["helper"] = None
    return row.model_copy(update=update)
