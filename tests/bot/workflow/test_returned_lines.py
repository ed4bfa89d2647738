"""Lines of a return: what each names, and why another is not taken."""

from __future__ import annotations

import pytest

from bot.workflow.review.returned_lines import example_rows, read_rows
from templates.loading.catalog import load_catalog
from tests.support.appendix import form


@pytest.mark.parametrize(
    ("line", "why", "told"),
    [
        ("II.1.3: không khớp với kế hoạch", "none", ""),
        ("câu 400: không khớp với kế hoạch", "none", ""),
        ("VII.10: chưa thấy quyết định", "many", "mục Áp dụng ISO trong hoạt động (câu 147–152)"),
        ("phần VI: sai hết cả", "heading", "câu 110"),
        ("câu 3: không khớp với kế hoạch", "computed", "câu 3"),
        ("câu 2: x", "reason", "câu 2"),
        ("xem lại giúp", "form", ""),
    ],
)
def test_a_line_is_refused_with_the_reason_and_the_others_are_kept(
    line: str, why: str, told: str
) -> None:
    rows, bad = read_rows(form(), f"câu 2: cao hơn kế hoạch\n{line}\nIV.2.1: thiếu quyết định")
    assert rows == {"I.01.02": "cao hơn kế hoạch", "IV.02.01": "thiếu quyết định"}
    (refused,) = bad
    assert (refused.said, refused.why) == (line, why)
    assert told in "; ".join(refused.labels)


def test_rows_on_one_line_keep_their_own_reasons() -> None:
    rows, bad = read_rows(form(), "câu 4 có 3 văn bản thôi, câu 2 thiếu minh chứng, coi lại")
    assert rows == {"I.01.03": "có 3 văn bản thôi", "I.01.02": "thiếu minh chứng, coi lại"}
    assert not bad


def test_the_example_is_read() -> None:
    for place in example_rows(form()):
        rows, bad = read_rows(form(), f"{place}: không khớp với kế hoạch")
        assert len(rows) == 1, place
        assert not bad


RETURNED = (
    ("02: không khớp với quyết định", {"02:1", "02:2"}),
    ("hàng 02: không khớp với quyết định", {"02:1", "02:2"}),
    ("Đại học: không khớp với quyết định", {"11:1", "11:2"}),
    ("Đại học · Nữ: không khớp với quyết định", {"11:2"}),
    ("14a: không khớp với quyết định", {"14a:1", "14a:2"}),
    ("14: không khớp với quyết định", set()),  # a code of two rows
)


def test_a_row_of_a_table_is_returned_with_all_its_cells() -> None:
    table = load_catalog().forms["bnv-0605n"]
    for line, expected in RETURNED:
        rows, bad = read_rows(table, line)
        assert {*rows} == expected, (line, bad)
    four = load_catalog().forms["bnv-0601n"]
    assert {*read_rows(four, "06: không khớp với quyết định")[0]} == {"06:2", "06:3", "06:4"}
