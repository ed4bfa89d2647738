"""The question of one row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from conversations.answers.values import AnswerState
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import answer_buttons
from conversations.dialog.questions.unknown_text import say_not_understood
from conversations.dialog.readers.listed import asks_for_list
from conversations.dialog.readers.row import take_for_row
from conversations.dialog.row_answers import give_answer, go_on
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Carry, Form, Row
from conversations.parsing.result import (
    as_reading,
)
from conversations.protocol.messages import Reply
from conversations.protocol.session import HelperQuestion, RowQuestion, ValueChoice
from conversations.reports.formatting import print_answer, tell_answer
from conversations.reports.kept_answers import carried_answer
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.rules import computed
from conversations.speech.acts import Awaited
from conversations.text.numbers import print_number

MOST_SHOWN = 1_500  # characters of the answer that stands, or of an earlier one


class RowQuestionState(State[RowQuestion]):
    def show_prompt(self, view: View) -> Reply:
        form, report = view.form, view.report
        row, answer = form.row(self.focus.row), report.answer(self.focus.row)
        because = computed.void_reason(form, report, row.key)
        data = form.derived(_questions)[row.key] | {
            "current": tell_answer(row, answer, MOST_SHOWN)
            if answer.state is not AnswerState.BLANK
            else "",
            "note": answer.note or "",
            "void": because or "",
            "returned": report.returned[row.key].reason if row.key in report.returned else "",
            "handed": report.handed.get(row.key, ""),
        }
        data |= describe_earlier(report, row) | tell_news(form, row, view.before)
        return Reply(code="ask", data=data, buttons=answer_buttons(form, report, row, self.focus))

    def awaited(self, form: Form) -> Awaited:
        known = self.focus.row in form.by_key
        return Awaited.TEXT if known and form.row(self.focus.row).is_free_text else Awaited.VALUE

    def takes_block(self, turn: Turn, text: str) -> bool:
        """`xem lại danh sách`: the list that the question is out of."""
        return bool(turn.session.listed) and asks_for_list(text)

    def rows_asked(self, form: Form, report: Report) -> tuple[str, ...]:
        return (self.focus.row,)

    def take_text(self, turn: Turn, text: str) -> None:
        if not take_answers(turn, self.focus, text):
            say_not_understood(turn, self, text)

    def resume(self, turn: Turn) -> None:
        if turn.report.answer(self.focus.row).state is not AnswerState.BLANK:
            go_on(turn, self.focus.row, self.focus.back_to)

    def keep_last(self, turn: Turn) -> None:
        keep_one(turn, self.focus)


def _questions(form: Form) -> dict[str, dict[str, Any]]:
    """What is the same whenever a row is asked, by its key."""
    return {
        row.key: describe_place(form, row)
        | {
            "hint": row.hint or "",
            "optional": row.optional,
            "example": row.answer.example if row.answer else "",
            "kind": row.answer.type if row.answer else "",
            "options": [f"{o.code} = {o.label}" for o in row.codes],
            "limit": print_number(Decimal(row.answer.most_letters)) if row.answer else "",
            "outline": _outline(form, row),
        }
        for row in form.rows
    }


def _outline(form: Form, row: Row) -> list[str]:
    """The headings of the part of an outline that begins with this row."""
    section = form.section_of(row.key)
    block = form.blocks_by_key.get(section.key)
    if block is None or block.kind != "narrative" or not block.lines:
        return []
    asked = [line.key for line in block.lines if line.cells]
    rows = [form.row(line.key) for line in block.lines]
    return [one.numbered_title for one in rows] if asked[0] == row.key and len(rows) > 1 else []


def tell_news(form: Form, row: Row, before: str | None) -> dict[str, bool]:
    """Which of section and headings are other ones than of the row asked before, and whether to
    show how it is answered; all of them when there is none, or when it is asked again."""
    if before is None or before == row.key or before not in form.by_key:
        return {"new_section": True, "new_group": True, "new_kind": True}
    last = form.row(before)
    new_section = form.section_of(before).key != form.section_of(row.key).key
    return {
        "new_section": new_section,
        "new_group": form.headings_of(before) != form.headings_of(row.key),
        "new_kind": new_section
        or (
            row.answer is not None
            and row.answer.is_shown
            and type(row.answer) is not type(last.answer)
        ),
    }


def describe_earlier(report: Report, row: Row) -> dict[str, Any]:
    """What the unit answered in the last period, and a year ago when that was another one."""
    past, year = past_of(report, row), report.year_before
    is_other = year is not None and (past is None or year.period.end != past.period.end)
    answered = is_other and year is not None and year.answer(row.key).state is not AnswerState.BLANK
    return {
        "last": printed_before(report, row),
        "last_period": past.period.name if past else "",
        "derived": past is not None and past.derived,
        "last_note": (past.answer(row.key).note or "") if past else "",
        "year": print_answer(row, year.answer(row.key)) if year and answered else "",
        "year_period": year.period.name if year else "",
    }


def take_answers(turn: Turn, focus: RowQuestion | ValueChoice, text: str) -> bool:
    """One answer to the open question; several that run on from it; or words of a label. False
    for words in which there is no number to refuse."""
    turn.about = focus.row
    return take_for_row(turn, turn.form.row(focus.row), focus, text)


def keep_one(turn: Turn, focus: RowQuestion | HelperQuestion) -> None:
    """Last period's answer of the open question, when it may stand for this one."""
    row = turn.form.row(focus.row)
    last = past_of(turn.report, row)
    stands = carried_answer(turn.report, row)
    if last is None:
        turn.say("keep.no_last")
    elif stands is None and not printed_before(turn.report, row):
        turn.say("keep.blank", **describe_place(turn.form, row), period=last.period.name)
    elif stands is None:
        yearly = row.carry is Carry.FIXED_IN_YEAR
        period = last.period.name
        turn.say("keep.never", **describe_place(turn.form, row), period=period, yearly=yearly)
    else:
        give_answer(turn, row, focus.revision, as_reading(stands), focus.back_to)
