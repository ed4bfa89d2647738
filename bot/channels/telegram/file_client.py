"""Fetching the files of Telegram's people: from the Bot API's own server, and nowhere else."""

from __future__ import annotations

import httpx

from bot.channels.file_download import FileSource, fetch_file
from bot.channels.tls import shared_tls


class FileClient:
    """`prefix` is the address before a file's path, with the token in it: it shows in no error."""

    def __init__(self, prefix: str, proxy: str | None = None) -> None:
        self._prefix = prefix.rstrip("/")
        self._source = FileSource(base=self._prefix)
        timeout = httpx.Timeout(20.0, connect=5.0, pool=10.0)
        self._http = httpx.AsyncClient(
            proxy=proxy, timeout=timeout, follow_redirects=False, verify=shared_tls()
        )

    async def download(self, path: str, limit: int) -> bytes:
        """The file of this path, as getFile told it; ChannelError, or FileTooLargeError."""
        url = path if path.startswith(f"{self._prefix}/") else f"{self._prefix}/{path}"
        return await fetch_file(self._http, url, self._source, limit)

    async def close(self) -> None:
        await self._http.aclose()
