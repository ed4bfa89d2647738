"""The table of a round's units on both databases: order, filters, counts, parts, people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import insert, update

from conversations.calendar.periods import Period
from conversations.reports.model import LetterReference, OrgUnit
from conversations.text.collation import collation_key
from conversations.workflow.permissions import Role
from conversations.workflow.unit_state import OF_PEOPLE, UnitSort, UnitState
from storage.core.work import AuditContext
from storage.store import Store
from storage.tables.core import member, report
from storage.tables.workflow import figure
from storage.transaction import Transaction
from storage.workflow.unit_table import ReachRule, UnitFilter, UnitPart
from storage.workflow.units import NewUnit
from tests.support.store_rows import NOW

DEED = AuditContext(None, None, "command", None, NOW)
QUARTER = Period(name="Quý I/2023", start=date(2023, 1, 1), end=date(2023, 3, 31))
NAMES = ("Xã Ấp", "Xã 10", "Xã 2", "Xã Ân", "xã an", "Xã Đa", "Xã Dạ")
ANYBODY = ReachRule((), {})


async def found(tx: Transaction) -> tuple[dict[str, int], UnitFilter]:
    """A tree with seven units below one district and one below another; all owe a report."""
    units = [NewUnit("T", "Tỉnh", "Tỉnh", "T", None, None)]
    units += [NewUnit(code, f"Huyện {code}", code, code, "district", "T") for code in "AB"]
    units += [
        NewUnit(f"A{n}", name, name, "X", "commune", "A", "0912 345 678" if n == 1 else None)
        for n, name in enumerate(NAMES)
    ]
    units.append(NewUnit("B_1", "Phường Một", "Phường Một", "P", "ward", "B"))
    ids = await tx.units.add_all(DEED, units)
    owing = [one for one in await tx.units.list_under(ids["T"]) if one.kind in ("commune", "ward")]
    issue, due = LetterReference(month=3, year=2023), {"": NOW.date() - timedelta(days=2)}
    form = ("cchc-so", "1")
    number = await tx.rounds.open(DEED, form, QUARTER, issue, ids["T"], due, owing)
    return ids, UnitFilter(number, ids["T"], NOW)


async def put(tx: Transaction, unit: int, **values: object) -> None:
    await tx.work.connection.execute(update(report).where(report.c.org_unit == unit).values(values))


async def names(tx: Transaction, which: UnitFilter) -> list[str]:
    rows = await tx.unit_table.list_page(
        which, UnitSort.NAME, descending=False, offset=0, limit=100
    )
    return [row.name for row in rows]


async def test_units_stand_in_every_order_and_page_by_page(store: Store) -> None:
    async with store.transaction() as tx:
        ids, which = await found(tx)
        await put(tx, ids["A3"], state="submitted", version=1, answered=9, warnings=2)
        in_order = ["Phường Một", *sorted(NAMES, key=collation_key)]
        assert await names(tx, which) == in_order
        for by in {*UnitSort} - OF_PEOPLE:
            for descending in (False, True):
                page = [
                    row.name
                    for offset in range(0, 8, 3)
                    for row in await tx.unit_table.list_page(
                        which, by, descending=descending, offset=offset, limit=3
                    )
                ]
                assert sorted(page) == sorted(in_order)
        first = {
            UnitSort.FILLED: "Xã Ân",
            UnitSort.WARNINGS: "Xã Ân",
            UnitSort.STATE: "Xã Ân",
            UnitSort.CODE: "Phường Một",
        }
        for by, name in first.items():
            (row,) = await tx.unit_table.list_page(which, by, descending=True, offset=0, limit=1)
            assert row.name == name, by
        await tx.units.rename(
            DEED, ids["B_1"], OrgUnit(name="Zz", short_name="Z", abbreviation="Z"), NOW.date()
        )
        assert (await names(tx, which))[-1] == "Zz"
        assert await names(tx, replace(which, text="phuong")) == []


NARROWED: list[tuple[dict[str, object], list[str] | int]] = [
    ({"kind": "ward"}, ["Phường Một"]),
    ({"states": (UnitState.REVIEW, UnitState.RETURNED)}, ["Xã 2", "Xã Ân"]),
    ({"states": (UnitState.NEW,)}, ["Xã Ấp"]),
    ({"states": (UnitState.OPEN,)}, ["Xã 10"]),
    ({"text": "xa an"}, ["xã an", "Xã Ân"]),
    ({"text": "0912345678"}, ["Xã 10"]),
    ({"text": "b_"}, ["Phường Một"]),
    ({"text": "%"}, []),
    ({"text": "khong", "also": "A2"}, ["Xã 2"]),
    ({"warned": True}, ["Xã Ân"]),
    ({"locked": True}, ["Xã 2"]),
    ({"due_before": NOW - timedelta(days=3)}, []),
    ({"root": "B"}, ["Phường Một"]),
    ({"states": (UnitState.LATE,), "root": "A"}, ["xã an", "Xã Dạ", "Xã Đa"]),
    ({"away": ReachRule((), {})}, 7),
    ({"away": ReachRule(("zalo",), {})}, 8),
    ({"away": ReachRule(("telegram",), {"telegram": frozenset({"1"})})}, 7),
    ({"away": ReachRule(("telegram",), {"telegram": frozenset()})}, 8),
]


async def test_units_are_narrowed(store: Store) -> None:
    async with store.transaction() as tx:
        ids, every = await found(tx)
        later = NOW + timedelta(days=9)
        await put(tx, ids["A0"], due_at=later)
        await put(tx, ids["A1"], due_at=later, answered=5)
        await put(tx, ids["A2"], state="returned", version=1, locked_at=NOW)
        await put(tx, ids["A3"], state="submitted", version=1, warnings=2)
        lan = await tx.members.add("Lan", NOW)
        await tx.roles.grant(DEED, lan, ids["A4"], Role.OFFICER)
        await tx.members.mark_heard(lan, "telegram", "1")
        for narrow, units in NARROWED:
            said = {
                key: ids[value] if key == "root" and isinstance(value, str) else value
                for key, value in narrow.items()
            }
            if "also" in said:
                said["also"] = frozenset({ids["A2"]})
            which = replace(every, **said)  # type: ignore[arg-type]
            shown = await names(tx, which)
            assert (len(shown) if isinstance(units, int) else shown) == units, narrow
            assert await tx.unit_table.count(which) == len(shown), narrow
            assert len(await tx.unit_table.list_ids(which)) == len(shown), narrow


async def test_parts_and_rounds_are_counted(store: Store) -> None:
    async with store.transaction() as tx:
        ids, which = await found(tx)
        await put(tx, ids["A3"], state="submitted", version=1, late=True, answered=3)
        await put(tx, ids["B_1"], state="approved", version=1, approved=1)
        parts = await tx.unit_table.count_parts(which, ANYBODY)
        assert sorted(parts, key=str) == [
            UnitPart(ids["A"], "commune", "late", 6, 6),
            UnitPart(ids["A"], "commune", "review", 1, 1),
            UnitPart(ids["B"], "ward", "approved", 1, 1),
        ]
        counts = (await tx.boards.count_rounds(ids["T"], NOW))[which.round]
        assert (counts.expected, counts.submitted, counts.on_time, counts.late) == (8, 2, 1, 1)
        assert (counts.waiting, counts.approved, counts.overdue, counts.begun) == (1, 1, 6, 1)
        assert await tx.rounds.is_under(which.round, ids["B"])
        assert not await tx.rounds.is_under(which.round, ids["T"] + 1_000)
        heads = await tx.unit_table.list_heads(ids["T"])
        assert [one.code for one in heads] == ["A", "B", "T"]
        rows = await tx.boards.list_rows(which.round, ids["T"], [ids["A1"], ids["B_1"], 999])
        assert [row.short_name for row in rows] == ["Phường Một", "Xã 10"]


async def test_people_are_known_and_when_they_were_seen(store: Store) -> None:
    async with store.transaction() as tx:
        ids, which = await found(tx)
        lan = await tx.members.add("Lan", NOW)
        await tx.work.connection.execute(
            update(member).where(member.c.id == lan).values(phone="0987 654 321")
        )
        await tx.roles.grant(DEED, lan, ids["A4"], Role.OFFICER)
        await tx.members.mark_heard(lan, "telegram", "1")
        people = tx.unit_people
        at = (which.round, which.root, Role.OFFICER)
        assert await people.list_names(*at) == [(ids["A4"], "Lan", "0987 654 321")]
        assert await people.seen_in_round(*at) == {}
        for minute in (3, 1):
            when = NOW + timedelta(minutes=minute)
            await tx.inbox.add("telegram", f"e{minute}", "1", "m", {"kind": "said"}, when)
        seen = NOW + timedelta(minutes=1)  # of the event that came last
        assert await people.seen_in_round(*at) == {ids["A4"]: seen}
        assert await people.seen_last([lan]) == {lan: seen}
        assert await people.seen_last([]) == {}


async def test_sums_of_parts_of_the_tree(store: Store) -> None:
    async with store.transaction() as tx:
        ids, which = await found(tx)
        for code, amount in (("A1", 300), ("A2", 400), ("B_1", 500)):
            await put(tx, ids[code], state="submitted", version=1)
            number = (await tx.duties.of_units([ids[code]]))[0].report
            row = {"report": number, "key": "K", "state": "value", "amount": amount}
            await tx.work.connection.execute(insert(figure), row)
        sums = tx.branch_rollups
        top, first = ids["T"], ids["A"]
        assert [one.code for one in await sums.list_branches(which.round, top)] == ["A", "B"]
        tallies = await sums.tallies(which.round, top, [first, ids["B"]], ["K"])
        told = {
            unit: [(one.units, str(one.amount)) for one in some] for unit, some in tallies.items()
        }
        assert told == {first: [(2, "7")], ids["B"]: [(1, "5")]}
        (whole,) = (await sums.tallies(which.round, top, None, ["K"]))[top]
        assert (whole.units, str(whole.amount)) == (3, "12")
        below = await sums.tallies(which.round, first, [ids["A1"], ids["A3"]], ["K", "L"])
        assert {unit: some[0].amount for unit, some in below.items()} == {ids["A1"]: 3}
        own = await sums.list_branches(which.round, ids["A1"])
        assert [one.code for one in own] == ["A1"]
        counts = await sums.count_reported(which.round, top, [first])
        assert (counts[first].expected, counts[first].counted) == (7, 2)


async def test_what_has_changed_is_counted_again(store: Store) -> None:
    async with store.transaction() as tx:
        ids, which = await found(tx)
        number = (await tx.duties.of_units([ids["A1"]]))[0].report
        assert await tx.unit_table.list_uncounted(0, 10) == []
        await put(tx, ids["A1"], head="h1")
        assert await tx.unit_table.list_uncounted(0, 10) == [(number, "h1")]
        assert await tx.unit_table.list_uncounted(number, 10) == []
        await tx.unit_table.note_warnings([(number, 4, "h1")])
        assert await tx.unit_table.list_uncounted(0, 10) == []
        (row,) = await tx.unit_table.list_units(which, [ids["A1"]])
        assert row.warnings == 4
        await put(tx, ids["A1"], head="h2")
        assert await tx.unit_table.list_uncounted(0, 10) == [(number, "h2")]
