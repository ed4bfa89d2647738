"""The list: many rows under numbers, with what is known of each; in short, what of it is left."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from conversations.answers.values import AnswerState
from conversations.commands.report import Command, RunCommand
from conversations.dialog.batches import filter_askable
from conversations.dialog.carry_over import filter_keepable
from conversations.dialog.list_undo import ECHO
from conversations.dialog.outline import headings_at, print_title, tell_apart, tell_apart_shortly
from conversations.dialog.overview import answered_of
from conversations.dialog.prompts.keyboard import (
    Buttons,
    command_button,
    make_button,
    number_buttons,
)
from conversations.dialog.prompts.line_examples import exemplify_answers
from conversations.dialog.turn import Turn
from conversations.forms.examples import show_answer
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import ListInput
from conversations.reports.model import Report
from conversations.reports.previous_lookup import printed_before
from conversations.reports.printed_answers import print_answer
from conversations.rules import computed
from conversations.tables.cell_names import short_titles
from conversations.text.normalize import shorten_text

MOST_NAMED = 3  # rows that are left and named one by one
MOST_ECHOED = 6  # rows that were written and are named by their label; of more, the number alone


def prompt_list(
    form: Form,
    report: Report,
    focus: ListInput,
    *,
    brief: bool = False,
    practised: bool = False,
) -> Reply:
    """The numbered list of rows, with what is known of each. `brief`: with the fewest words, and
    what else may be typed in one line of the text. `practised`: how a list is answered was told
    with another one."""
    filled = answered_of(form, report)
    section = form.section_of(focus.rows[0])
    data = {
        "section": section.numbered_title,
        "groups": _groups(form, report, focus.rows),
        "filled": filled,
        "total": form.asked_count,
        "example": _example(form, focus.rows),
        "answers": "; ".join(exemplify_answers(form, dict(enumerate(focus.rows, 1)), ("4", "7"))),
        "keep": len(filter_keepable(form, report, focus.rows)),
        "brief": brief,
        "practised": practised,
    }
    buttons = () if brief else _list_buttons(form, report, focus)
    return Reply(code="list", data=data, buttons=buttons)


def prompt_rest(
    form: Form,
    report: Report,
    focus: ListInput,
    *,
    brief: bool = False,
    elsewhere: bool = False,
) -> Reply:
    """What is left of a list that the officer has seen: how many rows, their numbers, the next.
    `elsewhere`: only where they are, for nothing of it has changed since that was told."""
    left = open_rows(form, report, focus.rows)
    labels = tell_apart(form, focus.rows)
    named = left if len(left) <= MOST_NAMED else left[:1]
    data = {
        "count": len(left),
        "places": print_numbers(focus.rows, left),
        "rows": [
            _line(form.row(key), report, form, n, labels[key]) for n, key in _of(focus, named)
        ],
        "brief": brief,
        "elsewhere": elsewhere,
        "example": _example_of(form.row(left[0])) if left else "",
    }
    whole = make_button("list.whole", RunCommand(command=Command.RESUME))
    buttons: Buttons = ((whole, _next_list()),)
    if left:
        buttons = (
            *buttons,
            (command_button(Command.GROUP_NONE), command_button(Command.GROUP_ZERO)),
        )
    return Reply(code="list.rest", data=data, buttons=() if brief else buttons)


def _of(focus: ListInput, keys: Sequence[str]) -> list[tuple[int, str]]:
    return [(focus.rows.index(key) + 1, key) for key in keys]


def open_rows(form: Form, report: Report, rows: tuple[str, ...]) -> tuple[str, ...]:
    """Those rows of a list that still wait to be answered."""
    return tuple(key for key in filter_askable(form, report, rows) if report.waits(key))


def print_numbers(rows: tuple[str, ...], keys: Sequence[str]) -> str:
    """The numbers that rows have in their list, in short: `4–7, 9`."""
    return join_numbers(sorted(rows.index(key) + 1 for key in keys if key in rows))


def join_numbers(numbers: Sequence[int]) -> str:
    """Numbers in order, in short: `4–7, 9`."""
    spans = [
        [number for _, number in group]
        for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    ]
    shown = [
        f"{span[0]}–{span[-1]}" if len(span) > 2 else ", ".join(map(str, span)) for span in spans
    ]
    return ", ".join(shown)


def describe_written(turn: Turn, rows: tuple[str, ...], before: Report) -> list[dict[str, Any]]:
    """The rows of a list that were written since `before`: number, label, value and the old one;
    of many only the numbers, together where they have the same value."""
    keys = [key for key in turn.changed_since(before) if _is_answered(turn, before, key, rows)]
    keys.sort(key=rows.index)
    values = {key: print_answer(turn.form.row(key), turn.report.answer(key)) for key in keys}
    if len(keys) > MOST_ECHOED:
        alike = {value: [key for key in keys if values[key] == value] for value in values.values()}
        return [
            {"n": print_numbers(rows, same), "label": "", "value": value, "old": ""}
            for value, same in alike.items()
        ]
    short = tell_apart_shortly(turn.form, keys)
    return [
        {
            "n": rows.index(key) + 1,
            "label": shorten_text(short[key], ECHO),
            "value": values[key],
            "old": _old(turn.form, before, key),
        }
        for key in keys
    ]


def _is_answered(turn: Turn, before: Report, key: str, rows: tuple[str, ...]) -> bool:
    """Whether another answer was written, not a note alone."""
    if key not in rows or turn.form.row(key).computed is not None:
        return False
    then, now = before.answer(key), turn.report.answer(key)
    return (then.state, then.value, then.remark) != (now.state, now.value, now.remark)


def _old(form: Form, before: Report, key: str) -> str:
    answer = before.answer(key)
    return "" if answer.state is AnswerState.BLANK else print_answer(form.row(key), answer)


def _groups(form: Form, report: Report, rows: tuple[str, ...]) -> list[dict[str, Any]]:
    """The list's rows under their headings. A heading that is itself a row needs no line; a
    section is named where it begins. Rows of the same name say what stands above them."""
    numbered = list(enumerate(rows, 1))
    labels = tell_apart(form, rows)
    found: list[dict[str, Any]] = []
    before = None
    for headings, members in groupby(numbered, lambda pair: headings_at(form, form.row(pair[1]))):
        section, *below = headings
        is_row = headings[-1].key in rows
        title = "" if is_row or not below else print_title(section, below)
        keys = [*members]
        names = labels | short_titles(form, [key for _, key in keys])
        lines = [_line(form.row(key), report, form, number, names[key]) for number, key in keys]
        begins = section.numbered_title if section.key != before else ""
        cells = all(form.row(key).cell is not None for _, key in keys)
        found.append({"title": title, "rows": lines, "section": begins, "cells": cells})
        if cells:
            _name_line(found, headings)
        before = section.key
    return found


def _name_line(found: list[dict[str, Any]], headings: Sequence[Row]) -> None:
    """Name the row of cells, behind the headings above it where these begin; heads that are those
    of the row before it are not said again."""
    line, before = found[-1], found[-2] if len(found) > 1 else {}
    above = " › ".join(one.numbered_title for one in headings[1:-1])
    labels = [row["label"] for row in line["rows"]]
    line |= {
        "title": headings[-1].numbered_title,
        "above": "" if above in (before.get("all_above", ""), before.get("title")) else above,
        "all_above": above,
        "labels": labels,
        "alike": labels == before.get("labels"),
    }


def _line(row: Row, report: Report, form: Form, number: int, label: str) -> dict[str, Any]:
    answer = report.answer(row.key)
    codes = "; ".join(f"{option.label} = {option.code}" for option in row.codes)
    return {
        "n": number,
        "label": label,
        "measure": codes or row.measure,
        "last": printed_before(report, row),
        "value": print_answer(row, answer) if answer.state is not AnswerState.BLANK else "",
        "note": answer.note or "",
        "void": computed.void_reason(form, report, row.key) is not None,
    }


def _example(form: Form, rows: tuple[str, ...]) -> str:
    """How a short list of answers to these rows looks."""
    shows = (
        "1" if row.options else show_answer(row, f"{4 + 3 * n}")
        for n, row in enumerate(map(form.row, rows[:3]))
    )
    return " ".join(shows)


def _example_of(row: Row) -> str:
    """An answer that the row takes."""
    return row.options[0].code if row.options else show_answer(row, "5")


def _next_list() -> Any:
    return make_button("next_list", RunCommand(command=Command.SKIP))


def _list_buttons(form: Form, report: Report, focus: ListInput) -> Buttons:
    keep = filter_keepable(form, report, focus.rows)
    lines = (
        (command_button(Command.KEEP, count=len(keep)),) if keep else (),
        (_next_list(), command_button(Command.BACK)),
        (command_button(Command.GROUP_NONE), command_button(Command.GROUP_ZERO)),
        (
            command_button(Command.BY_ROW),
            command_button(Command.HELP),
            command_button(Command.SECTIONS),
        ),
    )
    return (*number_buttons(focus.rows), *(line for line in lines if line))
