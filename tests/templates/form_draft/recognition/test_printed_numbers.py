"""The numbering line, and formulas over columns."""

from __future__ import annotations

import pytest

from templates.form_draft.recognition.language.printed_numbers import (
    compute_formula,
    is_numbering,
    number_in_head,
    read_number,
)
from tests.support.papers import draw_grid


@pytest.mark.parametrize(
    ("text", "number", "formula"),
    [
        ("A", "A", ""),
        ("(1)", "1", ""),
        ("[3]", "3", ""),
        ("1=(2+3+4)", "1", "(2+3+4)"),
        ("3=6+7 +15+16", "3", "6+7 +15+16"),
        ("(4)=(3):(1)x100", "4", "(3):(1)x100"),
        ("(5=3/4*100%)", "5", "3/4*100%"),
        ("12=6x23,5%", "12", "6x23,5%"),
        ("Cột 3 = cột 1 + cột 2", "3", "cột 1 + cột 2"),
    ],
)
def test_a_cell_of_the_numbering_line(text: str, number: str, formula: str) -> None:
    found = read_number(text)
    assert found is not None
    assert (found.number, found.formula) == (number, formula)


@pytest.mark.parametrize("text", ["Nam", "nữ", "Tổng số", "1. Nam", "ha", "2 người"])
def test_words_are_no_numbers(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("head", "number", "formula"),
    [
        ("Kỳ này (2)", "2", ""),
        ("So với cùng kỳ 4(=2*100/3)", "4", "2*100/3"),
        ("Tổng (3=1+2)", "3", "1+2"),
    ],
)
def test_a_number_at_the_end_of_a_head(head: str, number: str, formula: str) -> None:
    found = number_in_head(head)
    assert found is not None
    assert (found.number, found.formula) == (number, formula)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("(2+3+4)", "[2] + [3] + [4]"),
        ("7-6", "[7] - [6]"),
        ("8+9x6", "[8] + [9] * [6]"),
        ("2*100/3", "[2] * 100 / [3]"),
        ("(3):(1)x100", "[3] / [1] * 100"),
        ("6x23,5%", "[6] * 23.5%"),
        ("(2-3)/4", "([2] - [3]) / [4]"),
        ("cột 2 + cột 3", "[2] + [3]"),
        ("4x5x0,31 triệu đồng x số tháng", None),
        ("2+3+…", None),
        ("2+", None),
        ("2+33", None),
        ("5", "[5]"),
    ],
)
def test_a_formula_over_columns(formula: str, expected: str | None) -> None:
    assert compute_formula(formula, {str(one): str(one) for one in range(1, 10)}) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A|B|1=2+3|2|3", True),
        ("1|2|3|4|5", True),
        ("MS|1=2+3|2|3|4", True),
        ("1|Doanh nghiệp||", False),
        ("1|||", False),
        ("2|1|3|4", False),
        ("1|2023|2024|2025", False),
        ("||||", False),
    ],
)
def test_the_line_that_numbers_columns(line: str, *, expected: bool) -> None:
    assert is_numbering(draw_grid("Một|Hai|Ba|Bốn|Năm", line), 1) is expected
