"""Sending: in order, again after a failure, never twice without need."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.delivery.fallback import Fallbacks
from bot.delivery.message_sender import LEASE_SECONDS
from bot.delivery.outbox_worker import OutboxWorker
from bot.ports.channel import ChannelError, IncomingKind, Outgoing
from storage.fast_path.delivery_notes import DeliveryReceipt, note_sent
from storage.group_commit import GroupCommit
from templates.loading.wording import load_wording
from tests.support.patience import until
from tests.support.product import NOON, office


async def test_a_message_that_failed_goes_out_later_and_in_order(database: str) -> None:
    async with office(database) as at:
        now = [NOON]
        channel = at.channels["telegram"]
        grouping = GroupCommit(at.store, lambda: now[0], "again", LEASE_SECONDS)
        can = {channel.name: channel.capabilities}
        fallbacks = Fallbacks(at.store, load_wording(), can)
        sender = OutboxWorker(at.store, [channel], lambda: now[0], "again", grouping, fallbacks)
        await at.desk.receive([at.event(IncomingKind.OPENED), at.event(IncomingKind.SAID, "21")])
        await at.desk.idle()
        channel.errors = [ChannelError("slow down", permanent=False, retry_after=30)]
        await sender.drain(channel)
        assert channel.texts == []
        now[0] += timedelta(seconds=29)
        assert await sender.send_waiting(channel) == 0
        now[0] += timedelta(seconds=1)
        await sender.drain(channel)
        assert ["Câu 1/152" in channel.texts[0], "Câu 2/152" in channel.texts[1]] == [True, True]


async def test_a_message_that_can_never_go_does_not_hold_up_the_next(database: str) -> None:
    async with office(database) as at:
        channel = at.channels["telegram"]
        channel.errors = [ChannelError("blocked", permanent=True, gone=True)]
        assert await at.handle(at.event(IncomingKind.OPENED)) == ""
        assert "Đã ghi" in await at.say("21")


async def test_what_a_dead_process_had_claimed_goes_out_at_once(database: str) -> None:
    async with office(database) as at:
        await at.desk.receive([at.event(IncomingKind.OPENED)])
        await at.desk.idle()
        async with at.store.transaction() as tx:
            assert len(await tx.outbox.claim("telegram", "dead", NOON, 60, 10)) == 1
    async with office(database) as at:
        async with at.store.transaction() as tx:
            await tx.processes.remove_dead(["dead"])
        running = asyncio.create_task(at.sender.run())
        await until(lambda: bool(at.channels["telegram"].sent))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert len(at.channels["telegram"].sent) == 1


async def test_a_running_outbox_worker_wakes_for_what_is_new(database: str) -> None:
    async with office(database) as at:
        running = asyncio.create_task(at.sender.run())
        await at.desk.receive([at.event(IncomingKind.OPENED)])
        await until(lambda: bool(at.channels["telegram"].sent))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_slow_conversation_holds_nobody_else_up(database: str) -> None:
    async with office(database) as at:
        channel, open_at_last = at.channels["telegram"], asyncio.Event()
        send = channel.send

        async def slow_for_42(outgoing: Outgoing) -> str:
            if outgoing.conversation == "42":
                await open_at_last.wait()
            return await send(outgoing)

        channel.send = slow_for_42  # type: ignore[method-assign]
        running = asyncio.create_task(at.sender.run())
        for who in ("42", "43"):
            for text in ("21", "7"):
                await at.desk.receive([at.event(IncomingKind.SAID, text, who=who)])
        await until(lambda: len(channel.sent) == 2)
        assert {outgoing.conversation for outgoing in channel.sent} == {"43"}
        open_at_last.set()
        await until(lambda: len(channel.sent) == 4)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_claim_that_a_jumping_clock_ran_out_sends_nothing_twice(database: str) -> None:
    async with office(database) as at:
        channel = at.channels["telegram"]
        await at.handle(at.event(IncomingKind.OPENED))
        (sent,) = channel.sent
        worker = at.sender.worker("telegram")
        worker.hand([sent], claimed=True)
        await worker.idle()
        assert channel.sent == [sent]
        worker.hand([replace(sent, id=sent.id + 1)], claimed=True)
        await worker.idle()
        assert [one.id for one in channel.sent] == [sent.id, sent.id + 1]


async def test_what_was_sent_is_noted_when_the_store_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left to its claim, the message would block its conversation for a minute, and go out a
    second time."""
    left = ["away", "away"]

    def at_first_away(connection: Connection, sent: Sequence[DeliveryReceipt]) -> None:
        if left:
            raise OSError(left.pop())
        note_sent(connection, sent)

    monkeypatch.setattr("storage.group_commit.note_sent", at_first_away)
    monkeypatch.setattr("bot.delivery.message_sender.AGAIN_SECONDS", 0.0)
    async with office(tmp_path) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        async with at.store.transaction() as tx:
            assert await tx.outbox.count_unsent("telegram") == 0
        assert "Đã ghi" in await at.say("21")
        assert len(at.channels["telegram"].sent) == 2
    assert not left
