"""The pages behind links for one person: fetching a file, sending one into the chat, and opening
one's report here. They look after their own authority."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.access.browser_sessions import MEMBER_LIFE, BrowserSessions, session_cookie
from bot.access.identity import visit_of
from bot.access.signed_links import (
    FILE_PATH,
    LIVES,
    PAGE_PATH,
    PAGES,
    TRIAL_PATH,
    LinkKind,
    SignedLinks,
    file_of,
)
from bot.channels.web import protocol
from bot.channels.web.browser_name import browser_name, is_phone
from bot.channels.web.cookies import browser_cookie, set_cookie
from bot.channels.web.files import answer_of, attach_file, read_upload
from bot.channels.web.foreign import is_foreign
from bot.channels.web.link_forms import LinkForms
from bot.ports.channel import Inbox, Incoming, IncomingKind
from bot.ports.clock import Clock
from bot.runtime.shield import shielded
from storage.messaging.quota import FROM_PAGE
from storage.messaging.signed_links import SignedLink
from storage.store import Store


@dataclass(frozen=True)
class LinkPages:
    """Serves the links of a store; what is sent on a page goes to the inbox."""

    store: Store
    inbox: Inbox
    links: SignedLinks
    sessions: BrowserSessions
    forms: LinkForms
    clock: Clock
    home: str = ""  # where a large screen goes on to; empty: to the chat, as a phone does

    def routes(self) -> list[BaseRoute]:
        """A file's own address has no method but GET: what saves files on a phone is often another
        program, which has no cookie of ours."""
        both = ["GET", "POST"]
        return [
            Route(FILE_PATH + "/{token}", self._serve_file, methods=both),
            Route(FILE_PATH + "/{token}/{ticket}", self._fetch),
            Route(PAGE_PATH + "/{token}", self._serve_page, methods=both),
        ]

    async def _serve_file(self, request: Request) -> Response:
        return await self._serve(request, LinkKind.FILE)

    async def _serve_page(self, request: Request) -> Response:
        return await self._serve(request, *PAGES)

    async def _serve(self, request: Request, *kinds: LinkKind) -> Response:
        """GET shows what may be done here, POST does it."""
        link = await self._find(request, *kinds)
        if link is None:
            return self.forms.gone(kinds[0], 410)
        kind = LinkKind(link.kind)
        if request.method != "POST":
            return self.forms.show(kind, await self._name(link))
        if is_foreign(request, self.links.public_url):
            return self.forms.gone(kind, 403)
        opened = await self._open(link, request)
        if opened is None:
            return self.forms.taken(kind)
        browser, given = opened
        match kind:
            case LinkKind.FILE:
                response: Response = RedirectResponse(f"{request.url.path}/{given}", 303)
            case LinkKind.UPLOAD:
                response = await self._take_file(request, link)
            case LinkKind.CHAT:
                response = RedirectResponse(self._first_page(request), 303)
                secure = self.links.secure
                set_cookie(response, session_cookie(secure), given, MEMBER_LIFE, secure)
            case LinkKind.TRIAL:
                token = request.path_params["token"]
                response = RedirectResponse(f"{TRIAL_PATH}/{token}/", 303)
        secure, life = self.links.secure, LIVES[LinkKind.FILE]
        set_cookie(response, browser_cookie(secure), browser, life, secure)
        return response

    def _first_page(self, request: Request) -> str:
        phone = is_phone(request.headers.get("user-agent", ""))
        return "/" if phone or not self.home else self.home

    @shielded
    async def _find(self, request: Request, *kinds: LinkKind) -> SignedLink | None:
        async with self.store.transaction() as tx:
            return await self.links.find(tx, request.path_params["token"], self.clock(), *kinds)

    @shielded
    async def _name(self, link: SignedLink) -> str:
        """What a file is called, or whose page it is: somebody else may have sent the link."""
        async with self.store.transaction() as tx:
            if link.kind == LinkKind.FILE:
                file = await file_of(tx, link)
                return file.name if file else ""
            return (await tx.roles.names_of([link.member])).get(link.member, "")

    @shielded
    async def _open(self, link: SignedLink, request: Request) -> tuple[str, str] | None:
        """Open the link in this browser: the secret it is known by, and the ticket of a file, or
        the browser's session where it may speak for the member from now on. None when it is open
        in another browser."""
        shown = request.cookies.get(browser_cookie(self.links.secure), "")
        agent = browser_name(request.headers.get("user-agent", ""))
        before = await self.sessions.find(request.cookies)
        async with self.store.transaction() as tx:
            now = self.clock()
            browser = await self.links.open(tx, link, shown, now)
            if browser is None:
                return None
            if link.kind == LinkKind.FILE:
                return browser, await self.links.make_ticket(tx, link, now)
            if link.kind in (LinkKind.UPLOAD, LinkKind.TRIAL):
                return browser, ""
            who = visit_of(link.member)
            await tx.members.bind(protocol.CHANNEL, who, link.member, who, now)
            if before is not None:  # a browser has one session; its link may be this one
                await tx.web_sessions.replace(before.session, now)
            return browser, await self.sessions.begin(tx, link.member, agent, link.id)

    @shielded
    async def _fetch(self, request: Request) -> Response:
        """The file itself, by an address that holds for some minutes."""
        token, ticket = request.path_params["token"], request.path_params["ticket"]
        async with self.store.transaction() as tx:
            now = self.clock()
            link = await self.links.find(tx, token, now, LinkKind.FILE)
            if link is None or not await self.links.admits(tx, link, ticket, now):
                return self.forms.gone(LinkKind.FILE, 410)
            file = await file_of(tx, link)
        return attach_file(file) if file else self.forms.gone(LinkKind.FILE, 410)

    async def _take_file(self, request: Request, link: SignedLink) -> Response:
        """Store the file whole, and have it handled as if it had come in the chat."""
        upload = await read_upload(request)
        if isinstance(upload, Response):
            return upload
        sent = Incoming(
            channel=link.channel,
            event_id=f"{FROM_PAGE}{link.id}-{upload.event}",
            conversation=link.conversation,
            sender=await self._sender(link),
            kind=IncomingKind.SENT,
            file_name=upload.name,
            file_size=len(upload.content),
        )
        return answer_of(await self.inbox.receive_file(sent, upload.content))

    @shielded
    async def _sender(self, link: SignedLink) -> str:
        """What the channel calls the member."""
        async with self.store.transaction() as tx:
            return await tx.members.sender_of(link.member, link.channel) or link.conversation
