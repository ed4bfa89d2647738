"""Codes by e-mail and in the chat: taken once, where they may be, and not guessed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.access.sign_in_codes import (
    ASKED_AN_HOUR,
    CODE_LIFE,
    MOST_TRIES,
    SENT_A_DAY,
    SENT_AN_HOUR,
    TOLD_AN_HOUR,
    SignInCodeError,
    SignInCodes,
    SignInRefusal,
    make_chat_code,
    read_address,
)
from storage.store import Store
from storage.tables.sign_in import sign_in_code
from tests.support.product import Clock

WRONG, SPENT, OFTEN = SignInRefusal.WRONG, SignInRefusal.SPENT, SignInRefusal.OFTEN


@dataclass
class Codes:
    store: Store
    clock: Clock
    codes: SignInCodes
    lan: int
    hoa: int

    async def mail(self, address: str, browser: str, member: int | None) -> str:
        async with self.store.transaction() as tx:
            return await self.codes.make_for_address(tx, address, browser, member)

    async def tell(self, member: int) -> str:
        async with self.store.transaction() as tx:
            return await make_chat_code(tx, member, self.clock())


@pytest.fixture
async def at() -> AsyncIterator[Codes]:
    store, clock = await Store.open("sqlite:///:memory:"), Clock()
    async with store.transaction() as tx:
        lan, hoa = await tx.members.add("Lan", clock()), await tx.members.add("Hoa", clock())
    yield Codes(store, clock, SignInCodes(store, clock), lan, hoa)
    await store.close()


async def why(work: object) -> SignInRefusal:
    with pytest.raises(SignInCodeError) as error:
        await work  # type: ignore[misc]
    return error.value.why


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def test_a_code_by_mail_counts_once_in_its_browser(at: Codes) -> None:
    code = await at.mail("lan@x.vn", "b1", at.lan)
    assert len(code) == 6
    assert await why(at.codes.take(code, "b2")) is WRONG
    assert await at.codes.take(f" {code[:3]} {code[3:]} ", "b1") == at.lan
    assert await why(at.codes.take(code, "b1")) is WRONG


async def test_after_some_wrong_tries_the_right_one_is_none(at: Codes) -> None:
    code = await at.mail("lan@x.vn", "b1", at.lan)
    for _ in range(MOST_TRIES - 1):
        assert await why(at.codes.take(other(code), "b1")) is WRONG
    assert await why(at.codes.take(other(code), "b1")) is SPENT
    assert await why(at.codes.take(code, "b1")) is SPENT


async def test_a_code_grows_old(at: Codes) -> None:
    code, told = await at.mail("lan@x.vn", "b1", at.lan), await at.tell(at.lan)
    at.clock.moment += CODE_LIFE + timedelta(seconds=1)
    assert await why(at.codes.take(code, "b1")) is WRONG
    assert await why(at.codes.take(told, "b1")) is WRONG


async def test_nobodys_address_is_answered_alike(at: Codes) -> None:
    """Whoever asks for an address that nobody has sees the same refusals."""
    code = await at.mail("ai@x.vn", "b1", None)
    seen = [await why(at.codes.take(code, "b1")) for _ in range(MOST_TRIES + 1)]
    assert seen == [*[WRONG] * (MOST_TRIES - 1), SPENT, SPENT]
    for number in range(SENT_AN_HOUR - 1):
        await at.mail("ai@x.vn", f"c{number}", None)
    assert await why(at.mail("ai@x.vn", "d", None)) is OFTEN


async def test_an_address_and_a_browser_ask_only_so_often(at: Codes) -> None:
    for number in range(SENT_AN_HOUR):
        await at.mail("lan@x.vn", f"b{number}", at.lan)
    assert await why(at.mail("lan@x.vn", "b9", at.lan)) is OFTEN
    sent = SENT_AN_HOUR
    while sent < SENT_A_DAY:
        at.clock.moment += timedelta(hours=1, seconds=1)
        for number in range(SENT_AN_HOUR):
            await at.mail("lan@x.vn", f"c{sent}{number}", at.lan)
        sent += SENT_AN_HOUR
    at.clock.moment += timedelta(hours=1, seconds=1)
    assert await why(at.mail("lan@x.vn", "b9", at.lan)) is OFTEN
    for number in range(ASKED_AN_HOUR):
        await at.mail(f"{number}@x.vn", "one", None)
    assert await why(at.mail("more@x.vn", "one", None)) is OFTEN


async def test_wrong_tries_at_one_address_end_its_codes_for_a_day(at: Codes) -> None:
    for browser in ("b1", "b2"):
        code = await at.mail("lan@x.vn", browser, at.lan)
        for _ in range(MOST_TRIES):
            await why(at.codes.take(other(code), browser))
    at.clock.moment += timedelta(hours=2)
    assert await why(at.mail("lan@x.vn", "b3", at.lan)) is OFTEN
    await at.mail("hoa@x.vn", "b3", at.hoa)


async def test_a_code_of_the_chat_counts_anywhere_and_once(at: Codes) -> None:
    first = await at.tell(at.lan)
    code = await at.tell(at.lan)
    assert await why(at.codes.take(first, "b1")) is WRONG  # the new one has ended it
    assert await at.codes.take(code.lower().replace("-", " "), "") == at.lan
    assert await why(at.codes.take(code, "b1")) is WRONG
    for _ in range(TOLD_AN_HOUR - 2):
        await at.tell(at.lan)
    assert await why(at.tell(at.lan)) is OFTEN
    await at.tell(at.hoa)


async def test_the_store_knows_no_code_and_a_changed_member_makes_it_worthless(at: Codes) -> None:
    code, told = await at.mail("lan@x.vn", "b1", at.lan), await at.tell(at.lan)
    async with at.store.transaction() as tx:
        rows = (await tx.work.connection.execute(select(sign_in_code))).all()
        kept = " ".join(str(value) for row in rows for value in row)
        assert code not in kept
        assert told.replace("-", "") not in kept
        assert "lan@x.vn" not in kept
        await tx.work.connection.execute(update(sign_in_code).values(member=at.hoa))
    assert await why(at.codes.take(code, "b1")) is WRONG
    assert await why(at.codes.take(told, "b1")) is WRONG


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Lan.Nguyen@BacNinh.gov.vn ", "lan.nguyen@bacninh.gov.vn"),
        ("a+b@x.vn", "a+b@x.vn"),
        ("lan", None),
        ("lan@localhost", None),
        ("lan@x.vn\nbcc: b@x.vn", None),
        ("lan@x.vn, hoa@x.vn", None),
        ("x" * 300 + "@x.vn", None),
        ("", None),
    ],
)
def test_an_address_is_read_or_refused(typed: str, address: str | None) -> None:
    if address is not None:
        assert read_address(typed) == address
        return
    with pytest.raises(SignInCodeError) as error:
        read_address(typed)
    assert error.value.why is SignInRefusal.ADDRESS
