"""The rules of a form's checks as functions, made once: an answer asks dozens of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import DecimalException

from conversations.forms.check import CheckRule
from conversations.rules.expression import parse_expression, truth_of
from conversations.rules.facts import Facts
from conversations.rules.ternary import any_true, negate_truth

Condition = Callable[[Facts], bool | None]


def condition_of(rule: CheckRule) -> Condition:
    """Whether the rule holds: `when` implies `must`, in Kleene's sense."""
    must = _asking(rule.must)
    if rule.when is None:
        return must
    when = _asking(rule.when)

    def holds(facts: Facts) -> bool | None:
        spared = negate_truth(when(facts))
        return True if spared else any_true((spared, must(facts)))

    return holds


def _asking(text: str) -> Condition:
    """`is_true` of this text."""
    run = truth_of(parse_expression(text))

    def ask(facts: Facts) -> bool | None:
        try:
            return run(facts)
        except DecimalException:  # a number beyond all reach
            return None

    return ask
