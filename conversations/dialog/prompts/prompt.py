"""What stands before the officer now: a pure view of form, report and session."""

from __future__ import annotations

from typing import Any

from conversations.answers.values import AnswerState
from conversations.dialog.outline import describe_place, rows_of_section
from conversations.dialog.overview import row_line, section_data, show_overview, submit_data
from conversations.dialog.pace import minutes_left
from conversations.dialog.prompts import checks, lists
from conversations.dialog.prompts.keyboard import (
    Buttons,
    answer_buttons,
    command_button,
    file_buttons,
    make_button,
    number_buttons,
)
from conversations.forms.model import Form, Row, RowKind
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.protocol.events import Choose, Command, Confirm, GiveAnswer, RunCommand
from conversations.protocol.messages import Button, Reply
from conversations.protocol.session import (
    AnswerPace,
    CheckExplanations,
    EditConflict,
    FailedCheck,
    FileImport,
    FillRest,
    HelperQuestion,
    ListInput,
    NoteInput,
    Pause,
    Preview,
    ReadingChoice,
    RowChoice,
    RowQuestion,
    Session,
    Start,
    SubmitConfirmation,
    Summary,
    ValueChoice,
)
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report, ReportState
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.rules import computed
from conversations.text.numbers import print_number

CANCEL = command_button(Command.CANCEL)


def prompt(form: Form, report: Report, session: Session, *, brief: bool = False) -> Reply:
    """The question, list or summary the session stands at; it may be shown again at any time.
    `brief`: in the fewest words."""
    focus = session.focus
    if not report.editable and not isinstance(focus, Summary):
        return _submitted(form, report)
    match focus:
        case Start():
            return Reply(code="ready", data=_report_data(form, report), buttons=_start_buttons())
        case RowQuestion():
            return _asking(form, report, focus)
        case HelperQuestion():
            return _helper(form, report, focus)
        case ValueChoice():
            return _picking(form, focus)
        case EditConflict():
            return _conflicting(form, report, focus)
        case NoteInput():
            return _noting(form, report, focus)
        case ListInput():
            return lists.prompt_list(form, report, focus, session.speed, brief=brief)
        case ReadingChoice():
            return lists.prompt_reading_choice(focus)
        case Preview():
            return lists.prompt_preview(form, report, focus, brief=brief)
        case FileImport():
            return lists.prompt_file_import(form, report, focus, brief=brief)
        case FailedCheck():
            return checks.prompt_failed_check(form, report, focus)
        case CheckExplanations():
            return checks.prompt_explanations(form, report, focus)
        case FillRest():
            return _settling(form, focus)
        case RowChoice():
            return _choosing(form, report, focus)
        case Summary():
            return _summary(form, report, focus, session.speed)
        case SubmitConfirmation():
            buttons = (
                (make_button("confirm.submit", Confirm()),),
                (command_button(Command.SUMMARY),),
            )
            return Reply(code="submit.confirm", data=submit_data(form, report), buttons=buttons)
        case Pause():
            return Reply(code="paused", data={}, buttons=((command_button(Command.RESUME),),))


def _report_data(form: Form, report: Report) -> dict[str, Any]:
    return {
        "title": form.title,
        "unit": report.unit.name,
        "period": report.period.name,
        "total": len(form.order),
    }


def _start_buttons() -> Buttons:
    return (
        (make_button("begin", RunCommand(command=Command.RESUME)),),
        (command_button(Command.SECTIONS),),
    )


def _asking(form: Form, report: Report, focus: RowQuestion) -> Reply:
    row, answer = form.row(focus.row), report.answer(focus.row)
    because = computed.void_reason(form, report, row.key)
    data = form.derived(_questions)[row.key] | {
        "current": print_answer(row, answer) if answer.state is not AnswerState.BLANK else "",
        "note": answer.note or "",
        "void": because or "",
        "returned": report.returned[row.key].reason if row.key in report.returned else "",
        "handed": report.handed.get(row.key, ""),
    }
    data |= _earlier(report, row)
    return Reply(code="ask", data=data, buttons=answer_buttons(form, report, row, focus))


def _questions(form: Form) -> dict[str, dict[str, Any]]:
    """What is the same whenever a row is asked, by its key."""
    return {
        row.key: describe_place(form, row)
        | {
            "hint": row.hint or "",
            "optional": row.optional,
            "example": row.answer.example if row.answer else "",
            "kind": row.answer.type if row.answer else "",
            "options": [f"{o.code} = {o.label}" for o in row.options],
        }
        for row in form.rows
    }


def _earlier(report: Report, row: Row) -> dict[str, Any]:
    """What the unit answered in the last period, and a year ago when that was another one."""
    past, year = past_of(report, row), report.year_before
    is_other = year is not None and (past is None or year.period.end != past.period.end)
    answered = is_other and year is not None and year.answer(row.key).state is not AnswerState.BLANK
    return {
        "last": printed_before(report, row),
        "last_period": past.period.name if past else "",
        "derived": past is not None and past.derived,
        "last_note": (past.answer(row.key).note or "") if past else "",
        "year": print_answer(row, year.answer(row.key)) if year and answered else "",
        "year_period": year.period.name if year else "",
    }


def _helper(form: Form, report: Report, focus: HelperQuestion) -> Reply:
    row = form.row(focus.row)
    assert row.helper is not None  # noqa: S101 - a HelperPart is only made for such a row
    first = focus.part == "numerator"
    data = describe_place(form, row) | {
        "question": row.helper.numerator if first else row.helper.denominator,
        "part": 1 if first else 2,
        "numerator": "" if focus.numerator is None else print_number(focus.numerator),
        "hint": row.hint or "",
    }
    data |= _earlier(report, row)
    asking = RowQuestion(row=focus.row, revision=focus.revision)
    return Reply(code="ask.helper", data=data, buttons=answer_buttons(form, report, row, asking))


def _picking(form: Form, focus: ValueChoice) -> Reply:
    row = form.row(focus.row)
    lines = tuple(
        (
            make_button(
                "reading",
                GiveAnswer(row=row.key, revision=focus.revision, reading=reading),
                text=print_reading(row, reading),
            ),
        )
        for reading in focus.readings
    )
    data = describe_place(form, row) | focus.data
    return Reply(code=focus.code, data=data, buttons=(*lines, (CANCEL,)))


def print_reading(row: Row, reading: ReadValue | ReadState) -> str:
    """A reading as the officer would see it stored."""
    return print_answer(row, as_answer(reading))


def _conflicting(form: Form, report: Report, focus: EditConflict) -> Reply:
    row, theirs = form.row(focus.row), report.answer(focus.row)
    mine = GiveAnswer(row=row.key, revision=theirs.revision, reading=focus.mine)
    data = describe_place(form, row) | {
        "theirs": print_answer(row, theirs),
        "author": theirs.author or "",
        "mine": print_reading(row, focus.mine),
    }
    buttons = (
        (make_button("conflict.mine", mine, text=data["mine"]),),
        (make_button("conflict.theirs", RunCommand(command=Command.CANCEL), text=data["theirs"]),),
    )
    return Reply(code="conflict", data=data, buttons=buttons)


def _noting(form: Form, report: Report, focus: NoteInput) -> Reply:
    row = form.row(focus.row)
    data = describe_place(form, row) | {
        "heading": row.kind is not RowKind.INDICATOR and row.answer is None,
        "note": report.answer(row.key).note or "",
    }
    return Reply(code="ask.note", data=data, buttons=((CANCEL,),))


def _settling(form: Form, focus: FillRest) -> Reply:
    data = {
        "rows": [form.row(key).title for key in focus.rows],
        "state": focus.state.value,
        "day": focus.day,
    }
    buttons = (
        (make_button("confirm.none", Confirm(), count=len(focus.rows)),),
        (CANCEL,),
    )
    return Reply(code="group.confirm", data=data, buttons=buttons)


def _choosing(form: Form, report: Report, focus: RowChoice) -> Reply:
    rows = [form.row(key) for key in focus.rows]
    buttons = tuple(
        (make_button("open", Choose(index=n), key=row.key, label=row.title),)
        for n, row in enumerate(rows)
    )
    lines = [row_line(row, report) for row in rows]
    data = {"words": focus.words, "rows": lines, "value": focus.value}
    return Reply(code="choose.row", data=data, buttons=(*buttons, (CANCEL,)))


def _summary(form: Form, report: Report, focus: Summary, speed: AnswerPace) -> Reply:
    sections = tuple(
        command_button(Command.SUMMARY, section.stt, stt=section.stt) for section in form.sections
    )
    lines = tuple(sections[i : i + 4] for i in range(0, len(sections), 4))
    buttons = (*lines, *_ways_on(report))
    if focus.section is None:
        data = show_overview(form, report)
        data |= {
            "filed": report.filed,
            "approved": report.state is ReportState.APPROVED,
            "guest": report.only is not None,
            "closed": report.closed,
            "minutes": minutes_left(speed, data["left"]),
        }
        return Reply(code="summary", data=data, buttons=buttons)
    data = section_data(form, report, focus.section)
    if report.editable:
        buttons = (*number_buttons(rows_of_section(form, focus.section)), *buttons)
    return Reply(code="summary.section", data=data, buttons=buttons)


def _ways_on(report: Report) -> Buttons:
    """What may be done with the whole report; a guest has only his rows of it."""
    if report.only is not None:
        return ((command_button(Command.MISSING),),) if report.editable else ()
    last = (
        (command_button(Command.MISSING), command_button(Command.SUBMIT))
        if report.editable
        else _after_filing(report)
    )
    return (last, file_buttons(filed=report.filed))


def _submitted(form: Form, report: Report) -> Reply:
    if report.only is not None:
        return Reply(code="submitted.guest", data=_report_data(form, report))
    buttons = (file_buttons(filed=True), *filter(None, (_after_filing(report),)))
    approved = report.state is ReportState.APPROVED
    data = _report_data(form, report) | {"approved": approved, "closed": report.closed}
    return Reply(code="submitted", data=data, buttons=buttons)


def _after_filing(report: Report) -> tuple[Button, ...]:
    """A report that nobody has reviewed may be taken back; any other has its own ways."""
    recall = report.state is ReportState.SUBMITTED and not report.closed
    return (command_button(Command.REOPEN),) if recall else ()
