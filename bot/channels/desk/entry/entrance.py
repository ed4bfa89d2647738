"""What the pages of coming in share: who may come in, and how a session begins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.access.browser_sessions import LIVES, SessionOrigin, SignedIn, session_cookie
from bot.access.identity import visit_of
from bot.access.passkeys import PasskeyCeremonies, PasskeyParty
from bot.access.sign_in_codes import SignInCodes
from bot.channels.desk.entry.knocks import Knocks
from bot.channels.desk.form_fields import FormError
from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.desk.visitors import Desk
from bot.channels.web.auth import origin_of
from bot.channels.web.browser_name import browser_name
from bot.channels.web.cookies import set_cookie
from bot.channels.web.protocol import CHANNEL
from bot.channels.web.sign_in import is_own_page
from bot.runtime.shield import finish_work

Served = Callable[["Entrance", Request], Awaitable[Response]]


class NoEntryError(Exception):
    """The member may not come in: their last role has ended, or they were forgotten."""


@dataclass(frozen=True)
class Entrance:
    """The desk, and what signs browsers in at it. `token` is that of the bot on Telegram, or
    empty."""

    desk: Desk
    codes: SignInCodes
    passkeys: PasskeyCeremonies
    token: str = field(default="", repr=False)
    knocks: Knocks = field(default_factory=Knocks)

    @classmethod
    def of(cls, desk: Desk, token: str = "") -> Entrance:
        """The entrance of this desk."""
        codes = SignInCodes(desk.store, desk.clock)
        return cls(desk, codes, PasskeyCeremonies(desk.store, desk.clock), token)

    @property
    def secure(self) -> bool:
        """Whether cookies are bound to TLS."""
        return self.desk.access.secure

    def party(self, asked: HTTPConnection) -> PasskeyParty | None:
        """For whom passkeys are made where this browser sees us: the public address, or this
        machine; None where browsers make none."""
        access = self.desk.access
        if access.proxied:
            return PasskeyParty.of_origin(access.public)
        here = origin_of(f"{asked.url.scheme}://{asked.headers.get('host', '')}")
        return PasskeyParty.of_origin(here)

    async def sign_in(
        self, request: Request, member: int, origin: SessionOrigin
    ) -> tuple[str, SignedIn | None]:
        """A new session of this browser, that speaks for the member: its cookie, and the session
        that the browser had before, which is ended. NoEntryError for who has no role any more."""
        desk, agent = self.desk, browser_name(request.headers.get("user-agent", ""))
        before = await desk.sessions.find(request.cookies)
        async with desk.store.transaction() as tx:
            if await tx.erasure.is_erased(member) or await tx.roles.has_left(member):
                raise NoEntryError
            now, who = desk.clock(), visit_of(member)
            await tx.members.bind(CHANNEL, who, member, who, now)
            if before is not None:
                await tx.web_sessions.replace(before.session, now)
            return await desk.sessions.begin(tx, member, agent, origin=origin), before

    def with_cookie(self, response: Response, cookie: str, origin: SessionOrigin) -> Response:
        """The response, that gives the browser its session."""
        set_cookie(response, session_cookie(self.secure), cookie, LIVES[origin], self.secure)
        return response

    async def let_in(
        self, request: Request, member: int, origin: SessionOrigin, to: str
    ) -> Response:
        """Sign the browser in as this member, and send it on."""
        try:
            cookie, _ = await self.sign_in(request, member, origin)
        except NoEntryError:
            return no_entry()
        return self.with_cookie(RedirectResponse(to, 303), cookie, origin)


def entry_route(entrance: Entrance, path: str, page: Served, *methods: str) -> Route:
    """A route to a page for whoever comes; what is sent to it must come from a page of ours."""

    async def serve(request: Request) -> Response:
        return await finish_work(_serve(entrance, request, page))

    return Route(path, serve, methods=[*(methods or ("GET",))])


async def _serve(entrance: Entrance, request: Request, page: Served) -> Response:
    if request.method not in ("GET", "HEAD") and not is_own_page(entrance.desk.access, request):
        words = "Yêu cầu này không đến từ trang của hệ thống, nên chưa làm gì. Tải lại trang."
        return notice("Chưa làm được", words, 403)
    address = request.client.host if request.client is not None else ""
    if request.method == "POST" and not entrance.knocks.admit(address):
        words = "Đang có quá nhiều người vào cùng lúc. Đợi một phút rồi thử lại; chưa có gì bị mất."
        return notice("Xin đợi một phút", words, 429)
    try:
        return await page(entrance, request)
    except FormError:
        words = "Trang gửi thiếu hoặc sai thông tin, nên chưa làm gì. Tải lại trang rồi thử lại."
        return notice("Chưa làm được", words, 422)


def notice(title: str, words: str, status: int) -> Response:
    """A page that only says something."""
    return render("notice.html", None, status=status, policy=FORMS_POLICY, title=title, words=words)


def no_entry() -> Response:
    """Said to who has no role any more."""
    words = (
        "Anh/chị không còn vai trò nào ở đây nên không đăng nhập được. Nếu vẫn được giao việc, "
        "xin người phụ trách tổng hợp cấp lời mời mới."
    )
    return notice("Chưa vào được", words, 403)
