"""The pages behind passes: sending a file into the chat, and opening one's report here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.access.browser_sessions import MEMBER_LIFE, BrowserSessions, session_cookie
from bot.access.identity import visit_of
from bot.access.page_links import LIVES, PATH, LinkedPage, PageLinks
from bot.channels.web import protocol
from bot.channels.web.browser_name import browser_name
from bot.channels.web.cookies import browser_cookie, forget_old_cookies, set_cookie
from bot.channels.web.files import FILE_LIMIT, answer_of, body_of, name_of
from bot.channels.web.foreign import is_foreign
from bot.channels.web.page_frame import render_notice, render_page
from bot.ports.channel import Inbox, Incoming, IncomingKind
from bot.runtime.shield import finish_work
from conversations.protocol.messages import Wording
from storage.messaging.page_links import PagePass
from storage.messaging.quota import FROM_PAGE
from storage.store import Store

MEGABYTE = 1_048_576
_UPLOAD = """<h1>{title}</h1>
<p>{words}</p>
<label class="picker">{choose}<input class="unseen" id="file" type="file"
 accept=".docx,.xlsx,.doc,.xls,.pdf"></label>
<p class="file-name" id="name" hidden></p>
<button id="send" type="button" hidden>{send}</button>
<progress id="bar" max="1" value="0" hidden></progress>
<p id="status" role="status" {texts}></p>
<p class="soft">{own}</p>"""
_CHAT = """<h1>{title}</h1>
<p>{words}</p>
<form method="post"><button>{open}</button></form>
<p class="soft">{own}</p>"""


def pass_routes(
    store: Store,
    door: Inbox,
    passes: PageLinks,
    sessions: BrowserSessions,
    wording: Wording,
    clock: Callable[[], datetime],
) -> list[BaseRoute]:
    """The route of these pages; it looks after its own authority."""
    pages = _Pages(store, door, passes, sessions, wording, clock)
    return [Route(PATH + "/{token}", pages.serve, methods=["GET", "POST"])]


class _Pages:
    def __init__(
        self,
        store: Store,
        door: Inbox,
        passes: PageLinks,
        sessions: BrowserSessions,
        wording: Wording,
        clock: Callable[[], datetime],
    ) -> None:
        self._sessions = sessions
        self._store = store
        self._door = door
        self._passes = passes
        self._wording = wording
        self._clock = clock

    async def serve(self, request: Request) -> Response:
        """GET shows what may be done here, POST does it."""
        kept = await finish_work(self._found(request.path_params["token"]))
        if kept is None:
            return render_notice(self._say("page.gone.title"), self._say("page.gone"), 410)
        if request.method != "POST":
            return self._shown(LinkedPage(kept.page), await finish_work(self._name(kept)))
        if is_foreign(request, self._passes.public_url):
            return render_notice(self._say("page.gone.title"), self._say("page.gone"), 403)
        entered = await finish_work(self._enter(kept, request))
        if entered is None:
            return render_notice(self._say("page.taken.title"), self._say("page.taken"), 403)
        browser, session = entered
        if kept.page == LinkedPage.UPLOAD:
            return self._marked(await self._take_file(request, kept), browser)
        response = self._marked(RedirectResponse("/", 303), browser)
        secure = self._passes.secure
        set_cookie(response, session_cookie(secure), session, MEMBER_LIFE, secure)
        forget_old_cookies(response, request.cookies, secure)
        return response

    async def _found(self, token: str) -> PagePass | None:
        async with self._store.transaction() as tx:
            return await self._passes.found(tx, token, self._clock())

    async def _enter(self, kept: PagePass, request: Request) -> tuple[str, str] | None:
        """Open the page in this browser: the secret it is known by, and its session where it may
        speak for the member from now on. None when the page is open in another browser."""
        shown = request.cookies.get(browser_cookie(self._passes.secure), "")
        agent = browser_name(request.headers.get("user-agent", ""))
        before = await self._sessions.find(request.cookies)
        async with self._store.transaction() as tx:
            browser = await self._passes.enter(tx, kept, shown, self._clock())
            if browser is None:
                return None
            if kept.page != LinkedPage.CHAT:
                return browser, ""
            who = visit_of(kept.member)
            await tx.members.bind(protocol.CHANNEL, who, kept.member, who, self._clock())
            if before is not None:  # a browser has one session; its link may be this one
                await tx.web_sessions.replace(before.session, self._clock())
            return browser, await self._sessions.begin(tx, kept.member, agent, kept.id)

    async def _name(self, kept: PagePass) -> str:
        """Whose page it is: somebody else may have sent the link."""
        async with self._store.transaction() as tx:
            return (await tx.roles.names_of([kept.member])).get(kept.member, "")

    def _shown(self, what: LinkedPage, name: str) -> Response:
        title, words = self._say(f"page.{what}.title"), self._say(f"page.{what}.words")
        own = self._wording.say("page.of", {"name": name}).strip()
        if what is LinkedPage.CHAT:
            opened = self._say("page.chat.open")
            return render_page(title, _CHAT.format(title=title, words=words, open=opened, own=own))
        texts = " ".join(
            f'data-{name}="{escape(self._say(f"page.upload.{name}"))}"'
            for name in ("sending", "again", "done", "failed", "heavy", "status403", "status410")
        )
        inside = _UPLOAD.format(
            title=title,
            words=words,
            choose=self._say("page.upload.choose"),
            send=self._say("page.upload.send"),
            texts=texts,
            own=own,
        )
        return render_page(title, inside, script="send.js")

    async def _take_file(self, request: Request, kept: PagePass) -> Response:
        """Store the file whole, and have it handled as if it had come in the chat."""
        try:
            event = protocol.upload_id(request.headers.get("x-event", ""))
        except protocol.ProtocolError:
            return Response(status_code=400)
        content = await body_of(request, FILE_LIMIT)
        if content is None:
            return Response(status_code=413)
        name = name_of(request.headers.get("x-file-name", ""))
        sent = Incoming(
            channel=kept.channel,
            event_id=f"{FROM_PAGE}{kept.id}-{event}",
            conversation=kept.conversation,
            sender=await finish_work(self._sender(kept)),
            kind=IncomingKind.SENT,
            file_name=name,
            file_size=len(content),
        )
        return answer_of(await self._door.receive_file(sent, content))

    async def _sender(self, kept: PagePass) -> str:
        """What the channel calls the member."""
        async with self._store.transaction() as tx:
            return await tx.members.sender_of(kept.member, kept.channel) or kept.conversation

    def _marked(self, response: Response, browser: str) -> Response:
        secure = self._passes.secure
        set_cookie(response, browser_cookie(secure), browser, LIVES[LinkedPage.UPLOAD], secure)
        return response

    def _say(self, code: str) -> str:
        return self._wording.say(code, {"limit": FILE_LIMIT // MEGABYTE}).strip()
