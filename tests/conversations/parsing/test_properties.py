"""What holds for every text and every number."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answer_types.count import CountType
from conversations.answer_types.percent import PercentType
from conversations.answer_types.reader import read_answer
from conversations.answers.values import Number
from conversations.forms.check import Check, CheckRule, Severity
from conversations.forms.row import Row
from conversations.parsing.number_words import DIGITS
from conversations.parsing.result import (
    AmbiguousReading,
    ReadState,
    ReadValue,
    RefusedReading,
    as_answer,
)
from conversations.reports.printed_answers import print_answer
from conversations.rules import checks
from conversations.text.normalize import clean_text, fold_text, may_mean
from conversations.text.numbers import print_number
from templates.loading.catalog import load_catalog
from tests.support.reports import blank_report

FORM = load_catalog().forms["cchc-so"]
ROWS = [FORM.row(key) for key in FORM.order]
COUNT, PERCENT, CHOICE, TEXT = (FORM.row(key) for key in ("IV.02.03", "I.07.03", "I.05", "I.09"))
FIGURES = ["0", "1", "21", "1.234", "1,5", "-", "(", ")", "%", "/", ",", "."]
SPOKEN = ["người", "hai", "mươi", "trăm", "nghìn", "phẩy", "không", "có", "chưa", "khoảng", "kps"]
PIECES = st.sampled_from([*FIGURES, *SPOKEN])
TYPED = st.text(max_size=30) | st.lists(PIECES, max_size=8).map(" ".join)


@given(st.sampled_from(ROWS), TYPED)
@settings(max_examples=600)
def test_no_text_raises_and_every_value_fits_its_row(row: Row, typed: str) -> None:
    reading = read_answer(row, typed)
    found = reading.readings if isinstance(reading, AmbiguousReading) else (reading,)
    typed_check = Check(
        id="T",
        severity=Severity.HARD,
        rules=(CheckRule(must=f"typed([{row.key}])"),),
        message="",
    )
    for one in found:
        if isinstance(one, (ReadValue, ReadState)):
            report = blank_report(FORM).with_answer(row.key, as_answer(one))
            assert checks.judge_check(FORM, report, typed_check, settled=True).holds in (True, None)
            assert print_answer(row, as_answer(one))


@given(TYPED)
def test_letters_composed_or_not_mean_the_same(typed: str) -> None:
    for row in (COUNT, PERCENT, CHOICE):
        composed = read_answer(row, unicodedata.normalize("NFC", typed))
        assert read_answer(row, unicodedata.normalize("NFD", typed)) == composed


@given(st.integers(0, 999_999_999))
def test_a_count_reads_back_as_printed(number: int) -> None:
    for text in (str(number), print_number(Decimal(number)), f"{number:,}".replace(",", " ")):
        reading = read_answer(COUNT, text)
        found = reading.readings[0] if isinstance(reading, AmbiguousReading) else reading
        assert isinstance(found, ReadValue)
        assert found.value == Number(amount=Decimal(number))


@given(st.integers(0, 10_000))
def test_a_percentage_reads_back_as_printed(hundredths: int) -> None:
    amount = Decimal(hundredths) / 100
    for text in (print_number(amount), f"{print_number(amount)}%", f"{amount} %"):
        reading = read_answer(PERCENT, text)
        assert isinstance(reading, ReadValue)
        assert isinstance(reading.value, Number)
        assert reading.value.amount == amount


def spell(number: int) -> str:
    """The number as it is taught at school; written apart from the parser."""
    if number >= 1_000:
        thousands, rest = divmod(number, 1_000)
        return f"{spell(thousands)} nghìn" + (f" {_three(rest)}" if rest else "")
    if number >= 100:
        return _three(number)
    return _two(number)


def _three(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    ones = f" linh {DIGITS[rest]}" if rest < 10 else f" {_two(rest)}"
    return f"{DIGITS[hundreds]} trăm" + (ones if rest else "")


def _two(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    first = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    last = {0: "", 5: " lăm"}.get(ones, f" {DIGITS[ones]}")
    if tens > 1 and ones == 1:
        last = " mốt"
    return first + last


@given(st.integers(0, 999_999))
@settings(max_examples=500)
def test_school_words_mean_their_number(number: int) -> None:
    words = spell(number)
    for text in (words, words.upper(), words.replace("nghìn", "ngàn").replace("linh", "lẻ")):
        reading = read_answer(COUNT, text)
        if number == 0:  # `không` alone is asked: zero, or nothing to report?
            assert isinstance(reading, AmbiguousReading)
        else:
            assert reading == ReadValue(value=Number(amount=Decimal(number))), text


@given(st.integers(1, 999_999))
@settings(max_examples=500)
def test_words_without_accents_are_never_misread(number: int) -> None:
    reading = read_answer(COUNT, fold_text(spell(number)))
    assert not isinstance(reading, (RefusedReading, ReadState))
    found = reading.readings if isinstance(reading, AmbiguousReading) else (reading,)
    assert Number(amount=Decimal(number)) in [
        one.value for one in found if isinstance(one, ReadValue)
    ]


@given(st.text(max_size=50))
def test_cleaning_is_done_once(typed: str) -> None:
    assert clean_text(clean_text(typed)) == clean_text(typed)
    assert fold_text(fold_text(typed)) == fold_text(typed)


@given(st.decimals(0, 10**9, places=2))
def test_numbers_print_in_vietnamese(amount: Decimal) -> None:
    text = print_number(amount)
    assert Decimal(text.replace(".", "").replace(",", ".")) == amount
    assert not text.endswith((",", ",0", ",00"))


@pytest.mark.parametrize(
    ("typed", "word", "may"),
    [
        ("muoi", "mươi", True),
        ("muoi", "mười", True),
        ("mươi", "mười", True),
        ("mười", "mươi", False),
        ("huỷ", "hủy", True),
        ("HỦY", "hủy", True),
        ("bà", "ba", False),
        ("da", "đã", True),
        ("đa", "đã", True),
        ("dã", "đã", True),
        ("tám", "tạm", False),
        ("ba", "bab", False),
    ],
)
def test_marks_may_be_missing_but_not_wrong(typed: str, word: str, may: bool) -> None:
    assert may_mean(typed, word) is may


def test_types_of_the_rows_used_here() -> None:
    assert isinstance(COUNT.answer, CountType)
    assert isinstance(PERCENT.answer, PercentType)
