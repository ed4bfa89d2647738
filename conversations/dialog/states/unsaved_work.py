"""The officer turned to something else while something was not stored: store it, or give it up."""

from __future__ import annotations

import re
from typing import Any

from conversations.dialog.previews.edit_words import asks_to_see
from conversations.dialog.previews.edits import is_plain_edit, plan_edit
from conversations.dialog.previews.lines import count_lines, describe_lines
from conversations.dialog.previews.storage import store_all
from conversations.dialog.previews.unsaved import count_held, describe_held
from conversations.dialog.prompts.keyboard import Buttons, make_button
from conversations.dialog.row_answers import ask_plainly
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.states.file_import import keep_file
from conversations.dialog.states.preview import change_preview
from conversations.dialog.turn import Turn
from conversations.protocol.events import Choose
from conversations.protocol.messages import Reply
from conversations.protocol.preview_states import FileImport, Preview, UnsavedWork
from conversations.protocol.session import Summary
from conversations.speech.acts import Correction
from conversations.text.normalize import fold_text
from conversations.text.polite_words import FOLDED

STORE, DROP, RETURN = range(3)
MOST_NAMED = 3  # lines that are named one by one
_END = rf"(?:[\s,]+(?:\b(?:{FOLDED}|roi|va|het|truoc|di|luon|ca)\b[\s,]*)*)?"
_THEN = (
    r"(?:(?:nop|lam tiep|tiep|(?:sang|qua|chuyen|toi|den)(?:\s+(?:phan|muc|cau)\s+\S+)?)"
    rf"(?:\s+(?:{FOLDED}|luon|di|bao cao))*)?"
)
_DROPS = re.compile(rf"(?:thoi\s+)?(?:bo|khong (?:ghi|luu)|dung ghi)(?:\s+qua)?{_END}{_THEN}")
_STORES = re.compile(rf"(?:ghi|luu)(?:\s+tep)?(?:\s+\d+ dong)?{_END}{_THEN}")


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
        """What becomes of the lines, and changes of them, are no commands for what was stored."""
        said = fold_text(text).strip(" .!")
        if asks_to_see(text) or _DROPS.fullmatch(said) or _STORES.fullmatch(said):
            return True
        held = self.focus.held
        return isinstance(held, Preview) and is_plain_edit(turn, held, text)

    def take_text(self, turn: Turn, text: str) -> None:
        """To store, to give up, or to see again. The lines can be changed as before."""
        said, held = fold_text(text).strip(" .!"), self.focus.held
        if asks_to_see(text):
            self.choose(turn, RETURN)
        elif _DROPS.fullmatch(said):
            self.choose(turn, DROP)
        elif _STORES.fullmatch(said):
            self.confirm(turn)
        elif not isinstance(held, Preview) or not change_preview(turn, held, text):
            self._say_unclear(turn)
        else:
            self._ask_again(turn)

    def _ask_again(self, turn: Turn) -> None:
        """With the lines as they are now: what the officer turned to waits still, until they are
        stored."""
        if isinstance(turn.session.focus, Preview):
            turn.look_at(self.focus.model_copy(update={"held": turn.session.focus}))
        elif turn.changes:
            turn.wanted = self.focus.wanted(turn.session.turn)

    def _say_unclear(self, turn: Turn) -> None:
        turn.say("leaving.unclear", read=turn.typed)
        turn.quiet = True

    def correct(self, turn: Turn, correction: Correction) -> bool:
        """Of a line; nothing else is changed while this is asked."""
        held, line = self.focus.held, f"{correction.place}={correction.value}"
        plan = plan_edit(turn, held, line) if isinstance(held, Preview) else None
        if correction.place and correction.value and plan is not None:
            plan()
            self._ask_again(turn)
        else:
            self._say_unclear(turn)
        return True

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        held = self.focus.held
        self.choose(turn, STORE if isinstance(held, Preview | FileImport) else RETURN)

    def postpone(self, turn: Turn) -> None:
        self._say_unclear(turn)

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
            file = held.filed.file_name if isinstance(held, FileImport) else ""
            said = file or describe_held(turn.form, held)
            turn.say("leaving.dropped", **count_held(held), read=said)
        elif isinstance(held, Preview):
            store_all(turn, held)
        elif isinstance(held, FileImport):
            keep_file(turn, held)
        _go_on(turn, getattr(held, "row", None) or held.back_to)
        turn.wanted = self.focus.wanted(turn.session.turn)


def _go_on(turn: Turn, here: str | None) -> None:
    """To the row that stood open, or the next one; nothing is offered before what was asked for."""
    is_open = here is not None and turn.is_open(turn.form.row(here))
    key = here if is_open else turn.next_open(here)
    if key is None:
        turn.look_at(Summary())
    else:
        ask_plainly(turn, key)
