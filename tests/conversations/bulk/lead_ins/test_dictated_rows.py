"""Numbers of rows that are dictated are written in figures; other number words stay."""

from __future__ import annotations

import pytest

from conversations.bulk.lead_ins.dictated_rows import write_row_numbers


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("dòng một đến dòng bốn là chưa có số", "dòng 1 đến dòng 4 là chưa có số"),
        ("câu mười hai là năm", "dòng 12 là năm"),
        ("một đến ba với sáu không phát sinh", "1 đến 3 với 6 không phát sinh"),
        ("câu thứ nhất 5, câu nhì là 6", "dòng 1 5, dòng 2 là 6"),
        ("số chín chưa có số", "dòng 9 chưa có số"),
        ("chỉ thị mười tốt", "chỉ thị 10 tốt"),
        ("dòng một là năm dòng hai là sáu", "dòng 1 là năm, dòng 2 là sáu"),
        ("dong ba khong phat sinh con dong bon la hai", "dòng 3 khong phat sinh, dòng 4 la hai"),
    ],
)
def test_numbers_of_rows_are_figures(said: str, written: str) -> None:
    assert write_row_numbers(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "câu hai mươi",
        "dòng năm nay chưa có số",
        "hai với ba văn bản",
        "ba năm không phát sinh",
        "giao bốn hoàn thành bốn",
        "số hai phòng là ba",
        "1 là 4, 2 là 5",
    ],
)
def test_others_stay(said: str) -> None:
    assert write_row_numbers(said) == said
