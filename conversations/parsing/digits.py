"""Numbers in figures. A full stop or a comma before three figures divides thousands for some
and begins the fraction for others: such a number has two meanings here."""

from __future__ import annotations

import re
from decimal import Decimal

from conversations.parsing.number_words import NumberMeaning

MAX_FIGURES = 30
NUMERAL = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,]*\d)|\d+(?:[.,]\d+)*", re.ASCII)
_PLAIN = re.compile(r"\d+")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}|[1-9]\d{0,2}(?:,\d{3}){2,}")
_THOUSAND = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_FRACTION = re.compile(r"\d+[.,]\d+")
_MANY_ZEROS = re.compile(r"\d+[.,]0{4,}")  # more likely a slip than a fraction
_BOTH = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+),(\d+)|([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)")


def read_figures(numeral: str, *, whole: bool) -> tuple[NumberMeaning, ...]:
    """What the figures can mean, the likeliest first; none when they are put together wrongly.
    `whole`: only a whole number is asked for, so `1.234` can be nothing but 1234."""
    if len(numeral) > MAX_FIGURES:
        return ()
    if _PLAIN.fullmatch(numeral):
        return (NumberMeaning(Decimal(numeral)),)
    if _SPACED.fullmatch(numeral):  # `100 200` may be two numbers
        return (NumberMeaning(Decimal(numeral.replace(" ", "")), loose=_may_be_two(numeral)),)
    if _GROUPED.fullmatch(numeral):
        return (NumberMeaning(Decimal(re.sub("[.,]", "", numeral))),)
    if found := _BOTH.fullmatch(numeral):
        thousands, fraction = (found[1] or found[3]), (found[2] or found[4])
        return (NumberMeaning(Decimal(f"{re.sub('[.,]', '', thousands)}.{fraction}")),)
    if found := _THOUSAND.fullmatch(numeral):
        return _thousand_or_fraction(numeral, found[1], whole=whole)
    if _FRACTION.fullmatch(numeral):
        loose = whole and _MANY_ZEROS.fullmatch(numeral) is not None
        return (NumberMeaning(Decimal(numeral.replace(",", ".")), loose),)
    return ()


def _may_be_two(numeral: str) -> bool:
    return numeral[3:4] == " " or numeral[0] == "0"


def _thousand_or_fraction(numeral: str, sign: str, *, whole: bool) -> tuple[NumberMeaning, ...]:
    thousand, fraction = Decimal(numeral.replace(sign, "")), Decimal(numeral.replace(sign, "."))
    if whole and sign == ".":
        return (NumberMeaning(thousand),)
    values = (thousand, fraction) if whole else (fraction, thousand)
    return tuple(NumberMeaning(value, loose=True) for value in values)
