"""An earlier appendix that the officer sent: may it be the unit's report of that period?"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from conversations.answers.values import AnswerState
from conversations.calendar.periods import Period, kind_of
from conversations.dialog import carry_over
from conversations.dialog.file_import import take_period
from conversations.dialog.navigation import return_to_row
from conversations.dialog.ownership_check import find_differences, names_unit
from conversations.dialog.previews.edit_words import LineEdits, read_edits, read_rights
from conversations.dialog.previews.file_lines import (
    list_rows_for_line,
    list_unplaced,
    place_in_file,
    propose_for_file,
)
from conversations.dialog.previews.file_origin import describe_origin
from conversations.dialog.previews.file_period import typed_period
from conversations.dialog.previews.left_out import count_left_out, describe_left_out
from conversations.dialog.prompts.keyboard import CANCEL, Buttons, make_button
from conversations.dialog.row_answers import ask_row
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol.events import Choose, ChooseRow, Confirm, TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.preview_states import FileImport
from conversations.reports.previous import FiledAppendix, PreviousReport
from conversations.reports.printed_answers import print_answer
from conversations.speech.acts import Correction
from conversations.text.normalize import fold_text, short_number, shorten_text

MAX_ASKED = 3  # lines without a row that have buttons of their own
_RIGHT = re.compile(r"(\d{1,3})\s*(?:=|:|la)?\s*(?:dung|dung roi|phai|chinh no|ok)")
_NONE = re.compile(r"(?:bo|xoa)\s+(?:dong\s+)?(\d{1,3})")
_IS = re.compile(r"(\d{1,3})\s*(?:=|:|\bla\b)\s*(\S.*)")
_WHOLE = re.compile(
    r"(?:cho (?:em |chi |anh |minh )?)?(?:xem|liet ke|hien)(?: lai| het| ca| tat ca| toan bo| du)*"
    r"(?: so lieu| cac so)?(?:[ ,]+(?:di|nha|nhe|em|a|dum|giup|coi))*[ .!]*"
)
MAX_SHOWN = 5  # values of a file that are shown before they are asked for
MAX_QUOTED = 12  # lines of a file that are quoted one by one
SHORT = 60  # characters of a label in a long list


class FileImportState(ConsentState[FileImport]):
    verbs = ("dùng", "lấy", "lưu", "ghi", "quý trước", "kỳ trước", "quý trước đó", "kỳ trước đó")
    takes_number = False

    def show_prompt(self, view: View) -> Reply:
        """What was understood, what was not, and what differs from ours. `brief`: the values are
        only counted."""
        form, report, filed = view.form, view.report, self.focus.filed
        if filed.periods:
            return self._ask_period()
        asked = set(form.order)
        unplaced = list_unplaced(form, filed)
        said = self._values(form)
        unread = [
            {
                "label": shorten_text(form.row(one.key).title, SHORT),
                "read": shorten_text(one.read),
                "why": one.code,
            }
            for one in filed.unread
        ]
        changed = [
            shorten_text(form.row(key).title, SHORT) for key in find_differences(report, self.focus)
        ]
        data = {
            "name": filed.file_name,
            "title": shorten_text(filed.title, 120),
            "period": self.focus.period.name,
            "guessed": filed.period is None,
            "other_kind": kind_of(self.focus.period) is not kind_of(report.period),
            "other_unit": bool(filed.title) and not names_unit(report, filed.title),
            "unit": report.unit.name,
            "matched": filed.matched,
            "total": len(form.order) if form.blocks else len(form.rows),
            "values": [] if view.brief else said[:MAX_SHOWN],
            "values_count": len(said),
            "notes": sum(answer.note is not None for answer in filed.answers.values()),
            "unread": unread[:MAX_QUOTED],
            "unread_count": len(unread),
            "unplaced": unplaced[:MAX_QUOTED],
            "unplaced_count": len(unplaced),
            "absent": len(asked & set(filed.absent)),
            "changed": changed[:MAX_QUOTED],
            "changed_count": len(changed),
            **describe_origin(filed),
            "left": describe_left_out(filed),
            "left_count": count_left_out(filed),
        }
        buttons = (
            *_line_buttons(propose_for_file(form, filed)),
            (make_button("confirm.import", Confirm()),),
            (CANCEL,),
        )
        return Reply(code="import", data=data, buttons=buttons)

    def _ask_period(self) -> Reply:
        """The heading names several periods; the officer says which."""
        filed = self.focus.filed
        names = [period.name for period in filed.periods]
        ways = (make_button("way", Choose(index=n), words=one) for n, one in enumerate(names))
        data = {"name": filed.file_name, "title": shorten_text(filed.title, 120), "ways": names}
        return Reply(code="import.which", data=data, buttons=(*((way,) for way in ways), (CANCEL,)))

    def _named_period(self, turn: Turn, text: str) -> Period | None:
        """A period that is typed, or the number of one that is asked about."""
        number, periods = short_number(text), self.focus.filed.periods
        if number is not None and 1 <= number <= len(periods):
            return periods[number - 1]
        return typed_period(turn, self.focus.filed, text)

    def choose(self, turn: Turn, index: int) -> None:
        periods = self.focus.filed.periods
        if 0 <= index < len(periods):
            take_period(turn, self.focus.filed, periods[index])

    def _values(self, form: Form) -> list[dict[str, str]]:
        return [
            {
                "label": shorten_text(form.row(key).title, SHORT),
                "value": print_answer(form.row(key), answer),
            }
            for key, answer in self.focus.filed.answers.items()
            if answer.state is not AnswerState.BLANK
        ]

    def takes_block(self, turn: Turn, text: str) -> bool:
        """`bỏ dòng 1` is of the file, not of what was stored."""
        return self._does(turn, text) is not None or _WHOLE.fullmatch(fold_text(text)) is not None

    def take_text(self, turn: Turn, text: str) -> None:
        """Where a line of the file belongs."""
        if (done := self._does(turn, text)) is not None:
            done()
        elif _WHOLE.fullmatch(fold_text(text)) is not None:
            name = self.focus.filed.file_name
            turn.say("import.values", values=self._values(turn.form), name=name)
            turn.quiet = True
        else:
            self._say_unclear(turn)

    def _say_unclear(self, turn: Turn) -> None:
        if self.focus.filed.periods:
            names = [period.name for period in self.focus.filed.periods]
            turn.say("import.which_unclear", read=turn.typed, ways=names)
            turn.quiet = True
            return
        turn.say("import.unclear", read=turn.typed, name=self.focus.filed.file_name)
        turn.quiet = True

    def correct(self, turn: Turn, correction: Correction) -> bool:
        """`nhầm tệp rồi`: what was stored is not meant while a file stands here."""
        self._say_unclear(turn)
        return True

    def _does(self, turn: Turn, text: str) -> Callable[[], None] | None:
        """What a text does: it names a period, or says where a line belongs."""
        if (period := self._named_period(turn, text)) is not None:
            return partial(take_period, turn, self.focus.filed, period)
        return None if self.focus.filed.periods else self._plan(turn, text)

    def _plan(self, turn: Turn, text: str) -> Callable[[], None] | None:
        """`1 đúng`, `1=biên chế được giao`, `bỏ 1`; `1, 2 đúng; bỏ 3`."""
        said = fold_text(text).strip(" .!")
        if (several := self._several(turn, text)) is not None:
            return partial(self._place_several, turn, several)
        for pattern in (_RIGHT, _NONE, _IS):
            found = pattern.fullmatch(said)
            rows = self._proposed(turn, int(found[1])) if found else None
            if found is None or rows is None:
                continue
            if pattern is _IS:
                return partial(self._place_by_words, turn, int(found[1]), found[2])
            if rows or pattern is _NONE:
                key = None if pattern is _NONE else rows[0]
                return partial(self.place_line, turn, int(found[1]), key)
        return None

    def _several(self, turn: Turn, text: str) -> dict[int, str | None] | None:
        """The row of each of several lines, None for those to be left out; None unless each of
        them may be told so."""
        right, others = read_rights(text)
        edits = read_edits(others) if others else LineEdits()
        if edits is None or edits.fixes:
            return None
        told: dict[int, str | None] = dict.fromkeys(edits.gone)
        for number in right:
            rows = self._proposed(turn, number)
            if not rows:
                return None
            told[number] = rows[0]
        known = all(self._proposed(turn, number) is not None for number in told)
        placed = [key for key in told.values() if key is not None]
        alone = len({*placed}) == len(placed)
        return told if right and len(told) > 1 and known and alone else None

    def _place_several(self, turn: Turn, told: dict[int, str | None]) -> None:
        said = len(turn.replies)
        for number, key in told.items():
            turn.reword(said, "import.placed", "import.placed", more=True)
            focus = turn.session.focus
            if isinstance(focus, FileImport):
                place_in_file(turn, focus, number, key)

    def _place_by_words(self, turn: Turn, number: int, words: str) -> None:
        list_rows_for_line(turn, self.focus, number)
        turn.wanted = TextSaid(text=words)

    def _proposed(self, turn: Turn, number: int) -> tuple[str, ...] | None:
        """What is proposed for the line of this number; None when there is no such line."""
        rows = propose_for_file(turn.form, self.focus.filed)
        known = 1 <= number <= len(rows) and bool(self.focus.filed.unplaced[number - 1])
        return rows[number - 1] if known else None

    def place_line(self, turn: Turn, number: int, key: str | None) -> None:
        if key == "":
            list_rows_for_line(turn, self.focus, number)
        else:
            place_in_file(turn, self.focus, number, key)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        if self.focus.filed.periods:
            self._say_unclear(turn)
            return
        keep_file(turn, self.focus)
        here = self.focus.back_to or turn.next_open(None)
        shows = not (turn.room.scarce or turn.session.waiting)  # a file that waits comes first
        if shows and carry_over.offer_whole(turn, turn.form.order, here):
            turn.reword(0, "import.done", "import.done", shown=True)
        else:
            ask_row(turn, here)

    def cancel(self, turn: Turn) -> None:
        turn.decided = True
        turn.say("import.left", name=self.focus.filed.file_name)
        return_to_row(turn, self.focus.back_to)


def _line_buttons(proposed: tuple[tuple[str, ...], ...]) -> Buttons:
    """For the first lines without a row: where each may belong."""
    asked = [(n, rows[0]) for n, rows in enumerate(proposed, 1) if rows]
    return tuple(
        (
            make_button("row.yes", ChooseRow(line=n, row=key), n=n),
            make_button("row.other", ChooseRow(line=n, row=""), n=n),
            make_button("row.none", ChooseRow(line=n, row=None), n=n),
        )
        for n, key in asked[:MAX_ASKED]
    )


def keep_file(turn: Turn, focus: FileImport) -> None:
    """Keep the file as the unit's report of that period."""
    turn.decided = True
    period, filed = focus.period, focus.filed
    turn.keep_past(PreviousReport(period=period, answers=filed.answers, file_name=filed.file_name))
    turn.session = turn.session.model_copy(update={"offered": ()})
    turn.say("import.done", period=period.name, shown=False, **count_kept(filed))


def count_kept(filed: FiledAppendix) -> dict[str, Any]:
    """How many values and notes a file holds, and what of it was not taken."""
    answers = filed.answers.values()
    return {
        "values": sum(answer.state is not AnswerState.BLANK for answer in answers),
        "notes": sum(answer.note is not None for answer in answers),
        "unread": len(filed.unread),
        "unplaced": sum(map(bool, filed.unplaced)),
    }
