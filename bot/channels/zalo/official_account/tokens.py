"""The Official Account's pair of tokens. A refresh token works once, and brings a new pair; who
loses it needs an administrator of the account in a browser. So one process renews at a time, and
a new pair is used only when it is kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from bot.channels.retry import Pause
from bot.channels.zalo.http import ApiResponse, NoAnswerError, post_body
from bot.ports.clock import Clock
from bot.runtime.redaction import redact_secrets
from bot.runtime.shield import finish_work
from storage.messaging.oauth_tokens import ChannelToken
from storage.store import Store

log = logging.getLogger(__name__)
OFFICIAL = "https://oauth.zaloapp.com"
_PATH = "/v4/oa/access_token"
LEASE_SECONDS = 180.0  # longer than a call and all tries to keep what it brought
AHEAD = timedelta(minutes=30)  # an access token is renewed so long before it ends
LOOK_SECONDS = 300.0
_WAIT, _WAITS = 0.5, 60  # for another process that renews
_KEEPS = 8  # tries to keep a new pair: without it the account is shut to us
_LIFE = 90_000  # seconds of an access token, as documented
NAME = "zalo-oa"


class NoTokenError(Exception):
    """There is no token to call with. `lost`: only an administrator can bring one."""

    def __init__(self, why: str, *, lost: bool) -> None:
        super().__init__(why)
        self.lost = lost


@dataclass(frozen=True)
class OaApplication:
    """The application that the account gave its leave to; the secret never shows."""

    id: str
    secret: str

    def __repr__(self) -> str:
        return f"App[{self.id}]"


@dataclass(frozen=True)
class OaTokenVault:
    """Where the pair is kept, and who this process is among those that share it."""

    store: Store
    clock: Clock
    holder: str


class OaTokens:
    """Hands out the access token, and renews it."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        app: OaApplication,
        base_url: str | None = None,
        *,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._http = http
        self._app = app
        self._address = (base_url or OFFICIAL).rstrip("/") + _PATH
        self._pause = pause
        self._vault: OaTokenVault | None = None
        self._known: ChannelToken | None = None
        self._unkept: tuple[ChannelToken, Mapping[str, Any]] | None = None  # new, not stored
        self._one = asyncio.Lock()  # renews at a time in this process

    def open(self, vault: OaTokenVault) -> None:
        """From now on the pair can be had."""
        self._vault = vault

    async def access(self) -> str:
        """A token to call with; NoTokenError, or LostError when it cannot be renewed now."""
        async with self._one:
            known = self._known if self._known and not self._unkept else await self._read()
            if known.access and self._at.clock() < known.access_until - AHEAD:
                self._known = known
                return known.access
            return await self._renewed(known)

    async def instead_of(self, refused: str) -> str:
        """Another one than this, which was refused: another process may have renewed it."""
        async with self._one:
            known = await self._read()
            if known.access != refused:
                self._known = known
                return known.access
            return await self._renewed(known)

    async def keep_fresh(self) -> None:
        """Renew in time, also when nothing is sent: a refresh token ends after three months."""
        while True:
            try:
                await self.access()
            except NoTokenError as error:
                log.error("Zalo OA: %s", error)
            except Exception as error:
                log.warning("Zalo OA: the token was not renewed: %s", type(error).__name__)
            await self._pause(LOOK_SECONDS)

    @property
    def _at(self) -> OaTokenVault:
        assert self._vault is not None  # noqa: S101 - opened before anything is sent
        return self._vault

    async def _read(self) -> ChannelToken:
        if self._unkept is not None:
            await self._keep(*self._unkept)
        known = await finish_work(self._stored())
        if known is None:
            message = "there is no token yet: run `phuluc zalo token`"
            raise NoTokenError(message, lost=True)
        if known.lost is not None:
            message = f"the refresh token is lost ({known.lost}): run `phuluc zalo token`"
            raise NoTokenError(message, lost=True)
        return known

    async def _stored(self) -> ChannelToken | None:
        async with self._at.store.transaction() as tx:
            return await tx.oauth_tokens.find(NAME)

    async def _renewed(self, old: ChannelToken) -> str:
        """The access token of the pair after this one, whoever renews it."""
        for _ in range(_WAITS):
            if await finish_work(self._lease(old)):
                self._known = await self._renew(old)
                return self._known.access
            await self._pause(_WAIT)
            known = await self._read()
            if known.generation != old.generation:
                self._known = known
                return known.access
        message = "another process renews the token, and does not come to an end"
        raise NoTokenError(message, lost=False)

    async def _lease(self, old: ChannelToken) -> bool:
        at = self._at
        async with at.store.transaction() as tx:
            now = at.clock()
            return await tx.oauth_tokens.lease(NAME, old.generation, at.holder, now, LEASE_SECONDS)

    async def _renew(self, old: ChannelToken) -> ChannelToken:
        form = {
            "refresh_token": old.refresh,
            "app_id": self._app.id,
            "grant_type": "refresh_token",
        }
        headers = {"secret_key": self._app.secret}
        try:
            answer = await post_body(self._http, self._address, form=form, headers=headers)
        except NoAnswerError:
            # It may be used up by now; the next try will tell.
            await finish_work(self._release(old))
            raise
        pair = _pair(answer)
        if pair is None:
            await self._refused(old, answer)
        assert pair is not None  # noqa: S101 - a refusal raises
        return await self._keep(old, pair)

    async def _refused(self, old: ChannelToken, answer: ApiResponse) -> None:
        """NoTokenError: for good when the API says so, for now when it was no answer of it."""
        if answer.body is None or "error" not in answer.body:
            await finish_work(self._release(old))
            message = f"the token server answered {answer.status}"
            raise NoTokenError(message, lost=False)
        said = f"{answer.body['error']} {answer.body.get('error_name', '')}"
        why = redact_secrets(said, old.refresh, self._app.secret).strip()[:100]
        async with self._at.store.transaction() as tx:
            await tx.oauth_tokens.mark_lost(NAME, old.generation, self._at.holder, why)
        self._known = None
        message = f"the refresh token was refused ({why}): run `phuluc zalo token`"
        raise NoTokenError(message, lost=True)

    async def _keep(self, old: ChannelToken, pair: Mapping[str, Any]) -> ChannelToken:
        """Commit the new pair, trying hard: the old one is worth nothing any more. What cannot
        be kept now stays in memory, and is kept before anything else is done."""
        self._unkept = (old, pair)
        for wait in [2.0**number / 4 for number in range(_KEEPS)]:
            try:
                return await finish_work(self._commit(old, pair))
            except Exception as error:
                log.error("Zalo OA: a new pair of tokens is not kept yet: %s", type(error).__name__)
            await self._pause(wait)
        return await finish_work(self._commit(old, pair))

    async def _commit(self, old: ChannelToken, pair: Mapping[str, Any]) -> ChannelToken:
        at = self._at
        now = at.clock()
        access, refresh = str(pair["access_token"]), str(pair["refresh_token"])
        until = now + timedelta(seconds=_seconds(pair.get("expires_in")))
        async with at.store.transaction() as tx:
            kept = await tx.oauth_tokens.renew(
                NAME, old.generation, at.holder, access, refresh, until, now
            )
            known = await tx.oauth_tokens.find(NAME)
        if not kept:
            log.error("Zalo OA: another pair of tokens was kept meanwhile; it is used instead")
        self._unkept = None
        assert known is not None  # noqa: S101 - rows are never taken out
        return known

    async def _release(self, old: ChannelToken) -> None:
        async with self._at.store.transaction() as tx:
            await tx.oauth_tokens.release(NAME, old.generation, self._at.holder)


def _pair(answer: ApiResponse) -> Mapping[str, Any] | None:
    body = answer.body or {}
    good = all(isinstance(body.get(name), str) for name in ("access_token", "refresh_token"))
    return body if good else None


def _seconds(said: object) -> int:
    """How long the access token lives; it is written as a text."""
    text = str(said)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else _LIFE
