"""Tokens, addresses and events on both databases, also where several processes meet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from conversations.reports.model import ReportState
from conversations.workflow.connections import ApiScope, HookEvent, PauseReason
from storage.core.work import AuditContext
from storage.exchange.hook_deliveries import HookDelivery
from storage.store import Store
from storage.tables.core import org_unit
from tests.support.store_rows import NOW, UNIT, new_report

DEED = AuditContext(None, None, "command", None, NOW)
SECRET = "whsec_bWFpLWRpZXU="
URL = "https://x.gov.vn/nhan"


@pytest.fixture
async def stores(database: str) -> AsyncIterator[list[Store]]:
    opened = [await Store.open(database) for _ in range(3)]
    yield opened
    for store in opened:
        await store.close()


async def acts(store: Store, count: int) -> int:
    """So many reports handed in under one address; its number."""
    async with store.transaction() as tx:
        root = await tx.units.add(UNIT, NOW)
        hook = await tx.hook_targets.add(DEED, URL, root, tuple(HookEvent), SECRET)
        for _ in range(count):
            member, report = await new_report(tx)
            unit = await tx.duties.unit_of(report)
            await tx.work.connection.execute(
                update(org_unit).where(org_unit.c.id == unit).values(parent=root)
            )
            context = AuditContext(report, member, "web", None, NOW)
            await tx.submissions.move(context, report, ReportState.SUBMITTED)
    return hook


async def test_an_event_is_claimed_by_one_process(stores: list[Store]) -> None:
    hook = await acts(stores[0], 12)

    async def claim(store: Store, name: str) -> list[HookDelivery]:
        async with store.transaction() as tx:
            found = await tx.hook_deliveries.claim(name, NOW, 60, {hook: 5})
            await asyncio.sleep(0.02)
            return found

    claimed = await asyncio.gather(*(claim(one, str(n)) for n, one in enumerate(stores)))
    numbers = [one.id for some in claimed for one in some]
    assert len(numbers) == len({*numbers}) == 12
    async with stores[0].transaction() as tx:
        assert await tx.hook_deliveries.list_due(NOW, 5) == {}
        later = NOW + timedelta(seconds=61)
        assert await tx.hook_deliveries.list_due(later, 5) == {hook: 5}
        assert (await tx.hook_deliveries.count_waiting())[hook] == 12


async def test_one_event_finds_out_whether_a_failing_address_is_well(store: Store) -> None:
    hook = await acts(store, 3)
    async with store.transaction() as tx:
        (one,) = await tx.hook_deliveries.claim("a", NOW, 60, {hook: 1})
        again = NOW + timedelta(minutes=5)
        assert await tx.hook_deliveries.mark_failed(one, "a", 500, "HTTP 500", NOW, again)
        await tx.hook_targets.note_outcome(hook, NOW, taken=False)
        assert await tx.hook_deliveries.list_due(NOW, 5) == {}
        assert await tx.hook_deliveries.list_due(again, 5) == {hook: 1}
        (tried,) = await tx.hook_deliveries.claim("a", again, 60, {hook: 1})
        assert (tried.message_id, tried.attempts) == (one.message_id, 1)
        assert await tx.hook_deliveries.mark_sent(tried, "a", 200, again)
        assert not await tx.hook_deliveries.mark_sent(tried, "a", 200, again)
        await tx.hook_targets.note_outcome(hook, again, taken=True)
        assert await tx.hook_deliveries.list_due(again, 5) == {hook: 5}


async def test_a_paused_address_keeps_what_there_is_to_tell(store: Store) -> None:
    hook = await acts(store, 2)
    async with store.transaction() as tx:
        assert await tx.hook_targets.pause(hook, PauseReason.ASKED, NOW)
        assert not await tx.hook_targets.pause(hook, PauseReason.FAILING, NOW)
        assert await tx.hook_deliveries.list_due(NOW, 5) == {}
        await tx.hook_targets.resume(DEED, hook)
        assert await tx.hook_deliveries.list_due(NOW, 5) == {hook: 5}
        assert await tx.hook_targets.end(DEED, hook)
        assert await tx.hook_deliveries.list_due(NOW, 5) == {}
        shown = await tx.hook_deliveries.list_last(hook, 10)
    assert {one.state for one in shown} == {"given_up"}


async def test_rotating_leaves_the_secret_before_for_a_day(store: Store) -> None:
    hook = await acts(store, 0)
    async with store.transaction() as tx:
        for number in range(3):
            await tx.hook_targets.rotate(DEED, hook, f"whsec_{number}")
        assert await tx.hook_targets.secrets_of(hook, NOW) == [
            *("whsec_2", "whsec_1", "whsec_0", SECRET)
        ]
        later = NOW + timedelta(days=2)
        assert await tx.hook_targets.secrets_of(hook, later) == ["whsec_2"]


async def test_tokens_are_found_by_their_hash_until_they_end(store: Store) -> None:
    async with store.transaction() as tx:
        root = await tx.units.add(UNIT, NOW)
        below = await tx.units.add(UNIT, NOW, parent=root)
        scopes, until = (ApiScope.VALUES, ApiScope.UNITS), NOW + timedelta(days=1)
        number = await tx.api_tokens.add(DEED, "a" * 64, "Bảng", below, scopes, until)
        found = await tx.api_tokens.find("a" * 64)
        assert found is not None
        assert found.scopes == (ApiScope.UNITS, ApiScope.VALUES)  # in their own order
        assert (found.is_live(NOW), found.is_live(until)) == (True, False)
        assert await tx.api_tokens.find("b" * 64) is None
        assert [one.id for one in await tx.api_tokens.list_under([root])] == [number]
        assert await tx.api_tokens.count_live(NOW) == 1
        assert await tx.api_tokens.end(DEED, number)
        assert not await tx.api_tokens.end(DEED, number)
        ended = await tx.api_tokens.find("a" * 64)
        assert ended is not None
        assert not ended.is_live(NOW)
        history = [one.new for one in await tx.audit_log.of_office() if "api_token" in one.subject]
        assert [("scopes" in one, "ended" in one) for one in history] == [
            *((True, False), (False, True))
        ]
        assert "a" * 64 not in str(history)
