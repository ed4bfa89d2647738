"""Three-valued logic and arithmetic: every function knows what a gap does to it.

`None` is "not known". `MISSING` is a number that is not there and will not come.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from conversations.rules.facts import MISSING, Figure

EXACT = Context(prec=28, rounding=ROUND_HALF_UP)  # no matter what the process has set up
HUNDREDTH = Decimal("0.01")

COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "Lt": operator.lt,
    "LtE": operator.le,
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "GtE": operator.ge,
    "Gt": operator.gt,
}


def all_true(truths: Iterable[bool | None]) -> bool | None:
    """Kleene's "and": false as soon as one is, else unknown as soon as one is."""
    result: bool | None = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def any_true(truths: Iterable[bool | None]) -> bool | None:
    """Kleene's "or"."""
    return negate_truth(all_true(negate_truth(truth) for truth in truths))


def negate_truth(truth: bool | None) -> bool | None:
    """Kleene's "not"."""
    return None if truth is None else not truth


def none_broken(truths: Iterable[bool | None]) -> bool | None:
    """False when one is false, true when one is true and none false, unknown when all are:
    what is said of several things that are each looked at on their own."""
    result: bool | None = None
    for truth in truths:
        if truth is False:
            return False
        result = result or truth
    return result


def add_numbers(first: Figure, second: Figure) -> Figure:
    """The sum; a missing part counts as nothing unless both are."""
    if first is None or second is None:
        return None
    if first is MISSING:
        return second
    return first if second is MISSING else EXACT.add(first, second)


def subtract_numbers(first: Figure, second: Figure) -> Figure:
    return _known(EXACT.subtract, first, second)


def multiply_numbers(first: Figure, second: Figure) -> Figure:
    return _known(EXACT.multiply, first, second)


def divide_numbers(first: Figure, second: Figure) -> Figure:
    """The quotient; unknown when `second` is 0."""
    return None if second == 0 else _known(EXACT.divide, first, second)


def compute_percent(first: Figure, second: Figure) -> Figure:
    """How many hundredths of `second` the `first` is: two decimals, half up; unknown when
    `second` is 0."""
    share = divide_numbers(multiply_numbers(first, Decimal(100)), second)
    return share.quantize(HUNDREDTH, context=EXACT) if isinstance(share, Decimal) else None


def compare_numbers(
    work: Callable[[Decimal, Decimal], bool], first: Figure, second: Figure
) -> bool | None:
    """What the comparison finds; unknown beside a gap."""
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        return work(first, second)
    return None


def largest_number(*figures: Figure) -> Figure:
    return _known(max, *figures)


def smallest_number(*figures: Figure) -> Figure:
    return _known(min, *figures)


def _known(work: Callable[..., Decimal], *figures: Figure) -> Figure:
    if all(isinstance(figure, Decimal) for figure in figures):
        return work(*figures)
    return None
