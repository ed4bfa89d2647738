"""An earlier appendix that the officer sent: may it be the unit's report of that period?"""

from __future__ import annotations

from conversations.answers.values import AnswerState
from conversations.calendar.periods import kind_of
from conversations.dialog.answering import ask_row
from conversations.dialog.navigation import return_to_row
from conversations.dialog.ownership_check import find_differences, names_unit
from conversations.dialog.prompts.keyboard import CANCEL, make_button
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.turn import Turn
from conversations.protocol.events import Confirm
from conversations.protocol.messages import Reply
from conversations.protocol.session import FileImport
from conversations.reports.formatting import print_answer
from conversations.reports.previous import PreviousReport
from conversations.text.normalize import shorten_text

MAX_QUOTED = 12  # lines of a file that are quoted one by one
SHORT = 60  # characters of a label in a long list


class FileImportState(ConsentState[FileImport]):
    verbs = ("dùng", "lấy", "lưu")
    takes_number = False

    def show_prompt(self, view: View) -> Reply:
        """What was understood, what was not, and what differs from ours. `brief`: the values are
        only counted."""
        form, report, filed = view.form, view.report, self.focus.filed
        asked = set(form.order)
        said = [
            {
                "label": shorten_text(form.row(key).title, SHORT),
                "value": print_answer(form.row(key), answer),
            }
            for key, answer in filed.answers.items()
            if answer.state is not AnswerState.BLANK
        ]
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
            "total": len(form.rows),
            "values": [] if view.brief else said,
            "values_count": len(said),
            "notes": sum(answer.note is not None for answer in filed.answers.values()),
            "unread": unread[:MAX_QUOTED],
            "unread_count": len(unread),
            "unplaced": list(filed.unplaced[:MAX_QUOTED]),
            "unplaced_count": len(filed.unplaced),
            "absent": len(asked & set(filed.absent)),
            "changed": changed[:MAX_QUOTED],
            "changed_count": len(changed),
        }
        buttons = ((make_button("confirm.import", Confirm()),), (CANCEL,))
        return Reply(code="import", data=data, buttons=buttons)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        """Keep the file as the unit's report of that period, and go on."""
        period, filed = self.focus.period, self.focus.filed
        turn.keep_past(
            PreviousReport(period=period, answers=filed.answers, file_name=filed.file_name)
        )
        turn.session = turn.session.model_copy(update={"offered": ()})
        turn.say("import.done", period=period.name, count=len(filed.answers))
        ask_row(turn, self.focus.back_to or turn.next_open(None))

    def cancel(self, turn: Turn) -> None:
        return_to_row(turn, self.focus.back_to)
