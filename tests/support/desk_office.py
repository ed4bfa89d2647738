"""A small office for the coordinator's pages: a province with districts, people, and a round."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import update

from conversations.calendar.periods import Period
from conversations.reports.model import LetterReference, ReportState
from conversations.workflow.permissions import Role
from storage.tables.core import report
from storage.workflow.units import NewUnit
from tests.support.desk import member_in
from tests.support.product import Office, office
from tests.support.province import ROOT, Province, local

QUARTER = Period(name="Quý I/2026", start=date(2026, 1, 1), end=date(2026, 3, 31))
ISSUE = LetterReference(month=3, year=2026)
START = local(2026, 3, 16, 9)
MANY = 12  # communes of the first district


@dataclass
class DeskOffice:
    """Two districts: `A` with communes 1 to 12, `B` with two more. `mai` coordinates all, `hoa`
    only the first; each commune has an officer."""

    at: Office
    province: Province
    mai: int
    hoa: int
    round: int

    def unit(self, code: str) -> int:
        return self.province.units[code]


@asynccontextmanager
async def desk_office(place: Path | str) -> AsyncIterator[DeskOffice]:
    """The office on a Monday morning, its round open since the start of the month."""
    async with office(place, START) as at:
        province = Province(at)
        await province.found(_units())
        mai = await member_in(province, ROOT, Role.COORDINATOR, "Lê Thị Mai")
        hoa = await member_in(province, "A", Role.COORDINATOR, "Hoàng Hoa")
        for code, person in (("A02", "Nguyễn Ánh"), ("A10", "Trần Bình"), ("B01", "Y Niê")):
            await member_in(province, code, Role.OFFICER, person)
        await province.comes("tu", "A03", Role.OFFICER, "Đỗ Tú")
        number = await _open(province)
        yield DeskOffice(at, province, mai, hoa, number)


def _units() -> list[NewUnit]:
    def district(code: str, name: str) -> NewUnit:
        return NewUnit(code, f"UBND huyện {name}", f"Huyện {name}", code, "district", ROOT)

    def commune(code: str, name: str, above: str) -> NewUnit:
        phone = "0912 345 678" if code == "A02" else None
        return NewUnit(code, f"UBND {name}", name, code, "commune", above, phone)

    return [
        *(district("A", "Ân Thi"), district("B", "Bình Giang")),
        *(commune(f"A{n:02}", f"Xã {n}", "A") for n in range(1, MANY + 1)),
        *(commune("B01", "Phường Đông", "B"), commune("B02", "Phường Đoài", "B")),
    ]


async def _open(province: Province) -> int:
    form = province.office.catalogs.catalog.forms["cchc-so"]
    root = province.units[ROOT]
    day = (START - timedelta(days=4)).date()  # a Thursday: two working days ago
    async with province.office.store.transaction() as tx:
        owing = [one for one in await tx.units.list_under(root) if one.kind == "commune"]
        return await tx.rounds.open(
            province.deed(), (form.key, form.version), QUARTER, ISSUE, root, {"": day}, owing
        )


async def set_report(here: DeskOffice, code: str, **values: object) -> None:
    """Have the report of a commune stand so in its table."""
    number = await here.province.report_of(code)
    async with here.at.store.transaction() as tx:
        await tx.work.connection.execute(update(report).where(report.c.id == number).values(values))


async def hand_in(here: DeskOffice, code: str) -> None:
    """Hand the empty report of a commune in, in the name of the coordinator of its district."""
    number = await here.province.report_of(code)
    context = replace(here.province.deed(), report=number, member=here.hoa)
    async with here.at.store.transaction() as tx:
        await tx.submissions.move(context, number, ReportState.SUBMITTED)
