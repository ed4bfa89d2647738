"""The question of one row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from conversations.answers.values import AnswerState
from conversations.dialog.list_undo import find_written
from conversations.dialog.lists.item_changes import close_list, keep_last_items
from conversations.dialog.lists.items_prompt import describe_items, prompt_items
from conversations.dialog.lists.list_at_hand import cells_of, lines_of, list_of_item
from conversations.dialog.lists.list_text import (
    is_for_list,
    speaks_of_list,
    take_for_list_row,
    take_from_item,
)
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import answer_buttons
from conversations.dialog.questions.unknown_text import say_not_understood
from conversations.dialog.readers.list_asides import asks_for_list
from conversations.dialog.readers.row import take_for_row
from conversations.dialog.readers.table_cells import take_cell
from conversations.dialog.row_answers import give_answer, go_on
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.dialog.words.prompt import prompt_words
from conversations.forms.model import Form
from conversations.forms.row import Carry, Row
from conversations.parsing.result import as_reading
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import HelperQuestion, RowQuestion, UndoOffer, ValueChoice
from conversations.reports.kept_answers import carried_answer
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.reports.printed_answers import print_answer, tell_answer
from conversations.rules import computed
from conversations.speech.acts import Awaited
from conversations.text.normalize import fold_text
from conversations.text.numbers import print_number

MOST_SHOWN = 1_500  # characters of the answer that stands, or of an earlier one


class RowQuestionState(State[RowQuestion]):
    def show_prompt(self, view: View) -> Reply:
        form, report = view.form, view.report
        if _is_list(form, self.focus.row):
            return prompt_items(form, report, self.focus, brief=view.brief)
        if form.is_of_words(self.focus.row):
            return prompt_words(form, report, self.focus)
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
        if _is_list(form, self.focus.row):
            return Awaited.LIST
        known = self.focus.row in form.by_key
        return Awaited.TEXT if known and form.row(self.focus.row).is_free_text else Awaited.VALUE

    def takes_block(self, turn: Turn, text: str) -> bool:
        """`xem lại danh sách`: the list that the question is out of."""
        if _is_list(turn.form, self.focus.row):
            return is_for_list(text)
        if list_of_item(turn.form, (self.focus.row,)) is not None and speaks_of_list(text):
            return True
        return bool(turn.session.listed) and asks_for_list(text)

    def rows_asked(self, form: Form, report: Report) -> tuple[str, ...]:
        return (self.focus.row,)

    def take_text(self, turn: Turn, text: str) -> None:
        if take_cell(turn, turn.typed.strip()) or take_answers(turn, self.focus, text):
            return
        if _is_list(turn.form, self.focus.row):
            row = turn.form.row(self.focus.row)
            how = describe_items(turn.form, turn.report, row)
            turn.say("items.unclear", read=text, title=row.title, example=how["example"])
            turn.quiet = True
        else:
            say_not_understood(turn, self, text)

    def resume(self, turn: Turn) -> None:
        if turn.report.answer(self.focus.row).state is not AnswerState.BLANK:
            go_on(turn, self.focus.row, self.focus.back_to)

    def keep_last(self, turn: Turn) -> None:
        if _is_list(turn.form, self.focus.row):
            keep_last_items(turn, turn.form.row(self.focus.row))
        else:
            keep_one(turn, self.focus)

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]:
        """Of a list its items, each by its first cell; of the report in words its questions."""
        if form.is_of_words(self.focus.row):
            return form.words_asked
        if not _is_list(form, self.focus.row):
            return ()
        lines = lines_of(form, report, form.row(self.focus.row))
        return tuple(cells_of(form, line)[0] for line in lines if cells_of(form, line))

    def go_back(self, turn: Turn) -> None:
        """Of a list what was written last is taken back, where it was something of this list."""
        written = find_written(turn) if _is_list(turn.form, self.focus.row) else ()
        if not any(one.row == self.focus.row for one in written):
            super().go_back(turn)
            return
        keys = tuple(one.row for one in written)
        turn.look_at(UndoOffer(rows=keys, written=written, back_to=self.focus.row))

    def skip(self, turn: Turn) -> None:
        """`xong`, said of a list that has something in it, ends it."""
        row = turn.form.row(self.focus.row)
        begun = turn.report.answer(row.key).is_unfinished
        if begun and fold_text(turn.typed).startswith(("xong", "het")):
            close_list(turn, row)
        else:
            super().skip(turn)


def _is_list(form: Form, key: str) -> bool:
    return bool(form.growths) and key in form.by_key and form.row(key).holds_names


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
        for row in form.all_rows
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
    if _is_list(turn.form, focus.row):
        return take_for_list_row(turn, turn.form.row(focus.row), focus, text)
    if take_from_item(turn, (focus.row,), text):
        return True
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
