"""What a list was last answered with: shall it be undone, or one row be another?"""

from __future__ import annotations

import re
from typing import Any

from conversations.answers.values import AnswerState
from conversations.dialog.list_undo import take_back_rows
from conversations.dialog.navigation import go_back, return_to_row
from conversations.dialog.outline import tell_apart
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.prompts.lists import ECHO
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.states.list_input import ListInputState
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol.events import Choose, Confirm
from conversations.protocol.messages import Reply
from conversations.protocol.session import ListInput, UndoOffer
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report
from conversations.text.normalize import fold_text, shorten_text

MOST_NAMED = 8  # rows that are named, and that have a button
_SOME = re.compile(
    r"(?:bo|xoa|huy|bo dong|xoa dong|bo so|bo cau) (\d{1,3}(?:(?:[ ,;]+|va )+\d{1,3})*)"
)


class UndoOfferState(ConsentState[UndoOffer]):
    verbs = ("bỏ", "bỏ cả", "bỏ hết", "xóa", "xóa hết", "hủy", "bỏ tất cả", "hoàn tác")

    def show_prompt(self, view: View) -> Reply:
        lines = _lines(view.form, view.report, self.focus)
        yes = make_button("undo.all", Confirm(), count=len(lines))
        ones = tuple(
            make_button("undo.one", Choose(index=n), n=line["n"])
            for n, line in enumerate(lines[:MOST_NAMED])
        )
        no = make_button("undo.keep", Choose(index=-1))
        data = {"lines": lines[:MOST_NAMED], "count": len(lines)}
        several = (ones,) if len(lines) > 1 else ()
        return Reply(code="undo", data=data, buttons=((yes, no), *several))

    def numbered_rows(self, form: Form) -> tuple[str, ...]:
        return self.focus.rows

    def take_text(self, turn: Turn, text: str) -> None:
        """`bỏ cả 3`, `bỏ 2`; anything else is for the list."""
        folded = fold_text(text).strip(" .!")
        count = len(self.focus.written)
        if folded in ("bo ca", f"bo ca {count}", f"bo ca {count} dong", "bo dong nay"):
            self.confirm(turn)
        elif found := _SOME.fullmatch(folded):
            self._take_back(turn, {int(one) for one in re.findall(r"\d+", found[1])})
        else:
            super().take_text(turn, text)

    def take_other(self, turn: Turn, text: str) -> None:
        focus = ListInput(rows=self.focus.rows)
        turn.look_at(focus)
        ListInputState(focus).take_text(turn, text)

    def _take_back(self, turn: Turn, numbers: set[int]) -> None:
        rows = self.focus.rows
        chosen = tuple(one for one in self.focus.written if rows.index(one.row) + 1 in numbers)
        if len(chosen) < len(numbers):
            turn.say("undo.unclear", count=len(self.focus.written))
            turn.quiet = True
            return
        lines = _lines(turn.form, turn.report, self.focus)
        gone = [line for line in lines if line["n"] in numbers]
        count = take_back_rows(turn, chosen)
        turn.say("undo.done", count=count, lines=gone[:MOST_NAMED])
        self._return(turn)

    def _return(self, turn: Turn) -> None:
        rows = self.focus.rows
        first = turn.first_open(rows)
        if first is not None and len(rows) > 1:
            turn.look_at(ListInput(rows=rows))
        else:
            return_to_row(turn, first or self.focus.back_to)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        rows = self.focus.rows
        self._take_back(turn, {rows.index(one.row) + 1 for one in self.focus.written})

    def choose(self, turn: Turn, index: int) -> None:
        if 0 <= index < len(self.focus.written):
            self._take_back(turn, {self.focus.rows.index(self.focus.written[index].row) + 1})
        else:
            self.cancel(turn)

    def cancel(self, turn: Turn) -> None:
        turn.say("undo.kept", count=len(self.focus.written))
        return_to_row(turn, self.focus.back_to)

    def skip(self, turn: Turn) -> None:
        self.cancel(turn)

    def keep_last(self, turn: Turn) -> None:
        """`giữ nguyên` says here that what was written stays."""
        self.cancel(turn)

    def go_back(self, turn: Turn) -> None:
        """Once more back: to what was asked before the list."""
        return_to_row(turn, self.focus.back_to)
        go_back(turn)


def _lines(form: Form, report: Report, focus: UndoOffer) -> list[dict[str, Any]]:
    labels = tell_apart(form, focus.rows)
    return [
        {
            "n": focus.rows.index(one.row) + 1,
            "label": shorten_text(labels[one.row], ECHO),
            "value": print_answer(form.row(one.row), report.answer(one.row)),
            "old": ""
            if one.answer.state is AnswerState.BLANK
            else print_answer(form.row(one.row), one.answer),
        }
        for one in focus.written
    ]
