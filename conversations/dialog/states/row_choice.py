"""Several rows match the officer's words; one must be picked."""

from __future__ import annotations

import re
from typing import assert_never

from conversations.answer_types.reader import read_answer
from conversations.dialog.navigation import arrive_at, return_to_row
from conversations.dialog.outline import print_place, tell_apart, tell_apart_shortly
from conversations.dialog.overview import row_line
from conversations.dialog.previews.file_lines import place_in_file
from conversations.dialog.previews.placement import place_line
from conversations.dialog.prompts.keyboard import CANCEL, give_button
from conversations.dialog.readers.kept_text import keep_waiting, take_waiting
from conversations.dialog.row_answers import take_text
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.search import find_rows, named_rows
from conversations.parsing.result import ReadValue, as_answer
from conversations.protocol.events import Choose, TextSaid
from conversations.protocol.messages import Button, Reply
from conversations.protocol.preview_states import FileImport, Preview, RowChoice
from conversations.reports.printed_answers import print_answer
from conversations.speech.acts import Awaited
from conversations.speech.consent import read_consent
from conversations.text.courtesy import strip_courtesy
from conversations.text.normalize import fold_text, short_number

_PICK = re.compile(
    r"(?:(?:dung|phai|u|da)\s+)*(?:chon|lay|dong)\s+(?:dong\s+)?(?:so\s+)?(\d{1,2})"
    r"(?:\s+(?:do|day|nay))?"
)
_ANSWER = re.compile(r"(?:ghi|so)\s+(\d{1,2})")


class RowChoiceState(State[RowChoice]):
    def show_prompt(self, view: View) -> Reply:
        rows = [view.form.row(key) for key in self.focus.rows]
        labels = tell_apart_shortly(view.form, self.focus.rows)
        whole = tell_apart(view.form, self.focus.rows)
        buttons = tuple((_pick_button(n, labels[row.key]),) for n, row in enumerate(rows))
        lines = [
            row_line(row, view.report)
            | {
                "place": print_place(view.form, row) if whole[row.key] == row.title else "",
                "label": whole[row.key],
            }
            for row in rows
        ]
        held = self.focus.held
        data = {
            "words": self.focus.words,
            "rows": lines,
            "value": self.focus.value,
            "line": self.focus.line,
            "file": isinstance(held, FileImport)
            or (isinstance(held, Preview) and held.filed is not None),
        }
        return Reply(code="choose.row", data=data, buttons=(*buttons, (CANCEL,)))

    def awaited(self, form: Form) -> Awaited:
        only = len(self.focus.rows) == 1 and self.focus.held is None
        return Awaited.CONSENT if only else Awaited.CHOICE

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        self.choose(turn, 0)

    def take_text(self, turn: Turn, text: str) -> None:
        """The number of a row. Any other text is for what stood open before; a number that could
        be an answer to that too is asked about."""
        said = fold_text(strip_courtesy(text)).strip(" .!")
        number = short_number(text) or 0
        if read_consent(text):
            return  # to which of them? It is asked again
        if picked := _PICK.fullmatch(said):
            number = int(picked[1])
        elif not self.focus.value and (answer := _ANSWER.fullmatch(said)):
            self._answer(turn, answer[1])
            return
        if not 1 <= number <= len(self.focus.rows):
            self._take_other(turn, text)
        elif picked or self.focus.value or not self._ask_which(turn, number):
            self.choose(turn, number - 1)

    def _ask_which(self, turn: Turn, number: int) -> bool:
        """Whether the number may be the answer to the open question as well: then it is asked."""
        here = self.focus.back_to
        if not self.focus.searched or here is None:
            return False
        row, revision = turn.form.row(here), turn.report.answer(here).revision
        reading = read_answer(row, str(number))
        if not isinstance(reading, ReadValue):
            return False
        picked = turn.form.row(self.focus.rows[number - 1])
        value = print_answer(row, as_answer(reading))
        give = give_button(row, revision, "choice.answer", reading, n=number, value=value)
        buttons = ((_pick_button(number - 1, picked.title),), (give,), (CANCEL,))
        turn.say(
            "choice.number", buttons, n=number, label=picked.title, asked=row.title, value=value
        )
        return True

    def _answer(self, turn: Turn, text: str) -> None:
        """To the question that stood open, with this text."""
        return_to_row(turn, self.focus.back_to)
        turn.wanted = TextSaid(text=text)

    def _take_other(self, turn: Turn, text: str) -> None:
        """Of a line of a preview or a file: words of its row. Else what stood open takes it."""
        focus = self.focus
        asked = f"{focus.words} {focus.value}"
        if focus.value and keep_waiting(turn, focus, asked):
            return
        if focus.held is None:
            if self.focus.back_to is None:
                super().take_text(turn, text)
            else:
                self._answer(turn, turn.typed)
            return
        if isinstance(focus.held, Preview) and read_consent(text, ("ghi", "lưu")):
            turn.decided = True  # the line that was asked about waits no longer
            turn.look_at(focus.held)
            turn.wanted = TextSaid(text=text)
            return
        rows = [*named_rows(turn.form, text)] or find_rows(turn.form, text)
        keys = tuple(row.key for row in rows if row.answer is not None)
        turn.decided = True
        if len(keys) == 1:
            self._place(turn, keys[0])
        elif keys:
            turn.look_at(focus.model_copy(update={"words": text, "rows": keys[:8]}))
        else:
            turn.say("jump.nothing", words=text)
            turn.quiet = True

    def choose(self, turn: Turn, index: int) -> None:
        """Open the row that was picked; with the answer that came with the words, give it."""
        if not 0 <= index < len(self.focus.rows):
            return
        turn.decided = True
        key, value, back_to = self.focus.rows[index], self.focus.value, self.focus.back_to
        if self.focus.held is not None:
            self._place(turn, key)
        elif value:
            row, revision = turn.form.row(key), turn.report.answer(key).revision
            take_text(turn, row, revision, value, back_to if back_to != key else None)
            take_waiting(turn, self.focus)
        else:
            arrive_at(turn, turn.form.row(key))

    def _place(self, turn: Turn, key: str) -> None:
        match self.focus.held:
            case Preview() as held:
                place_line(turn, held, self.focus.line, key)
            case FileImport() as held:
                place_in_file(turn, held, self.focus.line, key)
            case None:
                pass
            case held:
                assert_never(held)

    def cancel(self, turn: Turn) -> None:
        turn.decided = True
        if self.focus.held is not None:
            turn.look_at(self.focus.held)
            return
        if self.focus.value:
            turn.say("left.unsaved", read=f"{self.focus.words} {self.focus.value}")
        return_to_row(turn, self.focus.back_to)
        take_waiting(turn, self.focus)


def _pick_button(index: int, label: str) -> Button:
    """Whoever has no buttons types the number."""
    action = Choose(index=index)
    return Button(
        code="button.pick", data={"n": index + 1, "label": label}, action=action, typed=False
    )
