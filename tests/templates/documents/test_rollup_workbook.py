"""The consolidated workbook: a sheet for each section, units in columns, and all that is behind."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from bot.workflow.rollup.files import kept_checks
from conversations.answers.figure import Figure
from conversations.answers.values import AnswerState
from conversations.workflow.rollup import FigureGroup, consolidate_reports
from storage.workflow.rollups import UnitReport
from templates.documents.excel.rollup import KeptCheck, RollupDetails, UnitCells, total_sheets
from templates.documents.excel.workbook import write_workbook
from tests.support.appendix import empty_report, form, sample_report
from tests.support.sample_walk import sample_replay

UNITS = (
    UnitCells(
        "Sở =A",
        {
            "I.01.01": Figure(state=AnswerState.VALUE, amount=Decimal(21)),
            "I.01": Figure(state=AnswerState.VALUE, amount=Decimal(7), base=Decimal(21)),
            "I.03.05": Figure(state=AnswerState.VALUE, code="1"),
        },
    ),
    UnitCells("Sở B", {"I.01.01": Figure(state=AnswerState.NONE)}),
)
TALLIES = [
    FigureGroup(key="I.01.01", state=AnswerState.VALUE, units=1, amount=Decimal(21)),
    FigureGroup(key="I.01.01", state=AnswerState.NONE, units=1),
    FigureGroup(key="I.03.05", state=AnswerState.VALUE, code="1", units=1),
]


def sheets(behind: RollupDetails) -> dict[str, list[list[object]]]:
    total = consolidate_reports(form(), [TALLIES], [2], [0], [3])
    book = CalamineWorkbook.from_filelike(
        BytesIO(write_workbook(total_sheets(form(), empty_report(), total, behind)))
    )
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_units_stand_in_columns_with_real_numbers_codes_and_texts() -> None:
    found = sheets(RollupDetails(UNITS, ["Sở C"]))
    parts = [f"Phần {section.stt}" for section in form().sections]
    assert [*found] == [
        "Tổng hợp",
        *parts,
        "Từ điển",
        "Cảnh báo",
        "Lịch sử",
        "Chưa báo cáo",
    ]
    _, head, *rows = found["Phần I"]
    assert head == ["STT", "Chỉ tiêu", "Đơn vị tính", "Tổng", "Sở =A", "Sở B"]
    by_label = {row[1]: row for row in rows}
    assert by_label["Số nhiệm vụ đề ra trong kế hoạch"][3:] == [21.0, 21.0, "–"]
    assert by_label[form().row("I.01").title][4] == 33.33
    assert by_label[form().row("I.03.05").title][4] == 1.0
    assert found["Chưa báo cáo"][1:] == [["Sở C"]]
    assert sum(len(found[part]) - 2 for part in parts) == len(form().rows)


def test_the_dictionary_tells_every_row() -> None:
    head, *rows = sheets(RollupDetails(UNITS, []))["Từ điển"]
    assert len(rows) == 185
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert found["I.07.02"]["Mã trả lời"] == "0 = Trực tuyến; 1 = Phát phiếu; 2 = Kết hợp"
    assert found["I.01"]["Cách tính"] == "percent([I.01.02], [I.01.01])"
    assert found["I.01.01"]["Thời gian"] == "cả năm"
    assert found["IV.02.02"]["Cách cộng"] == "cộng các đơn vị, lấy kỳ cuối"


def test_warnings_stand_with_the_reasons_they_were_kept_for() -> None:
    report = sample_replay().report
    answers = {key: one.model_dump(mode="json") for key, one in report.answers.items()}
    kept = [
        *kept_checks(form(), empty_report(), UnitReport(1, report.unit, answers, report.reasons))
    ]
    assert len(kept) == len(report.reasons) == 9
    assert all(one.reason and not one.hard for one in kept)
    silent = [*kept_checks(form(), empty_report(), UnitReport(1, report.unit, answers, {}))]
    assert [one.check for one in silent] == [one.check for one in kept]
    assert not any(one.reason for one in silent)
    rows = sheets(RollupDetails(UNITS, [], kept))["Cảnh báo"]
    assert len(rows) == 10
    assert rows[1][0] == "Sở LĐ-TB&XH"


def test_no_text_becomes_a_formula() -> None:
    nasty = "=HYPERLINK(1)"
    one = KeptCheck(nasty, "+R1", hard=True, message="@x", rows="-1", reason="\t=1")
    behind = RollupDetails((UnitCells(nasty, {}),), [nasty], [one], [(nasty,) * 7])
    total = consolidate_reports(form(), [TALLIES], [2], [0], [3])
    content = write_workbook(total_sheets(form(), sample_report(), total, behind))
    with ZipFile(BytesIO(content)) as archive:
        pages = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert len(pages) == 12
        assert not any(b"<f>" in archive.read(name) for name in pages)
