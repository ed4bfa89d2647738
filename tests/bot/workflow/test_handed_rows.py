"""A row that was handed to somebody is open, whatever it says; who asked hears of the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.ports.channel import Incoming, IncomingKind
from conversations.answers.values import AnswerState
from conversations.workflow.permissions import Role
from storage.tables.core import report as report_table
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, commune, department, local

ROW = "I.01.01"


async def _found(at: Office) -> Province:
    """An office with two officers, at work on its report."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), commune(1)])
    await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await made.comes("hung", "NV", Role.OFFICER, "Hùng")
    await at.say("mở đợt quý I/2026", who="mai")
    await at.tap("Mở đợt này", who="mai")
    await at.tap("Làm: Sở NV", who="lan")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found) as made:
        yield made


async def invite_guest(at: Office, words: str = "hỏi đồng nghiệp câu 1 cho Giang") -> str:
    """Ask a guest, who comes by the whole paragraph they were forwarded; what they are told."""
    paragraph = await at.say(words, who="lan")
    assert "Tham gia" in await at.say(paragraph, who="giang")
    return await at.say("dạ được em", who="giang")


async def test_a_heading_and_its_rows_are_counted_once(province: Province) -> None:
    at = province.office
    said = await invite_guest(at, "nhờ anh Giang điền câu 24, câu 25, câu 26 giùm")
    assert "Lan nhờ anh/chị 3 số, bắt đầu từ" in said
    assert "Câu 1/3" in said


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        ("không phát sinh", "không phát sinh"),
        ("chưa có số", "chưa có số"),
        ("chưa có số, mai hỏi phòng thanh tra", "chưa có số"),
        ("12", "12"),
        ("", ""),
    ],
)
async def test_a_guest_is_asked_whatever_the_row_says(
    province: Province, stands: str, said: str
) -> None:
    at = province.office
    if stands:
        await at.say(stands, who="lan")
    hello = await invite_guest(at)
    assert "Lan nhờ anh/chị một số: “Số nhiệm vụ đề ra trong kế hoạch”" in hello
    assert (f"đang ghi: {said}" in hello) == bool(said)
    assert "Câu 1/1" in hello
    assert "còn 1" in await at.say("việc của tôi", who="giang")
    before = len(at.told("lan"))
    done = await at.say("4", who="giang")
    assert "đã báo Lan" in done
    told = at.told("lan")[before:]
    assert ["Giang đã trả lời “Số nhiệm vụ đề ra trong kế hoạch”: 4" in one for one in told] == [
        True
    ]
    report = await at.report(await province.report_of("NV"))
    assert report.answers[ROW].amount == 4
    assert report.answers[ROW].author == "Giang"


@pytest.mark.parametrize("who", ["giang", "hung"])  # a guest, a colleague
async def test_who_is_asked_is_served_from_memory_as_by_the_database(
    tmp_path: Path, who: str
) -> None:
    """But for what tells whoever asked."""
    results = []
    for way in ("memory", "long"):
        (tmp_path / way).mkdir()
        async with founded_once(tmp_path / way, local(2026, 3, 2), _found) as made:
            at, taken = made.office, 0
            if who == "giang":
                await invite_guest(at, "nhờ anh Giang điền câu 24, câu 25, câu 26 giùm")
            else:
                await at.tap("Làm: Sở NV", who="hung")
                await at.say("giao câu 24, câu 25, câu 26 cho Hùng", who="lan")
                await at.say("tới câu 24", who="hung")
            take, before = at.desk._residents.take, len(at.told("lan"))

            async def counting(event: Incoming) -> bool:
                nonlocal taken
                done = await take(event)  # noqa: B023 - of this office
                taken += done
                return done

            at.desk._residents.take = counting  # type: ignore[method-assign]
            if way == "long":
                at.go_long()
            texts = ("4", "ba la bô", "nộp báo cáo", "5", "quay lại", "6", "7", "8 người", "cảm ơn")
            heard = [await at.say(text, who=who) for text in texts]
            number = await made.report_of("NV")
            async with at.store.transaction() as tx:
                entries = await tx.audit_log.of_report(number)
                filled = await tx.work.connection.scalar(
                    select(report_table.c.filled).where(report_table.c.id == number)
                )
            changes = [(one.subject, one.revision, one.old, one.new) for one in entries]
            results.append((heard, at.told("lan")[before:], changes, filled))
            assert (taken > len(texts) // 2) is (way == "memory")
    assert results[0] == results[1]
    assert len(results[0][2]) > 3


async def test_the_same_answer_once_more_is_an_answer(province: Province) -> None:
    at = province.office
    await at.say("12", who="lan")
    await invite_guest(at)
    before = len(at.told("lan"))
    assert "đã báo Lan" in await at.say("12", who="giang")
    assert any("Giang đã trả lời" in one for one in at.told("lan")[before:])
    report = await at.report(await province.report_of("NV"))
    assert (report.answers[ROW].amount, report.answers[ROW].author) == (12, "Giang")


async def test_a_guest_who_is_done_may_give_another_number(province: Province) -> None:
    at = province.office
    await invite_guest(at)
    await at.say("4", who="giang")
    said = await at.say("cảm ơn em nhé", who="giang")
    assert said == "Dạ, không có gì ạ."
    said = await at.say("gì nữa đây ta", who="giang")
    assert "Số nhiệm vụ đề ra trong kế hoạch: 4" in said
    await at.say("5", who="giang")
    report = await at.report(await province.report_of("NV"))
    assert report.answers[ROW].amount == 5


async def test_what_cannot_be_read_is_never_thanked_for(province: Province) -> None:
    at = province.office
    await at.say("không phát sinh", who="lan")
    await invite_guest(at)
    for words in ("để chị hỏi lại", "ba la bô", "Tham gia"):
        said = await at.say(words, who="giang")
        assert "✓" not in said, words
    report = await at.report(await province.report_of("NV"))
    assert report.answers[ROW].state is AnswerState.NONE


async def test_the_button_of_a_part_opens_that_part(province: Province) -> None:
    at = province.office
    await at.tap("Làm: Sở NV", who="hung")
    await at.say("giao phần III cho Hùng", who="lan")
    said = at.told("hung")[-1]
    assert "“phần III. Cải cách thủ tục hành chính” (22 câu) trong báo cáo Quý I/2026" in said
    assert "Lan nhờ" in said
    said = await at.tap("Trả lời: phần III", who="hung")
    assert "III. Cải cách thủ tục hành chính (1/22)" in said
    home = await at.say("việc của tôi", who="hung")
    assert home.count("Sở NV · Quý I/2026") == 1
    assert "được giao 22 chỉ tiêu, còn 22" in home
    assert "III. Cải cách thủ tục hành chính (1/22)" in await at.tap("Làm: Sở NV", who="hung")


async def test_by_list_the_part_is_a_list(province: Province) -> None:
    at = province.office
    await at.tap("Làm: Sở NV", who="hung")
    await at.say("theo nhóm", who="hung")
    await at.say("giao phần II cho Hùng", who="lan")
    said = await at.tap("Trả lời: phần II", who="hung")
    assert "Số VBQPPL" in said


async def test_a_colleague_is_asked_for_a_row_that_has_an_answer(province: Province) -> None:
    at = province.office
    await at.say("chưa có số", who="lan")
    await at.tap("Làm: Sở NV", who="hung")
    await at.say("giao câu 1 cho Hùng", who="lan")
    assert "đang ghi: chưa có số" in at.told("hung")[-1]
    assert "→ Hùng: còn 1" in await at.say("ai đang làm", who="lan")
    assert "Số nhiệm vụ đề ra trong kế hoạch" in await at.tap("Trả lời:", who="hung")
    before = len(at.told("lan"))
    assert "đã báo Lan" in await at.say("9", who="hung")
    assert [one for one in at.told("lan")[before:] if "Hùng đã trả lời" in one and ": 9" in one]
    assert "→ Hùng: đã đủ" in await at.say("ai đang làm", who="lan")
    await at.say("7", who="hung")
    assert len([one for one in at.told("lan")[before:] if "Hùng đã trả lời" in one]) == 1


async def test_an_old_reminders_button_opens_its_row_plainly(province: Province) -> None:
    at = province.office
    await at.say("mục lục", who="lan")
    await at.say("theo nhóm", who="lan")
    old = at.payload("1", who="lan")
    await at.say("tình hình", who="lan")
    said = await at.handle(at.event(IncomingKind.TAPPED, who="lan", button=old))
    assert "tin cũ" not in said
    assert "Số nhiệm vụ đề ra trong kế hoạch" in said


async def test_the_numbers_of_the_list_in_hand_are_meant(province: Province) -> None:
    at = province.office
    await at.say("theo nhóm", who="lan")
    said = await invite_guest(at, "nhờ anh Giang điền câu 9, câu 10 giùm")  # the list has no I.01
    assert "bắt đầu từ “Số lượng tin, bài viết" in said
    said = await at.say("câu 9 là 4", who="giang")
    assert "chỉ có câu 1–2" in said
    assert "2. Số lượng tin" in said
    await at.say("1=4; 2=7", who="giang")
    await at.say("ghi", who="giang")
    report = await at.report(await province.report_of("NV"))
    assert [report.answers[key].amount for key in ("I.03.02", "I.03.03")] == [4, 7]
