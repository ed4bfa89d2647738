"""getUpdates and the webhook methods: how the bot gets its updates, and acknowledges them."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.fake_telegram.bodies import Params
from tests.fake_telegram.refusal import RefusalError, bad
from tests.fake_telegram.world import DEFAULT_UPDATES, Webhook, World

_KINDS = {*DEFAULT_UPDATES, "channel_post", "inline_query", "poll", "chat_member"}


class Inbound:
    """One bot's way in: either one long poll at a time, or a webhook."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = 0
        self._delivery: asyncio.Task[None] | None = None

    async def get_updates(self, params: Params) -> list[dict[str, Any]]:
        world = self._world
        if world.webhook.url:
            raise RefusalError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._turn += 1
        turn = self._turn
        world.touch()  # whoever polls already is told to go
        self._allow(params)
        self._acknowledge(params.integer("offset") or 0)
        timeout = min(max(params.integer("timeout") or 0, 0), 50)
        await world.wait_until(lambda: bool(world.updates) or self._turn != turn, timeout)
        if self._turn != turn:
            raise RefusalError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        limit = params.integer("limit") or 100
        return world.updates[: min(max(limit, 1), 100)]

    def _acknowledge(self, offset: int) -> None:
        updates = self._world.updates
        if offset < 0:
            del updates[:offset]
        elif offset:
            updates[:] = [update for update in updates if update["update_id"] >= offset]

    def _allow(self, params: Params) -> None:
        """Left out, the last list stays; it holds for updates still to come."""
        kinds = params.parsed("allowed_updates")
        if kinds is None:
            return
        if not isinstance(kinds, list) or not all(kind in _KINDS for kind in kinds):
            raise bad("can't parse allowed updates")
        self._world.allowed = tuple(kinds) or DEFAULT_UPDATES

    async def set_webhook(self, params: Params) -> bool:
        url, secret = params.text("url") or "", params.text("secret_token") or ""
        if not url:
            return await self.delete_webhook(params)
        parts = urlsplit(url)
        loopback = parts.hostname in ("127.0.0.1", "localhost")
        if parts.scheme != "https" and not loopback:
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if len(secret) > 256:
            raise bad("secret token is too long")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
            raise bad("secret token contains unallowed characters")
        self._allow(params)
        await self._stop()
        self._forget_pending(params)
        self._turn += 1
        self._world.webhook = Webhook(url, secret, params.integer("max_connections") or 40)
        self._world.touch()
        self._delivery = asyncio.get_running_loop().create_task(self._deliver())
        return True

    async def delete_webhook(self, params: Params) -> bool:
        await self._stop()
        self._forget_pending(params)
        self._world.webhook = Webhook()
        return True

    async def get_webhook_info(self, params: Params) -> dict[str, Any]:
        hook = self._world.webhook
        info: dict[str, Any] = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates),
        }
        if hook.url:
            info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
            info["allowed_updates"] = list(self._world.allowed)
        if hook.last_error:
            info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
        return info

    async def close(self) -> None:
        self._turn += 1
        self._world.touch()
        await self._stop()

    def _forget_pending(self, params: Params) -> None:
        if params.boolean("drop_pending_updates"):
            self._world.updates.clear()

    async def _stop(self) -> None:
        if self._delivery is not None:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)
            self._delivery = None

    async def _deliver(self) -> None:
        """Post the updates in order; one that is not taken is posted again."""
        world, delay = self._world, 0.02
        async with httpx.AsyncClient(timeout=10) as client:
            while True:
                while not await world.wait_until(lambda: bool(world.updates), 60):
                    pass
                if await self._post(client, world.updates[0]):
                    world.updates.pop(0)
                    delay = 0.02
                    world.touch()
                else:
                    await asyncio.sleep(delay)
                    delay = min(delay * 2, 2.0)

    def _obey(self, response: httpx.Response) -> None:
        """A method in the answer to a webhook is carried out, and its result told to nobody."""
        if "json" not in response.headers.get("content-type", ""):
            return
        method = response.json()
        query = method.get("callback_query_id")
        if method.get("method") == "answerCallbackQuery" and query in self._world.queries:
            self._world.answered.append(query)
            self._world.touch()

    async def _post(self, client: httpx.AsyncClient, update: dict[str, Any]) -> bool:
        hook = self._world.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            response = await client.post(hook.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            hook.last_error = f"Connection failed: {type(error).__name__}"
        else:
            if response.is_success:
                self._obey(response)
                return True
            hook.last_error = (
                f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
            )
        hook.last_error_date = int(time.time())
        self._world.touch()
        return False
