"""What the panel of the sheet tells of one cell when it is asked, and handing it to a colleague."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.desk.form_fields import FormError
from bot.channels.desk.sheet.view import SheetView, read_view
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import body_of
from bot.workflow.context import DeniedError
from bot.workflow.desk.cell_story import find_colleagues, tell_changes
from conversations.answers.values import Answer, AnswerState
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.frozen import Frozen
from conversations.reports.kept_answers import carried_answer
from conversations.reports.model import Report
from conversations.reports.typed_answers import type_answer
from conversations.rules.computed import propose_value
from conversations.workflow.report_requests import HandOver

ASK_BYTES = 4_096


class AskColleague(Frozen):
    """Have a colleague fill a row, or nobody any more."""

    event: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
    key: Annotated[str, StringConstraints(max_length=200)]
    member: Annotated[int, Field(ge=1)] | None = None


async def tell_cell(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The history of a cell, what it may be answered with, and who may be asked for it."""
    number = int(request.path_params["report"])
    _, _, key = request.query_params.get("cell", "").partition(" ")
    async with desk.reading(person) as ctx:
        view = await read_view(ctx, number)
        row = _row(view, key)
        lines = await tell_changes(ctx, number, row)
        guest = view.at.guest
        people = [] if guest else await find_colleagues(ctx, view.at.unit)
    report = view.at.report
    told: dict[str, Any] = {
        "lines": lines or ["Chưa có ai ghi ô này."],
        "takes": row.answer.description if row.answer is not None else "",
        "offers": _offers(view.at.form, report, row) if report.may_write(row.key) else [],
        "people": [{"member": one.member, "name": one.name} for one in people],
        "handed": report.handed.get(row.key, ""),
        "pending": report.may_write(row.key) and row.answer is not None,
    }
    return JSONResponse(told, headers={"Cache-Control": "private, no-store"})


def _row(view: SheetView, key: str) -> Row:
    """The row; LookupError for one that this person does not see."""
    if key not in view.at.form.by_key:
        raise LookupError(key)
    return view.at.form.row(key)


def _offers(form: Form, report: Report, row: Row) -> list[tuple[str, str]]:
    """Answers that may do: words for each, and the text that would be typed."""
    if row.answer is None or row.computed is not None:
        return []
    found: list[tuple[str, str]] = []
    proposed = propose_value(form, report, row.key)
    if proposed is not None:
        text = type_answer(row, Answer(state=AnswerState.VALUE, value=proposed))
        found.append((f"Lấy số gợi ý: {text}", text))
    kept = carried_answer(report, row)
    if kept is not None:
        text = type_answer(row, kept)
        found.append((f"Giữ như kỳ trước: {text}", text))
    return found


async def ask_colleague(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Hand a row over, as in the chat."""
    body = await body_of(request, ASK_BYTES)
    try:
        asked = AskColleague.model_validate_json(body or b"")
    except ValidationError as error:
        raise FormError("ask") from error
    wanted = HandOver(report=int(request.path_params["report"]), key=asked.key, member=asked.member)
    outcome = await desk.acts.ask(person.member, asked.event, wanted)
    if outcome.denied:
        raise DeniedError
    said = "\n".join(one.plain for one in outcome.messages)
    return JSONResponse({"said": said}, 422 if outcome.rejected else 200)
