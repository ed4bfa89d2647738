"""The API of an Official Account: one call, with a token that is renewed when it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.file_download import FileSource, fetch_file
from bot.channels.zalo.http import ApiResponse, ZaloApiError, post_body
from bot.channels.zalo.official_account.errors import is_of_token
from bot.channels.zalo.official_account.tokens import OaTokens

OFFICIAL = "https://openapi.zalo.me"
# Zalo documents no host of the files that people send: these are the ones its apps are seen to
# use. A file's address is at dlfl.vn, which sends on to flchat.vn or dlmd.me; zdn.vn and zadn.vn
# carry pictures and older files.
FILE_DOMAINS = (
    *("dlfl.vn", "flchat.vn", "dlmd.me", "zdn.vn", "zadn.vn"),
    *("zalo.me", "zaloapp.com", "zaloplatforms.com"),
)
_UPLOAD_SECONDS = 60.0


class OaClient:
    """Calls with the tokens of one account. `error: 0` is success whatever the HTTP status."""

    def __init__(
        self, http: httpx.AsyncClient, tokens: OaTokens, base_url: str | None = None
    ) -> None:
        self._http = http
        self._tokens = tokens
        self._base = (base_url or OFFICIAL).rstrip("/")
        self._files = FileSource(FILE_DOMAINS, base_url)

    async def call(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The data that comes back; ZaloApiError, NoAnswerError, NoTokenError."""
        return await self._ask(path, body=body)

    async def upload(self, path: str, name: str, content: bytes) -> Mapping[str, Any]:
        """The same with a file."""
        return await self._ask(path, file=(name, content), seconds=_UPLOAD_SECONDS)

    async def download(self, url: str, limit: int) -> bytes:
        """A file by the address that an event named; ChannelError, or FileTooLargeError."""
        return await fetch_file(self._http, url, self._files, limit)

    async def close(self) -> None:
        await self._http.aclose()

    async def _ask(self, path: str, **what: Any) -> Mapping[str, Any]:
        token = await self._tokens.access()
        try:
            return _data(await self._post(path, token, what))
        except ZaloApiError as error:
            if not is_of_token(error):
                raise
        return _data(await self._post(path, await self._tokens.instead_of(token), what))

    async def _post(self, path: str, token: str, what: Mapping[str, Any]) -> ApiResponse:
        headers = {"access_token": token}
        return await post_body(self._http, f"{self._base}{path}", headers=headers, **what)


def _data(answer: ApiResponse) -> Mapping[str, Any]:
    body = answer.body
    error = body.get("error") if body is not None else None
    if body is None or not isinstance(error, int):
        raise ZaloApiError(answer.status, "no answer of the API", ours=False)
    if error != 0:
        raise ZaloApiError(error, str(body.get("message", ""))[:200])
    data = body.get("data")
    return data if isinstance(data, dict) else {}
