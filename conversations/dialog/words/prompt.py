"""What stands before the officer of the report in words: one question, or all of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from conversations.answers.values import AnswerState, Text
from conversations.commands.report import Command
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import (
    Buttons,
    command_button,
    give_button,
    number_buttons,
)
from conversations.dialog.words.count import count_words
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.narrative.report_text import suggest_sentences
from conversations.parsing.result import ReadState, ReadValue, as_reading
from conversations.protocol.messages import Button, Reply
from conversations.protocol.row_states import RowQuestion
from conversations.reports.kept_answers import carried_answer
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of
from conversations.reports.printed_answers import shorten_words, tell_answer
from conversations.text.numbers import print_number

MOST_STANDING = 1_200  # characters of the words that stand, where they are asked again
MOST_EARLIER = 800  # characters of the last period's words
MOST_SUGGESTED = 6  # sentences that are shown
MOST_IN_LIST = 60  # characters of what stands, in the list of all questions


def prompt_words(form: Form, report: Report, focus: RowQuestion) -> Reply:
    """The question of one point: what stands, what the last period said, and how it is answered."""
    row, answer = form.row(focus.row), report.answer(focus.row)
    data = describe_place(form, row) | {
        "n": form.words_asked.index(row.key) + 1,
        "total": len(form.words_asked),
        "limit": print_number(Decimal(row.answer_type.most_letters)),
        "current": tell_answer(row, answer, MOST_STANDING),
        "returned": report.returned[row.key].reason if row.key in report.returned else "",
        "handed": report.handed.get(row.key, ""),
        "hint": row.hint or "",
        "optional": row.optional,
    }
    found = suggest_sentences(form, report, row.key)
    data |= _earlier(report, row) | {"suggested": found[:MOST_SUGGESTED]}
    return Reply(code="words.ask", data=data, buttons=_ways(report, row, found))


def _earlier(report: Report, row: Row) -> dict[str, str]:
    past = past_of(report, row)
    said = past.answer(row.key) if past is not None else None
    if past is None or said is None or said.state is not AnswerState.VALUE:
        return {"last": "", "last_period": ""}
    return {"last": tell_answer(row, said, MOST_EARLIER), "last_period": past.period.name}


def _ways(report: Report, row: Row, suggested: Sequence[str]) -> Buttons:
    """To keep the last period's words, to take what is suggested, to have none, and the ways from
    here."""
    stored, revision = report.answer(row.key), report.answer(row.key).revision
    is_blank = stored.state is AnswerState.BLANK
    stands = carried_answer(report, row) if is_blank else None
    given: list[Button] = []
    if stands is not None and stands.state is AnswerState.VALUE:
        given.append(give_button(row, revision, "words.keep", as_reading(stands)))
    taken = "\n".join(suggested)[: row.answer_type.most_letters]
    if is_blank and taken:
        given.append(give_button(row, revision, "words.take", ReadValue(value=Text(text=taken))))
    if stored.state is not AnswerState.NONE:
        given.append(give_button(row, revision, "words.none", ReadState(state=AnswerState.NONE)))
    ways = (
        command_button(Command.BACK),
        command_button(Command.SKIP if is_blank else Command.RESUME),
        command_button(Command.WORDS),
    )
    return (tuple(given), ways) if given else (ways,)


def prompt_all_words(form: Form, report: Report, *, again: bool = False) -> Reply:
    """All questions under their numbers, with the beginning of what was written; `again`: the
    officer has just seen them."""
    counts = count_words(form, report)
    lines = [] if again else list_words(form, report)
    data = {"period": report.period_name, "lines": lines, "open": report.editable, **counts}
    buttons = number_buttons(form.words_asked) if report.editable else ()
    ways = [command_button(Command.DRAFT)]
    if report.editable and counts["left"]:
        ways.insert(0, command_button(Command.RESUME))
    return Reply(code="words.all", data=data, buttons=(*buttons, tuple(ways)))


def list_words(form: Form, report: Report) -> list[dict[str, Any]]:
    """One line for each question: what it asks, and what stands."""
    return [
        {
            "n": n,
            "label": row.title,
            "group": row.parent and form.row(row.parent).numbered_title,
            "said": shorten_words(report.answer(row.key), MOST_IN_LIST),
            "state": report.answer(row.key).state.value,
            "returned": row.key in report.returned,
        }
        for n, row in enumerate(map(form.row, form.words_asked), 1)
    ]
