"""The page that Telegram opens inside of itself: who opens it is in what Telegram has signed."""

from __future__ import annotations

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.access.browser_sessions import SessionOrigin
from bot.access.telegram_data import DATA_BYTES, FRESH, read_telegram_data
from bot.channels.desk.entry.entrance import Entrance, NoEntryError
from bot.channels.desk.own_paths import HOME
from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.web.files import body_of

TELEGRAM = "telegram"  # the channel, and the name space of its senders
_STALE = "Trang mở từ lâu hoặc không phải từ Telegram. Đóng lại, rồi trong khung chat gõ “mở web”."
_UNKNOWN = "Tài khoản Telegram này chưa có ai ở đây. Mở khung chat và nhắn mã mời trước."
_GONE = "Anh/chị không còn vai trò nào ở đây. Xin người phụ trách tổng hợp cấp lời mời mới."


async def show_telegram(_: Entrance, __: Request) -> Response:
    """The page's script sends what Telegram has put behind the address."""
    return render("telegram.html", None, policy=FORMS_POLICY)


async def enter_telegram(entrance: Entrance, request: Request) -> Response:
    """Come in by what Telegram has signed; each signature counts once."""
    desk, body = entrance.desk, await body_of(request, DATA_BYTES)
    if not entrance.token or body is None:
        return _refusal(_STALE)
    now = desk.clock()
    visitor = read_telegram_data(body.decode("utf-8", "replace"), entrance.token, now)
    if visitor is None:
        return _refusal(_STALE)
    mark = sha256(f"telegram {visitor.mark}".encode()).hexdigest()
    async with desk.store.transaction() as tx:
        fresh = await tx.challenges.add_shown(mark, TELEGRAM, now, now + 2 * FRESH)
        found = await tx.members.find(TELEGRAM, visitor.sender)
    if not fresh:
        return _refusal(_STALE)
    if found is None:
        return _refusal(_UNKNOWN)
    try:
        cookie, _ = await entrance.sign_in(request, found.id, SessionOrigin.TELEGRAM)
    except NoEntryError:
        return _refusal(_GONE)
    return entrance.with_cookie(JSONResponse({"to": HOME}), cookie, SessionOrigin.TELEGRAM)


def _refusal(words: str) -> Response:
    return JSONResponse({"why": words}, 403)
