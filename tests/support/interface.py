"""An office that other systems read: districts, communes, reports in every state, and tokens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
from starlette.types import ASGIApp

from bot.access.api_tokens import hash_api_token, new_api_token
from bot.channels.api.app import ReadApi
from bot.channels.api.callers import Callers
from bot.channels.web.app import create_app
from bot.channels.web.channel import WebChannel
from conversations.answers.values import BLANK, Answer
from conversations.calendar.periods import Period
from conversations.forms.growth import fit_form
from conversations.reports.model import AnswerChange, LetterReference, ReportState
from conversations.workflow.connections import API_ROOT, ApiScope
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.workflow.units import NewUnit
from templates.loading.catalog import load_catalog
from tests.support.appendix import sample_report
from tests.support.databases import Databases
from tests.support.desk import ADDRESS, desk_of, member_in
from tests.support.founding import founded_once
from tests.support.list_form import named
from tests.support.product import Office
from tests.support.province import ROOT, Province, local

START = local(2026, 3, 16)
QUARTER = Period(name="Quý I/2026", start=date(2025, 12, 15), end=date(2026, 3, 14))
HALF = Period(name="6 tháng/2026", start=date(2025, 12, 15), end=date(2026, 6, 14))
ISSUE = LetterReference(month=3, year=2026)
EVERY = tuple(ApiScope)
LISTED = "nd73-2d"  # a form in which rows are added


@dataclass
class ReadOffice:
    """`A` has the communes A01 (approved), A02 (handed in), A03 (at work), A04 (sent back), and B
    has B01 (handed in, approved and being corrected). Round 1 is the sample's form, round 2 one
    with lists, of A alone."""

    province: Province
    app: ASGIApp
    tokens: dict[str, int]

    @property
    def office(self) -> Office:
        return self.province.office

    def unit(self, name: str) -> int:
        return self.province.units[name]

    async def token(
        self, unit: str = ROOT, scopes: Sequence[ApiScope] = EVERY, days: int = 30
    ) -> str:
        """A new token, shown once."""
        made = new_api_token()
        until = self.office.clock() + timedelta(days=days)
        async with self.office.store.transaction() as tx:
            kept = (hash_api_token(made), f"tests {unit}", self.unit(unit), tuple(scopes), until)
            self.tokens[made] = await tx.api_tokens.add(self.province.deed(), *kept)
        return made

    async def end(self, token: str) -> None:
        async with self.office.store.transaction() as tx:
            assert await tx.api_tokens.end(self.province.deed(), self.tokens[token])

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        """Whoever reads, with this token."""
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        transport = httpx.ASGITransport(app=self.app)
        return httpx.AsyncClient(transport=transport, base_url=ADDRESS + API_ROOT, headers=headers)

    async def report(self, unit: str, round_id: int = 1) -> int:
        """The number of a unit's report in a round."""
        async with self.office.store.transaction() as tx:
            rows = await tx.boards.list_rows(round_id, self.unit(unit))
        return rows[0].report


def api_app(office: Office, per_minute: int = 100_000) -> ASGIApp:
    """The web application with the interface in it."""
    desk = desk_of(office)
    catalogs = replace(office.catalogs, catalog=load_catalog())
    callers = Callers(office.store, office.clock, per_minute)
    made = ReadApi(office.store, catalogs, callers, office.clock).app()
    return create_app(office.desk, WebChannel(), desk.access, desk.sessions, api={API_ROOT: made})


@asynccontextmanager
async def read_office(
    place: Path | Databases, per_minute: int = 100_000
) -> AsyncIterator[ReadOffice]:
    """The office of the test's own."""
    async with founded_once(place, START, _found) as made:
        yield ReadOffice(made, api_app(made.office, per_minute), {})


async def _found(at: Office) -> Province:
    province = Province(at)
    await province.found(
        [
            *(_unit(code, f"UBND huyện {code}", "district", ROOT) for code in ("A", "B")),
            *(_unit(f"A0{n}", f"UBND xã A{n}", "commune", "A") for n in range(1, 5)),
            _unit("B01", "UBND xã B1", "commune", "B"),
        ]
    )
    forms = load_catalog().forms
    officer = await member_in(province, "A", Role.OFFICER, "Trần Thị Bí Mật")
    async with at.store.transaction() as tx:
        for form, period, top in ((forms["cchc-so"], QUARTER, ROOT), (forms[LISTED], HALF, "A")):
            under = await tx.units.list_under(province.units[top])
            owing = [one for one in under if one.kind == "commune"]
            key = (form.key, form.version)
            due = {"": START.date()}
            top_unit = province.units[top]
            await tx.rounds.open(province.deed(), key, period, ISSUE, top_unit, due, owing)
    await _fill(province, officer)
    return province


def _unit(code: str, name: str, kind: str, above: str) -> NewUnit:
    return NewUnit(code, name, name.removeprefix("UBND "), code, kind, above)


async def _fill(province: Province, officer: int) -> None:
    moves = {
        "A01": (ReportState.SUBMITTED, ReportState.APPROVED),
        "A02": (ReportState.SUBMITTED,),
        "A03": (),
        "A04": (ReportState.SUBMITTED, ReportState.RETURNED),
        "B01": (ReportState.SUBMITTED, ReportState.APPROVED, ReportState.CORRECTING),
    }
    sample = sample_report().answers
    form = load_catalog().forms[LISTED]
    listed = {one.names: named("Đất đai", "Hộ tịch <b>") for one in form.growths}
    assert fit_form(form, listed).rows != form.rows
    for unit, states in moves.items():
        await fill_report(province, unit, officer, sample, states, round_id=1)
    await fill_report(province, "A01", officer, listed, (ReportState.SUBMITTED,), round_id=2)


async def fill_report(
    province: Province,
    unit: str,
    member: int,
    answers: dict[str, Answer] | object,
    states: Sequence[ReportState],
    round_id: int,
) -> int:
    """Write these answers into a unit's report, and bring it into these states; its number."""
    assert isinstance(answers, dict)
    async with province.office.store.transaction() as tx:
        number = (await tx.boards.list_rows(round_id, province.units[unit]))[0].report
        standing = (await tx.reports.load(number)).answers
        changes = []
        for key, one in answers.items():
            was = standing.get(key, BLANK).revision
            changes.append(
                AnswerChange(
                    key=key, expected=was, answer=one.model_copy(update={"revision": was + 1})
                )
            )
        now = province.office.clock()
        event = await tx.inbox.add_handled("tests", str(uuid4()), "tests", {}, now)
        assert event is not None
        said = {"member_id": member, "channel": "tests", "event_id": event, "now": now}
        await tx.reports.apply(number, changes, **said)
    for state in states:
        await move_report(province, number, member, state)
    return number


async def move_report(province: Province, number: int, member: int, state: ReportState) -> None:
    """Bring a report into a state."""
    async with province.office.store.transaction() as tx:
        context = AuditContext(number, member, "tests", None, province.office.clock())
        if state is ReportState.RETURNED:
            await tx.submissions.return_rows(context, number, {"I.1.1": "xem lại"})
        else:
            why = "sai số" if state is ReportState.CORRECTING else None
            await tx.submissions.move(context, number, state, why)
