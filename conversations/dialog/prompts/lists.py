"""The list: many rows under numbers, with what is known of each."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from conversations.answers.values import AnswerState
from conversations.commands.report import Command, RunCommand
from conversations.dialog.carry_over import filter_keepable
from conversations.dialog.overview import answered_of
from conversations.dialog.pace import minutes_left
from conversations.dialog.prompts.keyboard import (
    Buttons,
    command_button,
    make_button,
    number_buttons,
)
from conversations.forms.model import Form, Row
from conversations.protocol.messages import Reply
from conversations.protocol.session import AnswerPace, ListInput
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report
from conversations.reports.previous_lookup import printed_before
from conversations.rules import computed


def prompt_list(
    form: Form, report: Report, focus: ListInput, speed: AnswerPace, *, brief: bool = False
) -> Reply:
    """The numbered list of rows, with what is known of each. `brief`: with the fewest words, and
    what else may be typed in one line of the text."""
    filled = answered_of(form, report)
    section = form.section_of(focus.rows[0])
    data = {
        "section": f"{section.stt}. {section.title}",
        "groups": _groups(form, report, focus.rows),
        "filled": filled,
        "total": len(form.order),
        "minutes": minutes_left(speed, len(form.order) - filled),
        "example": _example(form, focus.rows),
        "keep": len(filter_keepable(form, report, focus.rows)),
        "brief": brief,
    }
    buttons = () if brief else _list_buttons(form, report, focus)
    return Reply(code="list", data=data, buttons=buttons)


def _groups(form: Form, report: Report, rows: tuple[str, ...]) -> list[dict[str, Any]]:
    """The list's rows under their headings. A heading that is itself a row needs no line; a
    section is named where it begins."""
    numbered = list(enumerate(rows, 1))
    found: list[dict[str, Any]] = []
    before = None
    for heading, members in groupby(numbered, lambda pair: form.group_of(pair[1])):
        section = form.section_of(heading.key)
        title = "" if heading.key in rows else f"{section.stt}.{heading.stt} {heading.title}"
        lines = [_line(form.row(key), report, form, number) for number, key in members]
        begins = f"{section.stt}. {section.title}" if section.key != before else ""
        found.append({"title": title, "rows": lines, "section": begins})
        before = section.key
    return found


def _line(row: Row, report: Report, form: Form, number: int) -> dict[str, Any]:
    answer = report.answer(row.key)
    codes = "; ".join(f"{option.label} = {option.code}" for option in row.options)
    return {
        "n": number,
        "label": row.title,
        "measure": codes or row.measure,
        "last": printed_before(report, row),
        "value": print_answer(row, answer) if answer.state is not AnswerState.BLANK else "",
        "note": answer.note or "",
        "void": computed.void_reason(form, report, row.key) is not None,
    }


def _example(form: Form, rows: tuple[str, ...]) -> str:
    """How a short list of answers to these rows looks."""
    shows = ("1" if form.row(key).options else f"{4 + 3 * n}" for n, key in enumerate(rows[:3]))
    return " ".join(shows)


def _list_buttons(form: Form, report: Report, focus: ListInput) -> Buttons:
    keep = filter_keepable(form, report, focus.rows)
    lines = (
        (command_button(Command.KEEP, count=len(keep)),) if keep else (),
        (make_button("next_list", RunCommand(command=Command.SKIP)), command_button(Command.BACK)),
        (command_button(Command.GROUP_NONE), command_button(Command.GROUP_ZERO)),
        (
            command_button(Command.BY_ROW),
            command_button(Command.HELP),
            command_button(Command.SECTIONS),
        ),
    )
    return (*number_buttons(focus.rows), *(line for line in lines if line))
