"""A value is stored with its type for good, and printed as it is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from conversations.answer_types.number_limits import NumberLimits
from conversations.answer_types.reader import read_answer
from conversations.answers.figure import Figure, as_figure
from conversations.answers.values import (
    Answer,
    AnswerState,
    Coded,
    Codes,
    Day,
    Number,
    Ratio,
    Text,
    Value,
)
from conversations.parsing.result import AmbiguousReading, Reading, ReadState, ReadValue, as_answer
from conversations.reports.printed_answers import print_answer, value_cell
from tests.support.answer_rows import ANSWER_ROWS, answer_row

STORED = {
    '{"kind":"number","amount":"-35.5"}': Number(amount=Decimal("-35.5")),
    '{"kind":"number","amount":"1250300000"}': Number(amount=Decimal(1_250_300_000)),
    '{"kind":"date","day":"2026-03-14"}': Day(day=date(2026, 3, 14)),
    '{"kind":"choices","codes":["0","2"]}': Codes(codes=("0", "2")),
    '{"kind":"ratio","numerator":"7","denominator":"21"}': Ratio(
        numerator=Decimal(7), denominator=Decimal(21)
    ),
    '{"kind":"choice","code":"1"}': Coded(code="1"),
    '{"kind":"text","text":"a"}': Text(text="a"),
}


def told(value: Value) -> Answer:
    return Answer(state=AnswerState.VALUE, value=value)


def test_a_stored_value_comes_back_as_it_was() -> None:
    for stored, value in STORED.items():
        assert value.model_dump_json() == stored
        assert Answer.model_validate_json(told(value).model_dump_json()).value == value


def test_what_adds_up_is_an_amount_and_a_day_is_none() -> None:
    figures = [as_figure(told(value)) for value in STORED.values()]
    assert [one.amount for one in figures] == [
        *(Decimal("-35.5"), Decimal(1_250_300_000), None, None, Decimal(7), None, None)
    ]
    assert [one.text for one in figures] == [None, None, "14/03/2026", "0, 2", None, None, "a"]


def test_a_day_is_counted_in_expressions() -> None:
    first, second = (told(Day(day=date(2026, 3, day))) for day in (1, 15))
    assert first.operand is not None
    assert second.operand is not None
    assert second.operand - first.operand == 14
    assert told(Number(amount=Decimal(3))).operand == 3


def test_a_negative_number_prints_as_its_row_says() -> None:
    minus = answer_row("a", "", type="count", negative=True)
    brackets = answer_row("a", "", type="decimal", negative="brackets")
    below = told(Number(amount=Decimal("-1250")))
    assert value_cell(below, minus.answer) == "-1.250"
    assert value_cell(below, brackets.answer) == "(1.250)"
    assert value_cell(told(Number(amount=Decimal(5))), brackets.answer) == "5"


def known(reading: Reading) -> tuple[ReadValue | ReadState, ...]:
    if isinstance(reading, AmbiguousReading):
        return reading.readings
    return (reading,) if isinstance(reading, ReadValue | ReadState) else ()


NUMBERS = [
    name
    for name, row in ANSWER_ROWS.items()
    if isinstance(row.answer, NumberLimits) and not row.answer.has_parts
]


@given(st.sampled_from(NUMBERS), st.decimals(-(10**9), 10**9, places=3))
def test_a_number_is_read_as_it_is_printed(name: str, amount: Decimal) -> None:
    """In each row, when it is one of its numbers; what can be read otherwise is asked."""
    row = ANSWER_ROWS[name]
    value = Number(amount=amount)
    if row.answer_type.fits(value):
        for printed in (value_cell(told(value), row.answer), print_answer(row, told(value))):
            assert value in [
                one.value for one in known(read_answer(row, printed)) if isinstance(one, ReadValue)
            ]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_read_as_it_is_printed(day: date) -> None:
    row = ANSWER_ROWS["any_day"]
    for printed in (print_answer(row, told(Day(day=day))), day.isoformat(), f"{day:%d-%m-%Y}"):
        assert read_answer(row, printed) == ReadValue(value=Day(day=day))


PIECES = st.sampled_from(
    [
        *(
            "-",
            "(",
            ")",
            "âm",
            "giảm",
            "tăng",
            "khoảng",
            "5",
            "1.250",
            "1,5",
            "triệu",
            "tỷ",
            "nghìn",
        ),
        *(
            "đồng",
            "tr",
            "k",
            "phẩy",
            "không",
            "15/3",
            "ngày",
            "tháng",
            "năm",
            "2026",
            "cuối",
            "0, 1",
        ),
        *("và", "trừ", "cả", "tất cả", "online", "phiếu", ",", ";", "?", "chưa có số"),
    ]
)


@given(st.sampled_from([*ANSWER_ROWS]), st.lists(PIECES, max_size=6).map(" ".join))
def test_no_text_raises_and_every_value_fits_its_row(name: str, typed: str) -> None:
    row = ANSWER_ROWS[name]
    for one in known(read_answer(row, typed)):
        if isinstance(one, ReadValue):
            assert row.answer_type.fits(one.value), typed
            assert print_answer(row, as_answer(one))


def test_totals_are_sums_of_numbers_and_counts_of_codes() -> None:
    two = [Figure(state=AnswerState.VALUE, amount=Decimal(n)) for n in ("1.125", "-0.5")]
    for name in ("tons", "million.1", "change"):
        assert ANSWER_ROWS[name].answer_type.total(two) == Number(amount=Decimal("0.625"))
    day = Figure(state=AnswerState.VALUE, text="14/03/2026")
    assert ANSWER_ROWS["any_day"].answer_type.total([day]) is None
    several = Figure(state=AnswerState.VALUE, text="0, 2")
    assert ANSWER_ROWS["ways"].answer_type.codes_of(several) == ("0", "2")
    assert ANSWER_ROWS["ways"].answer_type.total([several]) is None


def test_a_computed_number_is_rounded_as_its_row_keeps_it() -> None:
    made = {
        name: ANSWER_ROWS[name].answer_type.make_value(Decimal("-1.25555"))
        for name in ("tons", "million.1", "million", "ha")
    }
    assert made == {
        "tons": Number(amount=Decimal("-1.256")),
        "million.1": Number(amount=Decimal("-1.3")),
        "million": None,
        "ha": None,
    }
    day = ANSWER_ROWS["any_day"].answer_type.make_value(Decimal(date(2026, 3, 1).toordinal()))
    assert day == Day(day=date(2026, 3, 1))
    assert ANSWER_ROWS["any_day"].answer_type.make_value(Decimal(5)) is None
