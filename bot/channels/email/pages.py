"""The pages behind the links of letters: an address is confirmed, or gets no more of them.

A look at a page changes nothing, for mail programs look at links by themselves. Mail programs also
end letters with one tap, by a POST that no page of ours has sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.access.mail_tokens import (
    CONFIRM_PATH,
    STOP_PATH,
    Confirmation,
    is_confirmed_by,
    read_confirm_token,
    read_stop_token,
)
from bot.access.signatures import signing_key
from bot.channels.web.page_frame import render_notice, render_page
from bot.ports.clock import Clock
from bot.runtime.shield import shielded
from conversations.protocol.messages import Wording
from storage.store import Store
from storage.transaction import Transaction

_PAGE = """<h1>{title}</h1>
<p>{words}</p>
<form method="post"><button>{button}</button></form>"""


@dataclass(frozen=True)
class LetterPages:
    """Serves them, in these words."""

    store: Store
    wording: Wording
    clock: Clock

    def routes(self) -> list[BaseRoute]:
        """One page to end letters, and one to confirm an address."""
        both = ["GET", "POST"]
        return [
            Route(STOP_PATH + "/{token}", self._stop, methods=both),
            Route(CONFIRM_PATH + "/{token}", self._confirm, methods=both),
        ]

    @shielded
    async def _stop(self, request: Request) -> Response:
        async with self.store.transaction() as tx:
            address = read_stop_token(await signing_key(tx), request.path_params["token"])
            if address is None:
                return self._notice("gone", 410)
            if request.method != "POST":
                return self._ask("stop", address=address)
            await tx.mailboxes.stop(address, self.clock())
            return self._notice("stopped", 200, address=address)

    @shielded
    async def _confirm(self, request: Request) -> Response:
        given = read_confirm_token(request.path_params["token"], self.clock())
        async with self.store.transaction() as tx:
            address = await _address_of(tx, given) if given is not None else None
            if given is None or address is None:
                return self._notice("gone", 410)
            if request.method != "POST":
                names = await tx.roles.names_of([given.member])
                return self._ask("confirm", address=address, name=names.get(given.member, ""))
            await tx.mailboxes.confirm(given.member, address, self.clock())
            return self._notice("confirmed", 200, address=address)

    def _ask(self, page: str, **data: str) -> Response:
        """What a button would do here, and the button."""
        title = self._say(f"mail.page.{page}.title")
        words, button = (
            self._say(f"mail.page.{page}", **data),
            self._say(f"mail.page.{page}.button"),
        )
        return render_page(title, _PAGE.format(title=escape(title), words=words, button=button))

    def _notice(self, page: str, status: int, **data: str) -> Response:
        title = self._say(f"mail.page.{page}.title")
        return render_notice(title, self._say(f"mail.page.{page}", **data), status)

    def _say(self, code: str, **data: str) -> str:
        return self.wording.say(code, data).strip()


async def _address_of(tx: Transaction, given: Confirmation) -> str | None:
    """The member's address, if the link was made for it."""
    box = await tx.mailboxes.of_member(given.member)
    if box is None or not is_confirmed_by(await signing_key(tx), given, box.address):
        return None
    return box.address
