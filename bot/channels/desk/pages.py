"""What every page of the desk shares: how it is rendered, and who may open it."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.access.sign_in_codes import SIGN_IN_PATH
from bot.channels.desk.form_fields import FormError
from bot.channels.desk.own_paths import CHAT, SETUP
from bot.channels.desk.visitors import ACTED, Desk, DeskPerson
from bot.channels.web.security import POLICY
from bot.channels.web.sign_in import is_own_page
from bot.runtime.shield import finish_work
from bot.workflow.context import DeniedError
from conversations.workflow.permissions import Role
from storage.store import is_away
from storage.tables.types import MOST_ROWS
from templates.loading.pages import render_page

log = structlog.get_logger(__name__)
# Pages with forms and with fragments that htmx puts in; those without keep the chat's policy.
FORMS_POLICY = POLICY.replace("form-action 'none'", "form-action 'self'")
FRAGMENT_POLICY = FORMS_POLICY.replace("trusted-types 'none'", "trusted-types htmx")
RETRY_SECONDS = 60  # after which a browser may ask again for what could not be read
Page = Callable[[Desk, Request, DeskPerson], Awaitable[Response]]


def desk_route(desk: Desk, path: str, page: Page, *methods: str) -> Route:
    """A route to a page that needs a signed-in person. Whoever has no right to what it is about is
    told that there is no such page; so is a stranger to a number."""

    async def serve(request: Request) -> Response:
        try:
            return await finish_work(_serve(desk, request, page))
        except Exception as error:
            if not is_away(error):
                raise
            log.exception("page not served: the database is away")
            return _say_away(request)

    return Route(path, serve, methods=[*(methods or ("GET",))])


async def _serve(desk: Desk, request: Request, page: Page) -> Response:
    if request.method != "GET" and not is_own_page(desk.access, request):
        return _notice("Trang khác không được gửi vào đây", "Mở lại trang bàn làm việc.", 403)
    person = await desk.find_person(request)
    if person is None:
        return _ask_to_sign_in(request)
    if any(isinstance(one, int) and one > MOST_ROWS for one in request.path_params.values()):
        return missing_page(person)  # no row has such a number
    try:
        return _mark_act(desk, request, await _read_twice(desk, request, person, page))
    except (DeniedError, LookupError):
        return missing_page(person)
    except FormError:
        words = "Trang gửi thiếu hoặc sai thông tin, nên chưa làm gì. Tải lại trang rồi thử lại."
        return render("notice.html", person, status=422, title="Chưa làm được", words=words)


async def _read_twice(desk: Desk, request: Request, person: DeskPerson, page: Page) -> Response:
    """The page; from the primary when the replica went away, or gave the reading up, meanwhile."""
    try:
        return await page(desk, request, person)
    except Exception as error:
        if desk.store.replica is None or request.method != "GET" or not is_away(error):
            raise
        return await page(desk, request, replace(person, acted=True))


def _mark_act(desk: Desk, request: Request, answer: Response) -> Response:
    """After an act this browser reads from the primary until every replica knows of it."""
    if request.method != "GET" and desk.store.replica is not None:
        seconds = math.ceil(desk.store.replica.most_lag) + 1
        secure = desk.access.secure
        answer.set_cookie(
            ACTED, "1", seconds, path="/ban", secure=secure, httponly=True, samesite="strict"
        )
    return answer


def _ask_to_sign_in(request: Request) -> Response:
    """To the page of coming in, and from there back; a fragment or an act only says so."""
    if request.method == "GET" and "hx-request" not in request.headers:
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{SIGN_IN_PATH}?den={quote(wanted, safe='/')}", 303)
    return _notice("Phiên đã hết", "Đăng nhập lại rồi làm tiếp. Chưa có gì bị mất.", 401)


def render(
    name: str, person: DeskPerson | None, *, status: int = 200, policy: str = "", **data: Any
) -> HTMLResponse:
    """A page for this person."""
    shown = {"person": person, "nav": _nav(person), **data}
    headers = {
        "Content-Security-Policy": policy or FRAGMENT_POLICY,
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "same-origin",  # else a form of ours comes without its origin
        "X-Robots-Tag": "noindex",
    }
    return HTMLResponse(render_page(name, shown), status, headers=headers)


def missing_page(person: DeskPerson | None) -> HTMLResponse:
    """There is no such page, or not for this person."""
    words = "Trang này không có, hoặc không thuộc phần việc của anh/chị."
    return render("notice.html", person, status=404, title="Không có trang này", words=words)


def _notice(title: str, words: str, status: int) -> HTMLResponse:
    return render("notice.html", None, status=status, title=title, words=words)


def _say_away(request: Request) -> HTMLResponse:
    """The database cannot be reached. Of an act it may be that it was done all the same."""
    words = "Chưa có gì bị mất. Tải lại trang sau một phút."
    if request.method != "GET":
        words = "Có thể việc vừa gửi chưa được làm. Một phút nữa tải lại trang để xem, rồi làm lại."
    answer = _notice("Lúc này chưa kết nối được cơ sở dữ liệu", words, 503)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _nav(person: DeskPerson | None) -> list[tuple[str, str]]:
    """The pages that somebody of these roles goes to."""
    if person is None:
        return []
    coordinates = person.has_role(Role.COORDINATOR, Role.ADMINISTRATOR)
    found = [("/ban", "Việc của tôi")]
    if person.has_role(Role.REVIEWER, Role.COORDINATOR):
        found.append(("/ban/duyet", "Chờ duyệt"))
    if coordinates:
        found.append(("/ban/dot", "Đợt báo cáo"))
    found.append((CHAT, "Trò chuyện"))
    if person.signed.by_key and (not person.grants or person.has_role(Role.ADMINISTRATOR)):
        found.append((SETUP, "Cài đặt"))
    if person.has_role(Role.ADMINISTRATOR):
        found.append(("/ban/quan-tri", "Quản trị"))
    return found
