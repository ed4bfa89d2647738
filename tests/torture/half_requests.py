"""Requests that nobody finishes, held open by the hundreds while officers write."""

from __future__ import annotations

import asyncio
import socket
import time
from urllib.parse import urlsplit

import httpx
import psutil

from tests.torture.bench import Bench, Work
from tests.torture.cluster import Replica, Setting
from tests.torture.tally import Tally

HEADERS, BODIES = 600, 60  # of each kind, to each process, each time
FROM = ("127.0.0.1", "127.0.0.2", "127.0.0.3")  # Telegram's own address among them
BODY = 980_000  # bytes that are sent of 990,000
GONE_SECONDS = 60.0  # until all that were left open are given up; the product's limit is 10
ANSWER_SECONDS = 20.0  # for /healthz; on a quiet machine it takes none
MEMORY = 400 * 1_048_576  # bytes of one process
_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "
_POST = b"POST /telegram/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 990000\r\n\r\n"


async def hold_half_requests(bench: Bench, setting: Setting, count: int) -> Tally:
    """So many times every process is given half headers and half bodies, which are held for a
    while and left to it at last. It answers others meanwhile, and stays small."""
    async with bench.officers_at_work(setting) as work:
        held: list[socket.socket] = []
        for _ in range(count):
            await work.crowd.somebody_types()
            for replica in work.cluster.replicas:
                held += await asyncio.to_thread(_open, replica)
            work.tally.kills += 1
            await asyncio.sleep(work.dice.uniform(0, 2.0))
            for replica in work.cluster.replicas:
                await _look(work, replica)
        until = time.monotonic() + GONE_SECONDS
        while left := sum(_is_open(one) for one in held):
            if time.monotonic() > until:
                work.tally.dirty += 1
                work.tally.note(f"{left} of {len(held)} half requests are still open")
                break
            await asyncio.sleep(0.5)
        for one in held:
            one.close()
    return work.tally


def _open(replica: Replica) -> list[socket.socket]:
    """The connections; those that the process ends at once are among them."""
    port = urlsplit(replica.address).port
    held: list[socket.socket] = []
    for number in range(HEADERS + BODIES):
        one = socket.socket()
        one.settimeout(5)
        one.bind((FROM[number % len(FROM)], 0))
        held.append(one)
        try:
            one.connect(("127.0.0.1", port))
            one.sendall(_HEAD if number < HEADERS else _POST + bytes(BODY))
        except OSError:
            continue
    return held


async def _look(work: Work, replica: Replica) -> None:
    """Whether the process answers others, and how large it is."""
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False) as client:
            well = (await client.get(f"{replica.address}/healthz")).status_code == 200
    except httpx.HTTPError:
        well = False
    assert replica.pid is not None
    size = psutil.Process(replica.pid).memory_info().rss
    if not well or size > MEMORY:
        work.tally.dirty += 1
        work.tally.note(f"half requests: answers {well}, {size / 1_048_576:.0f} MB")


def _is_open(one: socket.socket) -> bool:
    try:
        one.setblocking(False)
        while one.recv(65_536):  # an answer that says why not
            pass
        return False
    except BlockingIOError:
        return True
    except OSError:
        return False
