"""Texts that fill several cells of a table: by heads of columns, whole rows and columns, blocks."""

from __future__ import annotations

import pytest

from bot.simulation.replay import blank_report
from conversations.bulk.model import BulkAnswers
from conversations.tables.named_cells import read_named_cells
from conversations.tables.pasted_block import read_block
from conversations.tables.whole_lines import read_whole_lines
from templates.loading.catalog import load_catalog

CATALOG = load_catalog()
TWO, FOUR, WIDE = (CATALOG.forms[key] for key in ("bnv-0605n", "bnv-0601n", "btp-13a"))
TWO_REPORT = blank_report(TWO, CATALOG.sample(TWO.key))
ROW, LONG_ROW = ("02:1", "02:2"), ("06:2", "06:3", "06:4")
DEATHS = tuple(f"1:{column}" for column in range(11, 18))


def said_of(found: BulkAnswers | None) -> dict[str | None, str] | None:
    return None if found is None else {one.row: one.said for one in found.entries}


NAMED = (
    (TWO, ROW, "nữ 7", {"02:2": "7"}),
    (TWO, ROW, "tổng số 21 nữ 7", {"02:1": "21", "02:2": "7"}),
    (TWO, ROW, "Nữ: 7, tổng số = 21", {"02:2": "7", "02:1": "21"}),
    (TWO, ROW, "tổng số là 1.234 và nữ là 7", {"02:1": "1.234", "02:2": "7"}),
    (TWO, ROW, "tổng số 21\nnữ 7", {"02:1": "21", "02:2": "7"}),
    (TWO, ROW, "trong đó nữ không phát sinh", {"02:2": "không phát sinh"}),
    (TWO, ROW, "cột nữ 7", {"02:2": "7"}),
    (TWO, ROW, "nu 7", {"02:2": "7"}),
    (TWO, ROW, "nữ 7 (có 1 người nghỉ)", {"02:2": "7 (có 1 người nghỉ)"}),
    (TWO, ROW, "nam 3", None),
    (TWO, ROW, "tổng số 21, còn lại để sau", None),
    (TWO, ROW, "nữ", None),
    (FOUR, LONG_ROW, "cấp trung ương 4; cơ quan 8", {"06:2": "4", "06:4": "8"}),
    (FOUR, LONG_ROW, "cấp bộ 12", {"06:3": "12"}),
    (FOUR, LONG_ROW, "trung ương 3", None),  # of two columns
    (WIDE, DEATHS, "dưới 1 tuổi 2 từ 1 tuổi đến dưới 5 tuổi 3", {"1:12": "2", "1:13": "3"}),
    (WIDE, DEATHS, "quá hạn 2, đúng hạn 5", {"1:16": "2", "1:15": "5"}),
)


def test_cells_by_the_heads_of_their_columns() -> None:
    for form, rows, text, expected in NAMED:
        assert said_of(read_named_cells(form, rows, text)) == expected, text


WHOLE = (
    ("cả hàng bằng 0", {"02:1": "0", "02:2": "0"}),
    ("toàn bộ dòng này là không phát sinh", dict.fromkeys(ROW, "không phát sinh")),
    ("ca hang 0 het", {"02:1": "0", "02:2": "0"}),
    ("cột 2: 7 5 3", {"02:2": "7", "03:2": "5", "04:2": "3"}),
    ("cột nữ: 7; _; 3", {"02:2": "7", "04:2": "3"}),
    ("cột 2 = 7", {"02:2": "7"}),
    ("cột nữ là không phát sinh", {"02:2": "không phát sinh"}),
    ("hàng 03: 21 7", {"03:1": "21", "03:2": "7"}),
    ("mã 14b: 1 1", None),  # it is printed as 14, which two rows have
    ("hàng 14: 1 1", None),
    ("hàng 03: 1 2 3", None),
    ("cột 9: 7", None),
    ("cả hàng", None),
    ("cả hàng giống năm ngoái", None),
)


def test_whole_rows_and_columns() -> None:
    for text, expected in WHOLE:
        assert said_of(read_whole_lines(TWO, TWO_REPORT, ROW, text)) == expected, text


def test_a_column_that_is_filled_with_one_answer_leaves_out_what_is_answered() -> None:
    found = said_of(read_whole_lines(TWO, TWO_REPORT, ROW, "cả cột nữ 0 hết"))
    assert found is not None
    assert [*found] == [line.cells["2"] for line in TWO.blocks[0].lines if line.cells]


def test_more_values_than_rows_are_told() -> None:
    found = read_whole_lines(TWO, TWO_REPORT, ("14b:1", "14b:2"), "cột 2: 7 5")
    assert found is not None
    assert [one.row for one in found.entries] == ["14b:2", None]


HEADS = "\tMã số\tTổng số\tTrong đó : Nữ\n"
BLOCKS = (
    ("21\t7\n3\t1", {"02:1": "21", "02:2": "7", "03:1": "3", "03:2": "1"}),
    ("21 7\n3 1", {"02:1": "21", "02:2": "7", "03:1": "3", "03:2": "1"}),
    ("- Từ 30 trở xuống\t02\t21\t7", {"02:1": "21", "02:2": "7"}),
    ("Từ 31 đến 40 5 2", {"03:1": "5", "03:2": "2"}),
    ("02: 21 7; 03: 5 _", {"02:1": "21", "02:2": "7", "03:1": "5"}),
    ("Trên đại học: 4", {"12:1": "4"}),
    (f"{HEADS}Tổng số\t01\t18\t10", {"01:1": "18", "01:2": "10"}),
    ("A\tB\t1\t2\nTổng số\t01\t18\t10", {"01:1": "18", "01:2": "10"}),
    ("Trong đó: Nữ\tTổng số\n7\t21", {"02:2": "7", "02:1": "21"}),
    ("Nội dung\tNữ\n1\t2\t3\t4", None),
    ("21", None),
    ("1 2 3\n4 5 6", None),
    ("Không có dòng này 5 2", None),
)


def test_blocks_with_and_without_heads_and_labels() -> None:
    for text, expected in BLOCKS:
        assert said_of(read_block(TWO, ROW, text)) == expected, text


def test_a_code_that_two_rows_have_is_told_by_the_labels() -> None:
    text = f"{HEADS}- Từ 5 đến 10 năm\t14\t2\t1\n- Từ 10 năm trở lên\t14\t5\t4"
    found = said_of(read_block(TWO, ROW, text))
    assert found == {"14a:1": "2", "14a:2": "1", "14b:1": "5", "14b:2": "4"}


def test_a_label_that_several_rows_have_is_that_of_the_row_in_hand() -> None:
    form = CATALOG.forms["cung-lao-dong"]
    rows = [row for row in form.rows if row.title == "Thành thị"]
    assert len(rows) > 2
    here = form.blocks[0].cells_of(rows[1].key)[:1]
    found = said_of(read_block(form, here, "Thành thị 5"))
    assert found == {form.blocks[0].cells_of(rows[1].key)[1]: "5"}


def test_computed_cells_are_passed_over_and_grey_ones_are_told() -> None:
    full = "- Toàn quốc\t02\t43\t43\t\t\n- Dưới 1 năm\t06\t24\t4\t12\t8"
    found = read_block(FOUR, LONG_ROW, full)
    assert said_of(found) == {"02:2": "43", "06:2": "4", "06:3": "12", "06:4": "8"}
    grey = read_block(FOUR, LONG_ROW, full.replace("43\t43\t\t", "43\t43\t9\t"))
    assert grey is not None
    assert [one.said.endswith(": 9") for one in grey.entries if one.row is None] == [True]


def test_a_line_of_figures_that_is_no_row_is_told() -> None:
    text = f"{HEADS}Tổng số\t01\t18\t10\nKhông rõ\t99\t1\t1"
    found = read_block(TWO, ROW, text)
    assert found is not None
    assert [one.said for one in found.entries if one.row is None] == ["Không rõ 99 1 1"]


@pytest.mark.parametrize(
    "text", ["\t" * 5_000, "1\n" * 5_000, "nữ " * 5_000, "cột 2: " + "1 " * 5_000]
)
def test_what_is_too_long_ends_at_once(text: str) -> None:
    read_named_cells(TWO, ROW, text)
    read_whole_lines(TWO, TWO_REPORT, ROW, text)
    read_block(TWO, ROW, text)
