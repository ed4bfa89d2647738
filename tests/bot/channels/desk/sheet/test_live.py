"""The socket of the sheet: who may listen, and what is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection, connect

from bot.channels.desk.sheet import live_updates
from conversations.workflow.permissions import Role
from tests.support.desk import COOKIE, desk_at, member_in
from tests.support.sheets import OpenSheet, entry, open_sheet, served, write

TASKS = "I.01.01"


def _listen(sheet: OpenSheet, address: str, cookie: str, report: str, origin: str = "") -> Any:
    place = f"{address.replace('http', 'ws')}/ban/ws?report={report}&head=x"
    headers = {"Cookie": f"{COOKIE}={cookie}", "Origin": origin or address}
    return connect(place, additional_headers=headers)


async def _closed(socket: ClientConnection) -> int | None:
    try:
        while True:
            await socket.recv()
    except websockets.ConnectionClosed:
        return socket.close_code


async def test_changes_are_told_to_who_may_see_them(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet, served(sheet) as address:
        cookie, report = await sheet.cookie(sheet.officer), str(sheet.report)
        async with (
            _listen(sheet, address, cookie, report) as socket,
            desk_at(sheet.office, sheet.officer) as browser,
        ):
            first = json.loads(await socket.recv())
            assert first["whole"]
            await write(browser, sheet, entry(TASKS, "5"))
            told = json.loads(await socket.recv())
            cells = {cell["cell"]: cell for row in told["rows"] for cell in row["cells"]}
            assert (cells[f"value {TASKS}"]["text"], cells[f"value {TASKS}"]["by"]) == ("5", "Lan")
            assert told["counts"]["filled"] == 1
            assert len(told["rows"]) < 10
            async with sheet.office.store.transaction() as tx:
                kept = await tx.web_sessions.find(int(cookie.partition(".")[0]))
                assert kept is not None
                await tx.web_sessions.end(kept.id, sheet.office.clock())
            await write(browser, sheet, entry(TASKS, "6", 1, "5"))
            assert await _closed(socket) == 4401


async def test_nobody_else_hears_anything(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet, served(sheet) as address:
        nam = await member_in(sheet.province, "TC", Role.OFFICER, "Nam")
        cookie, own = await sheet.cookie(nam), await sheet.cookie(sheet.officer)
        for asked in (str(sheet.report), "77", "99999999999999999999", "x", ""):
            async with _listen(sheet, address, cookie, asked) as socket:
                code = await _closed(socket)
                assert code == (live_updates.GONE if asked in (str(sheet.report), "77") else 1008)
        async with _listen(sheet, address, "7.x", str(sheet.report)) as socket:
            assert await _closed(socket) == 4401
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with _listen(sheet, address, own, str(sheet.report), "http://elsewhere.vn"):
                pass
        assert refused.value.response.status_code == 403
