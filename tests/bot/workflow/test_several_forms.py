"""Several forms in one installation: every message says which one it is about, and where two may
be meant the member is asked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.support.beside import AFTER, BEFORE, catalogs_of, installed
from tests.support.product import Office, office
from tests.support.province import Province, approve, commune, department, local

NAMES = ("Bảo trợ xã hội", "Cải cách hành chính", "Thi đua, khen thưởng")
BTXH = "Quý I/2026 (Bảo trợ xã hội)"
# A period of a report without its form: the period of what is only proposed to be typed is none.
BARE = re.compile(rf"Quý I/2026(?! \((?:{'|'.join(NAMES)})\))")
WHICH = re.compile("Anh/chị nói đến biểu mẫu nào|Có nhiều đợt cùng lúc. Đợt nào")


@pytest.fixture(params=[(BEFORE,), (AFTER,), (BEFORE, AFTER)], ids="+".join)
async def at(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Office]:
    """An empty product with other forms beside its own."""
    with installed(tmp_path, *request.param) as catalog:
        async with office(tmp_path, local(2026, 3, 2), catalogs=catalogs_of(catalog)) as opened:
            yield opened


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    """A coordinator, a unit with two officers and a reviewer, and two communes; both forms are
    reported on in the same quarter."""
    with installed(tmp_path, BEFORE, AFTER) as catalog:
        async with office(tmp_path, local(2026, 3, 2), catalogs=catalogs_of(catalog)) as opened:
            made = Province(opened)
            await _found(made)
            for words in ("cchc quý I/2026 hạn 20/3", "quý I/2026 bảo trợ xa hoi hạn 25/3"):
                await opened.say(f"mở đợt {words}", who="mai")
                await opened.say("đồng ý", who="mai")
            yield made


async def _found(made: Province) -> None:
    await made.found([department("NV", "Nội vụ"), commune(1), commune(2)])
    await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
    for who, name in (("an", "An"), ("binh", "Bình")):
        await made.comes(who, "NV", Role.OFFICER, name)
    await made.comes("lan", "NV", Role.REVIEWER, "Bà Lan")


def said_to(at: Office, first: int = 0) -> list[str]:
    """Every line and every button that went out since the message of this number."""
    found = []
    for one in at.channels["telegram"].sent[first:]:
        found += "".join(span.text for span in one.spans).split("\n")
        found += [button.label for row in one.buttons for button in row]
    return found


async def test_everything_says_which_form_it_is_about(province: Province) -> None:
    at = province.office
    first = len(at.channels["telegram"].sent)
    assert "Quý I/2026 (Bảo trợ xã hội) của Sở NV" in at.told("an")[-1]
    assert "Câu 1/15" in await at.say("làm báo cáo bảo trợ", who="an")
    assert "Câu 1/152" in await at.say("làm báo cáo cchc", who="binh")
    for who, text in (
        *(("an", "25"), ("an", "giao câu 3 cho Bình"), ("an", "tóm tắt"), ("an", "nộp")),
        *(("an", "nộp"), ("lan", "chờ duyệt"), ("an", "mở lại"), ("an", "đồng ý")),
        *(("an", "nộp"), ("an", "nộp"), ("lan", "duyệt"), ("an", "việc của tôi")),
    ):
        await at.say(text, who=who)
    said = await at.say("trả lại TG.01.T.01: không khớp với sổ", who="lan")
    assert "Sẽ trả lại 1 dòng của báo cáo Quý I/2026 (Bảo trợ xã hội)" in said
    await at.say("thôi", who="lan")
    await at.say("duyệt", who="lan")
    assert "Đã duyệt báo cáo Quý I/2026 (Bảo trợ xã hội)" in await approve(at, "lan")
    for who, text in (
        *(("mai", "bảng bảo trợ"), ("mai", "ảnh bảng cchc"), ("mai", "gọi ai trước btxh")),
        *(("mai", "hợp nhất bao tro"), ("mai", "hợp nhất btxh TG.01.T.01"), ("mai", "các đợt")),
        *(("mai", "so sánh btxh TG.01.T.01"), ("mai", "nhật ký SNV bảo trợ")),
        *(("mai", "gia hạn SNV cchc đến 27/3: mất điện"), ("mai", "nhật ký chung")),
        *(("mai", "khóa sổ bảo trợ"), ("mai", "không"), ("mai", "khóa sổ SNV cchc")),
        *(("mai", "không"), ("mai", "bảng thi đua"), ("an", "đính chính nhầm số trẻ em")),
    ):
        await at.say(text, who=who)
    await at.say("đôn đốc cchc", who="mai")
    await at.say("đồng ý", who="mai")
    at.clock.moment = local(2026, 3, 28)
    await at.remind()
    lines = said_to(at, first)
    assert not [line for line in lines if BARE.search(line)]
    told = "\n".join(lines)
    for words in ("📥 Sở NV đã nộp", "📣 Đầu mối nhắc", "📅 Báo cáo", "⏰ Sở NV"):
        assert words in told, words


async def test_what_waits_and_what_changed_of_one_form(province: Province) -> None:
    at = province.office
    await at.say("làm báo cáo bảo trợ", who="an")
    for text in ("25", "nộp", "nộp", "nộp"):
        await at.say(text, who="an")
    for text in ("chờ duyệt btxh", "chờ duyệt sở quý 1", "chờ duyệt SNV"):
        assert "1 báo cáo" in await at.say(text, who="mai"), text
        assert f"Sở NV · {BTXH}" in said_to(at)[-1], text
    for text in ("chờ duyệt cchc", "chờ duyệt xã"):
        assert "Không có báo cáo nào" in await at.say(text, who="mai"), text
    for who, text in (("lan", "khác biệt bao tro"), ("mai", "khác biệt SNV btxh")):
        assert f"Sở NV · {BTXH}: mới nộp 1 lần" in await at.say(text, who=who)
    assert "(Cải cách hành chính): chưa nộp" in await at.say("khác biệt cchc", who="lan")


@pytest.mark.parametrize(
    "command",
    ["bảng", "hợp nhất", "xem báo cáo SNV", "đôn đốc", "khóa sổ quý I/2026", "khóa sổ SNV"],
)
async def test_where_two_fit_it_is_asked_and_done_for_the_chosen_one(
    province: Province, command: str
) -> None:
    at = province.office
    assert WHICH.search(await at.say(command, who="mai"))
    chosen = await at.tap("Quý I/2026 (Bảo trợ xã hội)", who="mai")
    assert not WHICH.search(chosen)
    assert "Quý I/2026 (Bảo trợ xã hội)" in chosen
    assert "Cải cách" not in chosen


async def test_a_round_says_which_form_it_is_of(at: Office) -> None:
    made = Province(at)
    await _found(made)
    assert WHICH.search(await at.say("mở đợt quý I/2026 hạn 20/3", who="mai"))
    asked = await at.tap("Cải cách hành chính", who="mai")
    assert "Sẽ mở đợt Quý I/2026 (Cải cách hành chính)" in asked
    opened = await at.say("đồng ý", who="mai")
    assert "Đã mở đợt Quý I/2026 (Cải cách hành chính) cho 3 đơn vị" in opened
    # From now on there is one form in use, and nobody has to hear its name.
    assert "Quý I/2026 · 3 đơn vị" in await at.say("bảng", who="mai")
    assert "Sở NV · Quý I/2026 ·" in await at.say("việc của tôi", who="an")
    assert at.told("an")[-2].startswith("📋 Đã mở báo cáo Quý I/2026 của Sở NV")


async def test_whoever_tries_it_out_chooses_the_form(at: Office) -> None:
    asked = await at.say("xin chào")
    assert "Cải cách hành chính: 152 câu" in asked
    assert "Anh/chị muốn làm thử biểu mẫu nào?" in await at.say("gì cũng được")
    assert "Câu 1/152" in await at.say("cai cach hanh chinh")
    assert "Câu 2/152" in await at.say("21")


async def test_a_button_begins_the_trial(at: Office) -> None:
    await at.say("/start", channel="web", who="7")
    assert "Câu 1/152" in await at.tap("Cải cách hành chính", channel="web", who="7")


async def test_a_setting_names_the_form_of_the_trial(tmp_path: Path) -> None:
    with installed(tmp_path, BEFORE, AFTER) as catalog:
        named = catalogs_of(catalog, "thi-dua")
        async with office(tmp_path, local(2026, 3, 2), catalogs=named) as at:
            assert "Câu 1/7 · A. Phong trào thi đua (1/3)" in await at.say("xin chào")


async def test_a_trial_turns_to_another_form_and_back(tmp_path: Path) -> None:
    with installed(tmp_path, BEFORE, AFTER) as catalog:
        named = catalogs_of(catalog, "cchc-so")
        async with office(tmp_path, local(2026, 3, 2), catalogs=named) as at:
            assert "Câu 1/152" in await at.say("xin chào")
            assert "Câu 2/152" in await at.say("21")
            shown = await at.say("đổi biểu")
            assert "Thi đua" in shown
            assert "Cải cách hành chính" in shown
            assert "Câu 1/7" in await at.say("đổi biểu thi đua")
            assert "Câu 2/152" in await at.say("đổi biểu cải cách hành chính")
            assert "Câu 1/7" in await at.say("doi bieu thi dua")


NAMED = (
    ("2", "Câu 2/152"),  # its number in the list
    ("số 3 nhé", "Câu 1/7"),
    ("cchc", "Câu 2/152"),
    ("btxh", "Câu 1/15"),
    ("bao tro xa hoi", "Câu 1/15"),
    ("bảo trợ", "Câu 1/15"),
    ("sang biểu thi đua nha em", "Câu 1/7"),
    ("7", "✓ Đã ghi: 7 Nhiệm vụ"),  # the list has no seventh: it answers the question
    ("số nhiệm vụ đã hoàn thành 5", "5"),
)


async def test_a_form_is_named_after_the_list_of_them(tmp_path: Path) -> None:
    with installed(tmp_path, BEFORE, AFTER) as catalog:
        named = catalogs_of(catalog, "cchc-so")
        for at_number, (text, told) in enumerate(NAMED):
            place = tmp_path / str(at_number)
            place.mkdir()
            async with office(place, local(2026, 3, 2), catalogs=named) as at:
                await at.say("xin chào")
                await at.say("21")
                assert "1. Bảo trợ xã hội" in await at.say("đổi biểu")
                assert told in await at.say(text), text


async def test_what_is_typed_later_names_no_form(tmp_path: Path) -> None:
    with installed(tmp_path, BEFORE, AFTER) as catalog:
        named = catalogs_of(catalog, "cchc-so")
        async with office(tmp_path, local(2026, 3, 2), catalogs=named) as at:
            await at.say("xin chào")
            assert "Không có biểu mẫu nào là “biểu lạ”" in await at.say("đổi biểu biểu lạ")
            await at.say("21")
            at.forget()
            assert "✓ Đã ghi: 2 Nhiệm vụ" in await at.say("2")


async def test_who_has_work_here_names_the_report_after_the_list(province: Province) -> None:
    at = province.office
    for text in ("bảo trợ", "btxh quý 1", "cải cách hành chính"):
        assert "Báo cáo của anh/chị" in await at.say("đổi biểu", who="an")
        assert "Câu 1/" in await at.say(text, who="an"), text
    await at.say("đổi biểu", who="an")
    assert "Câu 1/" not in await at.say("quý I/2026", who="an")  # two reports are of it
