"""Amounts of money: the number with its scale and its đồng, counted in the unit of the row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from conversations.parsing.amount import Amount, leading_figures
from conversations.parsing.money_unit import MoneyUnit
from conversations.parsing.number_words import NumberMeaning, numbers_in_words
from conversations.text.normalize import fold_text

UNHEARD_OF = Decimal(1_000_000_000_000)  # đồng, of an amount in figures alone
_SHORT = (  # as they are written into notes and cells
    (re.compile(r"(?<=\d)(\s*)(?:trđ|tr\.?\s?đ|tr)(?![^\W\d])\.?", re.IGNORECASE), " triệu "),
    (re.compile(r"(?<=\d)(\s*)(?:tỷđ|tỉđ|tyđ)(?![^\W\d])", re.IGNORECASE), " tỷ đồng "),
    (re.compile(r"(?<=\d)(\s*)k(?![^\W\d])", re.IGNORECASE), " nghìn "),
    (re.compile(r"(?<=[\d\s])(\s*)(?:vnđ|vnd|đ|₫)(?![^\W\d])\.?", re.IGNORECASE), " đồng "),
    (re.compile(r"(?<=\d)()d(?![^\W\d])"), " đồng "),
)
_DONG = re.compile(
    r"\s*(?:đồng|dong|đong|đ)(?:\s+(?:việt nam|viet nam))?(?![^\W\d])\s*", re.IGNORECASE
)
_SCALE_WORD = re.compile(r"\s*([^\W\d]+)\s*")
_SCALES = {"ty": 1_000_000_000, "ti": 1_000_000_000, "trieu": 1_000_000}
_SCALES |= {"nghin": 1_000, "ngan": 1_000}
_THOUSAND = 1_000


@dataclass(frozen=True)
class MoneyAmount:
    """An amount in the unit of its row. `told`: it was said in another unit than that. `doubt`:
    whether the words name a smaller unit, or just a number, is not known."""

    amount: Amount
    told: bool = False
    doubt: bool = False


def spell_money(text: str) -> str:
    """The text with the short forms of triệu, tỷ, nghìn and đồng written out."""
    for pattern, words in _SHORT:
        text = pattern.sub(words, text)
    return " ".join(text.split())


def count_money(found: Amount, unit: MoneyUnit, *, grouped: bool) -> MoneyAmount:
    """What an amount with the words behind it comes to in this unit. `grouped`: of which a full
    stop before three figures parts thousands."""
    scale, found = _scaled(found, unit, grouped=grouped)
    dong = _DONG.match(found.rest)
    if dong is not None:
        rest, text = found.rest[dong.end() :].strip(), f"{found.text} đồng"
        found = replace(found, text=text, rest=rest, glued=False)
    if not scale and dong is None:
        return MoneyAmount(found)
    if not found.meanings:
        return MoneyAmount(found)
    worth = unit.worth
    told = tuple(replace(one, value=_plain_form(one.value / worth)) for one in found.meanings)
    if dong is None and scale == _THOUSAND < worth:  # `2 nghìn` where millions are counted
        told = (*_plain(found.meanings), *told)
        return MoneyAmount(replace(found, meanings=told), told=True, doubt=True)
    return MoneyAmount(replace(found, meanings=told), told=(scale or 1) != worth)


def _plain_form(value: Decimal) -> Decimal:
    return value.to_integral_value() if value % 1 == 0 else value.normalize()


def _plain(meanings: Iterable[NumberMeaning]) -> tuple[NumberMeaning, ...]:
    return tuple(replace(one, loose=True) for one in meanings)


def _scaled(found: Amount, unit: MoneyUnit, *, grouped: bool) -> tuple[int, Amount]:
    """The greatest scale that is named, 0 without one, and the amount with all of them in it:
    `1.250 triệu`, `2 nghìn tỷ`."""
    scales = [_scale_of(word) for word in re.findall(r"[^\W\d]+", found.text)]
    scale, greatest = next((one for one in reversed(scales) if one), 0), max(scales, default=0)
    while (word := _SCALE_WORD.match(found.rest)) is not None:
        following = _scale_of(word[1])
        if not following or following <= scale:
            break
        if not scale and (figures := leading_figures(found.text, whole=False)) is not None:
            own = grouped and following == unit.worth  # a number of the row's own unit
            same = leading_figures(found.text, whole=True) if own else figures
            found = replace(found, meanings=(same or figures).meanings)
        meanings = tuple(replace(one, value=one.value * following) for one in found.meanings)
        rest = found.rest[word.end() :].strip()
        found = replace(
            found, meanings=meanings, text=f"{found.text} {word[1]}", rest=rest, glued=False
        )
        scale, greatest = following, max(greatest, following)
    return greatest, found


def _scale_of(word: str) -> int:
    """What the word multiplies by; 0 when it is no scale."""
    if not numbers_in_words(["1", word]).get(2):
        return 0
    return _SCALES.get(fold_text(word), 0)


def is_unheard_of(value: Decimal, unit: MoneyUnit) -> bool:
    """Whether so much of a unit is more likely a number of đồng."""
    return unit is not MoneyUnit.DONG and abs(value) * unit.worth >= UNHEARD_OF
