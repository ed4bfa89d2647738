"""Patterns of words."""

from __future__ import annotations

import pytest

from conversations.text.word_patterns import compile_patterns, read_sentence

NAMED = {"@when": "khi nào/bao giờ", "@act": "nộp/gửi"}


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("hạn nộp .. @when", "hạn nộp là khi nào", True),
        ("hạn nộp .. @when", "han nop khi nao", True),
        ("hạn nộp .. @when", "khi nào hạn nộp", False),
        ("hạn nộp .. @when", "hàn nộp khi nào", False),
        ("hạn nộp .. @when", "hạn nộp một hai ba bốn năm khi nào", False),
        ("lưu .. chưa .. $", "em lưu chưa", True),
        ("lưu .. chưa .. $", "chưa lưu", False),
        ("lưu .. chưa .. $", "lưu chưa được", False),
        ("@act rồi .. sửa", "gửi rồi còn sửa", True),
        ("@act rồi .. sửa", "gửi thì sửa", False),
    ],
)
def test_pattern(pattern: str, text: str, fits: bool) -> None:
    (compiled,) = compile_patterns(pattern, NAMED)
    assert compiled.fits(read_sentence(text.split())) is fits


def test_a_line_that_is_set_in_goes_on_the_one_above() -> None:
    first, second = compile_patterns("a/\n    b .. c\nd", {})
    assert first.fits(read_sentence(["b", "c"]))
    assert second.fits(read_sentence(["d"]))
