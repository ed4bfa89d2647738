"""What goes out: in order, one at a time, through leases, failures and restarts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.store import Store
from tests.support.store_rows import NOW, note_taken


async def test_messages_go_out_in_order_one_at_a_time(store: Store) -> None:
    async with store.transaction() as tx:
        first = await tx.outbox.add("web", "7", {"n": 1}, None, NOW)
        second = await tx.outbox.add("web", "7", {"n": 2}, None, NOW)
        other = await tx.outbox.add("web", "8", {"n": 3}, None, NOW)
        await tx.outbox.add("telegram", "7", {"n": 4}, None, NOW)
        assert [one.id for one in await tx.outbox.claim("web", "me", NOW, 60, 10)] == [first, other]
        assert await tx.outbox.claim("web", "me", NOW, 60, 10) == []
        await note_taken(tx, first, "r1")
        assert [one.body for one in await tx.outbox.claim("web", "me", NOW, 60, 10)] == [{"n": 2}]
        await note_taken(tx, second, "r2")
        assert await tx.outbox.count_unsent("web") == 1


async def test_a_claim_ends_with_its_time_or_its_process(store: Store) -> None:
    async with store.transaction() as tx:
        first = await tx.outbox.add("web", "7", {}, None, NOW)
        await tx.outbox.claim("web", "me", NOW, 60, 10)
        assert await tx.outbox.claim("web", "me", NOW + timedelta(seconds=59), 60, 10) == []
        late = await tx.outbox.claim("web", "me", NOW + timedelta(seconds=61), 60, 10)
        assert [one.id for one in late] == [first]
        await tx.processes.remove_dead(["other"])
        assert await tx.outbox.claim("web", "me", NOW + timedelta(seconds=62), 60, 10) == []
        await tx.processes.remove_dead(["me"])
        assert len(await tx.outbox.claim("web", "me", NOW + timedelta(seconds=62), 60, 10)) == 1


async def test_a_failed_message_holds_up_its_conversation_until_it_may_go(store: Store) -> None:
    later = NOW + timedelta(seconds=30)
    async with store.transaction() as tx:
        first = await tx.outbox.add("web", "7", {"n": 1}, None, NOW)
        await tx.outbox.add("web", "7", {"n": 2}, None, NOW)
        await tx.outbox.claim("web", "me", NOW, 60, 10)
        await tx.outbox.mark_failed(first, "slow down", permanent=False, now=NOW, retry_at=later)
        assert await tx.outbox.claim("web", "me", NOW, 60, 10) == []
        assert [one.id for one in await tx.outbox.claim("web", "me", later, 60, 10)] == [first]
        await tx.outbox.mark_failed(first, "blocked", permanent=True, now=NOW, retry_at=later)
        assert [one.body for one in await tx.outbox.claim("web", "me", NOW, 60, 10)] == [{"n": 2}]


async def test_unsent_messages_are_there_after_a_restart(database: str) -> None:
    store = await Store.open(database)
    async with store.transaction() as tx:
        await tx.outbox.add("web", "7", {"text": "chưa gửi"}, None, NOW)
    await store.close()
    again = await Store.open(database)
    async with again.transaction() as tx:
        claimed = await tx.outbox.claim("web", "me", NOW, 60, 1)
        assert [one.body for one in claimed] == [{"text": "chưa gửi"}]
    await again.close()


async def test_messages_are_found_in_their_own_conversation_only(store: Store) -> None:
    async with store.transaction() as tx:
        plain = await tx.outbox.add("web", "7", {"buttons": []}, None, NOW)
        tapped = await tx.outbox.add("web", "7", {"buttons": [[{"label": "x"}]]}, None, NOW)
        await tx.outbox.add("web", "7", {"buttons": []}, None, NOW)
        found = await tx.messages.last_with_buttons("web", "7")
        assert found is not None
        assert found.id == tapped
        assert await tx.messages.last_with_buttons("web", "8") is None
        assert await tx.messages.find("web", "8", plain) is None
        assert await tx.messages.find("telegram", "7", plain) is None
        mine = await tx.messages.find("web", "7", plain)
        assert mine is not None
        assert mine.body == {"buttons": []}


async def test_a_conversation_that_waits_holds_up_no_other(store: Store) -> None:
    async with store.transaction() as tx:
        held = await tx.outbox.add("web", "7", {"n": 1}, None, NOW)
        await tx.outbox.claim("web", "me", NOW, 60, 10)
        await tx.outbox.mark_failed(
            held, "x", permanent=False, now=NOW, retry_at=NOW + timedelta(hours=1)
        )
        await tx.outbox.add("web", "7", {"n": 2}, None, NOW)
        for number in range(3, 6):
            await tx.outbox.add("web", str(number), {"n": number}, None, NOW)
        assert [one.body["n"] for one in await tx.outbox.claim("web", "me", NOW, 60, 2)] == [3, 4]
        assert [one.body["n"] for one in await tx.outbox.claim("web", "me", NOW, 60, 2)] == [5]


async def test_a_claim_that_is_not_committed_holds_nothing(store: Store) -> None:
    async with store.transaction() as tx:
        first = await tx.outbox.add("web", "7", {}, None, NOW)

    async def half_done() -> None:
        async with store.transaction() as tx:
            await tx.outbox.claim("web", "me", NOW, 60, 10)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power"):
        await half_done()
    async with store.transaction() as tx:
        assert [one.id for one in await tx.outbox.claim("web", "me", NOW, 60, 10)] == [first]
