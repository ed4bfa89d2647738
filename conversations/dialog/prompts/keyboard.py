"""The buttons under a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conversations.answers.values import AnswerState, Coded
from conversations.commands.report import Command, RunCommand
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import ReadState, ReadValue, as_reading
from conversations.protocol.events import Action, GiveAnswer, OpenRow
from conversations.protocol.messages import Button
from conversations.protocol.row_states import RowQuestion
from conversations.reports.file_request import IN_WORDS, FileFormat, FilePart, FileRequest
from conversations.reports.kept_answers import carried_answer
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of
from conversations.reports.printed_answers import print_answer
from conversations.rules import computed

IN_LINE = 6  # number buttons beside each other
Buttons = tuple[tuple[Button, ...], ...]


def make_button(code: str, action: Action, **data: Any) -> Button:
    return Button(code=f"button.{code}", data=data, action=action)


def command_button(command: Command, argument: str = "", **data: Any) -> Button:
    return make_button(command.value, RunCommand(command=command, argument=argument), **data)


ASKED = (command_button(Command.BACK), command_button(Command.SKIP))
ANSWERED = (command_button(Command.BACK), command_button(Command.RESUME))
NOTE = command_button(Command.NOTE)
CANCEL = command_button(Command.CANCEL)
MORE = (
    command_button(Command.HELP),
    command_button(Command.BY_GROUP),
    command_button(Command.SECTIONS),
)


def file_buttons(*, filed: bool) -> tuple[Button, ...]:
    """The report's files; a draft also as a workbook to be filled."""
    files = (
        ((FileFormat.PDF, "pdf"), (FileFormat.EXCEL, "excel"))
        if filed
        else ((FileFormat.FILL, "biểu mẫu"),)
    )
    return (command_button(Command.DOWNLOAD), *(_file_button(what, words) for what, words in files))


def _file_button(what: FileFormat, words: str, *, typed: bool = True) -> Button:
    run = RunCommand(command=Command.DOWNLOAD, argument=words)
    return Button(code=f"button.download.{what.value}", action=run, typed=typed)


def other_files(given: FileRequest, *, in_words: bool = False) -> Buttons:
    """The same report in the other formats, in one tap each, and its other parts where it has a
    report `in_words`. A label does not say which version, so an earlier one is not offered to be
    typed."""
    behind = f" bản {given.version}" if given.version is not None else ""
    typed = given.version is None
    kinds = [(FileFormat.WORD, "word"), (FileFormat.PDF, "pdf"), (FileFormat.EXCEL, "excel")]
    if given.part is not FilePart.APPENDIX:
        kinds, behind = kinds[:2], f" {_PART_WORDS[given.part]}{behind}"
    others = [(kind, words) for kind, words in kinds if kind is not given.what]
    formats = tuple(
        _file_button(kind, words + behind, typed=typed and given.part is FilePart.APPENDIX)
        for kind, words in others
    )
    return (formats, _part_buttons(given)) if in_words else (formats,)


_PART_WORDS = {
    FilePart.APPENDIX: "",
    FilePart.WORDS: "báo cáo",
    FilePart.WHOLE: "cả báo cáo và phụ lục",
}


def _part_buttons(given: FileRequest) -> tuple[Button, ...]:
    """The other parts of the report, in the same format, if they have it."""
    what = given.what.value if given.what in IN_WORDS else FileFormat.WORD.value
    behind = f" bản {given.version}" if given.version is not None else ""
    return tuple(
        Button(
            code=f"button.download.{part.value}",
            action=RunCommand(command=Command.DOWNLOAD, argument=f"{what} {words}{behind}".strip()),
            typed=given.version is None and what == FileFormat.WORD.value,
        )
        for part, words in _PART_WORDS.items()
        if part is not given.part
    )


def number_buttons(rows: Sequence[str]) -> Buttons:
    """One small button for each row of a numbered list; whoever has none types `sửa 3`."""
    numbers = [
        Button(code="button.number", data={"n": n}, action=OpenRow(row=key), typed=False)
        for n, key in enumerate(rows, 1)
    ]
    return tuple(tuple(numbers[at : at + IN_LINE]) for at in range(0, len(numbers), IN_LINE))


def answer_buttons(form: Form, report: Report, row: Row, focus: RowQuestion) -> Buttons:
    """What may be tapped instead of an answer: last period's, the choices or the number that is
    proposed, a state; then the ways from here."""
    stored = report.answer(row.key)
    choices, states = _given(form, row, focus.revision)
    proposed = computed.propose_value(form, report, row.key)
    if proposed is not None:
        reading, number = ReadValue(value=proposed), row.answer_type.print_value(proposed)
        choices = (give_button(row, focus.revision, "proposal", reading, number=number),)
    stands = carried_answer(report, row) if stored.state is AnswerState.BLANK else None
    last: tuple[Button, ...] = ()
    if stands is not None:
        text = print_answer(row, stands)
        past = past_of(report, row)
        given = {"text": text, "derived": past is not None and past.derived}
        last = (give_button(row, focus.revision, "keep_last", as_reading(stands), **given),)
    ways = ASKED if stored.state is AnswerState.BLANK else ANSWERED
    known = report.last or report.latest
    trend = row.holds_number and known is not None
    more = (NOTE, *((command_button(Command.TREND, row.key),) if trend else ()), *MORE)
    return tuple(line for line in (last, choices, states, ways, more) if line)


def give_button(
    row: Row, revision: int, code: str, reading: ReadValue | ReadState, **data: Any
) -> Button:
    """A tap that answers the row with this reading."""
    return make_button(code, GiveAnswer(row=row.key, revision=revision, reading=reading), **data)


def _given(form: Form, row: Row, revision: int) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """The row's choices and the states. Most rows that are asked were never written: theirs are
    made once."""
    return form.derived(_never_written)[row.key] if revision == 0 else _choices(row, revision)


def _never_written(form: Form) -> dict[str, tuple[tuple[Button, ...], tuple[Button, ...]]]:
    return {row.key: _choices(row, 0) for row in form.all_rows}


def _choices(row: Row, revision: int) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    options = tuple(
        give_button(row, revision, "option", ReadValue(value=Coded(code=one.code)), label=one.label)
        for one in row.options
    )
    states = tuple(
        give_button(row, revision, f"state.{state.value}", ReadState(state=state))
        for state in (AnswerState.NONE, AnswerState.PENDING)
    )
    return options, states
