"""A ministry's office of 34 provinces with 90 communes each, and some rounds: written straight into
the tables, to measure pages on, and to look at them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert

from conversations.calendar.dates import VIETNAM
from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.reports.model import LetterReference, ReportState
from storage.tables.core import binding, event, member, org_unit, report, round_
from storage.tables.workflow import figure, role, submission
from storage.transaction import Transaction

PROVINCES = (
    *("An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên"),
    *("Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Nội", "Hà Tĩnh", "Hải Phòng", "Huế", "Hưng Yên"),
    *("Khánh Hòa", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Nghệ An", "Ninh Bình"),
    *("Phú Thọ", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sơn La", "Tây Ninh", "Thái Nguyên"),
    *("Thanh Hóa", "TP. Hồ Chí Minh", "Tuyên Quang", "Vĩnh Long"),
)
NAMES = ("Đông", "Tây Sơn", "An Phú", "Ấp Mới", "Bình Minh", "Châu Thành", "Đại Lộc", "Ea Kar")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Y", "H'")
GIVEN = ("An", "Ánh", "Bình", "Cường", "Dung", "Đức", "Hạnh", "Hương", "Lan", "Niê", "Ước", "Yến")
COMMUNES = 90
TODAY = datetime(2026, 12, 1, 9, tzinfo=VIETNAM)
Rows = list[dict[str, Any]]
_STATES = (
    *((ReportState.DRAFT, 0), (ReportState.DRAFT, 0), (ReportState.RETURNED, 1)),
    *((ReportState.SUBMITTED, 1), (ReportState.SUBMITTED, 1), (ReportState.APPROVED, 1)),
)


@dataclass(frozen=True)
class LargeOffice:
    """What was founded: the member who coordinates, the unit at the top, the communes, the rounds,
    the oldest first, and each commune's report in the last."""

    coordinator: int
    root: int
    communes: Sequence[int]
    rounds: Sequence[int]
    reports: Sequence[int]


async def found_large_office(
    tx: Transaction,
    form: Form,
    *,
    provinces: int = 34,
    communes: int = COMMUNES,
    rounds: int = 8,
    summed: int = 0,
) -> LargeOffice:
    """Found it in an empty database, the same each time. Of the last rounds so many are `summed`:
    the reports that were handed in have figures."""
    chance = random.Random(20)
    write = tx.work.connection.execute
    root = await _units(tx, chance, provinces, communes)
    units = [*range(root + 1 + provinces, root + 1 + provinces * (communes + 1))]
    coordinator = await _people(tx, chance, root, units)
    numbers = []
    for n in range(rounds):
        period = _period(n - rounds + 1)
        numbers.append(await _round(tx, form, period, root))
        rows = _reports(chance, form, numbers[-1], units, period)
        await write(insert(report), rows)
        await write(insert(submission), _submissions(rows, n * len(units)))
        if n >= rounds - summed:
            await _figures(tx, chance, form, rows, n * len(units))
    last = len(units) * (rounds - 1)
    return LargeOffice(coordinator, root, units, numbers, range(last + 1, last + len(units) + 1))


def _submissions(rows: Rows, before: int) -> Rows:
    """What was handed in of the reports of a round, without its values; `before` them stand so
    many reports."""
    return [
        {"report": before + at, "version": row["version"], "answers": {}, "late": row["late"]}
        | {"member": 2, "at": TODAY - timedelta(minutes=(before + at) % 9_000)}
        for at, row in enumerate(rows, 1)
        if row["version"]
    ]


async def _figures(
    tx: Transaction, chance: random.Random, form: Form, rows: Rows, before: int
) -> None:
    """Counts for the reports of a round that were handed in; `before` them stand so many."""
    numbers = [row.key for row in form.rows if row.answer is not None and row.adds_up]
    for at, row in enumerate(rows, 1):
        if row["version"] and row["state"] != ReportState.RETURNED:
            figures = [
                {"report": before + at, "key": key, "state": "value"}
                | {"amount": chance.randrange(500) * 100, "base": None, "code": None, "text": None}
                for key in numbers
            ]
            await tx.work.connection.execute(insert(figure), figures)


async def _units(tx: Transaction, chance: random.Random, provinces: int, communes: int) -> int:
    def unit(code: str, name: str, short: str, kind: str | None, parent: int | None) -> Any:
        phone = f"02{chance.randrange(10**8):08}" if kind else None
        named = {"code": code, "name": name, "short_name": short, "abbreviation": code}
        return named | {"kind": kind, "parent": parent, "phone": phone, "created_at": TODAY}

    write = tx.work.connection.execute
    done = await write(insert(org_unit), unit("BO", "Bộ Nội vụ", "Bộ Nội vụ", None, None))
    assert done.inserted_primary_key is not None
    root = int(done.inserted_primary_key[0])
    tops = [
        unit(f"T{n:02}", f"Ủy ban nhân dân tỉnh {name}", f"Tỉnh {name}", "province", root)
        for n, name in enumerate(PROVINCES[:provinces], 1)
    ]
    await write(insert(org_unit), tops)
    rows = []
    for top in range(provinces):
        for n in range(communes):
            what = "Phường" if n % 4 == 0 else "Xã"
            name = f"{what} {NAMES[n % len(NAMES)]} {n // len(NAMES) + 1}"
            code = f"{top + 1:02}.{n + 1:03}"
            rows.append(unit(code, f"Ủy ban nhân dân {name}", name, "commune", root + 1 + top))
    await write(insert(org_unit), rows)
    return root


async def _people(tx: Transaction, chance: random.Random, root: int, units: Sequence[int]) -> int:
    """A coordinator and, in most units, an officer and a reviewer; not all have come."""
    write = tx.work.connection.execute
    people: Rows = [_person("Lê Thị Mai", "mai", "0912345678")]
    roles: Rows = [{"org_unit": root, "role": "coordinator"}]
    for n, unit in enumerate(units):
        for what in ("officer", "reviewer")[: 0 if n % 50 == 7 else 2]:
            name = f"{chance.choice(FAMILY)} {chance.choice(('Thị', 'Văn', 'Thúy'))} "
            name += chance.choice(GIVEN)
            came = f"{what[0]}{n}" if n % 11 else None
            people.append(_person(name, came, f"09{chance.randrange(10**8):08}"))
            roles.append({"org_unit": unit, "role": what})
    await write(insert(member), people)
    for number, one in enumerate(roles, 1):
        one.update(member=number, since=TODAY)
    await write(insert(role), roles)
    bound, heard = [], []
    for number, one in enumerate(people, 1):
        where = one["heard_conversation"]
        if where is not None:
            place = {"channel": "telegram", "conversation": where}
            bound.append(place | {"sender": where, "member": number, "bound_at": TODAY})
            at = TODAY - timedelta(minutes=chance.randrange(20_000))
            kept = {"event_id": f"old-{number}", "message_ref": "", "body": {"kind": "said"}}
            heard.append(place | kept | {"received_at": at, "handled_at": at})
    await write(insert(binding), bound)
    await write(insert(event), heard)
    return 1


def _person(name: str, where: str | None, phone: str) -> dict[str, Any]:
    channel = "telegram" if where else None
    place = {"heard_channel": channel, "heard_conversation": where}
    return place | {"name": name, "phone": phone, "created_at": TODAY}


def _period(back: int) -> Period:
    """The quarter so many before the third of 2026."""
    quarter = 2026 * 4 + 2 + back
    year, month = quarter // 4, quarter % 4 * 3 + 1
    end = date(year + month // 10, (month + 2) % 12 + 1, 1) - timedelta(days=1)
    name = f"Quý {('I', 'II', 'III', 'IV')[quarter % 4]}/{year}"
    return Period(name=name, start=date(year, month, 1), end=end)


async def _round(tx: Transaction, form: Form, period: Period, root: int) -> int:
    due = {"": (_due(period)).isoformat()}
    issue = LetterReference(month=period.end.month, year=period.end.year)
    row = {"form_key": form.key, "form_version": form.version, "org_unit": root, "due": due}
    row |= {"period": period.model_dump(mode="json"), "issue": issue.model_dump(mode="json")}
    done = await tx.work.connection.execute(insert(round_), row | {"created_at": TODAY})
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])


def _due(period: Period) -> date:
    return (
        date(2026, 11, 25)
        if period.end.year == 2026 and period.end.month == 9
        else (period.end + timedelta(days=10))
    )


def _reports(
    chance: random.Random, form: Form, number: int, units: Sequence[int], period: Period
) -> Rows:
    rows = []
    sections = [(one.key, len(form.asked_by_heading[one.key])) for one in form.sections]
    for unit in units:
        state, version = chance.choice(_STATES)
        begun = state != ReportState.DRAFT or chance.random() < 0.7
        full = state in (ReportState.SUBMITTED, ReportState.APPROVED)
        filled = {
            key: most if full else chance.randint(0, most) if begun else 0 for key, most in sections
        }
        due = _due(period) + timedelta(days=chance.choice((0, 0, 0, 0, 7)))
        rows.append(
            {
                "round": number,
                "org_unit": unit,
                "state": state,
                "version": version,
                "approved": int(state == ReportState.APPROVED),
                "created_at": TODAY,
                "due_at": datetime.combine(due, time(23, 59, 59), VIETNAM),
                "late": bool(version) and chance.random() < 0.2,
                "filled": filled,
                "answered": sum(filled.values()),
                "warnings": chance.choice((0, 0, 1, 2, 5)) if begun else 0,
            }
        )
    return rows
