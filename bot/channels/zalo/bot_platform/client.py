"""The Zalo Bot Platform's API: one call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.zalo.http import PATIENCE, ZaloApiError, new_client, post_body
from bot.runtime.redaction import redact_secrets

OFFICIAL = "https://bot-api.zaloplatforms.com"
BAD_REQUEST, BAD_TOKEN, TROUBLE, NOT_FOUND, NOTHING_YET, QUOTA = 400, 401, 403, 404, 408, 429


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
        """The result; ZaloApiError for a refusal, NoAnswerError when there is no answer."""
        answer = await post_body(
            self._http, f"{self._address}/{method}", body=params or {}, seconds=seconds
        )
        if answer.body is None or "ok" not in answer.body:
            raise ZaloApiError(answer.status, "no answer of the Bot API", ours=False)
        if answer.body["ok"] is True:
            return answer.body.get("result")
        code = answer.body.get("error_code")
        said = str(answer.body.get("description", ""))[:200]
        number = code if isinstance(code, int) else answer.status
        raise ZaloApiError(number, redact_secrets(said, self.token))

    async def close(self) -> None:
        await self._http.aclose()
