"""A percentage given as two numbers: 7/21, `7 trên tổng số 21 nhiệm vụ`, `7/21 = 33,33%`."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from conversations.answers.values import Ratio
from conversations.parsing.amount import Amount, leading_amount
from conversations.parsing.suffix import MeasuredRow, Suffix, leading_measure, read_rest

PART_CODE = "which.part"  # of `7/21` where things are counted: which of the two is asked
DECIMALS = -2  # of a percentage, as an exponent
_OVER = re.compile(r"[/:⁄∕÷]\s*(?=\d)|(?:trên|tren|trong)\s+(?:tổng\s+số\s+|tong\s+so\s+)?")


def leading_ratio(row: MeasuredRow, text: str) -> tuple[Amount, Amount, Suffix] | None:
    """The numbers above and below, and what is left; None when the text is no ratio of two whole
    numbers that are beyond doubt. Both may be followed by what they count."""
    above = leading_amount(text, whole=True)
    if above is None or not _is_whole(above):
        return None
    counted, behind = leading_measure(_slash_apart(above.rest))
    over = _OVER.match(behind)
    if over is None:
        return None
    below = leading_amount(behind[over.end() :], whole=True)
    if below is None or not _is_whole(below):
        return None
    also_counted, left = leading_measure(below.rest)
    if counted and also_counted and counted != also_counted:
        return None
    return above, below, read_rest(left, row, glued=below.glued and not also_counted)


def _slash_apart(rest: str) -> str:
    """`văn bản/21` as `văn bản /21`; a slash further on belongs to a remark."""
    match = re.match(r"([^/\d(,]+)/(?=\d)", rest)
    return f"{match[1]} {rest[match.end(1) :]}" if match else rest


def _is_whole(amount: Amount) -> bool:
    if not amount.is_sure:
        return False
    value = amount.meanings[0].value
    return value == value.to_integral_value()


def is_result(ratio: Ratio, rest: Suffix) -> bool:
    """Whether the rest is `= 33,33%`, and true: as the chat itself prints a ratio."""
    if rest.kind != "range" or not rest.text.startswith("="):
        return False
    told = leading_amount(rest.text[1:].strip(), whole=False)
    return (
        told is not None
        and told.rest.strip(" .") in ("", "%")
        and any(is_same(ratio, meaning.value) for meaning in told.meanings)
    )


def is_same(ratio: Ratio, value: Decimal) -> bool:
    """Whether a percentage is this ratio, rounded to as many decimals as it was given with."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < DECIMALS:
        return ratio.amount == value
    return ratio.amount.quantize(value, rounding=ROUND_HALF_UP) == value
