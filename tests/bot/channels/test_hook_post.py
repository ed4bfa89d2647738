"""Posting an event: to the address that was looked at, without redirects, with little patience."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from bot.access.hook_addresses import HookRules
from bot.access.hook_signatures import new_hook_secret, sign_event
from bot.channels import hook_post
from bot.channels.hook_post import ANSWER_BYTES, HookPoster
from tests.fakes.mail import certificate
from tests.support.hook_receiver import hook_receiver

LOCAL = HookRules(http=True, networks=(ip_network("127.0.0.0/8"),))


async def test_a_redirect_is_not_followed() -> None:
    async with hook_receiver() as outside, hook_receiver() as inside:
        outside.status, outside.headers = 307, {"Location": inside.url}
        answer = await HookPoster(LOCAL).post(outside.url, {}, b"{}")
        assert (answer.status, answer.taken) == (307, False)
        assert inside.tried == 0


async def test_a_long_answer_is_not_read_to_its_end() -> None:
    async with hook_receiver() as receiver:
        receiver.status, receiver.body = 200, b"x" * (ANSWER_BYTES + 1)
        answer = await HookPoster(LOCAL).post(receiver.url, {}, b"{}")
        assert (answer.taken, answer.error) == (False, "trả lời quá dài")


async def test_an_event_that_is_changed_on_the_way_is_not_taken() -> None:
    secret = new_hook_secret()
    async with hook_receiver() as receiver:
        receiver.secrets = [secret]
        headers = sign_event([secret], "msg_1", int(time.time()), b'{"a":1}')
        assert (await HookPoster(LOCAL).post(receiver.url, headers, b'{"a":1}')).taken
        assert not (await HookPoster(LOCAL).post(receiver.url, headers, b'{"a":2}')).taken
        assert len(receiver.got) == 1


@asynccontextmanager
async def _server(answer: bytes, endless: bool = False) -> AsyncIterator[str]:
    """A server that answers so, whatever it is sent."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(answer)
        try:
            while endless:
                writer.write(answer)
                await writer.drain()
            await reader.read()
        except ConnectionError:
            pass
        finally:
            writer.close()

    made = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{made.sockets[0].getsockname()[1]}/"
    finally:
        made.close()


@pytest.mark.parametrize(
    ("answer", "endless", "error"),
    [
        (b"", False, "quá thời gian chờ"),
        (b"HTTP/1.1 200 OK\r\n", False, "quá thời gian chờ"),
        (b"nonsense\r\n\r\n", False, "mất kết nối khi chờ trả lời"),
        (b"X-More: " + b"y" * 500 + b"\r\n", True, "mất kết nối khi chờ trả lời"),
    ],
)
async def test_a_server_that_does_not_answer_keeps_nobody(
    monkeypatch: pytest.MonkeyPatch, answer: bytes, endless: bool, error: str
) -> None:
    monkeypatch.setattr(hook_post, "ANSWER_SECONDS", 0.3)
    async with _server(answer, endless) as url:
        got = await HookPoster(LOCAL).post(url, {}, b"{}")
    assert (got.status, got.error) == (None, error)


async def test_headers_without_an_end_are_not_read_to_it() -> None:
    first = b"HTTP/1.1 200 OK\r\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        try:
            while True:
                writer.write(b"X-More: " + b"y" * 500 + b"\r\n")
                await writer.drain()
        except ConnectionError:
            writer.close()

    made = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{made.sockets[0].getsockname()[1]}/"
    got = await HookPoster(LOCAL).post(url, {}, b"{}")
    made.close()
    assert (got.status, got.error) == (None, "trả lời quá dài")


async def test_a_name_is_looked_up_once_and_gone_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever answers another address to the second question is not asked a second time."""
    async with hook_receiver() as receiver:
        port = int(receiver.url.rpartition(":")[2].partition("/")[0])
        asked: list[str] = []

        async def lookup(host: str, *_: Any, **__: Any) -> list[Any]:
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        loop = asyncio.get_running_loop()
        rules = HookRules(http=True, networks=LOCAL.networks)
        monkeypatch.setattr(asyncio, "get_running_loop", lambda: _Loop(loop, lookup))
        answer = await HookPoster(rules).post(f"http://hooks.example:{port}/x", {}, b"{}")
        monkeypatch.undo()
        assert answer.taken
        assert asked == ["hooks.example"]


class _Loop:
    """The loop, with other answers to who asks for addresses."""

    def __init__(self, loop: asyncio.AbstractEventLoop, lookup: Any) -> None:
        self._loop = loop
        self.getaddrinfo = lookup

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loop, name)


async def test_over_tls_the_name_must_be_the_receivers(tmp_path: Path) -> None:
    shown, trusted = certificate(tmp_path)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()
        writer.close()

    made = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=shown)
    port = made.sockets[0].getsockname()[1]
    networks = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    poster = HookPoster(HookRules(networks=networks), trusted)
    taken = await poster.post(f"https://localhost:{port}/", {}, b"{}")
    other = await poster.post(f"https://127.0.0.1:{port}/", {}, b"{}")
    unknown = await HookPoster(poster.rules).post(f"https://localhost:{port}/", {}, b"{}")
    plain = await HookPoster(LOCAL).post(f"http://127.0.0.1:{port}/", {}, b"{}")
    made.close()
    assert (taken.status, taken.taken) == (204, True)
    for refused in (other, unknown):
        assert (refused.status, refused.error[:4]) == (None, "TLS:")
    assert not plain.taken


async def test_one_address_inside_among_several_refuses_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop = asyncio.get_running_loop()

    async def lookup(*_: Any, **__: Any) -> list[Any]:
        return [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(asyncio, "get_running_loop", lambda: _Loop(loop, lookup))
    answer = await HookPoster(HookRules()).post("https://hooks.example/", {}, b"{}")
    monkeypatch.undo()
    assert answer.error == "địa chỉ thuộc mạng nội bộ, không được gửi tới"


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://hooks.example/", "địa chỉ phải bắt đầu bằng https://"),
        ("https://127.0.0.1/", "địa chỉ thuộc mạng nội bộ, không được gửi tới"),
        ("https://2130706433/", "địa chỉ thuộc mạng nội bộ, không được gửi tới"),
        ("https://[::ffff:10.0.0.1]/", "địa chỉ thuộc mạng nội bộ, không được gửi tới"),
    ],
)
async def test_an_address_that_may_not_be_posted_to_is_told_so(url: str, error: str) -> None:
    assert (await HookPoster(HookRules()).post(url, {}, b"{}")).error == error
