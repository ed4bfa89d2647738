"""From Python's syntax tree to closures over the facts of a report.

Only the node types named here exist; a number and a condition are told apart, so that
`[A] + blank([B])` is refused when a form is read and not found out in a conversation.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal

from conversations.rules import ternary
from conversations.rules.facts import Facts, Figure
from conversations.rules.lexer import ALLOWED, MAX_DEPTH, ExpressionError

Truth = bool | None


@dataclass(frozen=True)
class NumberNode:
    """A number. `parts` are the two numbers of a percentage."""

    run: Callable[[Facts], Figure]
    parts: tuple[NumberNode, NumberNode] | None = None


@dataclass(frozen=True)
class TruthNode:
    """A condition."""

    run: Callable[[Facts], Truth]


Node = NumberNode | TruthNode


@dataclass(frozen=True)
class Inspection:
    """A look at rows one by one; at every row in question when `keys` is empty. `at_notes`: at
    their notes, and nothing else of them."""

    look: Callable[[Facts, str], Truth]
    keys: tuple[str, ...]
    at_notes: bool

    def run(self, facts: Facts) -> Truth:
        if len(self.keys) == 1:
            return self.look(facts, self.keys[0])
        return ternary.none_broken(self.look(facts, key) for key in self._rows(facts))

    def broken(self, facts: Facts) -> tuple[str, ...]:
        """The rows that do not pass."""
        return tuple(key for key in self._rows(facts) if self.look(facts, key) is False)

    def _rows(self, facts: Facts) -> Collection[str]:
        return self.keys or facts.rows


ROW_TRUTHS: dict[str, Callable[[Facts, str], Truth]] = {
    "blank": Facts.blank,
    "filled": Facts.filled,
    "zero": Facts.zero,
    "noted": Facts.noted,
    "names_plan": Facts.names_plan,
}
AT_NOTES = frozenset({"codes_fit", "dates_fit"})
INSPECTIONS: dict[str, Callable[[Facts, str], Truth]] = {
    "typed": Facts.typed,
    "codes_fit": Facts.codes_fit,
    "dates_fit": Facts.dates_fit,
}
NUMBERS: dict[str, Callable[..., Figure]] = {
    "max": ternary.largest_number,
    "min": ternary.smallest_number,
    "percent": ternary.compute_percent,
}
LASTS: dict[str, Callable[[Facts, str], Figure]] = {
    "last": Facts.last,
    "last_in_year": Facts.last_in_year,
    "last_year": Facts.last_year,
}
PAST = frozenset({*LASTS, "steady", "repeats"})
DAYS_OF_PERIOD: dict[str, Callable[[Facts], Figure]] = {
    "period_start": Facts.period_start,
    "period_end": Facts.period_end,
}
FUNCTIONS = frozenset({*ROW_TRUTHS, *INSPECTIONS, *NUMBERS, *PAST, *DAYS_OF_PERIOD})
OPERATORS: dict[type[ast.operator], Callable[[Figure, Figure], Figure]] = {
    ast.Add: ternary.add_numbers,
    ast.Sub: ternary.subtract_numbers,
    ast.Mult: ternary.multiply_numbers,
    ast.Div: ternary.divide_numbers,
}


@dataclass
class Compiler:
    """Compiles one expression; `leaves` are the row keys and numbers behind its names."""

    leaves: dict[str, str | Decimal]
    inspections: list[Inspection] = field(default_factory=list)

    def node(self, tree: ast.expr, depth: int = 0) -> Node:
        """The closure of this part of the tree; ExpressionError for all that is not allowed."""
        if depth > MAX_DEPTH:
            raise ExpressionError(f"operators within operators; allowed: {MAX_DEPTH} deep")
        match tree:
            case ast.BoolOp(op=op, values=values):
                return self._junction(isinstance(op, ast.And), values, depth)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self._truth(operand, depth)
                return TruthNode(lambda facts: ternary.negate_truth(inner(facts)))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                minus = self._number(operand, depth)
                return NumberNode(lambda facts: ternary.subtract_numbers(Decimal(0), minus(facts)))
            case ast.BinOp():
                return self._chain(tree, depth)
            case ast.Compare():
                return self._comparison(tree, depth)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
                return self._call(name, args, depth)
            case ast.Name(id=name) if name in self.leaves:
                return self._leaf(self.leaves[name])
            case _:
                raise _refused(tree)

    def _number(self, tree: ast.expr, depth: int) -> Callable[[Facts], Figure]:
        node = self.node(tree, depth + 1)
        if not isinstance(node, NumberNode):
            raise ExpressionError("found a condition; allowed: a number here, as [KEY] or 30")
        return node.run

    def _truth(self, tree: ast.expr, depth: int) -> Callable[[Facts], Truth]:
        node = self.node(tree, depth + 1)
        if not isinstance(node, TruthNode):
            allowed = "a condition here, as [KEY] > 0 or filled([KEY])"
            raise ExpressionError(f"found a number; allowed: {allowed}")
        return node.run

    def _key(self, name: str, tree: ast.expr) -> str:
        if isinstance(tree, ast.Name) and isinstance(key := self.leaves.get(tree.id), str):
            return key
        raise ExpressionError(
            f"{name}: found {type(tree).__name__.lower()}; allowed: a row, as [I.01.02]"
        )

    def _leaf(self, leaf: str | Decimal) -> Node:
        if isinstance(leaf, str):
            return NumberNode(lambda facts: facts.number(leaf))
        return NumberNode(lambda facts: leaf)

    def _junction(self, both: bool, values: list[ast.expr], depth: int) -> TruthNode:
        parts = [self._truth(value, depth) for value in values]
        join = ternary.all_true if both else ternary.any_true
        return TruthNode(lambda facts: join(part(facts) for part in parts))

    def _chain(self, tree: ast.BinOp, depth: int) -> NumberNode:
        # A sum of forty rows nests forty deep on its left side: walked, not recursed into.
        steps: list[tuple[Callable[[Figure, Figure], Figure], Callable[[Facts], Figure]]] = []
        left: ast.expr = tree
        while isinstance(left, ast.BinOp):
            if type(left.op) not in OPERATORS:
                raise _refused(left)
            steps.insert(0, (OPERATORS[type(left.op)], self._number(left.right, depth)))
            left = left.left
        first = self._number(left, depth)

        def run(facts: Facts) -> Figure:
            result = first(facts)
            for work, operand in steps:
                result = work(result, operand(facts))
            return result

        return NumberNode(run)

    def _comparison(self, tree: ast.Compare, depth: int) -> TruthNode:
        numbers = [self._number(side, depth) for side in (tree.left, *tree.comparators)]
        names = [type(op).__name__ for op in tree.ops]
        if not set(names) <= ternary.COMPARE.keys():
            raise _refused(tree)
        works = [ternary.COMPARE[name] for name in names]
        if len(works) == 1:
            (work,), (left, right) = works, numbers
            return TruthNode(lambda facts: ternary.compare_numbers(work, left(facts), right(facts)))

        def run(facts: Facts) -> Truth:
            figures = [number(facts) for number in numbers]
            pairs = zip(works, figures, figures[1:], strict=False)
            return ternary.all_true(
                ternary.compare_numbers(work, one, two) for work, one, two in pairs
            )

        return TruthNode(run)

    def _call(self, name: str, args: list[ast.expr], depth: int) -> Node:
        if name in INSPECTIONS:
            keys = tuple(self._key(name, arg) for arg in args)
            inspection = Inspection(INSPECTIONS[name], keys, name in AT_NOTES)
            self.inspections.append(inspection)
            return TruthNode(inspection.run)
        if name in NUMBERS:
            return self._calculation(name, args, depth)
        if name in DAYS_OF_PERIOD:
            if args:
                raise ExpressionError(f"{name}: found {len(args)} arguments; allowed: none")
            return NumberNode(DAYS_OF_PERIOD[name])
        count = 2 if name == "steady" else 1
        if len(args) != count:
            raise ExpressionError(f"{name}: found {len(args)} arguments; allowed: {count}")
        if name == "repeats":
            share = self._number(args[0], depth)
            return TruthNode(lambda facts: facts.repeats(share(facts)))
        return self._row_call(name, self._key(name, args[0]), args[1:], depth)

    def _row_call(self, name: str, key: str, rest: list[ast.expr], depth: int) -> Node:
        if name in LASTS:
            number = LASTS[name]
            return NumberNode(lambda facts: number(facts, key))
        if name == "steady":
            limit = self._number(rest[0], depth)
            return TruthNode(lambda facts: facts.steady(key, limit(facts)))
        look = ROW_TRUTHS[name]
        return TruthNode(lambda facts: look(facts, key))

    def _calculation(self, name: str, args: list[ast.expr], depth: int) -> NumberNode:
        if not args or (name == "percent" and len(args) != 2):
            allowed = "2" if name == "percent" else "1 or more"
            raise ExpressionError(f"{name}: found {len(args)} arguments; allowed: {allowed}")
        work = NUMBERS[name]
        parts = [self._number(arg, depth) for arg in args]
        both = (NumberNode(parts[0]), NumberNode(parts[1])) if name == "percent" else None
        return NumberNode(lambda facts: work(*(part(facts) for part in parts)), both)


def _refused(tree: ast.expr) -> ExpressionError:
    return ExpressionError(f"found {type(tree).__name__.lower()}; allowed: {ALLOWED}")
