"""The sheet of the desk: milliseconds of a page, and of a cell until it is confirmed.

    python -m bench.desk_sheet

One office on SQLite, one browser's connection over the loopback. A cell is posted, read, checked,
written with its history and answered with the rows that changed. Beside it stands the floor: the
same server answering a post that only writes the text into a table of SQLite, durable to the last
commit. Times are medians and the 95th percentile.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.garbage import collect_seldom
from tests.support.desk import COOKIE, DeskBrowser, desk_at
from tests.support.http_server import listening
from tests.support.sheets import OpenSheet, entry, open_sheet, served, write

PAGES, CELLS = 20, 200
COMMUNES = 60


def told(name: str, took: Sequence[float]) -> None:
    """One line of the table."""
    ordered = sorted(1_000 * one for one in took)
    high = ordered[int(len(ordered) * 0.95)]
    print(f"{name:<58} {statistics.median(ordered):>7.1f} {high:>7.1f}", flush=True)


async def timed(times: int, work: Callable[[int], Awaitable[object]]) -> list[float]:
    """How long each run takes, in seconds, after one that does not count."""
    await work(0)
    took = []
    for at in range(1, times + 1):
        begun = time.perf_counter()
        await work(at)
        took.append(time.perf_counter() - begun)
    return took


class Wire:
    """One connection kept open, on which each request goes out in one piece, as a browser's do."""

    def __init__(self, address: str, cookie: str = "") -> None:
        self.host = address.removeprefix("http://")
        self.cookie = cookie

    async def __aenter__(self) -> Wire:
        name, _, port = self.host.partition(":")
        self.reader, self.writer = await asyncio.open_connection(name, int(port))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()
        await self.writer.wait_closed()

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What the server answers."""
        content = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\n"
            f"Cookie: {self.cookie}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        self.writer.write(head.encode() + content)
        answered = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", answered, re.IGNORECASE)
        assert length is not None, answered
        found: dict[str, Any] = json.loads(await self.reader.readexactly(int(length[1])))
        return found


async def pages(browser: DeskBrowser, sheet: OpenSheet, name: str) -> list[str]:
    """The page as a whole; the cells that can be written."""
    page = await browser.get(sheet.path)
    rows, cells = page.count("<tr data-row"), page.count('data-cell="value ')
    took = await timed(PAGES, lambda _: browser.get(sheet.path))
    told(f"{name}: page of {rows} rows, {cells} cells of answers", took)
    found = re.findall(r'<t\w class="c number"[^>]*data-cell="value ([^"]+)"', page)
    return [*dict.fromkeys(found)]


async def typed(sheet: OpenSheet, keys: Sequence[str], name: str) -> None:
    """Cells written one by one, each confirmed before the next."""
    async with served(sheet) as address:
        cookie = f"{COOKIE}={await sheet.cookie(sheet.officer)}"
        async with Wire(address, cookie) as wire:
            standing: dict[str, tuple[int, str]] = {}

            async def one(at: int) -> None:
                key = keys[at % len(keys)]
                revision, seen = standing.get(key, (0, ""))
                cell = entry(key, str(at % 60), revision, seen)
                body = {"event": str(uuid4()), "person": sheet.officer, "cells": [cell]}
                answer = await wire.post(f"{sheet.path}/o", body)
                outcome = answer["outcomes"][0]
                if outcome["fate"] == "stored":
                    standing[key] = (revision + 1, str(at % 60))

            told(f"{name}: a cell, posted and confirmed", await timed(CELLS, one))


async def floor(folder: Path) -> None:
    """The same post to a server that only keeps the text."""
    base = sqlite3.connect(folder / "floor.db", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE cell (key TEXT PRIMARY KEY, text TEXT)")

    async def keep(request: Request) -> Response:
        cells: list[dict[str, Any]] = json.loads(await request.body())["cells"]
        pairs = [(one["key"], one["text"]) for one in cells]
        base.execute("BEGIN IMMEDIATE")
        base.executemany("INSERT OR REPLACE INTO cell VALUES (?, ?)", pairs)
        base.execute("COMMIT")
        return JSONResponse({"outcomes": [{"fate": "stored"} for _ in pairs]})

    app = Starlette(routes=[Route("/o", keep, methods=["POST"])])
    async with listening(app) as address, Wire(address) as wire:

        async def one(at: int) -> None:
            body = {"event": str(uuid4()), "cells": [entry(f"I.{at % 50}", str(at))]}
            await wire.post("/o", body)

        told("the floor: a text, posted and kept, nothing else", await timed(CELLS, one))
    base.close()


async def long_sheet(folder: Path) -> None:
    async with open_sheet(folder / "long") as sheet:
        async with desk_at(sheet.office, sheet.officer) as browser:
            keys = await pages(browser, sheet, "cchc-so")
        await typed(sheet, keys, "cchc-so")


async def wide_sheet(folder: Path) -> None:
    async with open_sheet(folder / "wide", "tcd-01") as sheet:
        async with desk_at(sheet.office, sheet.officer) as browser:
            names = [entry("T:ds", f"Xã Tân Lập số {at}", part="item") for at in range(COMMUNES)]
            await write(browser, sheet, *names)
            keys = await pages(browser, sheet, "tcd-01, empty")
            block = [entry(key, str(at % 7)) for at, key in enumerate(keys)]
            begun = time.perf_counter()
            await write(browser, sheet, *block)
            told(f"tcd-01: a block of {len(block)} cells pasted", [time.perf_counter() - begun])
            await pages(browser, sheet, "tcd-01, filled")
        await typed_over(sheet, keys[0])


async def typed_over(sheet: OpenSheet, key: str) -> None:
    """The same cell of a full wide sheet again and again."""
    async with desk_at(sheet.office, sheet.officer) as browser:
        standing = await sheet.answer(key)
        state = [standing.revision, str(standing.amount)]

        async def one(at: int) -> None:
            text = str(at % 50 + 1)
            cell = entry(key, text, int(state[0]), str(state[1]))
            answer = await write(browser, sheet, cell)
            if answer["outcomes"][0]["fate"] == "stored":
                state[:] = [int(state[0]) + 1, text]

        told("tcd-01, filled: a cell, posted and confirmed", await timed(PAGES, one))


async def main() -> None:
    collect_seldom()  # as the product does
    print(f"{'milliseconds':<58} {'median':>7} {'95 %':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("long", "wide"):
            (Path(folder) / name).mkdir()
        await floor(Path(folder))
        await long_sheet(Path(folder))
        await wide_sheet(Path(folder))


if __name__ == "__main__":
    asyncio.run(main())
