"""Posting updates to the webhook, as the real server does: what belongs together in order, the
rest side by side; what is not taken is posted again.

Before the webhook may stand a load balancer: then `replicas` are the addresses behind it, and
each post goes to one of them by chance, or to another when nobody listens there.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.fakes.telegram.world import Webhook, World

FIRST_DELAY, LONGEST_DELAY = 0.02, 2.0
PATIENCE = 10.0  # seconds for one post
GRACE = 3.0  # seconds for those under way when it is closed

Key = tuple[str, int]


@dataclass
class Replicas:
    """Who stands behind the load balancer; nobody: there is none."""

    addresses: list[str] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(2023))

    def urls(self, public: str) -> list[str]:
        """Where one post may go, in the order it is tried."""
        if not self.addresses:
            return [public]
        path = urlsplit(public).path
        return [base + path for base in self.dice.sample(self.addresses, len(self.addresses))]


class Delivery:
    """The texts of one person are posted one after the other, and so are the taps; the two may
    overtake each other."""

    def __init__(self, world: World, hook: Webhook, replicas: Replicas) -> None:
        self._world = world
        self._hook = hook
        self._replicas = replicas
        self._lines: dict[Key, deque[dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = httpx.AsyncClient(
            timeout=PATIENCE,
            limits=httpx.Limits(max_connections=None),
            trust_env=False,
            verify=False,  # there is no TLS here, and its setting up takes long
        )
        self._slots = asyncio.Semaphore(hook.max_connections)
        self._closing = False

    def add(self, update: dict[str, Any]) -> None:
        """One more update to be posted."""
        key = _key(update)
        if key in self._lines:
            self._lines[key].append(update)
            return
        self._lines[key] = deque([update])
        task = asyncio.get_running_loop().create_task(self._serve(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Post nothing more; what is under way may end, so that no connection is left half made."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    async def _serve(self, key: Key) -> None:
        line, delay = self._lines[key], FIRST_DELAY
        while line and not self._closing:
            async with self._slots:
                taken = await self._post(line[0])
            if taken:
                self._world.done_with(line.popleft())
                delay = FIRST_DELAY
            else:
                await asyncio.sleep(delay)
                delay = min(delay * 2, LONGEST_DELAY)
        del self._lines[key]

    async def _post(self, update: dict[str, Any]) -> bool:
        hook = self._hook
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        for url in self._replicas.urls(hook.url):
            try:
                response = await self._client.post(url, json=update, headers=headers)
            except httpx.ConnectError as error:  # the balancer's business: it asks the next one
                self._failed(f"Connection failed: {type(error).__name__}")
                continue
            except httpx.HTTPError as error:
                self._failed(f"Connection failed: {type(error).__name__}")
                return False
            if response.is_success:
                self._obey(response)
                return True
            what = f"{response.status_code} {response.reason_phrase}"
            self._failed(f"Wrong response from the webhook: {what}")
            return False
        return False

    def _failed(self, why: str) -> None:
        self._hook.last_error, self._hook.last_error_date = why, int(time.time())
        self._world.touch()

    def _obey(self, response: httpx.Response) -> None:
        """A method in the answer to a webhook is carried out, and its result told to nobody."""
        if "json" not in response.headers.get("content-type", ""):
            return
        method = response.json()
        query = method.get("callback_query_id")
        if method.get("method") == "answerCallbackQuery" and query in self._world.queries:
            self._world.answered.append(query)
            self._world.touch()


def _key(update: dict[str, Any]) -> Key:
    kind = next(name for name in update if name != "update_id")
    content = update[kind]
    person = content.get("from") or content.get("chat") or {}
    return kind, int(person.get("id", 0))
