"""Signed-in browsers: each has a session of its own, that ends by itself and can be ended.

The cookie is `number.secret`; what is stored of the secret is its hash. Nobody is signed in by a
secret that the browser brought: entering always makes a new one.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.access.identity import NEWCOMER, place_of
from bot.access.signatures import is_same_secret, mark_of, new_browser, parse_token
from bot.ports.clock import Clock
from bot.runtime.shield import shielded
from storage.core.sender_spaces import LOCAL
from storage.messaging.web_sessions import WebSession
from storage.store import Store
from storage.tables.types import MOST_ROWS
from storage.transaction import Transaction

MEMBER_LIFE = timedelta(hours=12)  # of a session that a link began; it does not grow by use
PASSKEY_LIFE = timedelta(days=7)  # of one that a passkey began, at most
PASSKEY_IDLE = timedelta(days=1)  # and without being used
KEY_LIFE = timedelta(days=30)  # of one that the web chat's key began, at most
KEY_IDLE = timedelta(days=7)  # and without being used
NOTED_AFTER = timedelta(hours=1)  # use is noted no more often than this
AGENT_LENGTH = 64


class SessionOrigin(StrEnum):
    """By what a browser was signed in."""

    KEY = "key"  # of this machine's web chat
    LINK = "link"  # that the person's chat told
    PASSKEY = "passkey"
    CODE = "code"  # sent by e-mail or told in the person's chat
    INVITATION = "invitation"
    TELEGRAM = "telegram"  # the page inside of Telegram


LIVES = {  # how long a session holds at most
    SessionOrigin.KEY: KEY_LIFE,
    SessionOrigin.LINK: MEMBER_LIFE,
    SessionOrigin.PASSKEY: PASSKEY_LIFE,
    SessionOrigin.CODE: MEMBER_LIFE,
    SessionOrigin.INVITATION: KEY_LIFE,
    SessionOrigin.TELEGRAM: MEMBER_LIFE,
}
IDLE = {  # and without being used, where that is shorter
    SessionOrigin.KEY: KEY_IDLE,
    SessionOrigin.PASSKEY: PASSKEY_IDLE,
    SessionOrigin.INVITATION: KEY_IDLE,
}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser's session, and the member it speaks for; None: the person at this machine. `mark`
    is the hash of its secret: a number may be given again when old sessions are forgotten.
    `by_key`: it came in by the web chat's key, not by a link of the member's own."""

    session: int
    member: int | None
    mark: str = field(repr=False)
    by_key: bool = False


def session_cookie(secure: bool) -> str:
    """The cookie's name. Over TLS no other host and no plain page can set one of this name; on
    the loopback without TLS no browser takes such a name."""
    return "__Host-phuluc-session" if secure else "phuluc-session"


@dataclass(frozen=True)
class BrowserSessions:
    """Begins, knows and ends them. `key` opens the web chat of this machine."""

    store: Store
    clock: Clock
    key: str = field(repr=False)
    secure: bool = False

    @shielded
    async def find(self, cookies: Mapping[str, str]) -> SignedIn | None:
        """Whose session these cookies belong to, while it holds."""
        parts = parse_token(cookies.get(session_cookie(self.secure), ""))
        if parts is None or parts[0] > MOST_ROWS:
            return None
        number, secret = parts
        async with self.store.reading() as tx:
            kept = await tx.web_sessions.find(number)
            if kept is None or not is_same_secret(kept.mark, mark_of(secret)):
                return None
            if not await self._is_open(tx, kept):
                return None
        await self._note_use(kept)
        return _signed_in(kept)

    @shielded
    async def holds(self, one: SignedIn) -> bool:
        """Whether the session still holds."""
        async with self.store.reading() as tx:
            kept = await tx.web_sessions.find(one.session)
            if kept is None or _signed_in(kept) != one or not await self._is_open(tx, kept):
                return False
        await self._note_use(kept)
        return True

    @shielded
    async def begin_by_key(
        self, key: str, agent: str, before: SignedIn | None = None
    ) -> str | None:
        """Sign a browser in that shows the web chat's key: its cookie. None for another key. The
        first browser speaks for the person at this machine; while it is signed in, another one has
        a conversation of its own. A browser that was in `before` goes on with its own."""
        if not hmac.compare_digest(key.encode(), self.key.encode()):
            return None
        mark = mark_of(self.key)
        async with self.store.transaction() as tx:
            if before is not None and before.by_key:
                member = before.member
            elif await tx.web_sessions.has_local(mark, self._unused_since(), self.clock()):
                member = await self._newcomer(tx)
            else:
                member = None
            return await self._begin(tx, member, mark, agent, SessionOrigin.KEY)

    def _unused_since(self) -> datetime:
        return self.clock() - KEY_IDLE

    async def _newcomer(self, tx: Transaction) -> int:
        """Somebody at a browser of their own."""
        now = self.clock()
        member = await tx.members.add(NEWCOMER, now)
        place = place_of(member)
        await tx.members.bind(LOCAL, place, member, place, now)
        return member

    async def begin(
        self,
        tx: Transaction,
        member: int,
        agent: str,
        link_id: int | None = None,
        *,
        origin: SessionOrigin = SessionOrigin.LINK,
    ) -> str:
        """Sign a browser in as this member, by the link of this number or otherwise: its
        cookie."""
        return await self._begin(tx, member, "", agent, origin, link_id)

    @shielded
    async def end(self, one: SignedIn) -> None:
        """Sign the browser out."""
        async with self.store.transaction() as tx:
            await tx.web_sessions.end(one.session, self.clock())

    async def _is_open(self, tx: Transaction, kept: WebSession) -> bool:
        """Whether the session holds."""
        now = self.clock()
        if kept.ended_at is not None or now >= ends_at(kept):
            return False
        if kept.key and not is_same_secret(kept.key, mark_of(self.key)):
            return False
        if kept.member is None and not kept.key:
            return False
        return kept.member is None or not await tx.erasure.is_erased(kept.member)

    async def _note_use(self, kept: WebSession) -> None:
        """That it was asked for counts as use of it; it is written down now and then only, so that
        no page waits for whoever writes."""
        now = self.clock()
        if now - kept.seen_at > NOTED_AFTER:
            async with self.store.transaction() as tx:
                await tx.web_sessions.mark_seen(kept.id, now)

    async def _begin(
        self,
        tx: Transaction,
        member: int | None,
        key: str,
        agent: str,
        origin: SessionOrigin,
        link_id: int | None = None,
    ) -> str:
        secret, now = new_browser(), self.clock()
        seen = (agent[:AGENT_LENGTH], now, now + LIVES[origin], link_id, origin.value)
        number = await tx.web_sessions.add(member, mark_of(secret), key, *seen)
        return f"{number}.{secret}"


def _signed_in(kept: WebSession) -> SignedIn:
    return SignedIn(kept.id, kept.member, kept.mark, by_key=bool(kept.key))


def ends_at(kept: WebSession) -> datetime:
    """When the session ends if the browser is not used any more."""
    idle = IDLE.get(SessionOrigin(kept.begun_by))
    return kept.expires_at if idle is None else min(kept.expires_at, kept.seen_at + idle)
