"""getUpdates and the webhook methods: how the bot gets its updates, and acknowledges them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram.bodies import Params
from tests.fakes.telegram.delivery import Delivery, Replicas
from tests.fakes.telegram.refusal import RefusalError, bad
from tests.fakes.telegram.world import DEFAULT_UPDATES, Webhook, World

_KINDS = {*DEFAULT_UPDATES, "channel_post", "inline_query", "poll", "chat_member"}


class Inbound:
    """One bot's way in: either one long poll at a time, or a webhook."""

    def __init__(self, world: World, replicas: Replicas) -> None:
        self._world = world
        self._replicas = replicas
        self._turn = 0
        self._delivery: Delivery | None = None

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
        await world.until(
            lambda: bool(world.updates or world.echoes) or self._turn != turn, timeout
        )
        if self._turn != turn:
            raise RefusalError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        limit = params.integer("limit") or 100
        echoes, world.echoes = world.echoes, []
        return echoes + world.updates[: min(max(limit, 1), 100)]

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
        self._delivery = Delivery(self._world, self._world.webhook, self._replicas)
        self._world.on_push = self._delivery.add
        echoes, self._world.echoes = self._world.echoes, []
        told = [one for one in echoes if one not in self._world.updates]
        for update in [*self._world.updates, *told]:
            self._delivery.add(update)
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
            self._world.on_push = None
            await self._delivery.close()
            self._delivery = None
