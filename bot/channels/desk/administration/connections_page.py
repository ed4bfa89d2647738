"""What other systems may read, and of what they are told: tokens, addresses, and how far events
came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.administration.frame import CONNECTIONS, carry_out, show
from bot.channels.desk.form_fields import FormError, FormFields, read_fields
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.connections.hooks import (
    connect_hook,
    end_hook,
    pause_hook,
    read_events,
    resume_hook,
    rotate_hook,
)
from bot.workflow.connections.tokens import (
    LONGEST_LIFE,
    LONGEST_NAME,
    UNLESS_ASKED,
    USUAL_LIFE,
    end_token,
    give_token,
    read_scopes,
)
from bot.workflow.context import RequestContext
from bot.workflow.desk.administration.connections import read_connections, read_hook
from bot.workflow.lookup import find_unit
from conversations.workflow.connections import ApiScope, HookEvent
from conversations.workflow.permissions import Permission

DAY_FIGURES = 4  # of the days of a token
SCOPES = {
    ApiScope.FORMS: "biểu mẫu và các dòng",
    ApiScope.UNITS: "đơn vị",
    ApiScope.ROUNDS: "đợt báo cáo",
    ApiScope.REPORTS: "tình trạng báo cáo",
    ApiScope.VALUES: "số liệu đã nộp",
    ApiScope.TOTALS: "số hợp nhất",
    ApiScope.DOCUMENTS: "tệp phụ lục",
    ApiScope.HISTORY: "nhật ký của báo cáo",
    ApiScope.PEOPLE: "họ tên người sửa trong nhật ký",
}
EVENTS = {
    HookEvent.SUBMITTED: "đã nộp",
    HookEvent.RECALLED: "lấy lại bản vừa nộp",
    HookEvent.RETURNED: "bị trả lại",
    HookEvent.APPROVED: "đã duyệt",
    HookEvent.CORRECTED: "bản đính chính đã duyệt",
    HookEvent.ROUND_OPENED: "mở đợt báo cáo",
}


async def show_connections(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """All tokens and addresses, and the forms by which others are made."""
    async with desk.reading(person) as ctx:
        found = await read_connections(ctx)
    return show(
        "admin_connections.html",
        person,
        CONNECTIONS,
        found=found,
        scopes=SCOPES,
        ticked=UNLESS_ASKED,
        events=EVENTS,
        usual=USUAL_LIFE,
        longest=LONGEST_LIFE,
        longest_name=LONGEST_NAME,
    )


async def show_hook(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """One address, and what became of the newest events for it."""
    async with desk.reading(person) as ctx:
        shown, tries = await read_hook(ctx, request.path_params["hook"])
    return show("admin_webhook.html", person, CONNECTIONS, shown=shown, tries=tries, events=EVENTS)


async def make_token(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """A new token, shown once."""
    fields = await read_fields(request)

    async def done(ctx: RequestContext) -> None:
        unit = await find_unit(ctx, Permission.CONNECT, fields.one("unit").strip())
        scopes = read_scopes(fields.all("scope"))
        await give_token(ctx, unit.id, fields.one("name"), scopes, _days(fields))

    return await carry_out(desk, person, fields, "token: make", done, CONNECTIONS)


async def stop_token(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """End a token."""
    number, fields = request.path_params["token"], await read_fields(request)

    async def done(ctx: RequestContext) -> None:
        await end_token(ctx, number)

    return await carry_out(desk, person, fields, f"token {number}: end", done, CONNECTIONS)


async def add_hook(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """An address that is told from now on; its secret is shown once."""
    fields = await read_fields(request)

    async def done(ctx: RequestContext) -> None:
        unit = await find_unit(ctx, Permission.CONNECT, fields.one("unit").strip())
        kinds = read_events(fields.all("event_kind"))
        await connect_hook(ctx, desk.hook_rules, unit.id, fields.one("url"), kinds)

    return await carry_out(desk, person, fields, "webhook: add", done, CONNECTIONS)


async def change_hook(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Give an address another secret, pause, resume or end it."""
    number, act = request.path_params["hook"], request.path_params["act"]
    work, fields = ACTS.get(act), await read_fields(request)
    if work is None:
        raise LookupError(act)

    async def done(ctx: RequestContext) -> None:
        await work(ctx, number)

    back = CONNECTIONS if act == "cham-dut" else f"{CONNECTIONS}/dia-chi/{number}"
    return await carry_out(desk, person, fields, f"webhook {number}: {act}", done, back)


def _days(fields: FormFields) -> int:
    said = fields.one("days").strip()
    if not (said.isascii() and said.isdecimal() and len(said) <= DAY_FIGURES):
        raise FormError("days")
    return int(said)


ACTS: Mapping[str, Callable[[RequestContext, int], Awaitable[None]]] = {
    "doi-khoa": rotate_hook,
    "tam-dung": pause_hook,
    "gui-lai": resume_hook,
    "cham-dut": end_hook,
}
