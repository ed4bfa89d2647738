"""Lists over an office: items of many units in one total, handed over, returned, and told of in the
history."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import pytest
from python_calamine import CalamineWorkbook

from conversations.workflow.permissions import Role
from conversations.workflow.report_status import SectionProgress, section_progress
from tests.bot.workflow.test_round_life_cycle import submit
from tests.support.beside import catalogs_of, installed
from tests.support.list_form import list_form
from tests.support.product import office
from tests.support.province import Province, commune, department, local


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    """A department and two communes that report on a form with a list, and a coordinator."""
    with installed(tmp_path, "ho-so") as catalog:
        async with office(tmp_path, local(2026, 3, 2), catalogs=catalogs_of(catalog)) as opened:
            made = Province(opened)
            await made.found([department("NV", "Nội vụ"), commune(1), commune(2)])
            await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
            for code in ("NV", "X01", "X02"):
                await made.comes(code, code, Role.OFFICER, f"Cán bộ {code}")
            await made.comes("lan", "X01", Role.REVIEWER, "Bà Lan")
            await opened.say("mở đợt ho so linh vuc quý I/2026 hạn 20/3", who="mai")
            await opened.say("đồng ý", who="mai")
            yield made


async def hand_in(province: Province, who: str, *answers: str) -> None:
    await province.office.tap("Làm:", who=who)
    await submit(province.office, who, *answers)


def last_file(province: Province) -> bytes:
    """The newest file that went out."""
    sent = [one.file for one in province.office.channels["telegram"].sent if one.file is not None]
    return sent[-1].content


async def test_items_of_units_are_added_up_by_their_names(province: Province) -> None:
    at = province.office
    await hand_in(province, "X01", "Đất đai 21 15 6\nY tế 5 3 2", "hết")
    await hand_in(province, "X02", "dat dai 4 4 0\nTư pháp 2 1 1", "hết")
    said = await at.say("hợp nhất đất đai tổng số", who="mai")
    assert "Tổng: 25" in said
    assert "Xã số 01: 21" in said
    assert "2 đơn vị có số, 1 chưa báo cáo" in said
    said = await at.say("hợp nhất tư pháp tổng số", who="mai")
    assert "Tổng: 2" in said
    assert "1 đơn vị có số, 1 chưa báo cáo" in said
    assert "Tổng: 32" in await at.say("hợp nhất TC:3", who="mai")


async def test_the_consolidated_files_have_a_row_for_each_item(province: Province) -> None:
    at = province.office
    await hand_in(province, "X01", "Đất đai 21 15 6\nY tế 5 3 2", "hết")
    await hand_in(province, "X02", "Đất đai 4 4 0", "hết")
    await at.say("hợp nhất", who="mai")
    await at.tap("Tải Word hợp nhất", who="mai")
    await at.send()
    (_, table) = docx.Document(io.BytesIO(last_file(province))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert [row[:4] for row in rows[3:]] == [["1", "Đất đai", "25", "19"], ["2", "Y tế", "5", "3"]]
    await at.say("hợp nhất", who="mai")
    await at.tap("Tải Excel hợp nhất", who="mai")
    await at.send()
    book = CalamineWorkbook.from_filelike(io.BytesIO(last_file(province)))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    at_item = cells.index("1. Đất đai")
    assert cells[at_item : at_item + 3] == ["1. Đất đai", 25, 19]


async def test_an_item_is_handed_over_returned_and_told_of(province: Province) -> None:
    at = province.office
    await hand_in(province, "X01", "Đất đai 21 15 6\nY tế 5 3 2", "hết")
    await at.say("trả lại X01", who="lan")
    said = await at.say("Y tế: không khớp với sổ", who="lan")
    assert "Y tế" in said
    await at.say("đồng ý", who="lan")
    assert await province.state("X01") == "returned"
    said = await at.say("tiếp", who="X01")
    assert "không khớp với sổ" in said
    assert "Y tế" in said
    await at.say("6 4 2", who="X01")
    await at.say("đồng ý", who="X01")
    trail = await at.say("nhật ký", who="X01")
    assert "Y tế · Tổng số" in trail
    assert "L.yte" not in trail
    await at.say("nộp", who="X01")
    await at.say("nộp", who="X01")
    assert await province.state("X01") == "submitted"
    assert "Tổng: 6" in await at.say("hợp nhất y tế tổng số", who="mai")


async def test_an_item_may_be_asked_of_a_colleague(province: Province) -> None:
    at = province.office
    await province.comes("binh", "X01", Role.OFFICER, "Anh Bình")
    await at.tap("Làm:", who="X01")
    await at.say("Đất đai\n", who="X01")
    await at.say("bỏ qua", who="X01")
    said = await at.say("giao Đất đai cho Anh Bình", who="X01")
    assert "Đất đai" in said
    await at.say("đồng ý", who="X01")


async def progress_of(province: Province, unit: str) -> tuple[SectionProgress, ...]:
    """How far the unit is, as the board has it."""
    number = await province.report_of(unit)
    async with province.office.store.transaction() as tx:
        (due,) = await tx.duties.of_units([await tx.duties.unit_of(number)])
    return section_progress(list_form(), due.filled or {})


async def test_a_list_that_is_not_ended_is_not_all_of_its_section(province: Province) -> None:
    at = province.office
    await at.tap("Làm:", who="X01")
    for text in ("Đất đai 21 15 6", "thêm Y tế"):
        await at.say(text, who="X01")
    assert await progress_of(province, "X01") == (SectionProgress.SOME,)
    for text in ("5 3 2", "hết"):
        await at.say(text, who="X01")
    assert await progress_of(province, "X01") == (SectionProgress.ALL,)
