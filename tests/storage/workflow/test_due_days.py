"""Due days for calendars, in both databases: of units and of rounds, with what changed."""

from __future__ import annotations

from datetime import date, timedelta

from conversations.reports.model import LetterReference
from storage.core.work import AuditContext
from storage.store import Store
from storage.workflow.units import NewUnit
from tests.support.store_rows import NOW, PERIOD

DEED = AuditContext(None, None, "command", None, NOW)
DUE = {"": date(2023, 3, 20), "commune": date(2023, 3, 17)}
SINCE = NOW - timedelta(days=400)


async def _opened(store: Store) -> tuple[int, dict[str, int], int]:
    """A province with a department and two communes, and their round: root, units, round."""
    async with store.transaction() as tx:
        ids = await tx.units.add_all(
            DEED,
            [
                NewUnit("TINH", "Tỉnh", "Tỉnh", "T", None, None),
                NewUnit("NV", "Sở Nội vụ", "Sở NV", "SNV", "department", "TINH"),
                *(NewUnit(f"X{n}", f"Xã {n}", f"Xã {n}", f"X{n}", "commune", "TINH") for n in "12"),
            ],
        )
        owing = [await tx.units.find(ids[code]) for code in ("NV", "X1", "X2")]
        issue = LetterReference(month=3, year=2023)
        form = ("cchc-so", "1")
        number = await tx.rounds.open(DEED, form, PERIOD, issue, ids["TINH"], DUE, owing)
    return ids["TINH"], ids, number


async def test_days_of_units_move_and_count_their_changes(store: Store) -> None:
    _, ids, round_id = await _opened(store)
    async with store.transaction() as tx:
        (before,) = await tx.due_days.of_units([ids["NV"]], SINCE)
        assert (before.unit, before.period, before.open) == ("Sở NV", PERIOD.name, True)
        assert before.due == DUE[""]
        later = AuditContext(before.report, None, "command", None, NOW + timedelta(hours=1))
        await tx.rounds.extend(later, before.report, date(2023, 3, 25), "bão")
        (after,) = await tx.due_days.of_units([ids["NV"]], SINCE)
        assert after.due == date(2023, 3, 25)
        assert (after.changes, after.changed_at) == (before.changes + 1, later.at)
        locked = AuditContext(None, None, "command", None, NOW + timedelta(hours=2))
        await tx.rounds.lock(locked, round_id, locked=True)
        (closed,) = await tx.due_days.of_units([ids["NV"]], SINCE)
        assert (closed.open, closed.changed_at) == (False, locked.at)
        assert closed.changes > after.changes
        assert await tx.due_days.of_units([ids["NV"]], NOW + timedelta(days=400)) == []


async def test_days_of_rounds_are_one_a_kind(store: Store) -> None:
    root, ids, round_id = await _opened(store)
    async with store.transaction() as tx:
        found = await tx.due_days.of_rounds(root, SINCE.date())
        assert {(one.round, one.kind, one.due, one.open) for one in found} == {
            (round_id, "", DUE[""], True),
            (round_id, "commune", DUE["commune"], True),
        }
        assert await tx.due_days.of_rounds(ids["X1"], SINCE.date()) != []
        assert await tx.due_days.of_rounds(root, date(2023, 3, 18)) == [
            one for one in found if one.kind == ""
        ]
        await tx.withdrawals.withdraw(DEED, round_id)
        gone = await tx.due_days.of_rounds(root, SINCE.date())
        assert [one.open for one in gone] == [False, False]
        assert min(one.changes for one in gone) > max(one.changes for one in found)


async def test_an_address_leads_to_its_person_until_it_ends(store: Store) -> None:
    async with store.transaction() as tx:
        lan = await tx.members.add("Lan", NOW)
        await tx.calendar_feeds.make(DEED, lan, "1" * 64)
        await tx.calendar_feeds.make(DEED, lan, "2" * 64)
        assert await tx.calendar_feeds.find("1" * 64) is None
        found = await tx.calendar_feeds.find("2" * 64)
        assert found is not None
        assert found.member == lan
        assert await tx.calendar_feeds.of_member(lan) == found
        assert await tx.calendar_feeds.end(DEED, lan)
        assert not await tx.calendar_feeds.end(DEED, lan)
        assert await tx.calendar_feeds.find("2" * 64) is None
