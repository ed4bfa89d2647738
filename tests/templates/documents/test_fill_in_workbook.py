"""The form as a workbook: protected, with drop-downs and limits, and read back like all else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bot.ports.channel import IncomingKind
from conversations.answer_types.choice import ChoiceType
from conversations.answer_types.count import CountType
from conversations.answer_types.percent import PercentType
from conversations.answers.values import AnswerState, Ratio
from conversations.reports.printed_answers import note_cell, value_cell
from templates.appendix_import.reader import read_filed
from templates.documents.excel.fill_in import render_fill
from tests.support.appendix import empty_report, form, sample_report
from tests.support.libreoffice import converted
from tests.support.product import Office, office

pytestmark = pytest.mark.long

SHEET = "xl/worksheets/sheet1.xml"
COLUMNS = {"value": "E", "part": "F", "base": "G", "state": "H", "remark": "I", "note": "J"}


def sheet_of(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(SHEET).decode()


def line_of(key: str) -> int:
    """The line of a row; the first stands below the title, the help and the head."""
    return 8 + [row.key for row in form().rows].index(key)


def filled(content: bytes, cells: dict[tuple[str, str], str | float]) -> bytes:
    """The workbook with these cells filled in, as Excel saves them; {("I.01.01", "value"): 21}."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts[SHEET].decode()
    for (key, column), said in cells.items():
        place = f"{COLUMNS[column]}{line_of(key)}"
        cell = re.search(
            rf'<c r="{place}" s="(\d+)"(?:/>| t="s"><v>\d+</v></c>|><v>[^<]*</v></c>)', sheet
        )
        assert cell, place
        if isinstance(said, str):
            inside = f'<c r="{place}" s="{cell[1]}" t="inlineStr"><is><t>{said}</t></is></c>'
        else:
            inside = f'<c r="{place}" s="{cell[1]}"><v>{said}</v></c>'
        sheet = sheet.replace(cell[0], inside)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, part in (parts | {SHEET: sheet.encode()}).items():
            archive.writestr(name, part)
    return buffer.getvalue()


def test_only_what_is_asked_can_be_written_in() -> None:
    content = render_fill(form(), empty_report())
    sheet = sheet_of(content)
    assert "<sheetProtection" in sheet
    with ZipFile(BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.partition("<cellXfs")[2], re.DOTALL)
    open_ = {str(n) for n, one in enumerate(formats) if 'locked="0"' in one}
    asked = {row.key for row in form().rows if row.answer is not None and not row.computed}
    for row in form().rows:
        cell = re.search(rf'<c r="E{line_of(row.key)}" s="(\d+)"', sheet)
        assert cell
        assert (cell[1] in open_) is (row.key in asked), row.key


def test_every_row_has_its_limit_or_its_list() -> None:
    sheet = sheet_of(render_fill(form(), empty_report()))
    rule = r'<dataValidation type="(\w+)".*?sqref="([A-Z]+\d+)"'
    rules = {place: kind for kind, place in re.findall(rule, sheet)}
    wanted = {CountType: "whole", PercentType: "decimal", ChoiceType: "list"}
    for row in form().rows:
        line, kind = line_of(row.key), type(row.answer)
        if row.answer is None or row.computed:
            assert f"E{line}" not in rules
            continue
        assert rules[f"E{line}"] == wanted.get(kind, "textLength"), row.key
        assert rules[f"H{line}"] == "list"
        assert (f"F{line}" in rules) is (kind is PercentType)


def test_what_was_filled_in_is_read_back_as_it_was() -> None:
    """All of the sample, out and back."""
    report = sample_report()
    filed = read_filed(form(), "BM.xlsx", render_fill(form(), report))
    assert (filed.matched, filed.unread, filed.unplaced) == (185, (), ())
    assert filed.period == report.period
    for key, answer in report.answers.items():
        found = filed.answers[key]
        assert (value_cell(found), note_cell(found)) == (value_cell(answer), note_cell(answer))


def test_every_way_to_answer_is_understood() -> None:
    cells: dict[tuple[str, str], str | float] = {
        ("I.01.01", "value"): 21,
        ("I.03.01", "part"): 7,
        ("I.03.01", "base"): 21,
        ("I.03.02", "state"): "không phát sinh",
        ("I.03.03", "state"): "chưa có số",
        ("I.07.02", "value"): "Kết hợp",
        ("I.07.03", "value"): 0.33,
        ("I.02", "note"): "Kế hoạch số 1",
        ("IV.02.03", "value"): 8,
        ("IV.02.03", "remark"): "HĐ theo NĐ 111",
        ("I.04.01", "value"): 5,
        ("I.04.01", "state"): "chưa có số",
        ("III.07.03", "value"): 50,
        ("III.07.03", "part"): 1,
        ("III.07.03", "base"): 3,
    }
    filed = read_filed(form(), "BM.xlsx", filled(render_fill(form(), empty_report()), cells))
    found = {key: value_cell(answer) for key, answer in filed.answers.items()}
    assert found["I.01.01"] == "21"
    assert found["I.03.01"] == "33,33"
    assert isinstance(filed.answers["I.03.01"].value, Ratio)
    assert filed.answers["I.03.02"].state is AnswerState.NONE
    assert filed.answers["I.03.03"].state is AnswerState.PENDING
    assert found["I.07.02"] == "2"
    assert found["I.07.03"] == "33"  # the cell shows 33,00%
    assert found["IV.02.03"] == "8 (HĐ theo NĐ 111)"
    assert filed.answers["I.02"].note == "Kế hoạch số 1"
    assert [one.key for one in filed.unread] == ["I.04.01", "III.07.03"]  # they contradict


@pytest.fixture
async def desk(database: str) -> AsyncIterator[Office]:
    async with office(database) as made:
        await made.say("/start")
        yield made


async def send(desk: Office, name: str, content: bytes) -> str:
    kept = await desk.keep_file("telegram", "42", content)
    event = desk.event(IncomingKind.SENT)
    return await desk.handle(replace(event, file_name=name, file_ref=kept, file_size=9))


async def test_the_round_trip_in_the_chat(desk: Office) -> None:
    await desk.say("21")
    said = await desk.say("tải biểu mẫu")
    assert "Chỉ điền ô màu vàng" in said
    (file,) = [one.file for one in desk.channels["telegram"].sent if one.file]
    assert file.name == "BM_CCHC_Q1-2023_SLDTBXH.xlsx"
    back = filled(
        file.content,
        {
            ("I.01.02", "value"): 7,
            ("I.04.01", "value"): "bốn năm",
            ("IV.02.02", "value"): 46,
        },
    )
    said = await send(desk, file.name, back)
    assert "Xem lại số đọc từ tệp" in said
    assert "Số nhiệm vụ đã hoàn thành: 7" in said
    assert "Tổng số nhiệm vụ được giao: “bốn năm”" in said
    assert "I.01.02" not in (await desk.report()).answers
    said = await desk.say("đồng ý")
    assert "Đã ghi 2 dòng" in said
    report = await desk.report()
    assert report.answer("I.01.02").amount == 7
    assert report.answer("I.01").amount is not None  # computed
    assert "Tổng số nhiệm vụ được giao" in said  # what was in doubt is asked


async def test_a_workbook_of_another_unit_is_noticed(desk: Office) -> None:
    foreign = empty_report()  # Sở Mẫu
    said = await send(
        desk, "x.xlsx", filled(render_fill(form(), foreign), {("I.01.01", "value"): 9})
    )
    assert "tiêu đề tệp không thấy tên đơn vị" in said


def test_libreoffice_keeps_the_workbook_readable(tmp_path: Path) -> None:
    """Filled and saved by another program than Excel."""
    content = filled(render_fill(form(), empty_report()), {("I.01.01", "value"): 21})
    saved = converted(tmp_path, "a.xlsx", content, "xlsx:Calc MS Excel 2007 XML")
    filed = read_filed(form(), "a.xlsx", saved)
    assert filed.matched == 185
    assert filed.answers["I.01.01"].amount == 21
