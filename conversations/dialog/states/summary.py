"""The whole report, or a section of it; and what is shown of a report that cannot be changed."""

from __future__ import annotations

from conversations.bulk.parser import read_burst
from conversations.commands.report import Command
from conversations.dialog import navigation, preview
from conversations.dialog.outline import BUTTON, rows_of_section
from conversations.dialog.overview import describe_report, section_data, show_overview
from conversations.dialog.prompts.keyboard import (
    Buttons,
    command_button,
    file_buttons,
    number_buttons,
)
from conversations.dialog.row_answers import ask_row
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.dialog.words.count import count_words
from conversations.forms.model import Form
from conversations.protocol.messages import Button, Reply
from conversations.protocol.session import Summary
from conversations.reports.model import Report, ReportState
from conversations.speech.acts import Awaited
from conversations.text.normalize import shorten_text


class SummaryState(State[Summary]):
    def show_prompt(self, view: View) -> Reply:
        form, report, section = view.form, view.report, self.focus.section
        sections = tuple(
            command_button(Command.SUMMARY, one.key, stt=one.stt or shorten_text(one.title, BUTTON))
            for one in form.sections
        )
        lines = tuple(sections[i : i + 4] for i in range(0, len(sections), 4))
        buttons = (*lines, *_ways_on(form, report))
        if section is None:
            data = show_overview(form, report)
            data |= {
                "filed": report.filed,
                "approved": report.state is ReportState.APPROVED,
                "guest": report.only is not None,
                "closed": report.closed,
                "words": count_words(form, report) if report.only is None else {"total": 0},
            }
            return Reply(code="summary", data=data, buttons=buttons)
        data = section_data(form, report, section)
        if report.editable:
            buttons = (*number_buttons(self.numbered_rows(form, report)), *buttons)
        return Reply(code="summary.section", data=data, buttons=buttons)

    @property
    def takes_number(self) -> bool:
        return self.focus.section is not None

    def awaited(self, form: Form) -> Awaited:
        return Awaited.NOTHING if self.focus.section is None else Awaited.LIST

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]:
        section = self.focus.section
        return rows_of_section(form, section) if section is not None else ()

    def take_text(self, turn: Turn, text: str) -> None:
        if (row := self.row_by_number(turn, text)) is not None:
            navigation.open_row(turn, row)
        elif not self._take_section(turn, text):
            super().take_text(turn, text)

    def _take_section(self, turn: Turn, text: str) -> bool:
        """Answers typed at the summary of a section, by the numbers it shows. False for others."""
        if self.focus.section is None or "=" not in text:
            return False
        rows = self.numbered_rows(turn.form, turn.report)
        bursts = read_burst(turn.form, turn.report, rows, turn.typed, listed=True)
        if bursts:
            preview.show_preview(turn, bursts, text, rows)
        return bool(bursts)

    def resume(self, turn: Turn) -> None:
        ask_row(turn, turn.next_open(None))


def _ways_on(form: Form, report: Report) -> Buttons:
    """What may be done with the whole report; a guest has only their rows of it."""
    if report.only is not None:
        return ((command_button(Command.MISSING),),) if report.editable else ()
    last = (
        (command_button(Command.MISSING), command_button(Command.SUBMIT))
        if report.editable
        else _after_filing(report)
    )
    words = (command_button(Command.WORDS),) if form.words_asked else ()
    return tuple(filter(None, (last, words, file_buttons(filed=report.filed))))


def show_locked(view: View) -> Reply:
    """The report, which cannot be changed now, whatever the session stands at."""
    report, data = view.report, describe_report(view.form, view.report)
    if report.only is not None:
        return Reply(code="submitted.guest", data=data)
    words = (command_button(Command.WORDS),) if view.form.words_asked else ()
    buttons = (file_buttons(filed=True), *filter(None, (words, _after_filing(report))))
    approved = report.state is ReportState.APPROVED
    data |= {"approved": approved, "closed": report.closed}
    return Reply(code="submitted", data=data, buttons=buttons)


def _after_filing(report: Report) -> tuple[Button, ...]:
    """A report that nobody has reviewed may be taken back; any other has its own ways."""
    recall = report.state is ReportState.SUBMITTED and not report.closed
    return (command_button(Command.REOPEN),) if recall else ()
