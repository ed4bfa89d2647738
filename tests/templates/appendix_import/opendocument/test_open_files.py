"""OpenDocument texts and workbooks, mark by mark."""

from __future__ import annotations

import pytest

from conversations.reports.previous import FiledAppendix
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.spreadsheet import sheet_lines
from tests.support.filed.open_document import cell, open_file, row, span, style
from tests.support.filed.reading import read_counted, values

STYLES = "".join(
    (
        style("gach", 'style:text-line-through-style="solid"'),
        style("an", 'text:display="none"'),
        style("cao", 'style:text-position="super 58%"'),
        style("trang", 'fo:color="#ffffff"'),
        style("nho", 'fo:font-size="1pt"'),
    )
)


def read(content: bytes) -> FiledAppendix:
    return read_counted("a.odt", content)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("gach", "aside.struck"),
        ("an", "aside.hidden"),
        ("cao", "aside.raised"),
        ("trang", "aside.white"),
        ("nho", "aside.tiny"),
    ],
)
def test_words_that_nobody_reads_are_told(name: str, why: str) -> None:
    filed = read(open_file({"A.01": f"<text:p>21{span('9', name)}</text:p>"}, styles=STYLES))
    assert values(filed) == {"A.01": "21"}
    assert [(one.why, one.text) for one in filed.left_out] == [(why, "9")]
    assert filed.kind == "open_text"


NUMBERS = {  # what is kept, how, what is shown; and what is read, or asked
    "whole": ("float", "21", "21", "21"),
    "thousands": ("float", "1250", "1.250", "1.250"),
    "thousands of other countries": ("float", "1250", "1,250", "1.250"),
    "with a measure": ("float", "21", "21 nhiệm vụ", "21"),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_counts_as_it_is_shown(name: str) -> None:
    kind, kept, shown, value = NUMBERS[name]
    about = f'office:value-type="{kind}" office:value="{kept}"'
    filed = read(open_file({"A.01": cell(shown, about)}, kind="spreadsheet"))
    assert values(filed) == {"A.01": value}
    assert filed.kind == "open_sheet"


def test_a_share_is_kept_as_a_part_of_one() -> None:
    about = 'office:value-type="percentage" office:value="0.3333"'
    filed = read(open_file({"A.03": cell("33,33%", about)}, kind="spreadsheet"))
    assert values(filed) == {"A.03": "33,33"}


def test_a_number_that_is_shown_otherwise_is_asked() -> None:
    about = 'office:value-type="float" office:value="7.6"'
    filed = read(open_file({"A.01": cell("8", about)}, kind="spreadsheet"))
    assert values(filed) == {}
    assert [(one.key, one.ways) for one in filed.unread] == [("A.01", ("8", "7,6"))]


def test_hidden_and_filtered_lines_are_told() -> None:
    hidden = {"A.01": 'table:visibility="collapse"', "A.02": 'table:visibility="filter"'}
    filed = read(open_file({"A.01": "21", "A.02": "46", "A.06": "7"}, rows=hidden))
    assert values(filed) == {"A.06": "7"}
    assert {one.why for one in filed.left_out} == {"aside.hidden", "aside.filtered"}


def test_blank_cells_and_lines_far_away_cost_nothing() -> None:
    far = row('<table:table-cell table:number-columns-repeated="16384"/>')
    end = far.replace("<table:table-row ", '<table:table-row table:number-rows-repeated="1048000" ')
    filed = read(open_file({"A.01": "21"}, kind="spreadsheet", more=end + far))
    assert values(filed) == {"A.01": "21"}


def test_a_line_repeated_without_end_is_refused() -> None:
    full = row(cell("x", 'table:number-columns-repeated="80"'))
    many = full.replace("<table:table-row ", '<table:table-row table:number-rows-repeated="9999" ')
    with pytest.raises(FileRefusedError) as error:
        read(open_file({"A.01": "21"}, more=many * 200))
    assert error.value.code == "file.too_many_rows"


def test_a_table_within_a_cell_is_one_of_its_own() -> None:
    inner = f"<table:table>{row(cell('5')) * 2}</table:table>"
    filed = read(
        open_file({"A.01": f"<table:table-cell><text:p>21</text:p>{inner}</table:table-cell>"})
    )
    assert values(filed) == {"A.01": "21"}
    assert [one.why for one in filed.left_out] == ["aside.outside"] * 2


def test_codes_of_a_list_of_units_keep_their_zeros() -> None:
    content = open_file({"A.01": cell("00001", 'office:value-type="string"')}, kind="spreadsheet")
    assert ["", "Số nhiệm vụ đề ra", "00001"] in sheet_lines(content)
