"""Many at once: nothing is lost, doubled or written over."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from conversations.answers.values import Number, Text
from storage.store import RevisionConflict, Store
from tests.support.store_rows import NOW, change, new_report, waiting
from tests.support.store_writer import write_step


async def test_two_who_change_one_row_at_once(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)

    async def attempt(number: int) -> bool:
        try:
            async with store.transaction() as tx:
                await tx.inbox.add("web", f"e{number}", "7", "", {}, NOW)
                event = (await waiting(tx, "web"))[0].id
                one = change("A", Number(amount=Decimal(number)))
                await tx.reports.apply(
                    report, [one], member_id=member, channel="web", event_id=event, now=NOW
                )
        except RevisionConflict:
            return False
        return True

    won = await asyncio.gather(*(attempt(number) for number in range(8)))
    assert sum(won) == 1
    async with store.transaction() as tx:
        assert (await tx.reports.load(report)).answer("A").amount == won.index(True)
        assert len(await tx.audit_log.of_report(report)) == 1


async def test_two_senders_never_claim_the_same_message(store: Store) -> None:
    async with store.transaction() as tx:
        for number in range(20):
            await tx.outbox.add("web", str(number), {}, None, NOW)

    async def claim() -> list[int]:
        async with store.transaction() as tx:
            return [one.id for one in await tx.outbox.claim("web", "me", NOW, 60, 5)]

    claimed = [key for keys in await asyncio.gather(*(claim() for _ in range(6))) for key in keys]
    assert len(claimed) == len(set(claimed))


async def test_whoever_locks_the_report_first_is_never_overtaken(database: str) -> None:
    """Two processes' stores, each with many who read a row and write the next revision."""
    stores = [await Store.open(database) for _ in range(2)]
    async with stores[0].transaction() as tx:
        member, report = await new_report(tx)

    async def step(store: Store) -> int:
        async with store.transaction() as tx:
            return await write_step(tx, member, report)

    revisions = await asyncio.gather(*(step(stores[number % 2]) for number in range(20)))
    assert sorted(revisions) == list(range(1, 21))
    for store in stores:
        await store.close()


async def test_conversations_side_by_side_keep_their_own(store: Store) -> None:
    async with store.transaction() as tx:
        people = [await new_report(tx) for _ in range(30)]

    async def talk(number: int, member: int, report: int) -> None:
        for turn in range(4):
            async with store.transaction() as tx:
                said = {"kind": "said", "text": f"{number}.{turn}"}
                await tx.inbox.add("web", f"{number}.{turn}", str(number), "", said, NOW)
            async with store.transaction() as tx:
                mine = [one for one in await waiting(tx, "web") if one.conversation == str(number)]
                (event,) = mine
                one = change("A", Text(text=event.body["text"]), expected=turn)
                await tx.reports.apply(
                    report, [one], member_id=member, channel="web", event_id=event.id, now=NOW
                )
                await tx.inbox.mark_handled(event.id, "A", NOW)

    await asyncio.gather(*(talk(number, *who) for number, who in enumerate(people)))
    async with store.transaction() as tx:
        assert await waiting(tx, "web") == []
        for number, (_, report) in enumerate(people):
            told = [entry.new["value"]["text"] for entry in await tx.audit_log.of_report(report)]
            assert told == [f"{number}.{turn}" for turn in range(4)]


async def test_one_who_gives_up_in_the_middle_leaves_the_way_free(store: Store) -> None:
    begun = asyncio.Event()

    async def hang() -> None:
        async with store.transaction() as tx:
            await tx.outbox.add("web", "7", {}, None, NOW)
            begun.set()
            await asyncio.Event().wait()

    hanging = asyncio.create_task(hang())
    await begun.wait()
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    async with store.transaction() as tx:
        assert await tx.outbox.count_unsent("web") == 0
