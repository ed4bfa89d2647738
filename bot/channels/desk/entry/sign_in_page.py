"""The page of coming in: by a passkey, by a code, and what else there is."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.access.browser_sessions import SessionOrigin
from bot.access.sign_in_codes import (
    CODE_LIFE,
    MOST_TRIES,
    SIGN_IN_PATH,
    SignInCodeError,
    SignInRefusal,
    read_address,
)
from bot.access.signatures import new_browser
from bot.channels.desk.entry.code_mail import send_code
from bot.channels.desk.entry.entrance import Entrance
from bot.channels.desk.form_fields import read_fields
from bot.channels.desk.own_paths import LANDING, own_path
from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.web.cookies import set_cookie

ASKED_LIFE = 6 * CODE_LIFE  # of the mark that a browser asked for codes
_BROWSER = re.compile(r"[\w-]{43}", re.ASCII)  # as `new_browser` makes them
MINUTES = int(CODE_LIFE.total_seconds() // 60)
_TOLD = {
    SignInRefusal.ADDRESS: (
        "Địa chỉ vừa nhập không phải địa chỉ e-mail. Ví dụ đúng: lan.nguyen@bacninh.gov.vn."
    ),
    SignInRefusal.OFTEN: (
        "Đã xin mã nhiều lần. Xin đợi một giờ rồi xin lại, hoặc vào bằng cách khác ở trang này."
    ),
    SignInRefusal.WRONG: (
        "Mã không đúng, đã dùng hoặc quá hạn. Xem lại mã, hoặc xin mã mới; mã e-mail chỉ dùng "
        "được trên trình duyệt đã xin."
    ),
    SignInRefusal.SPENT: (
        f"Đã nhập sai {MOST_TRIES} lần nên mã này không dùng được nữa. Xin mã mới."
    ),
}


async def show_sign_in(entrance: Entrance, request: Request) -> Response:
    """How to come in; who is in goes on to where they wanted."""
    to = own_path(request.query_params.get("den", ""))
    if await entrance.desk.sessions.find(request.cookies) is not None:
        person = await entrance.desk.find_person(request)
        return RedirectResponse(to if person is not None else LANDING, 303)
    return _page(entrance, request, to)


async def is_signed_in(entrance: Entrance, request: Request) -> Response:
    """For the page itself, that a link elsewhere has led to: a browser does not show us its
    session then."""
    found = await entrance.desk.sessions.find(request.cookies)
    return Response(status_code=204 if found is not None else 401)


async def ask_code(entrance: Entrance, request: Request) -> Response:
    """Have a code sent to an address. The answer is the same whether anybody has it."""
    fields = await read_fields(request)
    to, typed = own_path(fields.one("den")), fields.one("email")
    shown = request.cookies.get(_asked_cookie(entrance), "")
    browser = shown if _BROWSER.fullmatch(shown) else new_browser()
    try:
        await send_code(entrance, read_address(typed), browser)
    except SignInCodeError as refused:
        return _page(entrance, request, to, email=typed, email_error=_TOLD[refused.why])
    sent = f"{SIGN_IN_PATH}/ma?{urlencode({'den': to})}"
    response = RedirectResponse(sent, 303)
    set_cookie(response, _asked_cookie(entrance), browser, ASKED_LIFE, entrance.secure)
    return response


async def show_code(entrance: Entrance, request: Request) -> Response:
    """Where the code is typed that was sent."""
    return _code_page(own_path(request.query_params.get("den", "")))


async def take_code(entrance: Entrance, request: Request) -> Response:
    """Come in by a code that was typed."""
    fields = await read_fields(request)
    to, browser = own_path(fields.one("den")), request.cookies.get(_asked_cookie(entrance), "")
    try:
        member = await entrance.codes.take(fields.one("ma")[:40], browser)
    except SignInCodeError as refused:
        words = _TOLD[refused.why]
        if refused.left:
            words += f" Còn {refused.left} lần nhập."
        if fields.one("trang") == "ma":
            return _code_page(to, words)
        return _page(entrance, request, to, code_error=words)
    return await entrance.let_in(request, member, SessionOrigin.CODE, to)


def _page(
    entrance: Entrance,
    request: Request,
    to: str,
    *,
    email: str = "",
    email_error: str = "",
    code_error: str = "",
) -> Response:
    return render(
        "sign_in.html",
        None,
        status=422 if email_error or code_error else 200,
        policy=FORMS_POLICY,
        to=to,
        has_passkeys=entrance.party(request) is not None,
        has_mail="email" in entrance.desk.catalogs.channels,
        minutes=MINUTES,
        email=email,
        email_error=email_error,
        code_error=code_error,
    )


def _code_page(to: str, error: str = "") -> Response:
    return render(
        "sign_in_code.html",
        None,
        status=422 if error else 200,
        policy=FORMS_POLICY,
        to=to,
        minutes=MINUTES,
        error=error,
    )


def _asked_cookie(entrance: Entrance) -> str:
    """The cookie by which a browser is known that has asked for a code."""
    return "__Host-phuluc-asked" if entrance.secure else "phuluc-asked"
