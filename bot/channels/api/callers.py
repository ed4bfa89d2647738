"""Who asks: the token that a request shows, and whether it may ask so often."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import structlog
from starlette.requests import Request

from bot.access.api_tokens import find_token, note_use, read_bearer
from bot.channels.api.problems import ApiProblemError
from bot.channels.desk.entry.knocks import Knocks
from bot.delivery.rate_limit import RateBuckets
from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from conversations.workflow.connections import ApiScope
from storage.exchange.api_tokens import ApiToken
from storage.store import Store, is_away

log = structlog.get_logger(__name__)

BURST = 60  # requests of one token at once
REMEMBERED = 1_000  # tokens, before the quiet ones are dropped
KNOCK_SECONDS = 5  # after which an address that showed many wrong tokens may try again


@dataclass
class Callers:
    """Finds the token of a request. Each token may make `per_minute` requests after its burst, in
    each process that serves."""

    store: Store
    clock: Clock
    per_minute: int
    knocks: Knocks = field(default_factory=Knocks)
    _buckets: RateBuckets[int] = field(init=False)

    def __post_init__(self) -> None:
        self._buckets = RateBuckets(60 / self.per_minute, BURST, REMEMBERED)

    async def find(self, request: Request, scope: ApiScope) -> ApiToken:
        """The token, which has this scope. ApiProblemError without one; it is the same for one that
        is unknown, ended or too old."""
        shown = read_bearer(request.scope["headers"])
        found = None
        if shown is not None:
            found = await finish_work(find_token(self.store, shown, self.clock()))
        if found is None:
            raise self._refused(request)
        wait = self._buckets.admit(found.id)
        if wait > 0:
            raise _too_many(max(1, math.ceil(wait)))
        await self._note(found)
        if scope not in found.scopes:
            challenge = f'Bearer realm="phuluc", error="insufficient_scope", scope="{scope.value}"'
            raise ApiProblemError(
                "missing_scope", {"WWW-Authenticate": challenge}, scope=scope.value
            )
        return found

    async def _note(self, token: ApiToken) -> None:
        """Keep that the token is in use; who reads does not wait for a database that takes no
        writing."""
        try:
            await finish_work(note_use(self.store, token, self.clock()))
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("use of a token not noted", token=token.id)

    def _refused(self, request: Request) -> ApiProblemError:
        """What is said to who shows no token that lets them read."""
        address = request.client.host if request.client is not None else ""
        if not self.knocks.admit(address):
            return _too_many(KNOCK_SECONDS)
        return ApiProblemError("no_token", {"WWW-Authenticate": 'Bearer realm="phuluc"'})


def _too_many(seconds: int) -> ApiProblemError:
    return ApiProblemError("too_many_requests", {"Retry-After": str(seconds)}, seconds=seconds)
