"""The workbook of corrections: what is not changed stays, what is changed is taken, what cannot be
taken is told by its cell, and it may come any number of times."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
import xlsxwriter

from templates.appendix_import.workbook_sheets import workbook_sheets
from templates.form_draft.model import FormDraft
from templates.form_draft.output.corrections.doubts import decide_doubt
from templates.form_draft.output.corrections.named_draft import name_parts
from templates.form_draft.output.corrections.workbook import write_corrections
from templates.form_draft.output.corrections.workbook_reader import Corrected, read_corrections
from templates.form_draft.output.form_text import FormAbout, write_form_text
from tests.templates.form_draft.output.drafts import make_library_draft, make_price_draft

Lines = dict[str, list[list[str]]]


def sheets_of(draft: FormDraft) -> Lines:
    return workbook_sheets(write_corrections(draft))


def change(sheets: Lines, sheet: str, key: str, head: str, text: str, at: int = 1) -> Lines:
    """The cell under a head in the line whose cell `at` is this key."""
    lines = [list(line) for line in sheets[sheet]]
    column = lines[0].index(head)
    for line in lines[1:]:
        if line and line[at] == key:
            line += [""] * (column + 1 - len(line))
            line[column] = text
    return {**sheets, sheet: lines}


def put_row(sheets: Lines, below: str, **texts: str) -> Lines:
    lines = [list(line) for line in sheets["Dòng"]]
    at = next(n for n, line in enumerate(lines) if line and line[1] == below)
    row = [""] * len(lines[0])
    for head, text in texts.items():
        row[lines[0].index(head.replace("_", " "))] = text
    return {**sheets, "Dòng": [*lines[: at + 1], row, *lines[at + 1 :]]}


def text_of(draft: FormDraft) -> str:
    return write_form_text(draft, FormAbout(draft.name, "2026.1"))


@pytest.mark.parametrize("draft", [make_library_draft(), make_price_draft()])
def test_a_workbook_that_nobody_changed_changes_nothing(draft: FormDraft) -> None:
    named = name_parts(draft)
    assert text_of(named) == text_of(draft)
    back = read_corrections(draft, sheets_of(draft))
    assert back.problems == ()
    assert back.draft == named
    assert read_corrections(back.draft, sheets_of(back.draft)).draft == named


def accepted(draft: FormDraft, sheets: Lines, first: FormDraft | None = None) -> FormDraft:
    back = read_corrections(draft, sheets, first)
    assert back.problems == ()
    return back.draft


def test_changes_are_taken_once_however_often_they_come() -> None:
    draft = make_library_draft()
    sheets = sheets_of(draft)
    sheets = change(sheets, "Dòng", "02", "Nội dung", "- Thiếu nhi")
    sheets = change(sheets, "Cột", "2", "Loại trả lời", "Tỷ lệ %")
    sheets = change(sheets, "Quan hệ", "giữa các dòng", "Mức", "cứng")
    sheets = put_row(
        sheets,
        "03",
        Nội_dung="- Không rõ tuổi",
        Thuộc_dòng="A",
        Ô_không_hỏi="2",
        Loại_dòng="số liệu",
    )
    once = accepted(draft, sheets)
    assert accepted(once, sheets, draft) == once
    text = text_of(once)
    assert '"02": {label: "- Thiếu nhi"' in text
    assert '"A.01": {label: "- Không rõ tuổi", code: "", within: "A", applies: ["1"]}' in text
    assert once.tables[0].columns[1].answer == "percent"
    assert {rule.strength for rule in once.rules} == {"hard"}
    assert [row.key for row in once.tables[0].rows] == [
        *("01", "A", "02", "03", "A.01", "04", "05a", "05b")
    ]
    assert 'of_which: "05b"' in text


def test_what_was_dropped_comes_back_when_the_mark_is_gone() -> None:
    draft = make_library_draft()
    sheets = sheets_of(draft)
    less = accepted(draft, change(sheets, "Dòng", "04", "Bỏ", "x"))
    assert "04" not in [row.key for row in less.tables[0].rows]
    assert not [rule for rule in less.rules if "[04]" in rule.expression]
    whole = accepted(less, sheets, draft)
    assert whole == name_parts(draft)


def test_a_relation_is_dropped_or_added() -> None:
    draft = make_library_draft()
    sheets = sheets_of(draft)
    lines = [list(line) for line in sheets["Quan hệ"]]
    lines[1][4] = "bỏ"
    lines.append(["1", "giữa các dòng", "[05b] ≤ [01] + [04]", "1", "mềm", ""])
    made = accepted(draft, {**sheets, "Quan hệ": lines})
    assert [rule.expression for rule in made.rules][-1] == "[#6] <= [01] + [04]"
    assert made.rules[-1].why == "người sửa biểu thêm"
    assert made.rules[-1].within == ("1",)
    assert len(made.rules) == len(draft.rules)


def test_a_doubt_is_decided_and_asked_no_more() -> None:
    draft = make_library_draft()
    sheets = change(sheets_of(draft), "Chỗ chưa chắc", draft.doubts[0].key, "Chọn", "tỷ lệ %", 0)
    made = accepted(draft, sheets)
    assert made.doubts == ()
    assert made.tables[0].columns[1].answer == "percent"
    assert accepted(made, sheets, draft) == made


def test_a_decision_that_is_none_changes_nothing() -> None:
    draft = make_library_draft()
    assert decide_doubt(draft, "table.9.row.1.kind", "row") is draft
    assert decide_doubt(draft, draft.doubts[0].key, "money") is draft


@pytest.mark.parametrize(
    ("sheet", "key", "head", "text", "told"),
    [
        ("Cột", "2", "Loại trả lời", "phần trăm", "Cột!E3: đọc được “phần trăm”"),
        ("Cột", "2", "Vai trò", "???", "Cột!G3"),
        ("Cột", "2", "Là một phần của", "9", "không có cột này"),
        ("Cột", "2", "Là một phần của", "2", "là chính cột này"),
        ("Cột", "2", "Công thức", "1 + 1", "không có mã cột nào"),
        ("Cột", "2", "Công thức", "[7]*2", "không dùng được [7]"),
        ("Cột", "2", "Bỏ", "có lẽ", "Hãy ghi x"),
        ("Cột", "2", "Mã cột", "z", "không có cột nào mang mã này"),
        ("Cột", "2", "Đầu cột", "", "cột không có tên"),
        ("Dòng", "02", "Mã dòng", "99", "không có dòng nào mang mã này"),
        ("Dòng", "02", "Mã dòng", "01", "mã này đã dùng"),
        ("Dòng", "02", "Thuộc dòng", "05b", "đứng dưới dòng này"),
        ("Dòng", "02", "Thuộc dòng", "xyz", "không có dòng này"),
        ("Dòng", "02", "Bảng", "7", "không có bảng này"),
        ("Dòng", "02", "Loại dòng", "lạ", "không có trong danh sách"),
        ("Dòng", "02", "Ô không hỏi", "1; k", "“k”"),
        ("Dòng", "02", "Công thức", "[02]", "không dùng được [02]"),
        ("Quan hệ", "giữa các cột", "Quan hệ", "tổng", "không phải một quan hệ"),
        ("Quan hệ", "giữa các cột", "Quan hệ", "[2] <= [1]; rm", "không phải một quan hệ"),
        ("Quan hệ", "giữa các cột", "Quan hệ", "[2] <= [8]", "không có cột [8]"),
        ("Quan hệ", "giữa các cột", "Ở đâu", "1; 2", "không có trong bảng"),
    ],
)
def test_what_cannot_be_taken_is_told_by_its_cell(
    sheet: str, key: str, head: str, text: str, told: str
) -> None:
    draft = make_library_draft()
    sheets = change(sheets_of(draft), sheet, key, head, text)
    back = read_corrections(draft, sheets)
    assert back == Corrected(draft, back.problems)
    said = "\n".join(map(str, back.problems))
    assert told in said
    assert all(one.way and one.place for one in back.problems)


def test_a_line_or_a_sheet_that_is_gone_is_told() -> None:
    draft = make_library_draft()
    sheets = sheets_of(draft)
    del sheets["Dòng"][3]
    assert "thiếu dòng 02" in str(read_corrections(draft, sheets).problems[0])
    del sheets["Quan hệ"]
    said = [str(one) for one in read_corrections(draft, sheets).problems]
    assert any("Quan hệ: không có trang tính này" in one for one in said)


def test_the_workbook_of_another_form_is_refused() -> None:
    draft = make_library_draft()
    other = replace(draft, name="khac")
    back = read_corrections(draft, sheets_of(other))
    assert "tệp này không phải của biểu đang sửa" in str(back.problems[0])


def test_any_other_workbook_is_refused_with_words() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("Sheet1").write(0, 0, "x")
    back = read_corrections(make_library_draft(), workbook_sheets(buffer.getvalue()))
    assert back.problems
    assert back.draft == make_library_draft()
