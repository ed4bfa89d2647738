"""The page of one's own browsers and passkeys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.access.browser_sessions import session_cookie
from bot.access.sign_in_codes import SIGN_IN_PATH
from bot.channels.desk.entry.entrance import Entrance
from bot.channels.desk.form_fields import FormError, FormFields, read_fields
from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.cookies import forget_cookie
from bot.dispatch.desk_acts import desk_context
from bot.workflow.calendar.feeds import new_address
from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.desk.sessions import (
    end_other_sessions,
    end_session,
    list_own_sessions,
    remove_passkey,
    rename_passkey,
)

PATH = "/ban/phien"
BEGUN_BY = {
    "key": "liên kết của máy chủ",
    "link": "liên kết trong khung chat",
    "passkey": "khóa đăng nhập",
    "code": "mã đăng nhập",
    "invitation": "lời mời",
    "telegram": "Telegram",
}
_DONE = {
    "thoat": "Đã thoát máy đó.",
    "thoat-khac": "Đã thoát mọi máy khác.",
    "doi-ten": "Đã đổi tên khóa.",
    "bo": "Đã bỏ khóa; từ nay khóa này không vào được nữa.",
    "khoa": "Đã tạo khóa đăng nhập. Lần sau vào bằng nút “Dùng khóa đăng nhập”.",
    "bo-lich": "Đã bỏ địa chỉ lịch; ứng dụng lịch có thể còn giữ các ngày đã tải.",
    "khong-lich": "Chưa có địa chỉ lịch, hoặc chưa lập được.",
    "khong": "Không còn máy hoặc khóa đó nữa.",
}
Work = Callable[[RequestContext, FormFields], Awaitable[str]]


class SessionPage:
    """Shows them, ends and renames them. Nobody sees or ends another person's."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    async def show(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """What is open, and what opens the desk."""
        return await self._page(desk, request, person, "sessions.html")

    async def offer(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """A passkey is offered to who has just come in by an invitation."""
        if self._entrance.party(request) is None:
            return RedirectResponse("/ban", 303)
        return await self._page(desk, request, person, "offer_passkey.html")

    async def make_calendar(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """A new address for the calendar of due days, shown on this page alone."""
        await read_fields(request)
        try:
            async with desk.store.transaction() as tx:
                ctx = await desk_context(tx, desk.catalogs, person.member, desk.clock())
                address = await new_address(ctx)
        except RequestRejectedError:
            return RedirectResponse(f"{PATH}?xong=khong-lich", 303)
        return await self._page(desk, request, person, "sessions.html", address)

    async def end_calendar(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """Have the address lead nowhere."""

        async def work(ctx: RequestContext, _: FormFields) -> str:
            ended = await ctx.tx.calendar_feeds.end(ctx.audit_context(), ctx.member)
            return "bo-lich" if ended else "khong-lich"

        return await self._do(desk, request, person, work)

    async def _page(
        self, desk: Desk, request: Request, person: DeskPerson, name: str, calendar: str = ""
    ) -> Response:
        async with desk.reading(person) as ctx:
            own = await list_own_sessions(ctx, person.signed.session)
        return render(
            name,
            person,
            policy=FORMS_POLICY,
            own=own,
            begun_by=BEGUN_BY,
            calendar=calendar,
            has_address=desk.catalogs.links is not None,
            has_passkeys=self._entrance.party(request) is not None,
            done=_DONE.get(request.query_params.get("xong", ""), ""),
        )

    async def end(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """Sign one browser out."""

        async def work(ctx: RequestContext, fields: FormFields) -> str:
            return "thoat" if await end_session(ctx, _number(fields)) else "khong"

        return await self._do(desk, request, person, work)

    async def end_others(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """Sign out every browser but this one."""

        async def work(ctx: RequestContext, _: FormFields) -> str:
            await end_other_sessions(ctx, person.signed.session)
            return "thoat-khac"

        return await self._do(desk, request, person, work)

    async def rename(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """Call a passkey otherwise."""

        async def work(ctx: RequestContext, fields: FormFields) -> str:
            done = await rename_passkey(ctx, _number(fields), fields.one("ten")[:200])
            return "doi-ten" if done else "khong"

        return await self._do(desk, request, person, work)

    async def remove(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """Take a passkey away."""

        async def work(ctx: RequestContext, fields: FormFields) -> str:
            return "bo" if await remove_passkey(ctx, _number(fields)) else "khong"

        return await self._do(desk, request, person, work)

    async def leave(self, desk: Desk, _: Request, person: DeskPerson) -> Response:
        """Sign this browser out."""
        await desk.sessions.end(person.signed)
        response = RedirectResponse(SIGN_IN_PATH, 303)
        secure = self._entrance.secure
        forget_cookie(response, session_cookie(secure), secure)
        return response

    async def _do(self, desk: Desk, request: Request, person: DeskPerson, work: Work) -> Response:
        fields = await read_fields(request)
        async with desk.store.transaction() as tx:
            ctx = await desk_context(tx, desk.catalogs, person.member, desk.clock())
            done = await work(ctx, fields)
        return RedirectResponse(f"{PATH}?xong={done}", 303)


def _number(fields: FormFields) -> int:
    numbers = fields.numbers("so")
    if len(numbers) != 1 or not 0 < numbers[0] < 2**31:
        raise FormError("so")
    return numbers[0]
