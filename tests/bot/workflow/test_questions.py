"""Questions of real people: about the people behind a report, from memory or not, and from members
who have no report open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, department, local

START = local(2026, 3, 2)


async def _found(opened: Office) -> Province:
    """A unit with its officer and reviewer, and an open round."""
    made = Province(opened)
    await made.found([department("NV", "Nội vụ"), department("TC", "Tài chính")])
    for who, unit, role in (
        ("mai", "TINH", Role.COORDINATOR),
        ("lan", "NV", Role.OFFICER),
        ("sơn", "NV", Role.REVIEWER),
        ("tâm", "TC", Role.OFFICER),
    ):
        await made.comes(who, unit, role, who.capitalize())
    await opened.say("mở đợt quý I/2026", who="mai")
    await opened.tap("Mở đợt này", who="mai")
    await opened.tap("Làm: Sở NV", who="lan")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, START, _found) as made:
        yield made


async def test_an_officer_hears_who_is_behind_the_report(province: Province) -> None:
    at = province.office
    assert "21" in await at.say("21", who="lan")  # from now on from memory
    assert "Người duyệt báo cáo này: Sơn" in await at.say("ai duyệt vậy em", who="lan")
    assert "Mai" in await at.say("đầu mối là ai", who="lan")
    said = await at.say("duyệt chưa em", who="lan")
    assert "chưa nộp" in said
    assert "Sơn sẽ duyệt" in said
    said = await at.say("hạn nộp khi nào vậy em", who="lan")
    assert "Hạn nộp:" in said
    assert "xin thêm 3 ngày: em chuyển cho đầu mối (Mai)" in said
    assert "mới nhất là" in await at.say("lưu chưa em", who="lan")
    assert "do Lan ghi" in await at.say("câu 1 ai ghi vậy em", who="lan")
    assert "7" in await at.say("7", who="lan")


async def test_a_question_is_no_command_of_the_office(province: Province) -> None:
    at = province.office
    assert "Được ạ." in await at.say("giao phần II cho Tâm được không em", who="lan")
    assert "chưa nộp" in await at.say("duyệt chưa", who="lan")


async def test_a_unit_without_a_reviewer_has_its_coordinator(province: Province) -> None:
    at = province.office
    await at.tap("Làm: Sở TC", who="tâm")
    assert "Người duyệt báo cáo này: Mai" in await at.say("ai duyệt", who="tâm")


async def test_members_without_a_report_are_answered(province: Province) -> None:
    at = province.office
    assert "Sở NV" in await at.say("hạn nộp khi nào vậy em", who="sơn")
    assert "đang làm" in await at.say("báo cáo tới đâu rồi em", who="sơn")
    assert "Mai" in await at.say("có gì hỏi ai vậy em", who="sơn")
    assert "văn bản quy phạm pháp luật" in await at.say("VBQPPL là gì", who="sơn")
    assert "máy trả lời tự động" in await at.say("em là ai vậy", who="sơn")
    assert "việc của tôi" in await at.say("câu này hỏi gì vậy em", who="sơn")
    assert "VBQPPL" in await at.say("VBQPPL là gì", who="mai")
