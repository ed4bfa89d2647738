"""What stands before the officer now: a pure view of form, report and session."""

from __future__ import annotations

from typing import Any

from conversations.commands.report import Command, RunCommand
from conversations.dialog.outline import rows_of_section
from conversations.dialog.overview import row_line, section_data, show_overview, submit_data
from conversations.dialog.pace import minutes_left
from conversations.dialog.prompts import checks, lists, previews, rows
from conversations.dialog.prompts.keyboard import (
    CANCEL,
    Buttons,
    command_button,
    file_buttons,
    make_button,
    number_buttons,
)
from conversations.forms.model import Form
from conversations.protocol.events import Choose, Confirm
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
from conversations.reports.model import Report, ReportState


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
            return rows.prompt_question(form, report, focus)
        case HelperQuestion():
            return rows.prompt_helper(form, report, focus)
        case ValueChoice():
            return rows.prompt_value_choice(form, focus)
        case EditConflict():
            return rows.prompt_conflict(form, report, focus)
        case NoteInput():
            return rows.prompt_note(form, report, focus)
        case ListInput():
            return lists.prompt_list(form, report, focus, session.speed, brief=brief)
        case ReadingChoice():
            return previews.prompt_reading_choice(focus)
        case Preview():
            return previews.prompt_preview(form, report, focus, brief=brief)
        case FileImport():
            return previews.prompt_file_import(form, report, focus, brief=brief)
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
    """What may be done with the whole report; a guest has only their rows of it."""
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
