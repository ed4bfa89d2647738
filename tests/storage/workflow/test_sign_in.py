"""Passkeys, challenges and codes as they are kept."""

from __future__ import annotations

from datetime import timedelta

from storage.store import Store
from storage.workflow.passkeys import NewPasskey
from storage.workflow.sign_in_codes import KEPT, NewSignInCode
from tests.support.store_rows import NOW

SOON = NOW + timedelta(minutes=5)


async def test_a_challenge_counts_once_and_for_what_it_was_made(store: Store) -> None:
    async with store.transaction() as tx:
        member = await tx.members.add("Lan", NOW)
        await tx.challenges.add("a" * 64, "register", NOW, SOON, member)
        await tx.challenges.add("b" * 64, "sign_in", NOW, SOON)
        assert await tx.challenges.take("a" * 64, "sign_in", NOW) is None
        taken = await tx.challenges.take("a" * 64, "register", NOW)
        assert taken is not None
        assert taken.member == member
        assert await tx.challenges.take("a" * 64, "register", NOW) is None
        assert await tx.challenges.take("b" * 64, "sign_in", SOON) is None  # too late
        assert await tx.challenges.add_shown("c" * 64, "telegram", NOW, SOON)
        assert not await tx.challenges.add_shown("c" * 64, "telegram", NOW, SOON)


async def test_a_passkey_is_its_members_alone(store: Store) -> None:
    async with store.transaction() as tx:
        lan, hoa = await tx.members.add("Lan", NOW), await tx.members.add("Hoa", NOW)
        number = await tx.passkeys.add(NewPasskey(lan, "one", b"key", 0, "Máy bàn"), NOW)
        assert number is not None
        assert await tx.passkeys.add(NewPasskey(hoa, "one", b"other", 0, "Máy khác"), NOW) is None
        assert not await tx.passkeys.rename(hoa, number, "Của tôi")
        assert not await tx.passkeys.end(hoa, number, NOW)
        assert await tx.passkeys.rename(lan, number, "Điện thoại")
        await tx.passkeys.mark_used(number, 3_000_000_000, NOW)
        found = await tx.passkeys.find("one")
        assert found is not None
        assert (found.member, found.name, found.sign_count) == (lan, "Điện thoại", 3_000_000_000)
        assert await tx.passkeys.end(lan, number, NOW)
        assert await tx.passkeys.find("one") is None
        assert await tx.passkeys.of_member(lan) == []
        assert await tx.passkeys.add(NewPasskey(hoa, "one", b"other", 0, "Lại"), NOW) is None


def asked(place: str, browser: str, member: int | None) -> NewSignInCode:
    return NewSignInCode("email", "0" * 64, member, NOW + timedelta(minutes=10), place, browser)


async def test_a_browser_has_one_code_at_a_time(store: Store) -> None:
    async with store.transaction() as tx:
        lan = await tx.members.add("Lan", NOW)
        first = await tx.sign_in_codes.add(asked("x", "b1", lan), NOW)
        second = await tx.sign_in_codes.add(asked("x", "b1", None), NOW)
        found = await tx.sign_in_codes.asked_by("b1", NOW)
        assert found is not None
        assert found.id == second
        assert not await tx.sign_in_codes.take(first, NOW)
        await tx.sign_in_codes.add_try(second)
        assert await tx.sign_in_codes.count_wrong(NOW - timedelta(hours=1)) == 1
        assert await tx.sign_in_codes.count_wrong_at("x", NOW - timedelta(hours=1)) == 1
        assert await tx.sign_in_codes.count_sent("x", NOW - timedelta(hours=1)) == 2
        assert await tx.sign_in_codes.take(second, NOW)
        assert not await tx.sign_in_codes.take(second, NOW)
        assert await tx.sign_in_codes.asked_by("b1", NOW) is None


async def test_a_code_told_in_a_chat_ends_the_one_before(store: Store) -> None:
    async with store.transaction() as tx:
        lan, hoa = await tx.members.add("Lan", NOW), await tx.members.add("Hoa", NOW)
        for member in (lan, lan, hoa):
            told = NewSignInCode("chat", "1" * 64, member, SOON)
            await tx.sign_in_codes.add(told, NOW)
        open_ = await tx.sign_in_codes.list_told("chat", NOW)
        assert sorted(one.member or 0 for one in open_) == [lan, hoa]
        assert await tx.sign_in_codes.list_told("chat", SOON) == []
        assert await tx.sign_in_codes.count_told(lan, "chat", NOW - timedelta(hours=1)) == 2


async def test_old_codes_are_forgotten(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.sign_in_codes.add(asked("x", "b1", None), NOW)
        await tx.sign_in_codes.add(asked("y", "b2", None), NOW + KEPT + timedelta(hours=1))
        assert await tx.sign_in_codes.count_sent("x", NOW - timedelta(hours=1)) == 0
