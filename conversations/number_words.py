"""Numbers in Vietnamese words, as people say and shorten them.

A parse gives every value the words can mean: `hai mươi mốt` is 21; `hai trăm năm` is 250 to most
and 205 to some. Who reads decides what to do with more than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conversations.text import may_mean

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_DIGIT_WORDS = [*enumerate(DIGITS), (7, "bẩy")]
_HALF = ("rưỡi", "rưởi")
_LAST_ONLY = ((1, "mốt"), (4, "tư"), (5, "lăm"), (5, "nhăm"))  # only after tens
_SCALES = (
    (Decimal(1_000_000_000), ("tỷ", "tỉ")),
    (Decimal(1_000_000), ("triệu", "tr")),
    (Decimal(1_000), ("nghìn", "ngàn")),
)
_PLAIN_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
Parse = tuple["Meaning", int]


@dataclass(frozen=True)
class Meaning:
    """One value. `loose` words have other readings, or are seldom meant as a number."""

    value: Decimal
    loose: bool = False

    def plus(self, other: Meaning, times: Decimal | int = 1) -> Meaning:
        return Meaning(self.value * times + other.value, self.loose or other.loose)


def number_in_words(words: Sequence[str]) -> tuple[Meaning, ...]:
    """Every meaning of these words, all of them used up, the likeliest (the greatest) first; none
    when they are no number."""
    found = {meaning for meaning, end in _decimal(words) if end == len(words)}
    if [word.casefold() for word in words] == ["sau"]:  # sáu, or (để) sau
        found = {Meaning(meaning.value, loose=True) for meaning in found}
    return tuple(sorted(found, key=lambda meaning: -meaning.value))


def _is(words: Sequence[str], at: int, *names: str) -> bool:
    return at < len(words) and any(may_mean(words[at], name) for name in names)


def _digit(words: Sequence[str], at: int) -> Iterator[Parse]:
    for value, name in _DIGIT_WORDS:
        if _is(words, at, name):
            yield Meaning(Decimal(value)), at + 1


def _last_digit(words: Sequence[str], at: int) -> Iterator[Parse]:
    """The forms that one, four and five have after the tens only."""
    for value, name in _LAST_ONLY:
        if _is(words, at, name):
            yield Meaning(Decimal(value)), at + 1


def _tens(words: Sequence[str], at: int) -> Iterator[Parse]:
    """10 to 99."""
    if _is(words, at, "mười"):
        yield from _with_ones(words, Meaning(Decimal(10)), at + 1)
    if _is(words, at, "hăm"):
        yield from _with_ones(words, Meaning(Decimal(20)), at + 1, alone=False)
    for digit, after in _digit(words, at):
        ten = Meaning(digit.value * 10)
        if digit.value >= 2 and _is(words, after, "mươi"):
            yield from _with_ones(words, ten, after + 1)
        if digit.value >= 1 and _is(words, after, "chục"):
            yield ten, after + 1
        if digit.value >= 2:  # hai mốt, hai tư; hai ba may also be "two or three"
            for ones, end in _last_digit(words, after):
                yield ten.plus(ones), end
            for ones, end in _digit(words, after):
                if ones.value:
                    yield Meaning(ten.value + ones.value, loose=True), end


def _with_ones(
    words: Sequence[str], ten: Meaning, at: int, *, alone: bool = True
) -> Iterator[Parse]:
    if alone:
        yield ten, at
    for ones, end in _last_digit(words, at):
        yield ten.plus(ones), end
    for ones, end in _digit(words, at):
        if ones.value:  # said lăm; mười năm may also be ten years
            yield ten.plus(Meaning(ones.value, loose=_is(words, at, "năm"))), end


def _below_thousand(words: Sequence[str], at: int) -> Iterator[Parse]:
    yield from _digit(words, at)
    yield from _tens(words, at)
    for digit, after in _digit(words, at):
        if _is(words, after, "trăm"):
            yield from _after_hundred(words, Meaning(digit.value * 100), after + 1)


def _after_hundred(words: Sequence[str], hundreds: Meaning, at: int) -> Iterator[Parse]:
    yield hundreds, at
    if _is(words, at, *_HALF):
        yield Meaning(hundreds.value + 50), at + 1
    if _is(words, at, "linh", "lẻ"):
        for ones, end in (*_digit(words, at + 1), *_last_digit(words, at + 1)):
            yield hundreds.plus(ones), end
    for tens, end in _tens(words, at):
        yield hundreds.plus(tens), end
    for ones, end in (*_digit(words, at), *_last_digit(words, at)):  # 250 to most, 205 to some
        yield Meaning(hundreds.value + ones.value * 10, loose=True), end
        yield Meaning(hundreds.value + ones.value, loose=True), end


def _figures(words: Sequence[str], at: int) -> Iterator[Parse]:
    """A number in figures among words: `2 nghìn`, `1,5 triệu`, `12 nghìn 500`."""
    if at < len(words) and _PLAIN_NUMBER.fullmatch(words[at]):
        yield Meaning(Decimal(words[at].replace(",", "."))), at + 1


def _whole(words: Sequence[str], at: int, scales: int = 0) -> Iterator[Parse]:
    """A number below a thousand of the first scale: hai triệu ba trăm nghìn."""
    for count, after in _figures(words, at):
        if _is(words, after, "chục") and count.value == count.value.to_integral_value():
            yield Meaning(count.value * 10), after + 1
    for count, after in (*_below_thousand(words, at), *_figures(words, at)):
        for place, (scale, names) in enumerate(_SCALES[scales:], scales):
            if _is(words, after, *names):
                yield from _after_scale(words, count, scale, place, after + 1)
    yield from _below_thousand(words, at)


def _after_scale(
    words: Sequence[str], count: Meaning, scale: Decimal, place: int, at: int
) -> Iterator[Parse]:
    so_far = Meaning(count.value * scale, count.loose)
    yield so_far, at
    if _is(words, at, *_HALF):
        yield Meaning(so_far.value + scale / 2, so_far.loose), at + 1
    if count.value != count.value.to_integral_value():
        return
    if _is(words, at, "linh", "lẻ"):
        for ones, end in (*_digit(words, at + 1), *_figures(words, at + 1)):
            yield so_far.plus(ones), end
    for rest, end in (*_whole(words, at, place + 1), *_figures(words, at)):
        if rest.value >= 10 or end - at > 1:
            yield so_far.plus(rest), end
        elif rest.value:  # một triệu hai: 1.200.000 to most, 1.000.002 to some
            yield Meaning(so_far.value + rest.value * scale / 10, loose=True), end
            yield Meaning(so_far.value + rest.value, loose=True), end


def _decimal(words: Sequence[str]) -> Iterator[Parse]:
    """A whole number, one and a half, or one with a decimal comma: ba phẩy không năm."""
    for whole, at in _whole(words, 0):
        yield whole, at
        if _is(words, at, *_HALF) and whole.value < 100:
            yield Meaning(whole.value + Decimal("0.5"), whole.loose), at + 1
        if _is(words, at, "phẩy", "phảy"):
            for fraction, end in _fraction(words, at + 1):
                yield Meaning(whole.value + fraction, whole.loose), end


def _fraction(words: Sequence[str], at: int) -> Iterator[tuple[Decimal, int]]:
    """What stands behind the comma: single digits, or a number below a hundred."""
    for value, end in _tens(words, at):
        if not value.loose:
            yield value.value / 100, end
    written, here = "", at
    while digit := next(_digit(words, here), None):
        written += str(digit[0].value)
        here = digit[1]
        yield Decimal(f"0.{written}"), here
