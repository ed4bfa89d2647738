"""What follows when somebody has dealt with the rows that they were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.delivery.notices import Notice
from bot.workflow.home import take_up_button
from conversations.answer_types.reader import read_answer
from conversations.dialog.engine import Step
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.dated import date_form
from conversations.forms.model import Form
from conversations.parsing.result import RefusedReading
from conversations.protocol.events import Event, TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import RowQuestion
from conversations.protocol.session import Session, Summary
from conversations.reports.model import Report
from conversations.reports.printed_answers import tell_answer
from conversations.tables.printed_rows import gather_cells, list_figures, tell_cells
from conversations.text.normalize import clean_text, shorten_text
from conversations.workflow.own_requests import ShowHome
from conversations.workflow.partial_form import rows_under
from storage.workflow.assignments import Assignment

MOST = 5  # rows that a guest is told
_ANSWERED = ("talk.", "question.")  # what was said is answered, and gives no number


def is_done(form: Form, report: Report) -> bool:
    """Whether none of the rows that are asked of a guest waits."""
    return not any(report.waits(key) for key in form.order)


def reopen_row(form: Form, report: Report, session: Session, event: Event, day: date) -> Session:
    """Where the conversation stands for a guest's text: who was asked for one number and gives one
    again, means that number."""
    if not (isinstance(event, TextSaid) and isinstance(session.focus, Summary)):
        return session
    if len(form.order) != 1 or not is_done(form, report) or not report.editable:
        return session
    row = date_form(form, report.period, day).row(form.order[0])
    if row.is_free_text or isinstance(read_answer(row, clean_text(event.text)), RefusedReading):
        return session
    focus = RowQuestion(row=row.key, revision=report.answer(row.key).revision)
    return session.model_copy(update={"focus": focus})


def asker_notices(
    member: int,
    form: Form,
    before: Report,
    after: Report,
    handed: tuple[Assignment, ...],
    report_id: int,
) -> list[Notice]:
    """What those hear who handed rows to the member: that all of them are dealt with now."""
    notices: list[Notice] = []
    for one in handed:
        keys = rows_under(form, one.key)
        if one.member != member or one.made_by == member or one.key not in form.by_key:
            continue
        row, unit, period = form.row(one.key), before.unit.short_name, before.period_name
        value = tell_answer(row, after.answer(row.key)) if row.answer is not None else ""
        old = tell_answer(row, before.answer(row.key)) if row.answer is not None else ""
        finished = any(map(before.waits, keys)) and not any(map(after.waits, keys))
        same = row.answer is None or after.answer(row.key).value == before.answer(row.key).value
        if not finished and ((same and value == old) or any(map(after.waits, keys))):
            continue
        old = "" if finished else old
        data = {"name": one.name, "label": row.title, "value": value, "old": old}
        data |= {"unit": unit, "period": period}
        resume = take_up_button(report_id, unit, period)
        notices.append(Notice(one.made_by, Reply("notice.answered", data, ((resume,),))))
    return notices


def guest_replies(step: Step, event: Event, asked: Form, editable: bool, told: list[str]) -> Step:
    """A guest who has dealt with all their rows is thanked; a text that could not be taken is said
    to be not stored."""
    if not (editable and isinstance(step.session.focus, Summary) and is_done(asked, step.report)):
        return step
    said = [one for one in step.replies if isinstance(one, Reply)]
    if step.changes:
        done = Reply(code="guest.done", data={"told": told})
        return step.model_copy(update={"replies": (*said[:-1], done)})
    if said and said[0].code.startswith(_ANSWERED):
        return step.model_copy(update={"replies": (said[0],)})  # thanks, or a question
    home = ((make_button("home", ShowHome()),),)
    lines = gather_cells(asked, asked.order)[:MOST]
    rows = [_standing(asked, step.report, keys) for keys in lines]
    data: dict[str, Any] = {"rows": rows, "said": ""}
    if isinstance(event, TextSaid):
        data["said"] = shorten_text(event.text)
    full = Reply(code="guest.full", data=data, buttons=home)
    return step.model_copy(update={"replies": (full,)})


def _standing(form: Form, report: Report, keys: Sequence[str]) -> dict[str, str]:
    """A row, or cells of one, and what they say."""

    def printed(key: str) -> str:
        return tell_answer(form.row(key), report.answer(key))

    return {"label": tell_cells(form, keys), "value": list_figures(form, keys, printed)}
