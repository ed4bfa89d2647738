"""How a form file says what a row's answer is: `count`, `choice co-khong`, `{type: …}`."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.answer_types.base import AnswerType
from conversations.answer_types.types import ANSWER_TYPES
from templates.loading.form_schema import RowSpec
from templates.loading.problems import Problem
from templates.loading.validation import show_found
from templates.loading.yaml_reader import Path, YamlFile

# What the tables of figures can hold, and what a filed appendix is read back with.
LARGEST = {word: kind.largest for word, kind in ANSWER_TYPES.items() if kind.largest}


def answer_type(
    spec: RowSpec, path: Path, choices: Mapping[str, AnswerType], file: YamlFile
) -> AnswerType | Problem | None:
    """The answer type a row names; None for a heading."""
    if spec.answer is None:
        return None
    if isinstance(spec.answer, dict):
        return _limited(spec.answer, path, file)
    known = {word: _make_type({"type": word}) for word in LARGEST}
    known |= {f"{one.type} {name}": one for name, one in choices.items()}
    if spec.answer in known:
        return known[spec.answer]
    return file.problem(path, show_found(spec.answer), ", ".join(known))


def _limited(mapping: Mapping[str, object], path: Path, file: YamlFile) -> AnswerType | Problem:
    most = LARGEST.get(str(mapping.get("type")), 0)
    *others, last = LARGEST
    allowed = f"{{type: {', '.join(others)} or {last}, limit: a number above 0}}"
    if most:
        allowed = f"{{type: {mapping['type']}, limit: a number from 1 to {most}}}"
    if most and set(mapping) <= {"type", "limit"}:
        limit = mapping.get("limit", 1)
        if isinstance(limit, int) and not isinstance(limit, bool) and 0 < limit <= most:
            return _make_type(mapping)
    return file.problem(path, str(dict(mapping)), allowed)


def _make_type(mapping: Mapping[str, object]) -> AnswerType:
    return ANSWER_TYPES[str(mapping["type"])].model_validate(mapping)
