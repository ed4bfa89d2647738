"""The two databases do the same, also where several processes meet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from conversations.reports.model import OrgUnit, ReportState
from conversations.text.collation import collation_key
from conversations.workflow.permissions import Role
from storage.core.errors import RevisionConflict
from storage.core.work import AuditContext
from storage.store import Store, is_away
from storage.transaction import Transaction
from storage.workflow.units import NewUnit
from tests.support.patience import PATIENCE
from tests.support.store_rows import NOW, PERIOD, UNIT, new_report

DEED = AuditContext(None, None, "command", None, NOW)
NAMES = ("Xã Đông", "xã an", "Xã Ấp", "Xã Ý", "Xã Zên", "Xã 2", "Xã 10", "Xã A", "XÃ B", "(xã)")


@pytest.fixture
async def stores(database: str) -> AsyncIterator[list[Store]]:
    """What three processes have open on one database."""
    opened = [await Store.open(database) for _ in range(3)]
    yield opened
    for store in opened:
        await store.close()


async def at_once(
    stores: list[Store], works: list[Callable[[Transaction], Awaitable[None]]]
) -> list[BaseException | None]:
    """Carry the works out side by side, each in another process's transaction; what they
    raised."""

    async def one(store: Store, work: Callable[[Transaction], Awaitable[None]]) -> None:
        async with store.transaction() as tx:
            await work(tx)

    pairs = [(stores[i % len(stores)], work) for i, work in enumerate(works)]
    return await asyncio.gather(*(one(*pair) for pair in pairs), return_exceptions=True)


async def test_names_are_sorted_alike(store: Store) -> None:
    async with store.transaction() as tx:
        root = await tx.units.add(UNIT.model_copy(update={"name": ""}), NOW)
        for name in NAMES:
            unit = OrgUnit(name=name, short_name=name, abbreviation="X")
            number = await tx.units.add(unit, NOW, parent=root)
            await tx.roles.grant(DEED, await tx.members.add(name, NOW), number, Role.OFFICER)
        units = await tx.units.list_under(root)
        assert [one.name for one in units] == ["", *sorted(NAMES, key=collation_key)]
        people = await tx.roles.people_of([one.id for one in units])
        assert {one.name for one in people} == {*NAMES}


async def test_what_has_no_due_day_comes_last(store: Store) -> None:
    async with store.transaction() as tx:
        _, first = await new_report(tx)
        _, second = await new_report(tx)
        await tx.rounds.extend(replace(DEED, report=second), second, PERIOD.end, "mất điện")
        units = [await tx.duties.unit_of(first), await tx.duties.unit_of(second)]
        assert [one.report for one in await tx.duties.of_units(units)] == [second, first]


async def test_the_offices_chain_holds_when_many_add_to_it(stores: list[Store]) -> None:
    async with stores[0].transaction() as tx:
        unit = await tx.units.add(UNIT, NOW)

    def rename(number: int) -> Callable[[Transaction], Awaitable[None]]:
        async def work(tx: Transaction) -> None:
            names = UNIT.model_copy(update={"name": f"Sở {number}"})
            await tx.units.rename(DEED, unit, names, NOW.date())

        return work

    async def look(tx: Transaction) -> None:
        assert await tx.audit_log.find_break(None) is None  # also while others add to it

    works = [rename(number) for number in range(24)]
    assert await at_once(stores, [*works, *([look] * 12)]) == [None] * 36
    async with stores[0].transaction() as tx:
        entries = await tx.audit_log.of_office()
        assert [one.revision for one in entries] == [*range(1, 25)]
        assert await tx.audit_log.find_break(None) is None


async def test_of_two_decisions_one_holds(stores: list[Store]) -> None:
    """The head approves at the moment at which the officer takes the report back."""
    async with stores[0].transaction() as tx:
        member, report = await new_report(tx)
        deed = replace(DEED, report=report, member=member)
        await tx.submissions.move(deed, report, ReportState.SUBMITTED)

    async def decide(tx: Transaction, state: ReportState) -> None:
        await tx.submissions.move(deed, report, state)
        await asyncio.sleep(0.05)

    states = (ReportState.APPROVED, ReportState.DRAFT)
    raised = await at_once(stores, [lambda tx, to=to: decide(tx, to) for to in states])
    assert sorted(type(one) for one in raised if one) == [RevisionConflict]
    async with stores[0].transaction() as tx:
        history = [one.new["state"] for one in await tx.audit_log.of_report(report)]
        assert history == ["submitted", (await tx.reports.load(report)).state]


async def test_a_round_is_opened_once(stores: list[Store]) -> None:
    async with stores[0].transaction() as tx:
        new = [NewUnit("T", "Tỉnh", "Tỉnh", "T", None, None)]
        new.append(NewUnit("X", "Xã", "Xã", "X", None, "T"))
        ids = await tx.units.add_all(DEED, new)
        owing = [await tx.units.find(ids["X"])]
        issue = (await tx.reports.load((await new_report(tx))[1])).issue

    async def open_round(tx: Transaction) -> None:
        if not await tx.rounds.list_of_form("f", PERIOD):
            due = {"": PERIOD.end}
            await tx.rounds.open(DEED, ("f", "1"), PERIOD, issue, ids["T"], due, owing)

    assert await at_once(stores, [open_round] * 6) == [None] * 6
    async with stores[0].transaction() as tx:
        assert len(await tx.rounds.list_under(ids["T"])) == 1


async def test_many_who_have_the_same_people_told_do_not_block_each_other(
    stores: list[Store],
) -> None:
    async with stores[0].transaction() as tx:
        people = [await tx.members.add(f"{number}", NOW) for number in range(200)]

    def tell(order: list[int]) -> Callable[[Transaction], Awaitable[None]]:
        return lambda tx: tx.digests.reschedule(order, NOW)

    works = [tell(order) for order in (people, people[::-1], people[100:] + people[:100]) * 3]
    assert await at_once(stores, works) == [None] * 9


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_a_locked_report_may_be_referred_to(stores: list[Store]) -> None:
    """SQLite has one lock for everything; on PostgreSQL a colleague who only looks at the report
    need not wait."""
    async with stores[0].transaction() as tx:
        member, report = await new_report(tx)
    async with stores[0].transaction() as tx, stores[1].transaction() as other:
        await tx.reports.hold(report)
        async with asyncio.timeout(PATIENCE):
            await other.sessions.save(member, report, "{}", NOW)


async def test_whoever_is_kept_waiting_too_long_may_try_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.core.engines.BUSY_MILLISECONDS", 200)
    stores = [await Store.open(database) for _ in range(2)]
    async with stores[0].transaction() as tx:
        _, report = await new_report(tx)
    async with stores[0].transaction() as tx:
        await tx.reports.hold(report)
        with pytest.raises(OperationalError) as error:
            async with stores[1].transaction() as other:
                await other.reports.hold(report)
        assert is_away(error.value)
    async with stores[1].transaction() as other:
        await other.reports.hold(report)
    for store in stores:
        await store.close()


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_one_of_two_who_block_each_other_may_try_again(stores: list[Store]) -> None:
    async with stores[0].transaction() as tx:
        reports = [(await new_report(tx))[1] for _ in range(2)]
    both = asyncio.Barrier(2)

    async def lock(tx: Transaction, first: int, second: int) -> None:
        await tx.reports.hold(first)
        await both.wait()
        await tx.reports.hold(second)

    works = [lambda tx: lock(tx, *reports), lambda tx: lock(tx, *reversed(reports))]
    raised = [one for one in await at_once(stores, works) if one is not None]
    assert [is_away(one) for one in raised] == [True]
