"""Who fills the reports of several units goes from one to another by its name."""

from __future__ import annotations

from pathlib import Path

from conversations.workflow.permissions import Role
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, commune, department, local


async def _two_communes(at: Office) -> Province:
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), commune(2), commune(12)])
    await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("hai", "X02", Role.OFFICER, "Hải")
    await made.comes("hai", "X12", Role.OFFICER, "Hải")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await at.say("mở đợt quý I/2026", who="mai")
    await at.tap("Mở đợt này", who="mai")
    await at.tap("Làm: Sở NV", who="lan")
    await at.tap("Làm: Xã số 02", who="hai")
    return made


async def test_a_unit_is_turned_to_by_its_name(tmp_path: Path) -> None:
    async with founded_once(tmp_path, local(2026, 3, 9), _two_communes) as province:
        at = province.office
        for words, unit in (
            ("lam xa 12 truoc", "Xã số 12"),
            ("chị qua xã 2 tí nha", "Xã số 02"),
            ("xã 12", "Xã số 12"),
            ("sang báo cáo xã 2", "Xã số 02"),
        ):
            said = await at.say(words, who="hai")
            assert said.startswith(f"{unit} · Quý I/2026"), words
        assert "Xã số 02" in await at.say("ủa đang xã nào vậy", who="hai")
        await at.say("18", who="hai")
        await at.say("làm xã 12 đi", who="hai")
        await at.say("25", who="hai")
        for unit, value in (("X02", "18"), ("X12", "25")):
            report = await at.report(await province.report_of(unit))
            assert value in str(report.answers["I.01.01"].value), unit


async def test_who_fills_one_report_goes_nowhere(tmp_path: Path) -> None:
    async with founded_once(tmp_path, local(2026, 3, 9), _two_communes) as province:
        said = await province.office.say("làm xã 12 trước", who="lan")
        assert "Ta làm tiếp" not in said


async def _two_departments(at: Office) -> Province:
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), department("YT", "Y tế")])
    await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
    for unit in ("NV", "YT"):
        await made.comes("lan", unit, Role.OFFICER, "Lan")
    await at.say("mở đợt quý I/2026", who="mai")
    await at.tap("Mở đợt này", who="mai")
    await at.tap("Làm: Sở YT", who="lan")
    return made


async def test_answers_that_speak_of_another_unit_are_asked_about(tmp_path: Path) -> None:
    async with founded_once(tmp_path, local(2026, 3, 9), _two_departments) as province:
        at = province.office
        said = await at.say("nhiệm vụ đề ra bên nội vụ 33, xong 15", who="lan")
        assert "nói về Sở NV, mà đang mở báo cáo của Sở YT: chưa ghi gì" in said
        said = await at.say("sang", who="lan")
        assert said.startswith("Sở NV")
        assert "Số nhiệm vụ đã hoàn thành: 15" in said
        await at.say("ghi", who="lan")
        assert (await at.say("về lại y tế", who="lan")).startswith("Sở YT")
        assert "chưa ghi gì" in await at.say("của nội vụ văn bản chỉ đạo 7", who="lan")
        await at.say("21", who="lan")  # it is of the report at hand
        stored = {
            unit: (await at.report(await province.report_of(unit))).answers for unit in ("NV", "YT")
        }
        assert stored["NV"]["I.01.01"].amount == 33
        assert stored["YT"]["I.01.01"].amount == 21
        assert "I.01.03" not in stored["NV"]
        assert "I.01.03" not in stored["YT"]
