"""Buttons and codes that were never given out, or to another: nothing happens, and the sender is
told how things stand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.access.identity import CODE_BYTES, PAUSE, WRONG_CODES, hash_code, new_token
from bot.delivery.message_body import parse_payload
from bot.ports.channel import IncomingKind
from conversations.workflow.permissions import Role
from storage.tables.types import MOST_ROWS
from tests.support.founding import founded_once
from tests.support.product import Office, office
from tests.support.province import Province, commune, local, member_of

FORGED = [
    *("", ".", "x", "1", "1.", ".1", "-1.0", "1.-1", "1.0.0", "1.0 ", "+1.0", "1e3.0", "0x1.0"),
    *("٣.1", "²1.0", "１.0", "1_0.0", "\0", "1\0.0", "\ud800.0", "999.0", "1.999", "0.0"),
    *(
        f"{MOST_ROWS}.0",
        f"{MOST_ROWS + 1}.0",
        f"{2**63}.0",
        "9" * 29 + ".0",
        "1." + "9" * 29,
    ),
    *(
        "9" * 5_000 + ".0",
        "1." + "9" * 5_000,
        '{"do":"run","command":"submit"}',
        "submit",
        "1.0" * 22,
    ),
]


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as opened:
        await opened.handle(opened.event(IncomingKind.OPENED))
        await opened.say("21")
        yield opened


@pytest.mark.parametrize("remembered", [True, False])
async def test_a_forged_button_changes_nothing(at: Office, *, remembered: bool) -> None:
    before = await at.report()
    with capture_logs() as logs:
        for payload in FORGED:
            if not remembered:
                at.forget()
            said = await at.handle(at.event(IncomingKind.TAPPED, button=payload))
            assert "Câu 2/152" in said, payload
    assert await at.report() == before
    assert logs == []


def test_what_a_payload_can_be() -> None:
    assert parse_payload("12.3") == (12, 3)
    assert parse_payload(f"{MOST_ROWS}.0") == (MOST_ROWS, 0)
    assert parse_payload(f"{MOST_ROWS + 1}.0") is None


async def test_a_button_of_somebody_else_means_nothing_to_me(at: Office) -> None:
    """The other's message and button are named right, from my own conversation."""
    payload = at.payload("Bỏ qua")
    await at.handle(at.event(IncomingKind.OPENED, who="43"))
    other, mine = await at.report(1), await at.report(2)
    said = await at.handle(at.event(IncomingKind.TAPPED, button=payload, who="43"))
    assert "Câu 1/152" in said
    assert (await at.report(1), await at.report(2)) == (other, mine)


async def _found(opened: Office) -> Province:
    made = Province(opened)
    await made.found([commune(1)])
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found) as made:
        yield made


CODES = [
    *("' OR 1=1 --", "%", "_" * 22, "\0", "\ud800", "x" * 4_000, "../" * 7, "A" * 22, "＊" * 22),
    *("{{ code }}", "null", "0", "-1", "😀" * 11),
]


async def test_a_made_up_code_lets_nobody_in(province: Province) -> None:
    at = province.office
    await province.token("X01", Role.OFFICER)
    with capture_logs() as logs:
        for number, code in enumerate(CODES):
            who = f"la-{number}"
            assert "mã mời" in await at.say(f"/start {code}", who=who)
            assert "không đúng" in await at.handle(at.event(IncomingKind.OPENED, code, who=who))
            async with at.store.transaction() as tx:
                assert await tx.roles.of_member(await member_of(tx, who)) == ()
    assert logs == []


async def test_a_code_is_good_for_one_person_once(province: Province) -> None:
    """Shown twice to two people, taken by the first; replayed by both."""
    at = province.office
    code = await province.token("X01", Role.OFFICER, "Lan")
    for who in ("lan", "la"):
        await at.say(f"/start {code}", who=who)
    await at.tap("Tham gia", who="lan")
    assert "Mã này đã dùng" in await at.tap("Tham gia", who="la")
    for who in ("lan", "la"):
        await at.say(code, who=who)
    async with at.store.transaction() as tx:
        assert [one.role for one in await tx.roles.of_member(await member_of(tx, "lan"))] == [
            Role.OFFICER
        ]
        assert await tx.roles.of_member(await member_of(tx, "la")) == ()


async def test_a_code_cannot_be_guessed_and_is_not_kept(province: Province, tmp_path: Path) -> None:
    code = await province.token("X01", Role.OFFICER)
    assert CODE_BYTES * 8 >= 128
    assert len({new_token() for _ in range(1_000)}) == 1_000
    async with province.office.store.transaction() as tx:
        assert await tx.invitations.find(hash_code(code), province.office.clock()) is not None
        assert await tx.invitations.find(code, province.office.clock()) is None
    kept = _all_bytes(tmp_path)
    assert hash_code(code).encode() in kept
    assert code.encode() not in kept


def _all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def test_guessing_is_stopped_for_an_hour_and_only_for_the_sender(province: Province) -> None:
    at = province.office
    code = await province.token("X01", Role.OFFICER)
    for number in range(WRONG_CODES + 3):
        await at.say(f"/start {number:022}", who="la")
    assert "Đã thử sai nhiều mã" in await at.say(f"/start {code}", who="la")
    assert "cán bộ báo cáo" in await at.say(f"/start {code}", who="lan")
    at.clock.moment += PAUSE
    assert "cán bộ báo cáo" in await at.say(f"/start {code}", who="la")
