"""A reviewer on every kind of channel: what they are shown, what they say, and that nothing is
decided by a number."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.channels.zalo.official_account.channel import ZaloOaChannel
from bot.ports.channel import IncomingKind
from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import submit
from tests.fakes.zalo import BOT_TOKEN
from tests.support.founding import founded_once
from tests.support.product import BUTTONS, PLAIN, Office
from tests.support.province import Province, commune, department, local
from tests.support.zalo.oa import ACCOUNT

pytestmark = pytest.mark.long

MONDAY = local(2026, 11, 23)
CHANNELS = {
    "telegram": BUTTONS,
    "zalo-oa": ZaloOaChannel(ACCOUNT).capabilities,
    "zalo-bot": ZaloBotChannel(BOT_TOKEN).capabilities,
    "terminal": PLAIN,
}


async def founded(at: Office) -> Province:
    """A department whose report was handed in with a warning that is explained; D reviews."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), commune(1)])
    for who, unit, role, name in (
        ("mai", "TINH", Role.COORDINATOR, "Chị Mai"),
        ("lan", "NV", Role.OFFICER, "Lan"),
        ("dung", "NV", Role.REVIEWER, "Anh Dũng"),
    ):
        await at.say(f"mã của chị là {await made.token(unit, role, name)}.", who=who)
        assert "✓" in await at.say("dạ đồng ý em", who=who)
    await at.say("mở đợt quý IV/2026", who="mai")
    assert "✓ Đã mở đợt" in await at.say("dạ mở đợt đi em", who="mai")
    return made


async def _handed_in(at: Office) -> Province:
    made = await founded(at)
    await hand_in(at)
    return made


@pytest.fixture(params=CHANNELS)
async def province(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Province]:
    """The same on each kind of channel: all buttons, five, none."""
    can = CHANNELS[request.param]
    async with founded_once(tmp_path, MONDAY, _handed_in, can) as made:
        yield made


@pytest.fixture
async def on_telegram(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, MONDAY, founded) as made:
        yield made


async def hand_in(at: Office) -> None:
    await at.say("việc của tôi", who="lan")
    async with at.store.transaction() as tx:
        member = await tx.members.find("telegram", "lan")
        assert member is not None
        number = min(await tx.duties.of_units([2]), key=lambda one: one.report).report
        await tx.duties.take_up([member.id], number)
    for words in ("tiếp", "sửa câu 1", "21", "sửa câu 2", "30", "nộp"):
        await at.say(words, who="lan")
    await at.say("1, 2: theo thực tế đã kiểm tra", who="lan")
    assert "Đã nộp" in await at.say("nộp", who="lan")


async def test_a_report_is_reviewed_and_decided_in_words(province: Province) -> None:
    at = province.office
    first = at.told("dung")[-1]
    assert "Sở NV đã nộp báo cáo Quý IV/2026 lần 1. Xin xem và duyệt." in first
    assert "nhiều hơn số đề ra trong kế hoạch" in first
    assert "lý do: “theo thực tế đã kiểm tra”" in first
    assert "dòng chưa trả lời" in first
    assert len(first) < 900
    for words in ("có cảnh báo gì không", "lý do giải thích đâu", "gửi chị coi cái nào lạ thôi"):
        said = await at.say(words, who="dung")
        assert "lý do: “theo thực tế đã kiểm tra”" in said, words
        assert "Sở NV · Quý IV/2026" in said
    assert "III. Cải cách thủ tục hành chính" in await at.say("xem phần 3", who="dung")
    assert await province.state("NV") == "submitted"
    assert "Duyệt báo cáo Quý IV/2026 của Sở NV, lần nộp 1?" in await at.say("ok duyệt", who="dung")
    assert "chưa duyệt" in await at.say("à nhầm chưa duyệt", who="dung")
    assert await province.state("NV") == "submitted"
    assert "Duyệt báo cáo" in await at.say("duyệt luôn em", who="dung")
    assert "✓ Đã duyệt" in await at.say("ừ, duyệt đi em", who="dung")
    assert await province.state("NV") == "approved"
    assert "Anh Dũng đã duyệt báo cáo Quý IV/2026 của Sở NV" in at.told("lan")[-1]


async def test_no_number_decides_anything(province: Province) -> None:
    """Whatever stands on the screen: the notice, the review, the whole, a part, the question."""
    at = province.office
    for screen in ("", "cái nào lạ", "xem tất cả", "xem phần I", "trả lại", "thôi", "duyệt"):
        if screen:
            await at.say(screen, who="dung")
        for number in (0, 1, 2, 3, 11):
            said = await at.say(str(number), who="dung")
            assert "✓ Đã" not in said, (screen, number)
        assert await province.state("NV") == "submitted", screen


async def test_a_number_is_a_part_where_parts_are_shown(province: Province) -> None:
    at = province.office
    await at.say("cái nào lạ", who="dung")
    for words, part in (("3", "III. Cải cách thủ tục"), ("VI", "VI. Cải cách tài chính công")):
        await at.say("xem tất cả", who="dung")
        assert part in await at.say(words, who="dung"), words


async def test_what_was_approved_is_undone_for_a_while(on_telegram: Province) -> None:
    at = on_telegram.office
    await hand_in(at)
    assert "Không có gì để hoàn tác" in await at.say("hoàn tác", who="dung")
    await at.tap("✓ Duyệt", who="dung")
    await at.tap("Duyệt", who="dung")
    at.clock.moment += timedelta(minutes=9)
    assert "lại chờ duyệt" in await at.say("à nhầm chưa duyệt", who="dung")
    assert await on_telegram.state("NV") == "submitted"
    assert "đã được hoàn tác" in at.told("lan")[-1]
    assert "vẫn chờ duyệt" in await at.say("chưa duyệt", who="dung")
    await at.say("duyệt", who="dung")
    await at.say("đồng ý", who="dung")
    undo = at.payload("Hoàn tác", who="dung")
    at.clock.moment += timedelta(minutes=11)
    assert "Không có gì để hoàn tác" in await at.say("hoàn tác giúp anh", who="dung")
    tapped = at.event(IncomingKind.TAPPED, who="dung", button=undo)
    assert "Không hoàn tác được" in await at.handle(tapped)
    assert await on_telegram.state("NV") == "approved"
    report = await at.report(await on_telegram.report_of("NV"))
    assert (report.version, report.approved) == (1, 1)


async def test_undoing_the_second_approval_leaves_the_first_in_force(
    on_telegram: Province,
) -> None:
    at = on_telegram.office
    await hand_in(at)
    await at.say("duyệt", who="dung")
    await at.say("duyệt", who="dung")
    await at.say("duyệt", who="dung")
    await at.say("đính chính kèm lý do: ghi nhầm số nhiệm vụ", who="lan")
    assert "mở đính chính báo cáo Quý IV/2026: ghi nhầm số nhiệm vụ" in at.told("dung")[-1]
    assert "đã qua 10 phút hoặc đã có người làm tiếp" in await at.tap("Hoàn tác", who="dung")
    await at.say("sửa câu 1", who="lan")
    await at.say("40", who="lan")
    await submit(at, "lan")
    said = at.told("dung")[-1]
    assert "Đổi so với lần 1" in said
    assert "21 → 40" in said
    await at.tap("✓ Duyệt", who="dung")
    await at.tap("Duyệt", who="dung")
    await at.say("hoàn tác", who="dung")
    report = await at.report(await on_telegram.report_of("NV"))
    assert (report.state.value, report.version, report.approved) == ("submitted", 2, 1)
    assert "Tổng: 21" in await at.say("hợp nhất I.1.1", who="mai")
    assert "21 → 40" in await at.say("có gì thay đổi so với lần trước không", who="dung")


async def test_the_officer_hears_who_decides_and_how_they_will_know(
    on_telegram: Province,
) -> None:
    at = on_telegram.office
    before = len(at.told("lan"))
    await hand_in(at)
    said = "\n".join(at.told("lan")[before:])
    assert "Đã báo Anh Dũng duyệt. Người duyệt duyệt hay trả lại thì em nhắn anh/chị ngay." in said
    said = await at.say("25", who="lan")
    assert "Đang chờ Anh Dũng duyệt" in said
    assert "mở lại" in said
    await at.say("trả lại câu 1: kèm lý do: không khớp kế hoạch", who="dung")
    await at.say("dạ trả lại đi em", who="dung")
    said = at.told("lan")[-1]
    assert "Anh Dũng trả lại 1 dòng của báo cáo Quý IV/2026 của Sở NV" in said
    assert "kế hoạch: không khớp kế hoạch" in said


async def test_a_reviewer_who_joins_hears_of_what_waits(on_telegram: Province) -> None:
    at = on_telegram.office
    await hand_in(at)
    said = await on_telegram.comes("sau", "NV", Role.REVIEWER, "Chị Sáu")
    assert "1 báo cáo chờ anh/chị duyệt: Sở NV · Quý IV/2026" in said
    assert "Hiện không có báo cáo nào" not in said
    assert "chờ duyệt, nộp lần 1" in await at.tap("Xem và duyệt", who="sau")
    said = await on_telegram.comes("bay", "X01", Role.REVIEWER, "Anh Bảy")
    assert "Hiện không có báo cáo nào chờ anh/chị" in said
    assert "Em chưa hiểu “ba la bô”" in await at.say("ba la bô", who="bay")


@pytest.mark.parametrize(
    ("words", "question", "declined"),
    [
        ("khóa sổ SNV", "Khóa sổ báo cáo Quý IV/2026 của Sở NV?", "chưa khóa"),
        ("khóa sổ quý IV/2026", "Khóa sổ cả đợt Quý IV/2026", "chưa khóa"),
        ("thôi vai trò Lan", "Cho Lan thôi làm", "chưa cho thôi"),
        ("đôn đốc quý IV/2026", "Sẽ nhắn", "chưa nhắc"),
        ("mở đợt quý I/2027", "Sẽ mở đợt Quý I/2027", "chưa mở"),
    ],
)
async def test_what_was_asked_is_declined_in_words(
    on_telegram: Province, words: str, question: str, declined: str
) -> None:
    at = on_telegram.office
    for no in ("chưa", "thôi khỏi em ơi", "không", "hủy em ơi"):
        assert question in await at.say(words, who="mai")
        assert "Chưa rõ “1”" in await at.say("1", who="mai")
        assert declined in await at.say(no, who="mai")
    assert question in await at.say(words, who="mai")
    assert declined in await at.tap("Chưa", who="mai")
    assert "chưa có gì thay đổi" in await at.say("đồng ý", who="mai")  # nothing is asked any more
    assert question in await at.say(words, who="mai")
    assert declined in await at.say("để chị xem lại đã", who="mai")
    assert not (await at.report(await on_telegram.report_of("NV"))).closed


async def test_a_name_that_sounds_like_a_particle_agrees_to_nothing(
    on_telegram: Province,
) -> None:
    at = on_telegram.office
    assert "Cho Lan thôi làm" in await at.say("thôi vai trò Lan", who="mai")
    assert "✓" not in await at.say("thôi vai trò la", who="mai")
