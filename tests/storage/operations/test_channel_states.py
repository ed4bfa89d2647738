"""What is told of a channel, and how large a database is."""

from __future__ import annotations

from datetime import timedelta

from storage.operations.channel_states import ChannelState
from storage.store import Store
from tests.support.store_rows import NOW


async def test_a_channel_is_told_by_its_people_and_messages(store: Store) -> None:
    async with store.transaction() as tx:
        lan, mai = await tx.members.add("Lan", NOW), await tx.members.add("Mai", NOW)
        for member in (lan, mai):
            await tx.members.bind("telegram", str(member), member, str(member), NOW)
            await tx.members.mark_heard(member, "telegram", str(member))
        await tx.failover.mark_unreachable("telegram", str(mai), {"telegram": "telegram"}, NOW)
        body = {"spans": [], "buttons": [], "turn": 0}
        first = await tx.outbox.add("telegram", "1", body, None, NOW)
        await tx.outbox.add("telegram", "1", body, None, NOW + timedelta(minutes=1))
        failed = {"permanent": True, "now": NOW, "retry_at": NOW}
        await tx.outbox.mark_failed(first, "gone", **failed)
        later = NOW + timedelta(hours=1)
        await tx.outbox.pause("telegram", later)
        found = await tx.channel_states.measure(["telegram", "email"], NOW, NOW)
        one = found["telegram"]
        assert (one.people, one.lost, one.waiting, one.failed) == (2, 1, 1, 1)
        assert one.waiting_since == NOW + timedelta(minutes=1)
        assert one.paused_until == later
        assert found["email"] == ChannelState(0, 0, None, 0, None, 0, None)
        over = await tx.channel_states.measure(["telegram"], later, later)
        assert (over["telegram"].paused_until, over["telegram"].failed) == (None, 0)


async def test_a_database_tells_its_size(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.disk.database_bytes() > 100_000
