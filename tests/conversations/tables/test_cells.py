"""Texts that fill several cells of a table: by heads of columns, whole rows and columns, blocks."""

from __future__ import annotations

import pytest

from conversations.bulk.model import BulkAnswers
from conversations.forms.places import place_said
from conversations.tables.block_match import match_block
from conversations.tables.counted_cells import read_counted_cells
from conversations.tables.named_cells import read_named_cells
from conversations.tables.pasted_block import read_block
from conversations.tables.placed_lines import find_missing_place, read_placed_lines
from conversations.tables.printed_rows import gather_alike, gather_cells, name_cells
from conversations.tables.titled_lines import read_titled_line
from conversations.tables.whole_lines import read_whole_lines
from templates.loading.catalog import load_catalog
from templates.loading.sample import blank_report

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


MORE_NAMED = (
    (WIDE, DEATHS, "quá hạn không có", {"1:16": "không có"}),
    (WIDE, DEATHS, "không có quá hạn", {"1:16": "không có"}),
    (WIDE, DEATHS, "đúng hạn 5, quá hạn hết", {"1:15": "5", "1:16": "quá hạn hết"}),
    (WIDE, DEATHS, "đúng hạn 5 còn lại quá hạn", {"1:15": "5", "1:16": "còn lại quá hạn"}),
    (WIDE, DEATHS, "tổng 12 ca (đúng hạn 9)", None),
    (WIDE, DEATHS, "tổng 12 (đúng hạn 9)", {"1:11": "12", "1:15": "9"}),
    (WIDE, DEATHS, "đúng hạn và quá hạn 0", {"1:15": "0", "1:16": "0"}),
)


def test_what_is_said_of_columns_and_is_no_figure_is_kept_for_them() -> None:
    for form, rows, text, expected in MORE_NAMED:
        assert said_of(read_named_cells(form, rows, text)) == expected, text


def test_words_behind_figures_name_columns_of_their_own_clause_only() -> None:
    for text in ("15 ca, 9 đúng hạn, 6 quá hạn", "15 ca 9 đúng hạn 6 quá hạn"):
        found = said_of(read_counted_cells(WIDE, DEATHS, text))
        assert found == {None: "15 ca", "1:15": "9", "1:16": "6"}, text
    assert read_counted_cells(WIDE, DEATHS, "đúng hạn 9") is None


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
    ("cột 9: 7", None),
    ("cả hàng", None),
    ("cả hàng giống năm ngoái", None),
)


def test_whole_rows_and_columns() -> None:
    for text, expected in WHOLE:
        assert said_of(read_whole_lines(TWO, TWO_REPORT, ROW, text)) == expected, text


PLACED = (
    (TWO, "hàng 03: 21 7", [{"03:1": "21", "03:2": "7"}]),
    (TWO, "dòng 3: 5 2", [{"03:1": "5", "03:2": "2"}]),
    (TWO, "dong 3 5 2", [{"03:1": "5", "03:2": "2"}]),
    (TWO, "dòng 3 cột 2 = 7", [{"03:2": "7"}]),
    (TWO, "cột 2 của dòng 3 là 7", [{"03:2": "7"}]),
    (TWO, "dòng 03, cột nữ: 7 (có 1 người nghỉ)", [{"03:2": "7 (có 1 người nghỉ)"}]),
    (TWO, "dòng 3 nữ 7", [{"03:2": "7"}]),
    (TWO, "dòng 3: tổng số 21 nữ 7 nhé em", [{"03:1": "21", "03:2": "7"}]),
    (TWO, "dòng 3 không phát sinh", [dict.fromkeys(("03:1", "03:2"), "không phát sinh")]),
    (TWO, "mã số 12: _ 4", [{"12:2": "4"}]),
    (TWO, "dòng 3: 5", [{"03:1": "5"}, {"03:2": "5"}]),  # which cell is asked
    (TWO, "dòng 3: 0", [{"03:1": "0", "03:2": "0"}, {"03:1": "0"}, {"03:2": "0"}]),
    (TWO, "dòng 14: 1 1", [{"14a:1": "1", "14a:2": "1"}, {"14b:1": "1", "14b:2": "1"}]),
    (TWO, "dòng 14b: 1 1", [{"14b:1": "1", "14b:2": "1"}]),
    (TWO, "dòng 3: 1 2 3", [{"03:1": "1", "03:2": "2", None: "3"}]),
    (FOUR, "dòng 6: 4 5 6", [{"06:2": "4", "06:3": "5", "06:4": "6"}]),  # the first is computed
    (WIDE, "dòng 2: 4 1 1", [{"1:11": "4", "1:12": "1", "1:13": "1"}]),  # as it is counted
    (WIDE, "dòng 1 cột 13: 4", [{"1:13": "4"}]),
    (TWO, "dòng 3 cột 9 = 7", []),
    (TWO, "dòng 99: 5 2", []),
    (TWO, "dòng 3 sai rồi em", []),
    (TWO, "3: 5 2", []),
)


def test_rows_and_cells_by_their_place() -> None:
    for form, text, expected in PLACED:
        report = blank_report(form, CATALOG.sample(form.key))
        ways = read_placed_lines(form, report, text)
        assert [said_of(way) for way in ways] == expected, text


def test_a_number_of_a_list_may_be_that_of_a_printed_row() -> None:
    listed = ("01:1", "01:2", "02:1", "02:2")
    ways = read_placed_lines(TWO, TWO_REPORT, "dòng 3: 5", listed)
    assert [said_of(way) for way in ways] == [{"02:1": "5"}, {"03:1": "5"}, {"03:2": "5"}]
    assert len({way.words for way in ways}) == len(ways)
    ways = read_placed_lines(TWO, TWO_REPORT, "dòng 3: 5 2", listed)
    assert [said_of(way) for way in ways] == [{"03:1": "5", "03:2": "2"}]


MISSING = (
    (TWO, "cột 9 = 7", "table.no_column", ["1 Tổng số", "2 Nữ"]),
    (TWO, "dòng 3 cột 9 là 7", "table.no_column", ["1 Tổng số", "2 Nữ"]),
    (TWO, "dòng 99: 5 2", "table.no_line", None),
    (FOUR, "dòng 2 cột 4 = 7", "table.no_column", ["2 Cấp Trung ương"]),  # it is grey there
    (TWO, "cột 2 = 7", None, None),
    (TWO, "dòng 99 là gì", None, None),
    (TWO, "cột mốc 2 = 7", None, None),
)


def test_a_place_that_is_not_there_is_told_with_those_that_are() -> None:
    for form, text, code, columns in MISSING:
        rows = [key for key in form.order if form.row(key).cell][:2]
        missing = find_missing_place(form, rows, text)
        assert (missing.code if missing else None) == code, text
        if missing is not None and columns is not None:
            assert missing.data["columns"] == columns, text


SAID = (
    ("à nhầm dòng 3 là 25", "3", "dòng 3"),
    ("trả lại dòng 3 cột 2 vì lệch", "3", "dòng 3 cột 2"),
    ("câu 3 sai", "3", "3"),
    ("dòng 99 sai", "99", "99"),
    ("dòng 3", "03.1", "03.1"),
)


def test_the_word_before_a_number_makes_it_a_printed_row() -> None:
    for text, number, expected in SAID:
        assert place_said(TWO, text, number) == expected, text
        assert place_said(CATALOG.forms["cchc-so"], text, number) == number


def test_cells_of_one_printed_row_are_told_together() -> None:
    keys = ["02:1", "03:2", "02:2"]
    assert gather_cells(TWO, keys) == [("02:1", "02:2"), ("03:2",)]
    names = [name_cells(TWO, some) for some in gather_cells(TWO, keys)]
    assert names == ["02. Từ 30 trở xuống", "03. Từ 31 đến 40 · Nữ"]
    apart = gather_alike(TWO, {"02:1": "a", "02:2": "b", "03:1": "a", "03:2": "a"})
    assert apart == [(("02:1",), "a"), (("02:2",), "b"), (("03:1", "03:2"), "a")]
    assert name_cells(FOUR, ("06:2", "06:3")).startswith("06. Dưới 1 năm · Cấp Trung ương, Cấp")
    assert name_cells(WIDE, DEATHS).startswith("Hộ tịch 13a")
    assert name_cells(CATALOG.forms["cchc-so"], ("I.01.01",)).startswith("I.01.01 ")


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
    read_counted_cells(TWO, ROW, text)
    read_titled_line(TWO, TWO_REPORT, ROW, text)
    read_whole_lines(TWO, TWO_REPORT, ROW, text)
    read_block(TWO, ROW, text)


SHARED = CATALOG.forms["btp-14a"].blocks[0]
ONE, TWO_CELLS = SHARED.lines[0], SHARED.lines[-1]


def test_columns_stand_in_one_another_only_where_no_row_has_all_of_them() -> None:
    form = CATALOG.forms["btp-14a"]
    label, other = (form.row(line.key).label for line in (ONE, TWO_CELLS))
    found = match_block(form, SHARED, [[label, "43", ""], [other, "40", "3"]])
    assert found is not None
    assert found.cells_of(ONE) == {1: "01:1", 2: None}
    assert found.cells_of(TWO_CELLS) == {1: "05.02:c2", 2: "05.02:c3"}
    found = match_block(form, SHARED, [[label, "43", "", ""], [other, "", "40", "3"]])
    assert found is not None
    assert found.cells_of(TWO_CELLS) == {1: None, 2: "05.02:c2", 3: "05.02:c3"}
    assert match_block(FOUR, FOUR.blocks[0], [["- Dưới 1 năm", "06", "4", "5"]]) is None
