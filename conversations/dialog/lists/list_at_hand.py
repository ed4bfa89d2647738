"""The list that a question is about."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.answers.values import Names
from conversations.calendar.dates import local_day
from conversations.dialog.turn import Turn
from conversations.forms.dated import date_form
from conversations.forms.growth import item_key, item_names
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.tables import Growth, Line
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of
from conversations.tables.item_answers import ListAtHand


def date_for(turn: Turn, form: Form) -> Form:
    """The form as it stands on the day of the turn."""
    return date_form(form, turn.report.period, local_day(turn.now))


def growth_of(form: Form, row: Row) -> Growth:
    """The place whose names the row holds."""
    return next(one for one in form.growths if one.names == row.key)


def list_at_hand(form: Form, report: Report, row: Row) -> ListAtHand:
    """The list of this row, as the report has it."""
    here = ListAtHand(form, growth_of(form, row), item_names(form, report.answers))
    return ListAtHand(form, here.growth, here.names, (*here.kind.known, *last_names(report, row)))


def last_names(report: Report, row: Row) -> tuple[str, ...]:
    """The items that the list had in the last period."""
    past = past_of(report, row)
    value = past.answer(row.key).value if past is not None else None
    return value.names if isinstance(value, Names) else ()


def lines_of(form: Form, report: Report, row: Row) -> list[Line]:
    """The rows of the list's items, in their order."""
    here = list_at_hand(form, report, row)
    by_key = {line.key: line for line in form.blocks_by_key[here.growth.table].lines}
    keys = (item_key(here.growth.place, name) for name in here.own)
    return [by_key[key] for key in keys if key in by_key]


def list_of_item(form: Form, keys: Sequence[str]) -> Row | None:
    """The row of names of the list that these cells are in, if they are of an item."""
    line = keys[0].partition(":")[0] if keys else ""
    place = line.rpartition(".")[0]
    names = [one.names for one in form.growths if one.place == place and line in form.by_key]
    return form.row(names[0]) if names else None


def names_beside(form: Form, key: str) -> str:
    """The row of names of the list that had the item of this cell."""
    place = key.partition(":")[0].rpartition(".")[0]
    return next(one.names for one in form.growths if one.place == place)


def cells_of(form: Form, line: Line) -> list[str]:
    """The cells of an item that are asked, from the left."""
    return [key for key in line.cells.values() if form.row(key).computed is None]


def first_open_cell(turn: Turn, row: Row) -> str | None:
    """The first cell of the list's items that waits for an answer."""
    lines = lines_of(turn.form, turn.report, row)
    return turn.first_open(key for line in lines for key in cells_of(turn.form, line))
