"""The officer turned to something else while something was not stored: store it, or give it up."""

from __future__ import annotations

from typing import Any

from conversations.dialog.navigation import return_to_row
from conversations.dialog.preview_edits import asks_to_see
from conversations.dialog.previews.leaving import count_held, describe_held
from conversations.dialog.previews.lines import count_lines, describe_lines
from conversations.dialog.previews.storing import store_all
from conversations.dialog.prompts.keyboard import Buttons, make_button
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.states.file_import import keep_file
from conversations.dialog.states.preview import change_preview
from conversations.dialog.turn import Turn
from conversations.protocol.events import Choose
from conversations.protocol.messages import Reply
from conversations.protocol.session import FileImport, Preview, UnsavedWork
from conversations.text.normalize import fold_text

STORE, DROP, RETURN = range(3)
MOST_NAMED = 3  # lines that are named one by one
_DROPS = ("bo", "bo het", "bo di", "bo luon", "bo qua", "khong ghi", "khong luu", "bo tat ca")


class UnsavedWorkState(ConsentState[UnsavedWork]):
    verbs = ("ghi", "lưu", "ghi hết", "ghi rồi")

    def show_prompt(self, view: View) -> Reply:
        held = self.focus.held
        data: dict[str, Any] = {
            "submitting": self.focus.submitting,
            "file": held.filed.file_name if isinstance(held, FileImport) else "",
            "said": ""
            if isinstance(held, Preview | FileImport)
            else describe_held(view.form, held),
            "lines": [],
            "count": 0,
            "asked": 0,
            "notes": 0,
            "more": 0,
        }
        if isinstance(held, Preview):
            lines = describe_lines(view.form, view.report, held)
            tally = count_lines(view.form, view.report, held)
            data |= {
                "lines": lines[:MOST_NAMED],
                "count": tally.written or tally.same,
                "asked": tally.asked + tally.unplaced,
                "notes": tally.notes,
                "more": max(0, len(lines) - MOST_NAMED),
            }
        return Reply(code="leaving", data=data, buttons=self._buttons(data))

    def _buttons(self, data: dict[str, Any]) -> Buttons:
        given = {"submitting": self.focus.submitting, "count": data["count"], "file": data["file"]}
        store = make_button("leaving.store", Choose(index=STORE), **given)
        drop = make_button("leaving.drop", Choose(index=DROP), **given)
        back = make_button("leaving.back", Choose(index=RETURN))
        storable = data["count"] or data["notes"] or data["file"]
        return (*(((store,),) if storable else ()), (drop,), (back,))

    def takes_block(self, turn: Turn, text: str) -> bool:
        return asks_to_see(text)

    def take_text(self, turn: Turn, text: str) -> None:
        if not self._drop(turn, text):
            super().take_text(turn, text)

    def take_consent(self, turn: Turn, text: str, *, agrees: bool) -> None:
        """`bỏ` is no plain no: it gives the lines up."""
        if not self._drop(turn, text):
            super().take_consent(turn, text, agrees=agrees)

    def _drop(self, turn: Turn, text: str) -> bool:
        gives_up = fold_text(text).strip(" .!") in _DROPS
        if gives_up:
            self.choose(turn, DROP)
        return gives_up

    def take_other(self, turn: Turn, text: str) -> None:
        """The lines of the preview can be changed and added to as before."""
        held = self.focus.held
        if not isinstance(held, Preview) or not change_preview(turn, held, text):
            turn.say("leaving.unclear", read=text)
            turn.quiet = True

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        held = self.focus.held
        self.choose(turn, STORE if isinstance(held, Preview | FileImport) else RETURN)

    def cancel(self, turn: Turn) -> None:
        self.choose(turn, RETURN)

    def choose(self, turn: Turn, index: int) -> None:
        """Store, give up or return; then do what the officer had turned to."""
        held = self.focus.held
        turn.decided = True
        if index == RETURN:
            turn.look_at(held)
            return
        if index == DROP:
            said = "" if isinstance(held, Preview) else describe_held(turn.form, held)
            turn.say("leaving.dropped", **count_held(held), read=said)
        elif isinstance(held, Preview):
            store_all(turn, held)
        elif isinstance(held, FileImport):
            keep_file(turn, held)
        return_to_row(turn, held.back_to)
        turn.wanted = self.focus.wanted(turn.session.turn)
