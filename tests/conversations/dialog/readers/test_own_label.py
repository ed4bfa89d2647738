"""Words beside an answer that only repeat the row are no remark; other words are asked about."""

from __future__ import annotations

import pytest

from conversations.answer_types.reader import read_answer
from conversations.dialog.readers.own_label import without_own_label
from conversations.parsing.result import AmbiguousReading, ReadValue
from tests.support.appendix import form


@pytest.mark.parametrize(
    ("row", "said"),
    [("VII.08", "84 người có thư điện tử"), ("I.01.02", "31 nv đã hthành")],
)
def test_words_of_the_label_are_no_remark(row: str, said: str) -> None:
    plain = read_answer(form().row(row), said)
    assert isinstance(plain, AmbiguousReading)
    found = without_own_label(form(), form().row(row), plain)
    assert isinstance(found, ReadValue)
    assert found.remark is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("VII.09", "12 lãnh đạo đi công tác"),
        ("I.01.02", "31 văn bản đã ban hành"),
        ("I.01.01", "7, em kiểm tra giúp chị"),
    ],
)
def test_other_words_are_asked_about(row: str, said: str) -> None:
    plain = read_answer(form().row(row), said)
    assert without_own_label(form(), form().row(row), plain) is plain
