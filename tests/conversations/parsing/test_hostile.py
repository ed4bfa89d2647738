"""Texts nobody means well, and texts that only sound like a number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answer_types.reader import MAX_READ, read_answer
from conversations.answers.values import Number
from conversations.parsing.number_words import DIGITS
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
)
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import clean_text, fold_text
from templates.loading.catalog import load_catalog
from tests.conversations.parsing.test_cases import cases, row_named
from tests.conversations.parsing.test_cases import told as meaning_of
from tests.conversations.parsing.test_properties import COUNT, PERCENT, spell

ROWS = {row.key: row for row in load_catalog().forms["cchc-so"].rows if row.answer}
KINDS = ("IV.02.03", "I.07.03", "I.05", "I.09")
PIECES = ("8 (", "8(", "7/21 (", "33,33% (", "có (", "hai ", "một tỷ ", "1.", "8, a ", "chưa có ")
ANY_TEXT = st.text(st.characters(codec=None), max_size=20)


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("piece", PIECES)
def test_a_text_may_repeat_itself_to_the_limit(key: str, piece: str) -> None:
    text = (piece * MAX_READ)[:MAX_READ]
    reading = read_answer(ROWS[key], text)
    if isinstance(reading, RefusedReading):
        assert len(reading.data["read"]) <= 60


@given(st.sampled_from(KINDS), ANY_TEXT, st.sampled_from(["", "5", "5 (", "có, ", "7/21 - "]))
@settings(max_examples=400)
def test_what_is_kept_can_be_stored_and_printed(key: str, typed: str, before: str) -> None:
    """Half letters and control characters break databases and Word files."""
    kept = read_answer(ROWS[key], before + typed).model_dump_json()
    assert kept.encode("utf-8")
    plain = clean_text(typed)
    assert plain == clean_text(plain)
    assert not any(ord(sign) < 0x20 and sign != "\n" for sign in plain)


@pytest.mark.parametrize("row", dict.fromkeys(row for row, _, _ in cases()))
def test_polite_words_change_nothing(row: str) -> None:
    wrong = [
        (text, meaning)
        for name, typed, meaning in cases()
        if name == row and not row_named(row).is_free_text
        if typed[-1:].isalnum() and without_courtesy(typed) == typed
        for text in (f"dạ {typed}", f"{typed} ạ", f"Dạ, {typed} nhé.")
        if meaning_of(read_answer(row_named(row), text)) != meaning
    ]
    assert wrong == []


BEFORE = st.sampled_from(
    [
        "dạ",
        "dạ thưa anh",
        "dạ em báo cáo chị là",
        "em ơi",
        "thưa sếp,",
        "vâng ạ,",
        "bên em có",
        "ok",
    ]
)
BEHIND = st.sampled_from(
    [
        "ạ",
        "nha",
        "nhé chị",
        "em ơi",
        "thôi em",
        "đó chị",
        "nha em, cảm ơn em",
        "ạ 🙏",
        "luôn nha",
        ".",
    ]
)
SURE = [
    (row, typed, meaning)
    for row, typed, meaning in cases()
    if meaning[0] not in "?!<" and "(" not in meaning and "\n" not in typed
    if not row_named(row).is_free_text
]


@given(st.sampled_from(SURE), st.lists(BEFORE, max_size=2), st.lists(BEHIND, max_size=2))
@settings(max_examples=600)
def test_politeness_at_either_end_never_changes_a_value(
    case: tuple[str, str, str], before: list[str], behind: list[str]
) -> None:
    row, typed, meaning = case
    polite = " ".join((*before, typed.strip(), *behind))
    assert meaning_of(read_answer(row_named(row), polite)) == meaning, polite


@given(st.integers(1_000_000, 999_999_999))
@settings(max_examples=400)
def test_millions_are_read_or_asked_never_misread(number: int) -> None:
    millions, rest = divmod(number, 1_000_000)
    words = f"{spell(millions)} triệu {spell(rest) if rest else ''}".strip()
    assert number in numbers(read_answer(COUNT, words)), words
    assert number in numbers(read_answer(COUNT, fold_text(words))), fold_text(words)


@given(st.integers(1, 999), st.integers(0, 999))
def test_figures_with_thousands_in_words(thousands: int, rest: int) -> None:
    words = f"{thousands} nghìn" + (f" {rest}" if rest else "")
    assert thousands * 1_000 + rest in numbers(read_answer(COUNT, words))


@given(st.integers(1, 99), st.integers(0, 9), st.integers(0, 9))
def test_percentages_in_words(whole: int, tenth: int, hundredth: int) -> None:
    words = f"{spell(whole)} phẩy {DIGITS[tenth]} {DIGITS[hundredth]}"
    for text in (words, f"{words} phần trăm", f"{whole} phẩy {tenth}{hundredth}"):
        reading = read_answer(PERCENT, text)
        assert isinstance(reading, ReadValue), text
        assert isinstance(reading.value, Number)
        assert reading.value.amount * 100 == whole * 100 + tenth * 10 + hundredth


@given(st.integers(0, 9_999), st.integers(0, 9_999), st.sampled_from("-+*/:;&|~ \n"))
def test_two_numbers_are_never_one(first: int, second: int, sign: str) -> None:
    text = f"{first}{sign}{second}"
    if sign == " " and len(str(second)) == 3:
        assert numbers(read_answer(COUNT, text)) <= {int(f"{first}{second}")}
    elif sign == "/" and first <= second:  # which of them is asked
        reading = read_answer(COUNT, text)
        assert numbers(reading) <= {first, second}
        assert not isinstance(reading, ReadValue)
    else:
        assert isinstance(read_answer(COUNT, text), RefusedReading)


@given(st.integers(1, 999_999), st.sampled_from(["khoảng", "gần", "hơn", "không dưới", "~", ">"]))
def test_about_a_number_is_never_the_number(number: int, about: str) -> None:
    reading = read_answer(COUNT, f"{about} {number}")
    assert isinstance(reading, AmbiguousReading)
    assert [type(one) for one in reading.readings] == [ReadValue, ReadState]


def numbers(reading: Reading) -> set[int]:
    """The numbers a reading is, or offers."""
    found = reading.readings if isinstance(reading, AmbiguousReading) else (reading,)
    values = [one.value for one in found if isinstance(one, ReadValue)]
    return {int(value.amount) for value in values if isinstance(value, Number)}
