"""What a list was last answered with: shall it be undone, or one row be another?"""

from __future__ import annotations

import re

from conversations.dialog.list_undo import (
    MOST_NAMED,
    describe_written,
    find_written,
    take_back_told,
)
from conversations.dialog.navigation import go_back, return_to_row
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.row_answers import ask_alone
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.states.list_input import ListInputState
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol.events import Choose, Confirm
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import ListInput, UndoOffer
from conversations.reports.model import Report
from conversations.text.normalize import fold_text

_SOME = re.compile(
    r"(?:bo|xoa|huy|bo dong|xoa dong|bo so|bo cau) (\d{1,3}(?:(?:[ ,;]+|va )+\d{1,3})*)"
)


def _bare(text: str) -> str:
    return fold_text(text).strip(" .!")


def _says_all(focus: UndoOffer, text: str) -> bool:
    count = len(focus.written)
    all_of_it = ("bo ca", f"bo ca {count}", f"bo ca {count} dong", "bo dong nay", "bo het")
    return _bare(text) in all_of_it


class UndoOfferState(ConsentState[UndoOffer]):
    verbs = ("bỏ", "bỏ cả", "bỏ hết", "xóa", "xóa hết", "hủy", "bỏ tất cả", "hoàn tác")

    def show_prompt(self, view: View) -> Reply:
        lines = describe_written(view.form, view.report, self.focus.rows, self.focus.written)
        yes = make_button("list.undo", Confirm(), count=len(lines))
        ones = tuple(
            make_button("list.undo.one", Choose(index=n), n=line["n"])
            for n, line in enumerate(lines[:MOST_NAMED])
        )
        no = make_button("list.stands", Choose(index=-1))
        data = {"lines": lines[:MOST_NAMED], "count": len(lines)}
        several = (ones,) if len(lines) > 1 else ()
        return Reply(code="list.undo", data=data, buttons=((yes, no), *several))

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]:
        return self.focus.rows

    def takes_block(self, turn: Turn, text: str) -> bool:
        """`bỏ 2` and `bỏ cả 3` are said of what stands here."""
        return _SOME.fullmatch(_bare(text)) is not None or _says_all(self.focus, text)

    def take_text(self, turn: Turn, text: str) -> None:
        """`bỏ cả 3`, `bỏ 2`; anything else is for the list."""
        if _says_all(self.focus, text):
            self.confirm(turn)
        elif found := _SOME.fullmatch(_bare(text)):
            self._take_back(turn, {int(one) for one in re.findall(r"\d+", found[1])})
        else:
            self._take_for_list(turn, text)

    def _take_for_list(self, turn: Turn, text: str) -> None:
        focus = ListInput(rows=self.focus.rows)
        turn.look_at(focus)
        ListInputState(focus).take_text(turn, text)

    def _take_back(self, turn: Turn, numbers: set[int]) -> None:
        rows, current = self.focus.rows, find_written(turn)
        chosen = tuple(one for one in self.focus.written if rows.index(one.row) + 1 in numbers)
        if len(chosen) < len(numbers) or not {*chosen} <= {*current}:
            turn.say("list.undo.unclear", count=len(self.focus.written))
            turn.quiet = True
            return
        take_back_told(turn, rows, chosen)
        self._return(turn)

    def _return(self, turn: Turn) -> None:
        rows = self.focus.rows
        first = turn.first_open(rows)
        names = next((key for key in rows if turn.form.row(key).holds_names), None)
        if names is not None:
            ask_alone(turn, names)
        elif first is not None and len(rows) > 1:
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
        turn.say("list.undo.kept", count=len(self.focus.written))
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
