"""Numbers in Vietnamese words, as people say and shorten them.

A parse gives every value the words can mean: `hai mươi mốt` is 21; `hai trăm năm` is 250 to most
and 205 to some. Who reads decides what to do with more than one. No rule looks beyond the words it
uses up, so one parse tells the meanings of every number of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conversations.text.normalize import Spelling, spell_known, spell_text, stands_for

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_DIGIT_WORDS = [*enumerate(DIGITS), (7, "bẩy")]
_HALF = ("rưỡi", "rưởi")
_LAST_ONLY = ((1, "mốt"), (4, "tư"), (5, "lăm"), (5, "nhăm"))  # only after tens
_SCALES = (
    (Decimal(1_000_000_000), ("tỷ", "tỉ")),
    (Decimal(1_000_000), ("triệu", "tr", "m")),
    (Decimal(1_000), ("nghìn", "ngàn", "k")),
)
_NAMES = {
    *(name for _, name in (*_DIGIT_WORDS, *_LAST_ONLY)),
    *(name for _, names in _SCALES for name in names),
    *(*_HALF, "mười", "mươi", "hăm", "chục", "trăm", "linh", "lẻ", "phẩy", "phảy"),
}
_SHORT_SCALES = ("tr", "m", "k")  # `3M`, `100k`; `5 k` may be five and nothing
_MISHEARD = {  # as it is spelled by ear, never as the first word
    "chính": "chín",
    "mốc": "mốt",
    "xáu": "sáu",
    "lâm": "lăm",
    "nhâm": "nhăm",
    "bảng": "bảy",
    "chăm": "trăm",
    "trâm": "trăm",
    "ngìn": "nghìn",
    "nghình": "nghìn",
    "ngàng": "ngàn",
    "triu": "triệu",
    "chiệu": "triệu",
    "lin": "linh",
    "nẻ": "lẻ",
    "mưi": "mươi",
    "bẩi": "bảy",
}
_TILDE, _HOOK = "\u0303", "\u0309"  # sound alike in the south: bãy, lẽ
_BY_LETTERS: dict[str, frozenset[str]] = {
    letters: frozenset(name for name in _NAMES if spell_known(name).letters == letters)
    for letters in {spell_known(name).letters for name in _NAMES}
}
_PLAIN_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
_ONE_FIGURE = re.compile(r"[1-9]")
_FIGURES = re.compile(r"[0-9]{1,6}")
Parse = tuple["NumberMeaning", int]


@dataclass(frozen=True)
class NumberMeaning:
    """One value. `loose` words have other readings, or are seldom meant as a number."""

    value: Decimal
    loose: bool = False

    def plus(self, other: NumberMeaning, times: Decimal | int = 1) -> NumberMeaning:
        return NumberMeaning(self.value * times + other.value, self.loose or other.loose)


@dataclass(frozen=True)
class SpokenWord:
    """A word as it was typed, and the words for numbers that it may stand for."""

    typed: str
    names: frozenset[str]


def numbers_in_words(typed: Sequence[str]) -> dict[int, tuple[NumberMeaning, ...]]:
    """By how many of the words are used up: every meaning of them, the likeliest (the greatest)
    first. Numbers of words that are no number are left out."""
    if not typed or not (typed[0][0].isdecimal() or _hear(typed[0]).names):
        return {}  # every number begins with figures or with a word for one
    found: dict[int, set[NumberMeaning]] = {}
    words = [_hear(word) for word in typed]
    heard = [words[0], *(_mishear(one) if not one.names else one for one in words[1:])]
    for meaning, end in _decimal(heard):
        found.setdefault(end, set()).add(meaning)
    return {
        end: tuple(sorted(told, key=lambda meaning: -meaning.value)) for end, told in found.items()
    }


def may_begin_number(word: str) -> bool:
    """Whether a number in words may begin with this word."""
    return spell_text(word).letters in _BY_LETTERS


def _hear(typed: str) -> SpokenWord:
    spelling = spell_text(typed)
    alike = _BY_LETTERS.get(spelling.letters, frozenset())
    names = frozenset(name for name in alike if stands_for(spelling, name))
    if not names and _TILDE in spelling.marks:
        swapped = Spelling(spelling.letters, spelling.marks.replace(_TILDE, _HOOK))
        names = frozenset(name for name in alike if stands_for(swapped, name))
    return SpokenWord(typed, names)


def _mishear(word: SpokenWord) -> SpokenWord:
    name = _MISHEARD.get(word.typed.casefold())
    return word if name is None else SpokenWord(word.typed, frozenset({name}))


def _is(words: Sequence[SpokenWord], at: int, *names: str) -> bool:
    return at < len(words) and not words[at].names.isdisjoint(names)


def _digit(words: Sequence[SpokenWord], at: int) -> Iterator[Parse]:
    for value, name in _DIGIT_WORDS:
        if _is(words, at, name):
            yield NumberMeaning(Decimal(value)), at + 1


def _last_digit(words: Sequence[SpokenWord], at: int) -> Iterator[Parse]:
    """The forms that one, four and five have after the tens only."""
    for value, name in _LAST_ONLY:
        if _is(words, at, name):
            yield NumberMeaning(Decimal(value)), at + 1


def _tens(words: Sequence[SpokenWord], at: int) -> Iterator[Parse]:
    """10 to 99."""
    if _is(words, at, "mười"):  # mươi alone is ten or so
        ten = NumberMeaning(Decimal(10), loose=words[at].typed.casefold() == "mươi")
        yield from _with_ones(words, ten, at + 1)
    if _is(words, at, "hăm"):
        yield from _with_ones(words, NumberMeaning(Decimal(20)), at + 1, alone=False)
    for digit, after in _digit(words, at):
        ten = NumberMeaning(digit.value * 10)
        if digit.value >= 2 and _is(words, after, "mươi"):
            yield from _with_ones(words, ten, after + 1)
        if digit.value >= 1 and _is(words, after, "chục"):
            yield ten, after + 1
        if digit.value >= 2:  # hai mốt, hai tư; hai ba may also be "two or three"
            for ones, end in _last_digit(words, after):
                yield ten.plus(ones), end
            for ones, end in _digit(words, after):
                if ones.value:
                    yield NumberMeaning(ten.value + ones.value, loose=True), end


def _with_ones(
    words: Sequence[SpokenWord], ten: NumberMeaning, at: int, *, alone: bool = True
) -> Iterator[Parse]:
    if alone:
        yield ten, at
    for ones, end in _last_digit(words, at):
        yield ten.plus(ones), end
    for ones, end in _digit(words, at):
        if ones.value:  # said lăm; mười năm may also be ten years
            yield ten.plus(NumberMeaning(ones.value, loose=_is(words, at, "năm"))), end


def _below_thousand(words: Sequence[SpokenWord], at: int) -> Iterator[Parse]:
    yield from _digit(words, at)
    yield from _tens(words, at)
    for digit, after in _digit(words, at):
        if _is(words, after, "trăm"):
            yield from _after_hundred(words, NumberMeaning(digit.value * 100), after + 1)
    for digit, after in _one_figure(words, at):
        if after < len(words) and words[after].typed.casefold() == "trăm":  # 2 tram may be two trạm
            yield from _after_hundred(words, NumberMeaning(digit.value * 100), after + 1)


def _after_hundred(
    words: Sequence[SpokenWord], hundreds: NumberMeaning, at: int
) -> Iterator[Parse]:
    yield hundreds, at
    if _is(words, at, *_HALF):
        yield NumberMeaning(hundreds.value + 50), at + 1
    if _is(words, at, "linh", "lẻ"):
        for ones, end in _ones(words, at + 1):
            yield hundreds.plus(ones), end
    for tens, end in (*_tens(words, at), *_figures(words, at)):
        if 10 <= tens.value < 100 and tens.value % 1 == 0:
            yield hundreds.plus(tens), end
    for ones, end in _ones(words, at):  # 250 to most, 205 to some
        yield NumberMeaning(hundreds.value + ones.value * 10, loose=True), end
        yield NumberMeaning(hundreds.value + ones.value, loose=True), end


def _ones(words: Sequence[SpokenWord], at: int) -> Iterator[Parse]:
    yield from _digit(words, at)
    yield from _last_digit(words, at)
    yield from _one_figure(words, at)


def _one_figure(words: Sequence[SpokenWord], at: int) -> Iterator[Parse]:
    if at < len(words) and _ONE_FIGURE.fullmatch(words[at].typed):
        yield NumberMeaning(Decimal(words[at].typed)), at + 1


def _figures(words: Sequence[SpokenWord], at: int) -> Iterator[Parse]:
    """A number in figures among words: `2 nghìn`, `1,5 triệu`, `12 nghìn 500`."""
    if at < len(words) and _PLAIN_NUMBER.fullmatch(words[at].typed):
        yield NumberMeaning(Decimal(words[at].typed.replace(",", "."))), at + 1


def _whole(words: Sequence[SpokenWord], at: int, scales: int = 0) -> Iterator[Parse]:
    """A number below a thousand of the first scale: hai triệu ba trăm nghìn."""
    yield from _half_of_one(words, at)
    for count, after in _figures(words, at):
        if _is(words, after, "chục") and count.value == count.value.to_integral_value():
            yield NumberMeaning(count.value * 10), after + 1
    for count, after in (*_below_thousand(words, at), *_figures(words, at)):
        for place, (scale, names) in enumerate(_SCALES[scales:], scales):
            if _is(words, after, *names) and words[after].typed != "m":  # metres
                short = words[after].typed.casefold() in _SHORT_SCALES
                said = NumberMeaning(count.value, count.loose or short)
                yield from _after_scale(words, said, scale, place, after + 1)
    yield from _below_thousand(words, at)


def _half_of_one(words: Sequence[SpokenWord], at: int) -> Iterator[Parse]:
    """`nghìn rưỡi`: one is left out."""
    hundred = (Decimal(100), ("trăm",))
    for scale, names in (*_SCALES, hundred):
        if _is(words, at, *names) and _is(words, at + 1, *_HALF):
            yield NumberMeaning(scale * 3 / 2), at + 2


def _after_scale(
    words: Sequence[SpokenWord], count: NumberMeaning, scale: Decimal, place: int, at: int
) -> Iterator[Parse]:
    so_far = NumberMeaning(count.value * scale, count.loose)
    yield so_far, at
    if _is(words, at, *_HALF):
        yield NumberMeaning(so_far.value + scale / 2, so_far.loose), at + 1
    if count.value != count.value.to_integral_value():
        return
    if _is(words, at, "linh", "lẻ"):
        for ones, end in (
            *_digit(words, at + 1),
            *_tens(words, at + 1),
            *_figures(words, at + 1),
        ):
            yield so_far.plus(ones), end
    for rest, end in (*_whole(words, at, place + 1), *_figures(words, at)):
        shortened = _shortened(words, at, end, rest.value, scale)
        if rest.value and not shortened:
            yield so_far.plus(rest), end
        elif end - at > 1 and not rest.value:  # hai nghìn không trăm
            yield so_far, end
        for value in (*shortened, rest.value) if shortened else ():
            yield NumberMeaning(so_far.value + value, loose=True), end


def _shortened(
    words: Sequence[SpokenWord], at: int, end: int, rest: Decimal, scale: Decimal
) -> tuple[Decimal, ...]:
    """What a number behind a scale may be short for: `một triệu hai` is 1.200.000 to most and
    1.000.002 to some; `một triệu hai trăm` 1.200.000 or 1.000.200; `1tr25` 1.250.000."""
    if rest == 0 or rest >= 1_000 or _is(words, at, "không"):
        return ()
    if rest < 10 and end - at == 1:
        return (rest * scale / 10,)
    if scale == 1_000:
        return ()
    part = {rest * scale / 1_000}
    if _FIGURES.fullmatch(words[at].typed) and end - at == 1:
        part.add(rest * scale / 10 ** len(words[at].typed))
    return tuple(sorted(part, reverse=True))


def _decimal(words: Sequence[SpokenWord]) -> Iterator[Parse]:
    """A whole number, one and a half, or one with a decimal comma: ba phẩy không năm."""
    figures = ((count, at) for count, at in _figures(words, 0) if count.value % 1 == 0)
    for whole, at in (*_whole(words, 0), *figures):
        yield whole, at
        if _is(words, at, *_HALF) and whole.value < 100:
            yield NumberMeaning(whole.value + Decimal("0.5"), whole.loose), at + 1
        if _is(words, at, "phẩy", "phảy"):
            if _is(words, at + 1, *_HALF):
                yield NumberMeaning(whole.value + Decimal("0.5"), whole.loose), at + 2
            for fraction, end in _fraction(words, at + 1):
                yield NumberMeaning(whole.value + fraction, whole.loose), end


def _fraction(words: Sequence[SpokenWord], at: int) -> Iterator[tuple[Decimal, int]]:
    """What stands behind the comma: figures, single digits, or a number below a hundred."""
    if at < len(words) and _FIGURES.fullmatch(words[at].typed):
        yield Decimal(f"0.{words[at].typed}"), at + 1
    for value, end in _tens(words, at):
        if not value.loose:
            yield value.value / 100, end
    written, here = "", at
    while digit := next(_digit(words, here), None):
        written += str(digit[0].value)
        here = digit[1]
        yield Decimal(f"0.{written}"), here
