"""Spending, tokens and links, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from storage.core.records import SignedLink
from storage.history.audit_log import AuditContext
from storage.store import Store, Transaction
from tests.support.store_rows import NOW, new_event

LATER = NOW + timedelta(hours=25)


async def test_spending_is_counted_by_month_and_kind(store: Store) -> None:
    async with store.transaction() as tx:
        for month, kind in [("2026-11", "free"), ("2026-11", "free"), ("2026-11", "template")]:
            await tx.spend("zalo-bot", month, kind)
        await tx.spend("zalo-bot", "2026-12", "free")
        assert await tx.spent("zalo-bot", "2026-11") == {"free": 2, "template": 1}
        assert await tx.spent("zalo-oa", "2026-11") == {}


async def test_people_are_counted_by_channel(store: Store) -> None:
    async with store.transaction() as tx:
        for number in range(3):
            member = await tx.add_member("Lan", NOW)
            await tx.bind("zalo-bot", f"u{number}", member, f"u{number}", NOW)
        assert await tx.people_on("zalo-bot") == 3
        assert await tx.people_on("telegram") == 0


async def test_when_a_person_was_heard_last(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.last_heard("web", "7") is None
        await new_event(tx)
        assert await tx.last_heard("web", "7") == NOW
        assert await tx.last_heard("web", "8") is None


async def test_what_is_done_once(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.first_time("warned zalo-bot 2026-11 80")
        assert not await tx.first_time("warned zalo-bot 2026-11 80")
        assert await tx.first_time("warned zalo-bot 2026-11 95")


async def pair(tx: Transaction) -> int:
    await tx.enter_token("app", "a1", "r1", LATER, NOW)
    found = await tx.token("app")
    assert found is not None
    return found.generation


async def test_a_pair_is_renewed_by_one_process(store: Store) -> None:
    async with store.transaction() as tx:
        first = await pair(tx)
        assert await tx.lease_token("app", first, "one", NOW, 60)
        assert not await tx.lease_token("app", first, "two", NOW, 60)
        assert not await tx.renew_token("app", first, "two", "x", "x", LATER, NOW)
        assert await tx.renew_token("app", first, "one", "a2", "r2", LATER, NOW)
        assert not await tx.lease_token("app", first, "two", NOW, 60)  # another pair by now
        found = await tx.token("app")
    assert found is not None
    assert (found.access, found.refresh, found.generation) == ("a2", "r2", first + 1)
    assert "a2" not in repr(found)
    assert "r2" not in repr(found)


async def test_a_lease_ends_with_its_time_or_when_it_is_given_back(store: Store) -> None:
    async with store.transaction() as tx:
        first = await pair(tx)
        assert await tx.lease_token("app", first, "one", NOW, 60)
        assert await tx.lease_token("app", first, "two", NOW + timedelta(seconds=61), 60)
        assert not await tx.release_token("app", first, "one")
        assert await tx.release_token("app", first, "two")
        assert await tx.lease_token("app", first, "three", NOW, 60)


async def test_a_lost_pair_says_why_until_another_is_entered(store: Store) -> None:
    async with store.transaction() as tx:
        first = await pair(tx)
        await tx.lease_token("app", first, "one", NOW, 60)
        assert await tx.lose_token("app", first, "one", "-14020")
        found = await tx.token("app")
        assert found is not None
        assert found.lost == "-14020"
        assert await pair(tx) == first + 1
        found = await tx.token("app")
    assert found is not None
    assert found.lost is None


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_of_many_that_race_one_gets_the_lease(store: Store) -> None:
    async with store.transaction() as tx:
        first = await pair(tx)

    async def race(name: str) -> bool:
        async with store.transaction() as tx:
            return await tx.lease_token("app", first, name, NOW, 60)

    assert sum(await asyncio.gather(*(race(str(number)) for number in range(8)))) == 1


def page_link(member: int, kind: str) -> SignedLink:
    return SignedLink(0, kind, member, None, None, "zalo-bot", "u1", LATER)


async def test_a_link_opens_in_one_browser(store: Store) -> None:
    async with store.transaction() as tx:
        member = await tx.add_member("Lan", NOW)
        number = (await tx.add_signed_link(page_link(member, "upload"), NOW)).id
        assert await tx.open_signed_link(number, "one", NOW)
        assert not await tx.open_signed_link(number, "two", NOW)
        assert await tx.open_signed_link(number, "one", NOW)
        assert await tx.revoke_page_links(member, NOW) == 1
        assert not await tx.open_signed_link(number, "one", NOW)
        found = await tx.signed_link(number)
        assert found is not None
        assert (found.kind, found.conversation, found.browser) == ("upload", "u1", "one")
        assert await tx.signed_link(number + 1) is None


async def test_a_forgotten_person_has_no_links(store: Store) -> None:
    async with store.transaction() as tx:
        member = await tx.add_member("Lan", NOW)
        number = (await tx.add_signed_link(page_link(member, "chat"), NOW)).id
        await tx.erase(AuditContext(None, None, "command", None, NOW), member)
        assert await tx.signed_link(number) is None
