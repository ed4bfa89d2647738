"""Corrections in the chat: of the period that is meant, with a change, and given up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.reports.model import ReportState
from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, approve, department, local


async def _found(at: Office) -> Province:
    """A unit whose reports of two quarters are approved."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ")])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await made.comes("giam-doc", "NV", Role.REVIEWER, "Ông Bình")
    for words, day in (
        ("mở đợt quý I/2026", local(2026, 3, 17)),
        ("mở đợt quý II/2026", local(2026, 6, 16)),
    ):
        at.clock.moment = day
        await open_round(made, words)
        await at.say("việc của tôi", who="lan")
        await at.tap("Làm: Sở NV", who="lan")
        await submit(at, "lan", "21", "7")
        await tap_and_approve(at)
    return made


@pytest.fixture
async def two_quarters(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 16), _found) as made:
        yield made


async def tap_and_approve(at: Office) -> None:
    assert "Đã duyệt" in await approve(at, "giam-doc")


async def states(made: Province) -> list[ReportState]:
    async with made.office.store.transaction() as tx:
        owed = await tx.duties.of_units([made.units["NV"]])
    numbers = sorted(one.report for one in owed)
    return [(await made.office.report(number)).state for number in numbers]


async def test_a_correction_opens_the_report_of_the_period_that_is_named(
    two_quarters: Province,
) -> None:
    at = two_quarters.office
    said = await at.say("đính chính quý I/2026 nhầm số", who="lan")
    assert "Đã mở để đính chính: nhầm số" in said
    assert await states(two_quarters) == [ReportState.CORRECTING, ReportState.APPROVED]
    assert "Quý I/2026" in at.told("giam-doc")[-1]
    await at.say("sửa câu 1", who="lan")
    assert "21 → 22" in await at.say("22", who="lan")
    await submit(at, "lan")
    assert await states(two_quarters) == [ReportState.SUBMITTED, ReportState.APPROVED]


async def test_a_correction_of_no_period_is_that_of_the_report_at_hand(
    two_quarters: Province,
) -> None:
    await two_quarters.office.say("đính chính nhầm số văn bản năm 2025", who="lan")
    assert await states(two_quarters) == [ReportState.APPROVED, ReportState.CORRECTING]


async def test_a_period_without_an_approved_report_is_explained(two_quarters: Province) -> None:
    at = two_quarters.office
    said = await at.say("đính chính quý IV/2025 nhầm số", who="lan")
    assert "Không có báo cáo đã duyệt nào của kỳ “quý IV/2025”" in said
    await at.tap("Đính chính: Sở NV · Quý I/2026", who="lan")
    assert await states(two_quarters) == [ReportState.CORRECTING, ReportState.APPROVED]


async def test_a_correction_that_changes_nothing_is_not_handed_in(two_quarters: Province) -> None:
    at = two_quarters.office
    await at.say("đính chính quý I/2026 nhầm số", who="lan")
    assert "Chưa có số nào khác bản đã duyệt" in await at.say("nộp", who="lan")
    await at.say("sửa câu 1", who="lan")
    await at.say("22", who="lan")
    await at.say("sửa câu 1", who="lan")
    await at.say("21", who="lan")
    assert "Chưa có số nào khác bản đã duyệt" in await at.say("nộp", who="lan")
    assert await states(two_quarters) == [ReportState.CORRECTING, ReportState.APPROVED]


@pytest.mark.parametrize("words", ["hủy đính chính", "hủy", "rút lại"])
async def test_a_correction_is_given_up_and_its_rows_say_what_was_approved(
    two_quarters: Province, words: str
) -> None:
    at = two_quarters.office
    await at.say("đính chính quý I/2026 nhầm số", who="lan")
    await at.say("sửa câu 1", who="lan")
    await at.say("99", who="lan")
    await at.say("tóm tắt", who="lan")
    said = await at.say(words, who="lan")
    assert "1 dòng đã sửa sẽ trở lại" in said
    assert await states(two_quarters) == [ReportState.CORRECTING, ReportState.APPROVED]
    assert "Đã hủy đính chính" in await at.tap("Đồng ý hủy đính chính", who="lan")
    assert await states(two_quarters) == [ReportState.APPROVED, ReportState.APPROVED]
    assert "đã hủy đính chính" in at.told("giam-doc")[-1]
    async with at.store.transaction() as tx:
        owed = await tx.duties.of_units([two_quarters.units["NV"]])
        number = min(one.report for one in owed)
        report = await tx.reports.load(number)
        assert report.answers["I.01.01"].amount == 21
        assert await tx.audit_log.find_break(number) is None
        (tally,) = [
            one
            for one in await tx.rollups.tallies(1, two_quarters.units["TINH"])
            if one.key == "I.01.01"
        ]
        assert tally.amount == 21


async def test_a_correction_sent_back_may_be_given_up_too(two_quarters: Province) -> None:
    at = two_quarters.office
    await at.say("đính chính quý I/2026 nhầm số", who="lan")
    await at.say("sửa câu 1", who="lan")
    await at.say("99", who="lan")
    await at.say("sửa câu 2", who="lan")
    await at.say("88", who="lan")
    await submit(at, "lan")
    assert "không có đính chính nào đang mở" in await at.say("hủy đính chính", who="lan")
    await at.tap("Xem tất cả", who="giam-doc")
    await at.tap("↩ Trả lại", who="giam-doc")
    await at.say("câu 1: không khớp với kế hoạch", who="giam-doc")
    await at.tap("Trả lại 1 dòng", who="giam-doc")
    await at.say("hủy đính chính", who="lan")
    await at.tap("Đồng ý hủy đính chính", who="lan")
    assert await states(two_quarters) == [ReportState.APPROVED, ReportState.APPROVED]
    report = await at.report(1)
    assert [report.answers[key].amount for key in ("I.01.01", "I.01.02")] == [21, 7]
    assert report.returned == {}


async def test_an_approved_report_sent_back_is_no_correction(two_quarters: Province) -> None:
    at = two_quarters.office
    await at.say("trả lại NV quý I/2026", who="dau-moi")
    await at.say("câu 1: không khớp với kế hoạch", who="dau-moi")
    await at.tap("Trả lại 1 dòng", who="dau-moi")
    await at.tap("Làm: Sở NV", who="lan")
    assert "không có đính chính nào đang mở" in await at.say("hủy đính chính", who="lan")
    assert await states(two_quarters) == [ReportState.RETURNED, ReportState.APPROVED]
