"""A file's address from outside leads to known hosts alone, within limits of bytes and time."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.channels.file_download import (
    MAX_REDIRECTS,
    DownloadRefusedError,
    FileSource,
    download_file,
    is_public,
)
from bot.channels.telegram.file_client import FileClient
from bot.channels.zalo.http import ANSWER_LIMIT, new_client, post_body
from bot.channels.zalo.official_account.client import FILE_DOMAINS
from bot.ports.channel import ChannelError, FileTooLargeError
from tests.support.http_server import listening

PUBLIC = "203.162.0.11"
ZALO = FileSource(FILE_DOMAINS)
FILE = "https://file-stal-22.dlfl.vn/gr/1"


class Internet:
    """Names and what answers at them; `asked` is every request that went out."""

    def __init__(self, **answers: httpx.Response) -> None:
        self.answers = answers
        self.addresses: dict[str, Sequence[str]] = {}
        self.asked: list[httpx.Request] = []
        self.http = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answers[request.headers["host"].partition(".")[0].replace("-", "_")]

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        return self.addresses.get(host, [PUBLIC])

    async def download(self, url: str = FILE, source: FileSource = ZALO) -> bytes:
        return await download_file(self.http, url, source, 1_000, resolve=self.resolve)


def _to(url: str) -> httpx.Response:
    return httpx.Response(302, headers={"location": url})


async def test_a_file_of_zalo_is_fetched_at_the_address_that_was_looked_at() -> None:
    found = httpx.Response(200, stream=httpx.ByteStream(b"PK"))
    net = Internet(file_stal_22=_to("https://edge-1.flchat.vn/1"), edge_1=found)
    assert await net.download() == b"PK"
    assert [(one.url.host, one.headers["host"]) for one in net.asked] == [
        (PUBLIC, "file-stal-22.dlfl.vn"),
        (PUBLIC, "edge-1.flchat.vn"),
    ]
    assert {one.headers["accept-encoding"] for one in net.asked} == {"identity"}
    assert net.asked[1].extensions["sni_hostname"] == "edge-1.flchat.vn"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/1",
        "http://file-stal-22.dlfl.vn/gr/1",
        "ftp://file-stal-22.dlfl.vn/1",
        "file:///etc/passwd",
        "https://127.0.0.1/1",
        "https://[::1]/1",
        "https://[::ffff:127.0.0.1]/1",
        "https://2130706433/1",
        "https://localhost/1",
        "https://dlfl.vn@127.0.0.1/1",
        "https://user:pass@dlfl.vn/1",
        "https://127.0.0.1#@dlfl.vn/1",
        "https://127.0.0.1\\@dlfl.vn/1",
        "https://dlfl.vn.evil.example/1",
        "https://evildlfl.vn/1",
        "https://dlfl.vn./1",
        "https://dlfl.vn:8443/1",
        "https://xn--dlf-fxa.vn/1",
        "https://dłfl.vn/1",
        "https:///1",
        "https://dlfl.vn%2f@127.0.0.1/1",
        "//dlfl.vn/1",
        "x",
        "",
        "http://[x/",
        "https://dlfl.vn/" + "x" * 3_000,
    ],
)
async def test_another_address_is_not_asked(url: str) -> None:
    direct = Internet()
    with pytest.raises(DownloadRefusedError):
        await direct.download(url)
    assert direct.asked == []
    if url.startswith(("http", "ftp", "file")) and url.isascii() and "///1" not in url:
        redirected = Internet(file_stal_22=_to(url))
        with pytest.raises((DownloadRefusedError, httpx.RemoteProtocolError)):
            await redirected.download()
        assert len(redirected.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0"),
        *("fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
        *("2002:7f00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe"),
    ],
)
async def test_a_known_name_at_an_address_inside_is_not_asked(address: str) -> None:
    assert not is_public(address)
    net = Internet(file_stal_22=httpx.Response(200, content=b"PK"))
    net.addresses["file-stal-22.dlfl.vn"] = [PUBLIC, address]
    with pytest.raises(DownloadRefusedError):
        await net.download()
    assert net.asked == []


@pytest.mark.parametrize("address", [PUBLIC, "::ffff:203.162.0.11", "2404:6800:4005::1"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


async def test_redirects_come_to_an_end() -> None:
    net = Internet(file_stal_22=_to(FILE))
    with pytest.raises(DownloadRefusedError, match="too many"):
        await net.download()
    assert len(net.asked) == MAX_REDIRECTS + 1


async def test_a_packed_answer_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(10_000_000))
    headers = {"content-encoding": "gzip"}
    packed = httpx.Response(200, stream=httpx.ByteStream(bomb), headers=headers)
    with pytest.raises(DownloadRefusedError, match="packed"):
        await Internet(file_stal_22=packed).download()


async def test_more_bytes_than_allowed_are_not_read() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 500
            yield bytes(500)

    class Body(httpx.AsyncByteStream):
        def __aiter__(self) -> AsyncIterator[bytes]:
            return endless()

    with pytest.raises(FileTooLargeError):
        await Internet(file_stal_22=httpx.Response(200, stream=Body())).download()
    assert read == 1_500


async def _server(scope: Scope, receive: Receive, send: Send) -> None:
    async def drip() -> AsyncIterator[bytes]:
        while True:
            yield b"x"
            await asyncio.sleep(0.05)

    path = Request(scope).url.path
    answers = {
        "/inside": Response(b"secret"),
        "/files/bot1:A/out": RedirectResponse("http://127.0.0.1:9/inside"),
        "/files/bot1:A/drip": StreamingResponse(drip()),
        "/packed": Response(gzip.compress(b'{"ok": true}'), headers={"content-encoding": "gzip"}),
        "/long": Response(b" " * (ANSWER_LIMIT + 1)),
    }
    await answers.get(path, Response(b"PK", 200 if path.endswith("good") else 404))(
        scope, receive, send
    )


async def test_the_whole_file_has_one_deadline() -> None:
    async with listening(_server) as url, httpx.AsyncClient() as http:
        source = FileSource(base=url)
        with pytest.raises(TimeoutError):
            await download_file(http, f"{url}/files/bot1:A/drip", source, 1_000_000, deadline=0.5)


async def test_telegrams_files_come_from_its_own_server_alone() -> None:
    async with listening(_server) as url:
        client = FileClient(f"{url}/files/bot1:A")
        assert await client.download("documents/good", 1_000) == b"PK"
        assert await client.download(f"{url}/files/bot1:A/documents/good", 1_000) == b"PK"
        with pytest.raises(FileTooLargeError):
            await client.download("documents/good", 1)
        for path in ("out", "none", "/etc/passwd", "http://127.0.0.1:9/inside", ""):
            with pytest.raises(ChannelError) as error:
                await client.download(path, 1_000)
            assert error.value.permanent
            assert "bot1" not in str(error.value)
        await client.close()


async def test_an_answer_of_the_api_is_read_to_its_limit() -> None:
    async with listening(_server) as url:
        http = new_client()
        for path in ("/packed", "/long"):
            assert (await post_body(http, url + path)).body is None
        await http.aclose()
