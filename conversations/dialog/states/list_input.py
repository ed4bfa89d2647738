"""A numbered list of rows, to be answered at one go, or bit by bit: it stays until it is done, and
its numbers with it."""

from __future__ import annotations

import re

from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState
from conversations.bulk.extras import MessageExtras, split_extras
from conversations.bulk.said_states import Rest
from conversations.dialog import carry_over, navigation
from conversations.dialog.list_undo import find_written, take_back_told
from conversations.dialog.lists.list_at_hand import list_of_item
from conversations.dialog.lists.list_text import speaks_of_list, take_from_item
from conversations.dialog.outline import tell_apart
from conversations.dialog.prompts.keyboard import give_button, make_button
from conversations.dialog.prompts.lists import prompt_list, prompt_rest
from conversations.dialog.questions.unknown_text import say_not_understood
from conversations.dialog.readers.list_asides import (
    LONGEST,
    POLITE,
    asks_for_list,
    skip_list,
    take_with,
)
from conversations.dialog.readers.listed import take_for_list
from conversations.dialog.readers.sentence import take_kept
from conversations.dialog.states.base import State, View
from conversations.dialog.tables.line_prompt import is_one_line, prompt_line
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.places import place_said, read_place
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.protocol.events import OpenRow
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import ListInput, UndoOffer
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from conversations.speech.acts import Awaited
from conversations.text.normalize import fold_text, short_number

_ON = re.compile(
    r"(?:tiep|tiep theo|(?:sang|qua|chuyen sang|chuyen qua|toi|den|lam) "
    r"(?:phan|muc|nhom|danh sach) (?:tiep theo|tiep|sau|khac|ke tiep)"
    r"|(?:phan|muc|nhom|danh sach) (?:tiep theo|tiep|sau|ke tiep)"
    rf"|xong(?: (?:phan|muc|nhom|danh sach) nay)?|het|de sau){POLITE}"
)


_DROP = re.compile(rf"(?:bo|xoa|huy)(?: so)?(?: dong| cau)? (\d{{1,3}}){POLITE}")


_POINTS_BACK = re.compile(
    r"(?:(?:da|a|uh|thi|con)[ ,]+)*(?:cai|so|dong|cau) (?:do|kia|ay|hoi nay|vua roi)\b"
)


class ListInputState(State[ListInput]):
    def show_prompt(self, view: View) -> Reply:
        if is_one_line(view.form, self.focus.rows):
            return prompt_line(view.form, view.report, self.focus, brief=view.brief)
        if view.again:
            return prompt_rest(
                view.form,
                view.report,
                self.focus,
                brief=view.brief,
                elsewhere=view.elsewhere,
            )
        return prompt_list(
            view.form, view.report, self.focus, brief=view.brief, practised=view.practised
        )

    def takes_block(self, turn: Turn, text: str) -> bool:
        if list_of_item(turn.form, self.focus.rows) is not None and speaks_of_list(text):
            return True
        several = "\n" in text.strip()
        return several and bool(split_extras(turn.form, self.focus.rows, turn.typed))

    def awaited(self, form: Form) -> Awaited:
        return Awaited.LIST

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]:
        return self.focus.rows

    def row_by_number(self, turn: Turn, words: str) -> str | None:
        """In a row of a table the numbers are those of its cells: `dòng 3` is another row."""
        rows = self.focus.rows
        if is_one_line(turn.form, rows):
            bare = words.strip()
            if read_place(bare) is not None or place_said(turn.form, turn.typed, bare) != bare:
                return None
        return super().row_by_number(turn, words)

    def take_text(self, turn: Turn, text: str) -> None:
        """Several answers, one answer, a state for all that is open, or words of a label; with
        notes and what is said of the rest beside them."""
        folded = fold_text(text) if len(text) <= LONGEST else ""
        if asks_for_list(text):
            turn.whole = True
        elif (
            take_from_item(turn, self.focus.rows, text)
            or self._drop_row(turn, folded)
            or take_kept(turn, self.focus.rows, self.focus.rows)
        ):
            pass
        elif _ON.fullmatch(folded):
            self.skip(turn)
        elif _POINTS_BACK.match(folded) or (
            not self._ask_number(turn, text) and not take_for_list(turn, self.focus.rows, text)
        ):  # which row is meant nobody can tell
            say_not_understood(turn, self, text)

    def _ask_number(self, turn: Turn, text: str) -> bool:
        """A lone number that is one of the list may be the answer of the first open row, or that
        row: it is asked. False when it is the one or nothing of this."""
        rows, number = self.focus.rows, short_number(text.rstrip(" .!")) or 0
        left = turn.open_among(rows)
        if not 1 <= number <= len(rows) or not left:
            return False
        if is_one_line(turn.form, rows):
            return False
        first, alone = left[0], len(left) == 1 and rows[number - 1] != left[0]
        if alone:  # nothing else waits for it
            return False
        asked, named = turn.form.row(first), rows[number - 1]
        reading = read_answer(asked, text)
        if not isinstance(reading, ReadValue | ReadState):
            return False
        labels, n = tell_apart(turn.form, rows), rows.index(first) + 1
        value = print_answer(asked, as_answer(reading))
        give = give_button(
            asked, turn.report.answer(first).revision, "list.give", reading, n=n, value=value
        )
        go = make_button("list.open", OpenRow(row=named), n=number)
        turn.say(
            "list.number",
            ((give, go),),
            n=n,
            label=labels[first],
            value=value,
            number=number,
            named=labels[named],
        )
        return True

    def keep_last(self, turn: Turn) -> None:
        """Last period's answers, which stand in the list, for all of it that may keep them."""
        if turn.room.scarce:
            take_with(turn, self.focus.rows, MessageExtras("", {}, Rest(keep=True)), ())
        else:
            carry_over.offer_many(turn, self.focus.rows)

    def go_back(self, turn: Turn) -> None:
        """What was written last can be taken back; else to what was asked before."""
        written = find_written(turn)
        if not written:
            self._go_before(turn)
            return
        keys = tuple(one.row for one in written)
        rows = self.focus.rows if {*keys} <= {*self.focus.rows} else keys
        turn.look_at(UndoOffer(rows=rows, written=written, back_to=turn.open_row))

    def _go_before(self, turn: Turn) -> None:
        """To the list before this one, with its numbers, or to what was asked before; the rows of
        this one are before the officer already."""
        if turn.session.left_list:
            turn.look_at(ListInput(rows=turn.session.left_list))
            turn.session = turn.session.model_copy(update={"left_list": ()})
            turn.whole = True
            return
        trail = turn.session.trail
        while trail and trail[-1] in self.focus.rows:
            trail = trail[:-1]
        turn.session = turn.session.model_copy(update={"trail": trail})
        navigation.go_back(turn)

    def _drop_row(self, turn: Turn, folded: str) -> bool:
        """`bỏ 9`, `xóa dòng 9`: what was just written there is taken back; else the row is opened,
        to be answered anew."""
        match = _DROP.fullmatch(folded)
        key = self.row_by_number(turn, match[1]) if match else None
        if key is None:
            return False
        written = tuple(one for one in find_written(turn) if one.row == key)
        if written:
            take_back_told(turn, self.focus.rows, written)
        else:
            navigation.open_row(turn, key)
        return True

    def skip(self, turn: Turn) -> None:
        skip_list(turn, self.focus.rows)

    def resume(self, turn: Turn) -> None:
        """`tiếp` typed in a list that was begun goes on behind it; a tap shows the list."""
        begun = any(
            turn.report.answer(key).state is not AnswerState.BLANK for key in self.focus.rows
        )
        if begun and _ON.fullmatch(fold_text(turn.typed)):
            self.skip(turn)
        else:
            turn.whole = True
