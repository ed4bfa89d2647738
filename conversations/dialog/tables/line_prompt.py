"""The question for a row of a table: its cells under numbers, to be answered in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conversations.answers.values import AnswerState, Coded
from conversations.commands.report import Command, RunCommand
from conversations.dialog.carry_over import filter_keepable
from conversations.dialog.outline import print_headings
from conversations.dialog.overview import answered_of
from conversations.dialog.prompts.keyboard import (
    Buttons,
    command_button,
    give_button,
    make_button,
    number_buttons,
)
from conversations.dialog.prompts.lists import open_rows
from conversations.dialog.turn import Turn
from conversations.forms.examples import show_answer
from conversations.forms.model import Form
from conversations.forms.places import asked_lines
from conversations.forms.row import Row
from conversations.parsing.result import ReadValue
from conversations.protocol.messages import Button, Reply
from conversations.protocol.row_states import ListInput
from conversations.reports.model import Report
from conversations.reports.previous_lookup import printed_before
from conversations.reports.printed_answers import print_answer
from conversations.tables.cell_names import name_line, short_titles

MOST_CHOSEN, MOST_OPTIONS = 2, 4  # cells whose codes are buttons, and how many codes of each
IN_ONE_LINE = 60  # characters of heads that stand beside each other; longer ones below each other
EXAMPLE = (21, 7, 5, 3, 2, 1, 0, 4)  # of a row of answers; the first is the largest


def is_one_line(form: Form, rows: Sequence[str]) -> bool:
    """Whether these are cells of one row of a table, which are asked as such."""
    return len(rows) > 1 and {*rows} <= {*form.line_of(rows[0])}


def name_cells(form: Form, rows: Sequence[str]) -> dict[str, str]:
    """The cells of a row in words: the row, and the column as it is called beside the others."""
    first = form.row(rows[0])
    line = form.row(first.parent or first.key)
    return {key: f"{line.title} · {title}" for key, title in short_titles(form, rows).items()}


def prompt_line(form: Form, report: Report, focus: ListInput, *, brief: bool) -> Reply:
    """The row, where it stands, what was reported of it last, and its columns by number."""
    rows = focus.rows
    first = form.row(rows[0])
    line = form.row(first.parent or first.key)
    titles = short_titles(form, rows)
    cells = [
        _cell(form.row(key), report, number, titles[key]) for number, key in enumerate(rows, 1)
    ]
    units = form.derived(asked_lines)
    data = {
        "n": units.index(line.key) + 1,
        "total": len(units),
        "filled": answered_of(form, report),
        "cells_total": form.asked_count,
        "above": print_headings(_above(form, line)),
        "title": name_line(form, line),
        "measure": _shared_measure(form, rows),
        "last": [cell["last"] for cell in cells] if any(cell["last"] for cell in cells) else [],
        "cells": cells,
        "returned": _returned(report, titles),
        "handed": ", ".join(dict.fromkeys(filter(None, map(report.handed.get, rows)))),
        "inline": sum(len(cell["label"]) for cell in cells) <= IN_ONE_LINE,
        "example": _example(form, open_rows(form, report, rows) or rows),
        "keep": len(filter_keepable(form, report, rows)),
        "brief": brief,
    }
    return Reply(code="line", data=data, buttons=() if brief else _buttons(form, report, focus))


def _returned(report: Report, titles: Mapping[str, str]) -> list[dict[str, str]]:
    """Why cells of the row were sent back and are still as they were, each reason once; which
    cells, where it is not all."""
    sent_back = (key for key in titles if key in report.returned and report.waits(key))
    reasons = {key: report.returned[key].reason for key in sent_back}
    found = []
    for reason in dict.fromkeys(reasons.values()):
        mine = [titles[key] for key in titles if reasons.get(key) == reason]
        columns = "" if len(mine) == len(titles) else ", ".join(mine)
        found.append({"reason": reason, "columns": columns})
    return found


def tell_written(turn: Turn, rows: Sequence[str], before: Report, notes: int) -> None:
    """Say what was written of a row: the row once, then each column with its figure."""
    form, titles = turn.form, short_titles(turn.form, rows)
    line = form.row(form.row(rows[0]).parent or rows[0])
    written = [key for key in turn.changed_since(before) if key in rows]
    pairs = [
        {
            "label": titles[key],
            "value": print_answer(form.row(key), turn.report.answer(key)),
            "old": ""
            if before.answer(key).state is AnswerState.BLANK
            else print_answer(form.row(key), before.answer(key)),
        }
        for key in written
    ]
    item = next((one for one in form.headings_of(line.key) if one.is_added), None)
    title = f"{item.title} › {line.title}" if item is not None else name_line(form, line)
    turn.say("line.saved", title=title, pairs=pairs, notes=notes)


def _above(form: Form, line: Row) -> list[Row]:
    """The headings above a row, but for those that say no more than the name of the form."""
    section, *below = form.headings_of(line.key)
    return [heading for heading in below if heading.title != section.title]


def _cell(row: Row, report: Report, number: int, title: str) -> dict[str, Any]:
    answer = report.answer(row.key)
    return {
        "n": number,
        "label": title,
        "measure": row.measure,
        "choices": "; ".join(f"{one.label} = {one.code}" for one in row.codes),
        "last": printed_before(report, row),
        "value": print_answer(row, answer) if answer.state is not AnswerState.BLANK else "",
        "note": answer.note or "",
    }


def _shared_measure(form: Form, rows: Sequence[str]) -> str:
    measures = {form.row(key).measure for key in rows}
    return measures.pop() if len(measures) == 1 else ""


def example_line(form: Form, rows: Sequence[str]) -> str:
    """How these answers look behind the name of a row."""
    texts = any(form.row(key).is_free_text for key in rows)
    return f"; {_example(form, rows)}" if texts else f" {_example(form, rows)}"


def _example(form: Form, rows: Sequence[str]) -> str:
    """How a row of answers looks."""
    rowed = [form.row(key) for key in rows]
    if any(row.is_free_text for row in rowed):
        return "; ".join("…" if row.is_free_text else row.answer_type.example for row in rowed)
    parts = zip(rowed, (*EXAMPLE, *(1 for _ in rowed)), strict=False)
    return " ".join(
        row.options[0].code if row.options else show_answer(row, str(number))
        for row, number in parts
    )


def _next_line() -> Button:
    return make_button("next_line", RunCommand(command=Command.SKIP))


def _buttons(form: Form, report: Report, focus: ListInput) -> Buttons:
    keep = filter_keepable(form, report, focus.rows)
    lines = (
        (command_button(Command.KEEP, count=len(keep)),) if keep else (),
        (_next_line(), command_button(Command.BACK)),
        (command_button(Command.GROUP_NONE), command_button(Command.GROUP_ZERO)),
        (command_button(Command.HELP), command_button(Command.SECTIONS)),
    )
    choices = _choices(form, report, focus.rows)
    return (*number_buttons(focus.rows), *choices, *(line for line in lines if line))


def _choices(form: Form, report: Report, rows: Sequence[str]) -> Buttons:
    """The codes of the first cells that wait for one, to be tapped."""
    titles = short_titles(form, rows)
    cells = [form.row(key) for key in open_rows(form, report, tuple(rows))]
    few = [row for row in cells if 0 < len(row.options) <= MOST_OPTIONS]
    return tuple(
        tuple(
            give_button(
                row,
                report.answer(row.key).revision,
                "cell_option",
                ReadValue(value=Coded(code=one.code)),
                column=titles[row.key],
                label=one.label,
            )
            for one in row.options
        )
        for row in few[:MOST_CHOSEN]
    )
