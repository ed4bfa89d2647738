"""Spending, tokens and links, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from storage.core.work import AuditContext
from storage.messaging.signed_links import SignedLink
from storage.store import Store
from storage.transaction import Transaction
from tests.support.store_rows import NOW, new_event

LATER = NOW + timedelta(hours=25)


async def test_spending_is_counted_by_month_and_kind(store: Store) -> None:
    async with store.transaction() as tx:
        for month, kind in [("2026-11", "free"), ("2026-11", "free"), ("2026-11", "template")]:
            await tx.quota.spend("zalo-bot", month, kind)
        await tx.quota.spend("zalo-bot", "2026-12", "free")
        assert await tx.quota.spent("zalo-bot", "2026-11") == {"free": 2, "template": 1}
        assert await tx.quota.spent("zalo-oa", "2026-11") == {}


async def test_people_are_counted_by_channel(store: Store) -> None:
    async with store.transaction() as tx:
        for number in range(3):
            member = await tx.members.add("Lan", NOW)
            await tx.members.bind("zalo-bot", f"u{number}", member, f"u{number}", NOW)
        assert await tx.quota.count_people("zalo-bot") == 3
        assert await tx.quota.count_people("telegram") == 0


async def test_when_a_person_was_heard_last(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.quota.last_heard("web", "7") is None
        await new_event(tx)
        assert await tx.quota.last_heard("web", "7") == NOW
        assert await tx.quota.last_heard("web", "8") is None


async def test_what_is_done_once(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.quota.is_first_time("warned zalo-bot 2026-11 80")
        assert not await tx.quota.is_first_time("warned zalo-bot 2026-11 80")
        assert await tx.quota.is_first_time("warned zalo-bot 2026-11 95")


async def pair(tx: Transaction) -> int:
    await tx.oauth_tokens.enter("app", "a1", "r1", LATER, NOW)
    found = await tx.oauth_tokens.find("app")
    assert found is not None
    return found.generation


async def test_a_pair_is_renewed_by_one_process(store: Store) -> None:
    async with store.transaction() as tx:
        first = await pair(tx)
        assert await tx.oauth_tokens.lease("app", first, "one", NOW, 60)
        assert not await tx.oauth_tokens.lease("app", first, "two", NOW, 60)
        assert not await tx.oauth_tokens.renew("app", first, "two", "x", "x", LATER, NOW)
        assert await tx.oauth_tokens.renew("app", first, "one", "a2", "r2", LATER, NOW)
        assert not await tx.oauth_tokens.lease("app", first, "two", NOW, 60)  # another pair by now
        found = await tx.oauth_tokens.find("app")
    assert found is not None
    assert (found.access, found.refresh, found.generation) == ("a2", "r2", first + 1)
    assert "a2" not in repr(found)
    assert "r2" not in repr(found)


async def test_a_lease_ends_with_its_time_or_when_it_is_given_back(store: Store) -> None:
    async with store.transaction() as tx:
        first = await pair(tx)
        assert await tx.oauth_tokens.lease("app", first, "one", NOW, 60)
        assert await tx.oauth_tokens.lease("app", first, "two", NOW + timedelta(seconds=61), 60)
        assert not await tx.oauth_tokens.release("app", first, "one")
        assert await tx.oauth_tokens.release("app", first, "two")
        assert await tx.oauth_tokens.lease("app", first, "three", NOW, 60)


async def test_a_lost_pair_says_why_until_another_is_entered(store: Store) -> None:
    async with store.transaction() as tx:
        first = await pair(tx)
        await tx.oauth_tokens.lease("app", first, "one", NOW, 60)
        assert await tx.oauth_tokens.mark_lost("app", first, "one", "-14020")
        found = await tx.oauth_tokens.find("app")
        assert found is not None
        assert found.lost == "-14020"
        assert await pair(tx) == first + 1
        found = await tx.oauth_tokens.find("app")
    assert found is not None
    assert found.lost is None


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_of_many_that_race_one_gets_the_lease(store: Store) -> None:
    async with store.transaction() as tx:
        first = await pair(tx)

    async def race(name: str) -> bool:
        async with store.transaction() as tx:
            return await tx.oauth_tokens.lease("app", first, name, NOW, 60)

    assert sum(await asyncio.gather(*(race(str(number)) for number in range(8)))) == 1


def page_link(member: int, kind: str) -> SignedLink:
    return SignedLink(0, kind, member, None, None, "zalo-bot", "u1", LATER)


async def test_a_link_opens_in_one_browser(store: Store) -> None:
    async with store.transaction() as tx:
        member = await tx.members.add("Lan", NOW)
        number = (await tx.signed_links.add(page_link(member, "upload"), NOW)).id
        assert await tx.signed_links.open(number, "one", NOW)
        assert not await tx.signed_links.open(number, "two", NOW)
        assert await tx.signed_links.open(number, "one", NOW)
        assert await tx.signed_links.revoke_pages(member, NOW) == 1
        assert not await tx.signed_links.open(number, "one", NOW)
        found = await tx.signed_links.find(number)
        assert found is not None
        assert (found.kind, found.conversation, found.browser) == ("upload", "u1", "one")
        assert await tx.signed_links.find(number + 1) is None


async def test_a_forgotten_person_has_no_links(store: Store) -> None:
    async with store.transaction() as tx:
        member = await tx.members.add("Lan", NOW)
        number = (await tx.signed_links.add(page_link(member, "chat"), NOW)).id
        await tx.erasure.erase(AuditContext(None, None, "command", None, NOW), member)
        assert await tx.signed_links.find(number) is None
