"""What is taken from the cells of an Excel file, and what is told instead."""

from __future__ import annotations

from typing import Any

import pytest

from conversations.reports.previous import FiledAppendix
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.reader import read_filed
from tests.support.filed.excel import FIRST, LINES, Cells, changed, excel_file, place
from tests.support.filed.form import small_form
from tests.support.filed.reading import read_counted, values


def read(content: bytes) -> FiledAppendix:
    return read_counted("a.xlsx", content)


def left(filed: FiledAppendix) -> dict[str, str]:
    """What was left out, by its place, with why."""
    return {one.where.partition("!")[2]: f"{one.why}: {one.text}" for one in filed.left_out}


def one(key: str, value: Any, look: str = "", **more: Any) -> FiledAppendix:
    """The sheet with one value in a format."""
    given = (value, {"num_format": look} | more) if look or more else value
    return read(excel_file(Cells({key: given})))


SHOWN = {  # key, number, format → what is read
    "percent": ("A.03", 1, "0%", "100"),
    "percent with decimals": ("A.03", 0.3333, "0.00%", "33,33"),
    "percent of a formula": ("A.03", 1 / 3, "0.00%", "33,33"),
    "percent in colours": ("A.03", 0.95, "[Blue]0.0%;[Red]-0.0%", "95"),
    "percent with a blank": ("A.03", 0.95, "0.0 %", "95"),
    "percent in words": ("A.03", 95, '0"%"', "95"),
    "percent more than all": ("A.03", 1.5, "0%", "150"),
    "built-in percent": ("A.03", 0.5, "0.00%", "50"),
    "thousands": ("A.01", 1234567, "#,##0", "1.234.567"),
    "thousands with decimals": ("A.01", 1234, "#,##0.00", "1.234"),
    "leading zeros": ("A.01", 7, "00", "7"),
    "a unit": ("A.02", 46, '0" người"', "46"),
    "a unit with thousands": ("A.02", 1234, '#,##0" người"', "1.234"),
    "a unit without quotes": ("A.02", 46, "0\\ \\n\\g\\ư\\ờ\\i", "46"),
    "accounting": ("A.01", 12, '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "12"),
    "slips of fractions": ("A.03", 3 * 11.1, "", "33,3"),
    "text format": ("A.01", 21, "@", "21"),
    "a condition": ("A.01", 1500, "[>=1000]#,##0;0", "1.500"),
    "scientific": ("A.01", 1234567, "0.00E+00", "1.234.567"),
    "general with words": ("A.02", 46, 'General" người"', "46"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_number_is_read_as_it_is_shown(name: str) -> None:
    key, number, look, expected = SHOWN[name]
    assert values(one(key, number, look)) == {key: expected}


DOUBTED = {  # key, number, format → what it may be
    "a share without a sign": ("A.03", 0.95, "General", ("0,95", "95")),
    "one without a sign": ("A.03", 1, "0", ("1", "100")),
    "fewer decimals than kept": ("A.03", 0.3333, "0%", ("33%", "33,33%")),
    "a fraction": ("A.03", 0.5, "# ?/?", ("1/2", "0,5")),
    "in thousands": ("A.01", 1234567, '#,##0,"k"', ("1235k", "1234567")),
    "rounded": ("A.01", 7.6, "0", ("8", "7,6")),
    "a dash for nothing": ("A.01", 0, '#,##0;-#,##0;"-"', ("0", "không phát sinh")),
}


@pytest.mark.parametrize("name", DOUBTED)
def test_a_number_that_is_not_what_it_shows_is_asked(name: str) -> None:
    key, number, look, ways = DOUBTED[name]
    filed = one(key, number, look)
    assert filed.answers == {}
    assert [(cell.key, cell.ways) for cell in filed.unread] == [(key, ways)]


LEFT = {  # what is done to the cell of A.01, and why it is not taken
    "struck through": ({"font_strikeout": True}, "aside.struck"),
    "white on white": ({"font_color": "#FFFFFF"}, "aside.white"),
    "nearly white": ({"font_color": "#FDFDFD"}, "aside.white"),
    "one colour": ({"font_color": "#FFC000", "bg_color": "#FFC000"}, "aside.white"),
    "hidden by its format": ({"num_format": ";;;"}, "aside.hidden"),
    "too small to be seen": ({"font_size": 1}, "aside.tiny"),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_nobody_sees_is_told_and_not_taken(name: str) -> None:
    look, why = LEFT[name]
    filed = read(excel_file(Cells({"A.01": (999, look), "A.02": 46})))
    assert (values(filed), left(filed)) == ({"A.02": "46"}, {place("A.01"): f"{why}: 999"})


@pytest.mark.parametrize("color", ['theme="0"', 'indexed="9"', 'theme="0" tint="-0.01"'])
def test_white_by_another_name_is_white(color: str) -> None:
    content = excel_file(Cells({"A.01": (21, {"font_color": "#FFFFFF"})}))
    filed = read(changed(content, ('rgb="FFFFFFFF"', color), part="xl/styles.xml"))
    assert left(filed) == {place("A.01"): "aside.white: 21"}


def test_a_lowered_mark_is_told() -> None:
    def put(page: Any, book: Any) -> None:
        page.write_rich_string(place("A.01"), "47", book.add_format({"font_script": 2}), "1")

    filed = read(excel_file(Cells(put=put)))
    assert (values(filed), left(filed)) == (
        {"A.01": "47"},
        {place("A.01"): "aside.lowered: 1"},
    )


@pytest.mark.parametrize(("column", "hidden"), [("D:D", None), ("B:B", True), ("D:D", True)])
def test_a_table_whose_columns_are_hidden_is_named(column: str, hidden: bool | None) -> None:
    def put(page: Any, _: Any) -> None:
        page.set_column(column, 9 if hidden else 0, None, {"hidden": True} if hidden else {})

    with pytest.raises(FileRefusedError, match=r"file\.hidden_columns"):
        read(excel_file(Cells({"A.01": 21}, put=put)))


def test_small_words_above_a_text_are_none_of_it() -> None:
    content = excel_file(Cells({"A.01": "21"}))
    above = '<t>21</t><rPh sb="0" eb="1"><t>9</t></rPh>'
    filed = read(changed(content, ("<t>21</t>", above), part="xl/sharedStrings.xml"))
    assert values(filed) == {"A.01": "21"}


def test_white_on_a_dark_ground_is_read() -> None:
    look = {"font_color": "#FFFFFF", "bg_color": "#1F3864"}
    assert values(read(excel_file(Cells({"A.01": (21, look)})))) == {"A.01": "21"}


def test_a_cell_that_is_raised_as_a_whole_is_read() -> None:
    assert values(read(excel_file(Cells({"A.01": ("21", {"font_script": 1})})))) == {"A.01": "21"}


HIDDEN = {
    "as such": lambda page, _: page.set_row(LINES["A.01"] - 1, None, None, {"hidden": True}),
    "without a height": lambda page, _: page.set_row(LINES["A.01"] - 1, 0),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_hidden_row_is_told(name: str) -> None:
    filed = read(excel_file(Cells({"A.01": 999, "A.02": 46}, put=HIDDEN[name])))
    assert values(filed) == {"A.02": "46"}
    assert left(filed) == {place("A.01"): "aside.hidden: 999"}


def test_a_filtered_row_is_told() -> None:
    def put(page: Any, _: Any) -> None:
        page.autofilter(FIRST - 2, 0, FIRST + 6, 4)
        page.filter_column("D", "x > 20")
        page.set_row(LINES["A.01"] - 1, None, None, {"hidden": True})

    filed = read(excel_file(Cells({"A.01": 7, "A.02": 46}, put=put)))
    assert left(filed) == {place("A.01"): "aside.filtered: 7"}


def test_a_hidden_column_of_values_is_no_second_one() -> None:
    def put(page: Any, _: Any) -> None:
        page.write_string(FIRST - 2, 5, "Số liệu")
        page.write_number(place("A.01", "F"), 999)
        page.set_column("F:F", None, None, {"hidden": True})

    filed = read(excel_file(Cells({"A.01": 21}, put=put)))
    assert values(filed) == {"A.01": "21"}
    assert left(filed)[place("A.01", "F")] == "aside.hidden: 999"


@pytest.mark.parametrize("state", ["hide", "very_hidden"])
def test_a_hidden_sheet_is_told_and_no_second_appendix(state: str) -> None:
    def put(_: Any, book: Any) -> None:
        other = book.add_worksheet("Cũ")
        other.write_row(0, 0, ["Chỉ tiêu thống kê", "Số liệu"])
        for n, label in enumerate(small_form().rows, 1):
            other.write_row(n, 0, [label.title, n])
        getattr(other, state)()

    filed = read(excel_file(Cells({"A.01": 21}, put=put)))
    assert values(filed) == {"A.01": "21"}
    assert {one.why for one in filed.left_out} == {"aside.sheet"}


def test_a_sheet_beside_is_told() -> None:
    def put(_: Any, book: Any) -> None:
        book.add_worksheet("Ghi chép").write_row(0, 0, ["tạm tính", 12])

    filed = read(excel_file(Cells({"A.01": 21}, put=put)))
    assert [(one.where, one.text) for one in filed.left_out] == [
        ("Ghi chép!A1", "tạm tính"),
        ("Ghi chép!B1", "12"),
    ]


def test_stretches_of_a_text_count_by_their_own_fonts() -> None:
    def put(page: Any, book: Any) -> None:
        struck, white = ({"font_strikeout": True}, {"font_color": "white"})
        raised = {"font_script": 1}
        for key, first, last, look in (
            ("A.01", "1", "21", struck),
            ("A.06", "9", "7", white),
        ):
            page.write_rich_string(place(key), book.add_format(look), first, " ", last)
        page.write_rich_string(place("A.02"), "46", book.add_format(raised), "(1)")

    filed = read(excel_file(Cells(put=put)))
    assert values(filed) == {"A.01": "21", "A.02": "46", "A.06": "7"}
    assert left(filed) == {
        place("A.01"): "aside.struck: 1",
        place("A.02"): "aside.raised: (1)",
        place("A.06"): "aside.white: 9",
    }


def test_a_tick_of_a_font_of_pictures_is_a_tick() -> None:
    tick = ("\u00fc", {"font_name": "Wingdings"})
    filed = read(excel_file(Cells({"A.04": tick, "A.01": ("P", {"font_name": "Wingdings 2"})})))
    assert [(one.key, one.read) for one in filed.unread] == [("A.01", "\u2713"), ("A.04", "\u2713")]


FORMULAS = {
    "without a result": ("<f>40+7</f>", "", "aside.formula: =40+7"),
    "shared, without a result": ('<f t="shared" si="0"/>', "", "aside.formula: ="),
    "that failed": ("<f>1/0</f><v>#DIV/0!</v>", ' t="e"', "aside.error: #DIV/0!"),
    "a name that is none": ("<f>A</f><v>#NAME?</v>", ' t="e"', "aside.error: #NAME?"),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_without_a_number_is_told(name: str) -> None:
    inside, kind, told = FORMULAS[name]
    content = excel_file(Cells({"A.01": 4_711}))
    old = f'<c r="{place("A.01")}"><v>4711</v></c>'
    filed = read(changed(content, (old, f'<c r="{place("A.01")}"{kind}>{inside}</c>')))
    assert (values(filed), left(filed)) == ({}, {place("A.01"): told})


RESULTS = {
    "a number": ("<f>40+7</f><v>47</v>", "", "47"),
    "an array": ('<f t="array" ref="D5">SUM(1)</f><v>47</v>', "", "47"),
    "a text": ('<f>"47"</f><v>47</v>', ' t="str"', "47"),
    "an empty text": ('<f>""</f><v></v>', ' t="str"', None),
    "typed inline": ("<is><t>47</t></is>", ' t="inlineStr"', "47"),
    "inline in stretches": (
        "<is><r><rPr><strike/></rPr><t>1</t></r><r><t>47</t></r></is>",
        ' t="inlineStr"',
        "47",
    ),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_read(name: str) -> None:
    inside, kind, expected = RESULTS[name]
    content = excel_file(Cells({"A.01": 4_711}))
    old = f'<c r="{place("A.01")}"><v>4711</v></c>'
    new = f'<c r="{place("A.01")}"{kind}>{inside}</c>'
    filed = read_filed(small_form(), "a.xlsx", changed(content, (old, new)))
    assert values(filed) == ({"A.01": expected} if expected else {})


def test_a_day_in_a_cell_of_numbers_is_told_as_a_day() -> None:
    for since_1904 in (False, True):
        for number, look in ((45_000, "dd/mm/yyyy"), (45_000, "d-mmm"), (45_000.5, "d/m/yy h:mm")):
            cells = Cells({"A.01": (number, {"num_format": look})})
            content = excel_file(cells)
            if since_1904:
                content = changed(
                    content,
                    ("<workbookPr", '<workbookPr date1904="1"'),
                    part="xl/workbook.xml",
                )
            filed = read(content)
            assert filed.answers == {}
            expected = "16/03/2027" if since_1904 else "15/03/2023"
            assert filed.unread[0].read.startswith(expected), (look, since_1904)


def test_true_and_false_answer_a_yes_or_no() -> None:
    filed = read(excel_file(Cells({"A.04": True, "A.01": True})))
    assert values(filed) == {"A.04": "Có (1)"}
    assert [one.key for one in filed.unread] == ["A.01"]
    assert values(one("A.04", False)) == {"A.04": "Không (0)"}


def test_comments_boxes_and_pictures_are_told() -> None:
    def put(page: Any, _: Any) -> None:
        page.write_comment(place("A.01"), "Số này chưa chắc")
        page.insert_textbox(place("A.02"), "Đã kiểm tra")

    filed = read(excel_file(Cells({"A.01": 21}, put=put)))
    assert values(filed) == {"A.01": "21"}
    assert left(filed) == {
        place("A.01"): "aside.comment: Số này chưa chắc",
        place("A.02"): "aside.box: Đã kiểm tra",
    }


def test_what_lies_under_a_merged_cell_is_told() -> None:
    content = excel_file(Cells({"A.01": 21, "A.02": 46}, notes={"A.01": "xong"}))
    ref = f"{place('A.01')}:{place('A.01', 'E')}"
    merged = f'<mergeCells count="1"><mergeCell ref="{ref}"/></mergeCells>'
    filed = read(changed(content, ("</sheetData>", f"</sheetData>{merged}")))
    assert left(filed) == {place("A.01", "E"): "aside.covered: xong"}


def test_a_column_of_another_kind_is_told() -> None:
    def put(page: Any, _: Any) -> None:
        page.write_string(FIRST - 2, 5, "Người phụ trách")
        page.write_string(place("A.01", "F"), "Lan")

    filed = read(excel_file(Cells({"A.01": 21}, put=put)))
    assert left(filed) == {place("A.01", "F"): "aside.column: Lan"}


def test_a_cell_far_away_is_told() -> None:
    def put(page: Any, _: Any) -> None:
        page.write_number("XFD1", 5)
        page.write_string("C1048576", "hết")

    filed = read(excel_file(Cells({"A.01": 21}, put=put)))
    assert values(filed) == {"A.01": "21"}
    assert left(filed)["XFD1"] == "aside.far: 5"
    assert left(filed)["C1048576"] == "aside.column: hết"


def test_zeros_that_a_sheet_does_not_show_are_asked() -> None:
    content = excel_file(Cells({"A.01": 0, "A.02": 46}, put=lambda page, _: page.hide_zero()))
    filed = read(content)
    assert values(filed) == {"A.02": "46"}
    assert [(one.key, one.ways) for one in filed.unread] == [("A.01", ("0", ""))]


OLD_FONTS = {
    "TCVN3": (".VnTime", "Ghi chó vÒ sè liÖu, ®· kiÓm tra"),
    "VNI": ("VNI-Times", "Ghi chuù veà soá lieäu, ñaõ kieåm tra"),
}


@pytest.mark.parametrize("name", OLD_FONTS)
def test_letters_before_unicode_are_read(name: str) -> None:
    font, text = OLD_FONTS[name]

    def put(page: Any, book: Any) -> None:
        page.write_string(place("A.05"), text, book.add_format({"font_name": font}))

    content = excel_file(Cells(put=put))
    assert values(read(content)) == {"A.05": "Ghi chú về số liệu, đã kiểm tra"}


def test_thousands_of_blank_cells_cost_nothing() -> None:
    blanks = "".join(
        f'<row r="{n}">{"".join(f"""<c r="{c}{n}" s="1"/>""" for c in "ABCDEFGHIJ")}</row>'
        for n in range(20, 40_020)
    )
    content = changed(excel_file(Cells({"A.01": 21})), ("</sheetData>", f"{blanks}</sheetData>"))
    assert values(read(content)) == {"A.01": "21"}


def test_a_text_that_is_a_number_is_read_as_typed() -> None:
    filed = read(excel_file(Cells({"A.01": "1.234", "A.03": "33,33%", "A.02": "46 người"})))
    assert values(filed) == {"A.01": "1.234", "A.02": "46", "A.03": "33,33"}
