"""What the administrator's pages share: who may open them, their own navigation, and acts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.desk.act_page import describe_outcome
from bot.channels.desk.form_fields import FormFields
from bot.channels.desk.pages import FORMS_POLICY, Page, desk_route, render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.dispatch.desk_acts import ActOutcome
from bot.workflow.context import DeniedError, RequestContext
from conversations.workflow.permissions import Role

ROOT = "/ban/quan-tri"
UNITS, PEOPLE, FORMS = f"{ROOT}/don-vi", f"{ROOT}/nguoi", f"{ROOT}/bieu-mau"
CONNECTIONS = f"{ROOT}/ket-noi"
DAYS = f"{ROOT}/ngay-lam-viec"
CHANNELS, HISTORY, SYSTEM = f"{ROOT}/kenh", f"{ROOT}/nhat-ky", f"{ROOT}/tinh-trang"
PAGES = (
    (UNITS, "Đơn vị"),
    (PEOPLE, "Người"),
    (FORMS, "Biểu mẫu"),
    (DAYS, "Ngày làm việc"),
    (CHANNELS, "Kênh"),
    (CONNECTIONS, "Kết nối"),
    (HISTORY, "Nhật ký"),
    (SYSTEM, "Hệ thống"),
)


def administration_route(desk: Desk, path: str, page: Page, *methods: str) -> Route:
    """A route to a page that is for administrators alone."""

    async def serve(at: Desk, request: Request, person: DeskPerson) -> Response:
        if not person.has_role(Role.ADMINISTRATOR):
            raise DeniedError
        return await page(at, request, person)

    return desk_route(desk, path, serve, *methods)


def show(
    name: str, person: DeskPerson, section: str, *, status: int = 200, **data: Any
) -> Response:
    """A page of this section."""
    shown = {"section": section, "sections": PAGES, "new_event": lambda: str(uuid4()), **data}
    return render(name, person, status=status, policy=FORMS_POLICY, **shown)


async def carry_out(
    desk: Desk,
    person: DeskPerson,
    fields: FormFields,
    said: str,
    work: Callable[[RequestContext], Awaitable[None]],
    back: str,
) -> Response:
    """Do a work of the office once, and show what came of it, with its questions."""
    outcome = await desk.acts.do(person.member, fields.event(), said, work)
    return show_outcome(person, outcome, back)


def show_outcome(person: DeskPerson, outcome: ActOutcome, back: str) -> Response:
    """What an act came to, and the way back."""
    status = 422 if outcome.rejected else 404 if outcome.denied else 200
    return render("act.html", person, status=status, told=describe_outcome(outcome), back=back)
