"""The question of a list: what it has by now, how the next item is given, and how it is ended."""

from __future__ import annotations

from typing import Any

from conversations.answer_types.items import ItemsType
from conversations.answers.values import Answer, AnswerState, Names
from conversations.commands.report import Command
from conversations.dialog.lists.list_at_hand import cells_of, last_names, lines_of, list_at_hand
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import (
    Buttons,
    command_button,
    give_button,
    number_buttons,
)
from conversations.dialog.tables.line_prompt import example_line
from conversations.forms.growth import item_key
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.tables import MOST_AT_ONCE, ColumnRole, Line
from conversations.parsing.result import ReadState, ReadValue
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import RowQuestion
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from conversations.tables.cell_names import short_titles
from conversations.tables.item_names_match import match_name

MOST_SHOWN = 12  # items that are shown; of more the last ones
MOST_NAMED = 8  # names of a catalogue or of the last period
FEW = 3  # cells of a long row that are shown
LONGEST_CELL = 30  # characters of a text in the line of an item
_NAME = "Tên mục"  # an item as an example, where no other is known


def prompt_items(form: Form, report: Report, focus: RowQuestion, *, brief: bool) -> Reply:
    """The list by now, and what may be typed."""
    row = form.row(focus.row)
    lines = lines_of(form, report, row)
    answer = report.answer(row.key)
    closed = isinstance(answer.value, Names) and answer.value.closed
    shown = lines[-MOST_SHOWN:]
    first = len(lines) - len(shown)
    data = describe_place(form, row) | {
        "title": row.title,
        "items": [_item(form, report, line, first + n) for n, line in enumerate(shown, 1)],
        "hidden": first,
        "count": len(lines),
        "state": print_answer(row, answer) if not lines else "",
        "closed": closed,
        "hint": row.hint or "",
        "note": answer.note or "",
        "returned": report.returned[row.key].reason if row.key in report.returned else "",
        "handed": report.handed.get(row.key, ""),
        "brief": brief,
        **describe_items(form, report, row),
    }
    return Reply(code="items", data=data, buttons=() if brief else _buttons(form, report, focus))


def describe_items(form: Form, report: Report, row: Row) -> dict[str, Any]:
    """What may be typed: the columns, an example, names that are known."""
    here = list_at_hand(form, report, row)
    last = [one for one in last_names(report, row) if not match_name(one, here.own).known]
    known = [one for one in here.kind.known if not match_name(one, here.own).known]
    name = next(iter((*last, *known)), here.kind.shown or _NAME)
    grown = here.with_names((name,))
    line = _line_of(grown, here.growth.table, item_key(here.growth.place, name))
    keys = cells_of(grown, line)
    titles = short_titles(grown, keys)
    block = form.blocks_by_key[here.growth.table]
    if len(keys) > MOST_AT_ONCE:
        keys, example = [], name
    else:
        example = name + example_line(grown, keys)
    stub = next((one for one in block.stubs if one.holds == "label"), None)
    return {
        "name": (stub.label if stub is not None else "") or "tên",
        "columns": [titles.get(key, block.columns[0].label) for key in keys],
        "example": example,
        "last": last[:MOST_NAMED],
        "last_count": len(last),
        "known": known[:MOST_NAMED],
        "known_count": len(known),
        "free": here.kind.free,
    }


def _line_of(form: Form, table: str, key: str) -> Line:
    return next(line for line in form.blocks_by_key[table].lines if line.key == key)


def _item(form: Form, report: Report, line: Line, number: int) -> dict[str, Any]:
    cells = [(key, report.answer(key)) for key in _telling(form, line)]
    waits = sum(report.answer(key).state is AnswerState.BLANK for key in cells_of(form, line))
    return {
        "n": number,
        "name": form.row(line.key).title,
        "figures": " · ".join(_printed(form.row(key), answer) for key, answer in cells),
        "left": waits,
        "begun": waits < len(cells_of(form, line)),
    }


def _telling(form: Form, line: Line) -> list[str]:
    """The cells that are shown of an item: of a long row its totals, or the first ones."""
    cells = [*line.cells.values()]
    if len(cells) <= MOST_AT_ONCE:
        return cells
    place = form.row(cells[0]).cell
    columns = form.blocks_by_key[place.table].by_key if place is not None else {}
    total = [key for one, key in line.cells.items() if columns[one].role is ColumnRole.TOTAL]
    return (total or cells)[:FEW]


def _printed(row: Row, answer: Answer) -> str:
    if answer.state is AnswerState.BLANK:
        return "–"
    words = print_answer(row, answer)
    return words if len(words) <= LONGEST_CELL else f"{words[: LONGEST_CELL - 1]}…"


def _buttons(form: Form, report: Report, focus: RowQuestion) -> Buttons:
    row, answer = form.row(focus.row), report.answer(focus.row)
    lines = lines_of(form, report, row)
    kind = row.answer
    keeps = isinstance(kind, ItemsType) and kind.keeps
    own = list_at_hand(form, report, row).own
    last = [one for one in last_names(report, row) if not match_name(one, own).known]
    found: list[Any] = []
    if isinstance(answer.value, Names) and not answer.value.closed:
        closed = ReadValue(value=answer.value.model_copy(update={"closed": True}))
        found.append((give_button(row, focus.revision, "items.close", closed, count=len(lines)),))
    if last and keeps:
        found.append((command_button(Command.KEEP, count=len(last)),))
    if not lines and answer.state is AnswerState.BLANK:
        states = (AnswerState.NONE, AnswerState.PENDING)
        found.append(
            tuple(
                give_button(row, focus.revision, f"state.{one.value}", ReadState(state=one))
                for one in states
            )
        )
    found.append((command_button(Command.BACK), command_button(Command.SKIP)))
    found.append((command_button(Command.HELP), command_button(Command.SECTIONS)))
    first_cells = [key for line in lines[:MOST_SHOWN] for key in cells_of(form, line)[:1]]
    return (*number_buttons(first_cells), *found)
