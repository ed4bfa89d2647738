"""The Zalo Bot Platform's API: one call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.zalo.http import PATIENCE, new_client, post_body
from bot.runtime.redaction import redact_secrets

OFFICIAL = "https://bot-api.zaloplatforms.com"
BAD_REQUEST, BAD_TOKEN, TROUBLE, NOT_FOUND, NOTHING_YET, QUOTA = 400, 401, 403, 404, 408, 429


class BotApiError(Exception):
    """The platform refused. `code` is its own, or the HTTP status when it named none; not `ours`:
    the answer was no answer of this API at all."""

    def __init__(self, code: int, description: str, *, ours: bool = True) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.ours = ours


class BotClient:
    """One bot. A refusal may come with HTTP 200 too; only `ok` counts."""

    def __init__(
        self, token: str, base_url: str | None = None, client: httpx.AsyncClient | None = None
    ) -> None:
        self.token = token
        self._address = f"{(base_url or OFFICIAL).rstrip('/')}/bot{token}"
        self._http = client or new_client()

    def __repr__(self) -> str:
        return "BotClient[zalo]"

    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, *, seconds: float = PATIENCE
    ) -> Any:
        """The result; BotApiError for a refusal, LostError when there is no answer."""
        answer = await post_body(
            self._http, f"{self._address}/{method}", body=params or {}, seconds=seconds
        )
        if answer.body is None or "ok" not in answer.body:
            raise BotApiError(answer.status, "no answer of the Bot API", ours=False)
        if answer.body["ok"] is True:
            return answer.body.get("result")
        code = answer.body.get("error_code")
        said = str(answer.body.get("description", ""))[:200]
        number = code if isinstance(code, int) else answer.status
        raise BotApiError(number, redact_secrets(said, self.token))

    async def close(self) -> None:
        await self._http.aclose()
