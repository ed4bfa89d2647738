"""Yes and no in sentences that speak of the row, and what is asked about instead."""

from __future__ import annotations

import pytest

from conversations.answer_types.reader import read_answer
from conversations.dialog.readers.yes_no import settle_yes_no
from conversations.parsing.result import ReadValue, as_answer
from conversations.reports.printed_answers import print_answer
from templates.loading.catalog import load_catalog


@pytest.mark.parametrize(
    ("key", "text", "shown"),
    [
        ("III.05", "có niêm yết ngay cửa ra vô", "Có (1) (niêm yết ngay cửa ra vô)"),
        ("III.02", "có kế hoạch rồi, ký từ đầu năm", "Có (1) (ký từ đầu năm)"),
        ("V.01.01", "đã được UBND tỉnh phê duyệt rồi", "Có (1)"),
        (
            "VII.07",
            "chưa sử dụng, đơn vị vẫn theo dõi bằng sổ",
            "Không (0) (đơn vị vẫn theo dõi bằng sổ)",
        ),
        ("III.05", "đã gỡ niêm yết rồi", ""),
        ("III.02", "kế hoạch rà soát bị trả lại rồi", ""),
        ("III.02", "có kế hoạch nhưng chưa ký", ""),
        ("I.06", "có họp bàn khen thưởng", ""),
        ("III.05", "chưa niêm yết đủ", ""),
    ],
)
def test_a_sentence_says_yes_or_no_only_with_words_of_the_label(
    key: str, text: str, shown: str
) -> None:
    form = load_catalog().forms["cchc-so"]
    row = form.row(key)
    found = settle_yes_no(form, row, text, read_answer(row, text))
    assert (print_answer(row, as_answer(found)) if isinstance(found, ReadValue) else "") == shown
