"""Expressions over the rows of a report: parsed once, then evaluated in three-valued logic.

    [I.04.02] + [I.04.03] <= [I.04.01]
    zero([IV.01.02]) and filled([IV.01.03])

`None` means "not known". `and`, `or`, `not` follow Kleene: false and unknown is false, true or
unknown is true, all else with an unknown is unknown. A sum goes on without a missing number as
long as one is there; any other operation or comparison with a missing or unknown number is
unknown, and so is a division by zero.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from functools import cached_property, lru_cache

from conversations.rules.compiler import (
    FUNCTIONS,
    PAST,
    Compiler,
    Inspection,
    Node,
    NumberNode,
    TruthNode,
)
from conversations.rules.facts import MISSING, Facts
from conversations.rules.lexer import ALLOWED, ExpressionError, tokenize_expression

__all__ = [
    "Expression",
    "ExpressionError",
    "evaluate_expression",
    "is_true",
    "parse_expression",
    "truth_of",
]


@dataclass(frozen=True)
class Expression:
    """A parsed expression. `ordered_keys` are the rows it names, in order of appearance;
    `inspections` are its calls of `typed` and the like, which look at rows one by one;
    `speaks_of_past` tells whether it looks at an earlier report."""

    text: str
    node: Node
    ordered_keys: tuple[str, ...]
    inspections: tuple[Inspection, ...]
    speaks_of_past: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(self.ordered_keys)

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false; a number otherwise."""
        return isinstance(self.node, TruthNode)

    @cached_property
    def speaks_of_all(self) -> bool:
        """Whether it looks at every row of the form, as `typed()` does."""
        return any(not inspection.keys for inspection in self.inspections)

    @property
    def is_look_at_all(self) -> bool:
        """Whether it is just an inspection of every row, as `typed()`."""
        looks = [look.run for look in self.inspections if not look.keys]
        return self.node.run in looks

    @cached_property
    def speaks_of_notes(self) -> bool:
        """Whether it looks at notes and at nothing else, as `codes_fit([I.01])` does."""
        looked = {key for look in self.inspections if look.at_notes for key in look.keys}
        return bool(looked) and looked == self.keys

    @property
    def parts(self) -> tuple[Expression, Expression] | None:
        """The two numbers of a percentage, when the expression is just `percent(a, b)`."""
        if not isinstance(self.node, NumberNode) or self.node.parts is None:
            return None
        first, second = (Expression(self.text, part, (), ()) for part in self.node.parts)
        return first, second

    def suspects(self, facts: Facts) -> Iterator[str]:
        """The rows that do not pass an inspection."""
        for inspection in self.inspections:
            yield from inspection.broken(facts)


@lru_cache(maxsize=4_096)
def parse_expression(text: str) -> Expression:
    """The expression of this text; ExpressionError says what was found and what is allowed."""
    source = tokenize_expression(text, FUNCTIONS)
    try:
        tree = ast.parse(source.python, mode="eval")
    except SyntaxError as error:
        found = f"found {text.strip()!r}, which cannot be read"
        raise ExpressionError(f"{found}; allowed: {ALLOWED}") from error
    compiler = Compiler(source.leaves)
    node = compiler.node(tree.body)
    speaks_of_past = not PAST.isdisjoint(source.python.split())
    return Expression(text, node, source.keys, tuple(compiler.inspections), speaks_of_past)


def truth_of(condition: Expression) -> Callable[[Facts], bool | None]:
    """The function behind what is known to be a condition; it may raise DecimalException."""
    node = condition.node
    assert isinstance(node, TruthNode)  # noqa: S101 - the catalog has looked
    return node.run


def is_true(condition: Expression, facts: Facts) -> bool | None:
    """`evaluate` for what is known to be a condition."""
    try:
        return truth_of(condition)(facts)
    except DecimalException:
        return None


def evaluate_expression(expression: Expression, facts: Facts) -> Decimal | bool | None:
    """What the expression is on this report; None when it is not known. Never raises."""
    try:
        result = expression.node.run(facts)
    except DecimalException:  # a number beyond all reach
        return None
    return None if result is MISSING else result
