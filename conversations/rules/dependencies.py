"""What has to be looked at again when rows get other answers. It is worked out once for a form, so
that an answer costs the same in a form of any length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from conversations.forms.check import Check, CheckRule, Severity
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.rules.expression import Expression, parse_expression
from conversations.rules.predicates import Condition, condition_of

SPOKEN = frozenset({Severity.HARD, Severity.SOFT})
Named = TypeVar("Named", Row, Check, CheckRule)


@dataclass(frozen=True)
class RowDependencies:
    """`computed` and `void` are, by a row's key, the rows that are computed from it, also by way of
    others, in asking order; and the rows whose being asked hangs on it, as printed. `spoken` are
    the hard and soft checks, `places` where each stands among them, by its id; `checks`, by a row's
    key, those that name it or look at all rows, as `typed()`; `one_by_one` the ids of those that do
    only that, each row by itself. `conditions` are, by a check's id, its rules as functions;
    `hanging`, by a row's key and a check's id, those of them that hang on the row."""

    computed: Mapping[str, tuple[Row, ...]]
    void: Mapping[str, tuple[Row, ...]]
    spoken: tuple[Check, ...]
    places: Mapping[str, int]
    checks: Mapping[str, tuple[Check, ...]]
    one_by_one: frozenset[str]
    conditions: Mapping[str, tuple[Condition, ...]]
    hanging: Mapping[str, Mapping[str, tuple[Condition, ...]]]


def row_dependencies(form: Form) -> RowDependencies:
    """The form's, made when they are first asked for."""
    return form.derived(_dependents)


def voids_look_back(form: Form) -> bool:
    """Whether what is asked in the form may hang on the unit's earlier reports."""
    return form.derived(_voids_look_back)


def _voids_look_back(form: Form) -> bool:
    voids = [row.void_when for row in form.rows]
    return any(part.speaks_of_past for part in _within(form, *voids))


def _dependents(form: Form) -> RowDependencies:
    in_turn = sorted(form.rows, key=lambda row: form.asked_at.get(row.key, -1))
    spoken = tuple(check for check in form.checks if check.severity in SPOKEN)
    return RowDependencies(
        computed=_by_key(in_turn, lambda row: _computed_from(form, row)),
        void=_by_key(form.rows, lambda row: _hangs_on(form, row.void_when)),
        spoken=spoken,
        places={check.id: place for place, check in enumerate(spoken)},
        checks=_by_key(spoken, lambda check: _spoken_of(form, check)),
        one_by_one=frozenset(check.id for check in spoken if _looks_one_by_one(check)),
        conditions={check.id: tuple(map(condition_of, check.rules)) for check in spoken},
        hanging=_hanging_by_key(form, spoken),
    )


def _by_key(
    found: Iterable[Named], keys: Callable[[Named], Iterable[str]]
) -> dict[str, tuple[Named, ...]]:
    gathered: dict[str, list[Named]] = {}
    for one in found:
        for key in keys(one):
            gathered.setdefault(key, []).append(one)
    return {key: tuple(all_) for key, all_ in gathered.items()}


def _hanging_by_key(
    form: Form, checks: Iterable[Check]
) -> dict[str, dict[str, tuple[Condition, ...]]]:
    found: dict[str, dict[str, tuple[Condition, ...]]] = {key: {} for key in form.by_key}
    for check in checks:
        rules = _by_key(check.rules, lambda rule: _hangs_on(form, rule.when, rule.must))
        for key in rules.keys() & found.keys():
            found[key][check.id] = tuple(map(condition_of, rules[key]))
    return found


def _computed_from(form: Form, row: Row) -> Iterable[str]:
    """The rows a computed row hangs on. An earlier report may be sent in at any time: a row that
    looks at one is computed again with every answer."""
    looks_back = any(part.speaks_of_past for part in _within(form, row.computed))
    return form.by_key if looks_back else _hangs_on(form, row.computed)


def _hangs_on(form: Form, *texts: str | None) -> frozenset[str]:
    """Every row whose answer may change what these expressions are."""
    parts = _within(form, *texts)
    if any(part.speaks_of_all for part in parts):
        return frozenset(form.by_key)
    return frozenset(key for part in parts for key in part.keys)


def _within(form: Form, *texts: str | None) -> list[Expression]:
    """These expressions, and those by which the rows that they name are computed or ruled out."""
    found: dict[str, Expression] = {}
    waiting = [*texts]
    while waiting:
        text = waiting.pop()
        if text is None or text in found:
            continue
        found[text] = parse_expression(text)
        rows = (form.by_key[key] for key in found[text].keys if key in form.by_key)
        waiting += [inner for row in rows for inner in (row.computed, row.void_when)]
    return [*found.values()]


def parts_of(rule: CheckRule) -> tuple[Expression, ...]:
    """The expressions of a rule."""
    must = parse_expression(rule.must)
    return (must,) if rule.when is None else (parse_expression(rule.when), must)


def named_by(check: Check) -> frozenset[str]:
    """The rows that a check names."""
    return frozenset(key for rule in check.rules for part in parts_of(rule) for key in part.keys)


def _spoken_of(form: Form, check: Check) -> Iterable[str]:
    parts = (part for rule in check.rules for part in parts_of(rule))
    return form.by_key if any(part.speaks_of_all for part in parts) else named_by(check)


def _looks_one_by_one(check: Check) -> bool:
    return all(
        rule.when is None and parse_expression(rule.must).is_look_at_all for rule in check.rules
    )
