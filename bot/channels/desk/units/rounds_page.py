"""The rounds, and opening one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.act_page import describe_outcome
from bot.channels.desk.form_fields import FormError, read_fields
from bot.channels.desk.pages import render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.desk.rounds import (
    OpeningFields,
    RoundLine,
    RoundList,
    list_rounds,
    read_opening_fields,
)
from conversations.frozen import Frozen
from conversations.workflow.many_requests import AddToRound, WithdrawRound
from conversations.workflow.review_requests import Lock

NOTHING = OpeningFields(0, "", "", "", "")
PATH = "/ban/dot"


async def show_rounds(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """How each round stands, and a form for a new one."""
    async with desk.reading(person, may_lag=True) as ctx:
        found = await list_rounds(ctx)
    return _page(person, found, as_of=ctx.tx.as_of)


async def open_round(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Show what the new round would be."""
    fields = await read_fields(request)
    root = fields.numbers("don-vi")
    names = ("bieu", "ky", "han", "loai")
    said = OpeningFields(root[-1] if root else 0, *(fields.one(name).strip() for name in names))
    async with desk.reading(person) as ctx:
        found = await list_rounds(ctx)
        if found.opening is None:
            raise FormError("don-vi")
        wanted = read_opening_fields(ctx, said)
    if isinstance(wanted, str):
        return _page(person, found, 422, said=said, problem=wanted)
    outcome = await desk.acts.ask(person.member, str(uuid4()), wanted)
    status = 404 if outcome.denied else 422 if outcome.rejected else 200
    told = describe_outcome(outcome)
    return render("act.html", person, status=status, told=told, back=PATH, here=PATH)


def _page(
    person: DeskPerson,
    found: RoundList,
    status: int = 200,
    *,
    said: OpeningFields = NOTHING,
    problem: str = "",
    as_of: datetime | None = None,
) -> Response:
    lines = [(one, round_acts(one)) for one in found.lines]
    data: dict[str, Any] = {"lines": lines, "opening": found.opening, "said": said}
    data |= {"problem": problem, "as_of": as_of}
    return render("units/rounds.html", person, status=status, here=PATH, **data)


def round_acts(line: RoundLine) -> list[dict[str, Any]]:
    """What can be done with a round, each with its request and a name for the act of asking."""
    of = line.round
    found: list[tuple[str, Frozen]] = []
    if line.may_add:
        found.append(("Thêm đơn vị", AddToRound(round=of.id, unit=line.root.id)))
    if line.may_lock:
        found.append(
            ("Mở lại" if of.locked else "Khóa sổ", Lock(round=of.id, locked=not of.locked))
        )
    if line.may_withdraw:
        found.append(("Rút đợt", WithdrawRound(round=of.id)))
    return [
        {"label": word, "action": request.model_dump_json(), "event": str(uuid4())}
        for word, request in found
    ]
