"""How a form file says what a row's answer is: `count`, `choice co-khong`, `money triệu đồng`,
`{type: …}`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pydantic import ValidationError

from conversations.answer_types.base import AnswerType
from conversations.answer_types.number_limits import MAX_PLACES, NumberLimits
from conversations.answer_types.text import MOST_LINES
from conversations.answer_types.types import ANSWER_TYPES
from conversations.parsing.choice import Option
from conversations.parsing.money_unit import MoneyUnit
from templates.loading.form_schema import RowSpec
from templates.loading.problems import Problem
from templates.loading.validation import show_found
from templates.loading.yaml_reader import Path, YamlFile

_BOUND = "a number"
_DAY = "a day as 2026-03-15, period_start or period_end"
_UNITS = ", ".join(MoneyUnit)
_SETTINGS = {
    "places": f"0 to {MAX_PLACES}",
    "negative": "true or brackets",
    "unit": f"one of {_UNITS}",
    "lines": f"1 to {MOST_LINES}",
}
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def answer_type(
    spec: RowSpec, path: Path, choices: Mapping[str, Sequence[Option]], file: YamlFile
) -> AnswerType | Problem | None:
    """The answer type a row names; None for a heading."""
    if spec.answer is None:
        return None
    if isinstance(spec.answer, dict):
        return _described(spec.answer, path, file)
    known = {word: _make_type({"type": word}) for word in ("count", "percent", "text")}
    for name, options in choices.items():
        known |= {
            f"{word} {name}": _make_type({"type": word, "options": tuple(options)})
            for word in ("choice", "choices")
        }
    known |= {word: _make_type({"type": word}) for word in ("decimal", "date")}
    known |= {f"money {unit}": _make_type({"type": "money", "unit": unit}) for unit in MoneyUnit}
    found = known.get(" ".join(spec.answer.split()))
    if found is not None:
        return found
    return file.problem(path, show_found(spec.answer), ", ".join(known))


def _described(mapping: Mapping[str, object], path: Path, file: YamlFile) -> AnswerType | Problem:
    kind = ANSWER_TYPES.get(str(mapping.get("type")))
    if kind is None or not kind.settable:
        *others, last = (word for word, one in ANSWER_TYPES.items() if one.settable)
        allowed = f"{{type: {', '.join(others)} or {last}, and what it may say}}"
        return file.problem(path, str(dict(mapping)), allowed)
    allowed = ", ".join(f"{name}: {_allowed(kind, name)}" for name in kind.settable)
    allowed = f"{{type: {mapping['type']}, {allowed}}}"
    wrong = file.problem(path, _as_written(mapping), allowed)
    if not {*mapping} <= {"type", *kind.settable}:
        return wrong
    if not all(_is_good(kind, name, value) for name, value in mapping.items()):
        return wrong
    try:
        made = _make_type(mapping)
    except ValidationError:
        return wrong
    return _contradiction(made, mapping, path, file) or made


def _as_written(mapping: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in mapping.items()) + "}"


def _allowed(kind: type[AnswerType], name: str) -> str:
    if name == "limit":
        return f"a number from 1 to {kind.largest}"
    if name in ("min", "max"):
        return _DAY if kind.is_dated else _BOUND
    return _SETTINGS[name]


def _is_good(kind: type[AnswerType], name: str, value: object) -> bool:
    """Whether the value is of the right sort: YAML tells a day, a number and a text apart."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if name == "limit":
        return isinstance(value, int) and number and 0 < value <= kind.largest
    if name in ("min", "max"):
        return number if not kind.is_dated else _is_bound(value)
    if name in ("places", "lines"):
        return isinstance(value, int) and number
    return name != "negative" or value in (True, False, "brackets")


def _is_bound(value: object) -> bool:
    """A day stays text when a form file is read."""
    if value in ("period_start", "period_end"):
        return True
    return isinstance(value, str) and _ISO_DAY.fullmatch(value) is not None


def _contradiction(
    made: AnswerType, mapping: Mapping[str, object], path: Path, file: YamlFile
) -> Problem | None:
    """Limits that leave no number over."""
    least, most = getattr(made, "min", None), getattr(made, "max", None)
    found = _as_written(mapping)
    both = isinstance(least, Decimal | date) and isinstance(most, Decimal | date)
    if both and least > most:  # type: ignore[operator]  # they are of one type
        return file.problem(path, found, "a min that is not above the max")
    if not isinstance(made, NumberLimits):
        return None
    if least is not None and least < 0 and not made.negative:
        return file.problem(path, found, "negative: true beside a min below 0")
    if most is not None and most < (least or Decimal(0)) and not made.negative:
        return file.problem(path, found, "a max that is not below the min")
    return None


def _make_type(mapping: Mapping[str, object]) -> AnswerType:
    return ANSWER_TYPES[str(mapping["type"])].model_validate(dict(mapping))
