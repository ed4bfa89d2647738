"""Coming in by a code, as people send it, and agreeing in their own words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.support.founding import founded_once
from tests.support.product import PLAIN, Office
from tests.support.province import Province, commune, department, local, member_of


async def _found(at: Office) -> Province:
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), commune(1)])
    return made


@pytest.fixture(params=["buttons", "words"])
async def province(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Province]:
    can = {"can": PLAIN} if request.param == "words" else {}
    async with founded_once(tmp_path, local(2026, 3, 2), _found, **can) as made:
        yield made


async def roles(at: Office, who: str) -> set[str]:
    async with at.store.transaction() as tx:
        return {one.role.value for one in await tx.roles.of_member(await member_of(tx, who))}


async def test_a_code_is_taken_however_it_is_sent(province: Province) -> None:
    at = province.office
    texts = (
        "ma moi la {} do em",
        "Chị gửi rồi mà em? {}.",
        "“{}”",
        "https://t.me/bot?start={}",
        "Mời anh/chị làm cán bộ báo cáo của Sở NV trên hệ thống báo cáo.\nnhắn mã này:\n{}",
        "/start {}",
        "{}",
    )
    for number, text in enumerate(texts):
        who = f"nguoi-{number}"
        code = await province.token("NV", Role.OFFICER, f"Người {number}")
        code = code if code.strip("-_") == code else await province.token("NV", Role.OFFICER)
        said = await at.say(text.format(code), who=who)
        assert "cán bộ báo cáo của Sở Nội vụ" in said, text


@pytest.mark.parametrize(
    "words",
    [
        *("Tham gia", "tham gia em", "dạ chị đồng ý em", "dạ đúng rồi em", "ừ", "ok em nhé"),
        *("dạ được ạ", "👍", "nhận lời nha", "vâng, tham gia"),
    ],
)
async def test_people_agree_in_their_words(province: Province, words: str) -> None:
    at = province.office
    await at.say(await province.token("NV", Role.OFFICER, "Lan"), who="lan")
    assert "✓ Anh/chị đã là cán bộ báo cáo của Sở NV" in await at.say(words, who="lan")
    assert await roles(at, "lan") == {"officer"}


async def test_who_declines_is_nothing_and_what_is_unclear_is_said(province: Province) -> None:
    at = province.office
    await at.say(await province.token("NV", Role.OFFICER, "Lan"), who="lan")
    said = await at.say("chị là Lan bên văn phòng nè", who="lan")
    assert "Lan bên văn phòng" not in said  # it stays out of what is kept of messages
    assert "Đây là lời mời" in said
    assert await roles(at, "lan") == set()
    assert "chưa tham gia" in await at.say("thôi khỏi em", who="lan")
    assert "✓" not in await at.say("ừ", who="lan")
    assert await roles(at, "lan") == set()


async def test_a_strangers_wrong_code_in_a_sentence_counts_as_one(province: Province) -> None:
    at = province.office
    for number in range(5):
        said = await at.say(f"ma moi la Abc{number:019} do em", who="la")
        assert "Mã không đúng" in said
    code = await province.token("NV", Role.OFFICER)
    assert "Đã thử sai nhiều mã" in await at.say(f"ma moi la {code} do em", who="la")


async def test_an_officers_words_that_look_like_a_code_are_theirs(province: Province) -> None:
    at = province.office
    await at.say(await province.token("NV", Role.OFFICER, "Lan"), who="lan")
    await at.say("tham gia", who="lan")
    for _ in range(7):
        said = await at.say("xem hồ sơ aBcDeFgHiJkLmNoPqRsT12 nhé", who="lan")
        assert "Mã không đúng" not in said
        assert "thử sai" not in said


async def test_an_invitation_that_is_let_be_is_not_taken_up_later(province: Province) -> None:
    at = province.office
    await province_with_report(province)
    await at.say(await province.token("X01", Role.OFFICER, "Lan"), who="lan")
    assert "tham gia" not in (await at.say("21", who="lan")).lower()
    await at.say("ok", who="lan")
    assert await roles(at, "lan") == {"officer"}
    async with at.store.transaction() as tx:
        grants = await tx.roles.of_member(await member_of(tx, "lan"))
    assert [one.unit for one in grants] == [province.units["NV"]]


async def province_with_report(province: Province) -> None:
    at = province.office
    for who, unit, role in (("mai", "TINH", Role.COORDINATOR), ("lan", "NV", Role.OFFICER)):
        await at.say(await province.token(unit, role, who.capitalize()), who=who)
        await at.say("ừ", who=who)
    await at.say("mở đợt quý I/2026", who="mai")
    await at.say("đồng ý", who="mai")
    await at.say("việc của tôi", who="lan")
    await at.say("bắt đầu", who="lan")
