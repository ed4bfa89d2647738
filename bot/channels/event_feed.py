"""How a bot's events come in: by long polling, or by a webhook that its platform is told of."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from typing import Protocol

from starlette.types import Scope

from bot.channels.retry import Failure, Pause, Retry
from bot.channels.webhook import JsonObject, Posted, Webhook, has_secret, parse_object
from bot.ports.channel import Inbox, Incoming
from bot.runtime.redaction import redact_secrets

log = logging.getLogger(__name__)


class BotApi(Protocol):
    """What a platform's adapter has for its bot. `token_setting` names the setting of the token,
    `secret_header` is the header in which the platform shows the webhook's secret, and
    `secret_pattern` what it takes for one; `body_limit` bytes are read of what it posts."""

    name: str
    token: str
    token_setting: str
    secret_header: bytes
    secret_pattern: re.Pattern[str]
    body_limit: int

    def explain(self, error: Exception) -> Failure:
        """What a failure of a call, or of the inbox, means."""
        ...

    async def set_webhook(self, url: str, secret: str) -> None: ...

    async def remove_webhook(self) -> None: ...

    async def fetch(self, stored: Sequence[JsonObject]) -> Sequence[JsonObject]:
        """The next updates in order, awaited for a while; those `stored` are acknowledged."""
        ...

    def read(self, update: JsonObject) -> Incoming | None:
        """The event that an update is, or None when it concerns no officer."""
        ...

    def read_posted(self, body: JsonObject) -> Posted:
        """What a webhook's body tells; RequestBodyError."""
        ...


class EventFeed:
    """Brings the events of one bot to an inbox."""

    def __init__(self, api: BotApi, pause: Pause = asyncio.sleep) -> None:
        self._api = api
        self._pause = pause

    async def poll(self, inbox: Inbox) -> None:
        """Long polling until cancelled; returns only when the token is refused."""
        await self._retry().until_done(Poller(self._api, inbox).step)

    def webhook(self, inbox: Inbox, secret: str) -> Webhook:
        """What the platform posts to; ValueError for a secret that it does not take."""
        return Webhook(inbox, SecretReader(self._api, secret))

    async def register_webhook(self, url: str, secret: str) -> None:
        """Tell the platform where to post, trying until it is done; returns without having done
        it only when the token is refused."""
        check_secret(self._api, secret)

        async def register() -> bool:
            await self._api.set_webhook(url, secret)
            log.info("%s: webhook set", self._api.name)
            return True

        await self._retry(secret).until_done(register)

    def _retry(self, *secrets: str) -> Retry:
        api = self._api
        return Retry(api.name, api.explain, api.token_setting, (api.token, *secrets), self._pause)


class Poller:
    """Takes updates to the inbox. A platform forgets an update when it is acknowledged, or when it
    is handed out: so each is held until it is stored, and nothing more is asked for before. A
    crash in between repeats what was not acknowledged; the inbox drops what it has."""

    def __init__(self, api: BotApi, inbox: Inbox) -> None:
        self._api = api
        self._inbox = inbox
        self._ready = False  # a webhook, which excludes polling, is gone as far as we know
        self._held: Sequence[JsonObject] = ()
        self._stored: Sequence[JsonObject] = ()

    async def step(self) -> bool:
        """Fetch once and store; False: it is never done."""
        if not self._ready:
            await self._remove_webhook()
        if not self._held:
            self._held = await self._fetch()
        events = [event for one in self._held if (event := self._api.read(one)) is not None]
        if events:
            await self._inbox.receive(events)
        self._held, self._stored = (), self._held
        return False

    async def _fetch(self) -> Sequence[JsonObject]:
        try:
            return await self._api.fetch(self._stored)
        except Exception as error:
            self._ready = not self._api.explain(error).webhook_set
            raise

    async def _remove_webhook(self) -> None:
        """There seldom is one, so updates are asked for also when this fails."""
        name = self._api.name
        try:
            await self._api.remove_webhook()
            log.info("%s: polling", name)
        except Exception as error:
            if self._api.explain(error).token_refused:
                raise
            said = redact_secrets(f"{type(error).__name__}: {error}", self._api.token)
            log.warning("%s: a webhook, if there is one, could not be removed: %s", name, said)
        self._ready = True


class SecretReader:
    """Reads what is posted by somebody who shows the secret that the platform was given."""

    def __init__(self, api: BotApi, secret: str) -> None:
        self.name = api.name
        self._api = api
        self._expected = check_secret(api, secret).encode()

    def admits(self, scope: Scope) -> int:
        known = has_secret(scope, self._api.secret_header, self._expected)
        return self._api.body_limit if known else 0

    def read(self, _: Scope, body: bytes) -> Posted:
        return self._api.read_posted(parse_object(body))


def check_secret(api: BotApi, secret: str) -> str:
    """The secret, if the platform can carry it; else ValueError."""
    if not api.secret_pattern.fullmatch(secret):
        message = f"{api.name}: the webhook secret must match {api.secret_pattern.pattern}"
        raise ValueError(message)
    return secret
