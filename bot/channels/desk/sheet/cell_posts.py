"""What a page of the sheet writes: cells that were typed or pasted, and what is taken back."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.channels.desk.form_fields import FormError
from bot.channels.desk.sheet.patches import counts_patch, row_patch
from bot.channels.desk.sheet.view import SheetView, view_of
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import body_of
from bot.dispatch.desk_acts import CellActOutcome
from bot.runtime.cpu_limit import CpuLimitError
from conversations.composing.markup import strip_markup
from conversations.desk.row_checks import printed_row
from conversations.dialog.cells.entries import MOST_ENTRIES, CellEntry, CellFate, CellOutcome
from conversations.frozen import Frozen
from conversations.protocol.messages import Reply, Wording
from conversations.reports.model import AnswerChange
from conversations.reports.typed_answers import CellPart
from conversations.rules.dependencies import row_dependencies

SHEET_BYTES = 1_048_576  # of what a page writes at one go
_EventId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]


class SheetWrite(Frozen):
    """What a page sends: cells to write, or the name of an act of this person to take back. `event`
    names it: sent again, it does nothing more. `person` is who typed it, as a member: somebody else
    may have come in meanwhile in the same browser."""

    event: _EventId
    person: Annotated[int, Field(ge=1)]
    cells: Annotated[tuple[CellEntry, ...], Field(max_length=MOST_ENTRIES)] = ()
    back: _EventId | None = None


async def write_cells(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Write, and answer with what became of each cell and with the rows that are another now."""
    report = int(request.path_params["report"])
    asked = await _read(request)
    if asked.person != person.member:
        return PlainTextResponse("Somebody else has signed in.\n", 401)
    try:
        came = await _carry_out(desk, person, report, asked)
    except CpuLimitError:
        return PlainTextResponse("It takes too long to read.\n", 413)
    now, at = desk.clock(), came.before
    before = view_of(at, "", person.member, now)
    after = view_of(at.with_report(came.done.report), came.head, person.member, now)
    return JSONResponse(_answer(desk.acts.wording, asked, came, before, after))


async def _carry_out(
    desk: Desk, person: DeskPerson, report: int, asked: SheetWrite
) -> CellActOutcome:
    event = str(UUID(asked.event))
    if asked.back is not None:
        return await desk.acts.take_back(person.member, event, report, asked.back)
    return await desk.acts.write(person.member, event, report, asked.cells)


async def _read(request: Request) -> SheetWrite:
    body = await body_of(request, SHEET_BYTES)
    if body is None:
        raise FormError("too long")
    try:
        return SheetWrite.model_validate_json(body)
    except ValidationError as error:
        raise FormError("cells") from error


def _answer(
    wording: Wording, asked: SheetWrite, came: CellActOutcome, before: SheetView, after: SheetView
) -> dict[str, Any]:
    """What the page is told. Only the rows that may be another now are laid out; where rows came or
    went, the page is to be fetched anew."""
    told = {
        "event": asked.event,
        "head": came.head,
        "outcomes": [_outcome(wording, one, came.repeated) for one in came.done.outcomes],
        "said": [one.plain for one in came.told.messages],
        "repeated": came.repeated,
        "reload": [*before.at.form.by_key] != [*after.at.form.by_key],
    }
    if told["reload"]:
        return told
    sheet = after.lay_out(_touched(asked, came, before, after))
    rows = [row_patch(row) for row in sheet.rows]
    return told | {"rows": rows, "counts": counts_patch(sheet.counts)}


def _touched(
    asked: SheetWrite, came: CellActOutcome, before: SheetView, after: SheetView
) -> set[str]:
    """The printed rows of what was written, of what hangs on it, and of checks that speak
    otherwise now."""
    form, known = after.at.form, row_dependencies(after.at.form)
    changed = [one.key for one in came.done.changes if isinstance(one, AnswerChange)]
    hanging = [row.key for key in changed for row in known.void.get(key, ())]
    own = [one.key for one in asked.cells if one.part is not CellPart.REASON]
    keys = {key for key in (*changed, *hanging, *own) if key in form.by_key}
    return {printed_row(form, key) for key in keys} | after.failed.other_rows(before.failed)


def _outcome(wording: Wording, one: CellOutcome, repeated: bool) -> dict[str, Any]:
    fate = CellFate.SAME if repeated and one.fate is CellFate.STORED else one.fate
    return {
        "cell": f"{one.part.value} {one.key}",
        "fate": fate.value,
        "message": say_reply(wording, one.said),
        "ways": list(one.ways),
        "theirs": one.theirs,
        "author": one.author,
    }


def say_reply(wording: Wording, said: Reply | None) -> str:
    """The words of a reply as plain text; nothing for none."""
    return strip_markup(wording.say(said.code, said.data)).strip() if said is not None else ""
