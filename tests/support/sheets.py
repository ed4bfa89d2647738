"""A report whose sheet is open at the desk, and the people around it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.access.browser_sessions import BrowserSessions
from conversations.answers.values import Answer
from conversations.calendar.periods import Period
from conversations.reports.model import LetterReference
from conversations.reports.previous import PreviousReport
from conversations.workflow.permissions import Role
from templates.loading.catalog import load_catalog
from tests.support.desk import ADDRESS, KEY, DeskBrowser, desk_app, member_in
from tests.support.http_server import listening
from tests.support.product import Office, office, open_catalogs
from tests.support.province import Province, department, local

START = local(2026, 3, 2)
QUARTER = Period(name="Quý I/2026", start=date(2025, 12, 15), end=date(2026, 3, 14))
BEFORE = Period(name="Quý IV/2025", start=date(2025, 9, 15), end=date(2025, 12, 14))


@dataclass
class OpenSheet:
    """An office with one report on some form, and its officer."""

    province: Province
    report: int
    officer: int

    @property
    def office(self) -> Office:
        return self.province.office

    @property
    def path(self) -> str:
        return f"/ban/bao-cao/{self.report}"

    async def answer(self, key: str) -> Answer:
        """What a row says by now."""
        return (await self.office.report(self.report)).answer(key)

    async def cookie(self, member: int) -> str:
        """What signs a browser in as this member."""
        sessions = BrowserSessions(self.office.store, self.office.clock, KEY)
        async with self.office.store.transaction() as tx:
            return await sessions.begin(tx, member, "tests")


@asynccontextmanager
async def open_sheet(
    place: Path | str, form_key: str = "cchc-so", past: PreviousReport | None = None
) -> AsyncIterator[OpenSheet]:
    """A department that owes a report on this form of the product's own; `place` is a folder or a
    database's URL, `past` what the department reported before."""
    catalogs = replace(open_catalogs(), catalog=load_catalog())
    async with office(place, START, catalogs=catalogs) as at:
        province = Province(at)
        await province.found([department("NV", "Nội vụ"), department("TC", "Tài chính")])
        lan = await member_in(province, "NV", Role.OFFICER, "Lan")
        form = catalogs.catalog.forms[form_key]
        issue = LetterReference(month=3, year=2026)
        async with at.store.transaction() as tx:
            now = at.clock()
            number = await tx.rounds.add(form.key, form.version, QUARTER, issue, now)
            report = await tx.rounds.add_report(number, province.units["NV"], now)
            if past is not None:
                unit = province.units["NV"]
                await tx.previous_reports.save(unit, form.key, past, lan, now)
        yield OpenSheet(province, report, lan)


@asynccontextmanager
async def served(sheet: OpenSheet) -> AsyncIterator[str]:
    """The address at which the desk of this office is served."""
    async with listening(desk_app(sheet.office), sockets=True) as address:
        yield address


def entry(key: str, text: str, revision: int = 0, seen: str = "", **more: Any) -> dict[str, Any]:
    """A cell as a page writes it."""
    return {"key": key, "text": text, "revision": revision, "seen": seen, **more}


async def write(
    browser: DeskBrowser,
    sheet: OpenSheet,
    *cells: dict[str, Any],
    status: int = 200,
    **more: Any,
) -> dict[str, Any]:
    """What the server answers to a page that writes these cells."""
    body = {"event": str(uuid4()), "person": browser.member or 1, "cells": cells, **more}
    answer = await browser.client.post(f"{sheet.path}/o", json=body, headers={"Origin": ADDRESS})
    assert answer.status_code == status, (answer.status_code, answer.text)
    found: dict[str, Any] = answer.json() if status == 200 else {}
    return found


def fates(told: dict[str, Any]) -> list[str]:
    """What became of each cell."""
    return [one["fate"] for one in told["outcomes"]]


def patch(told: dict[str, Any], address: str) -> dict[str, Any]:
    """How the answer says that a cell stands."""
    cells = (cell for row in told["rows"] for cell in row["cells"])
    return next(cell for cell in cells if cell["cell"] == address)
