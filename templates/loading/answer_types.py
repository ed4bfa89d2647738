"""How a form file says what a row's answer is: `count`, `choice co-khong`, `{type: …}`."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from conversations.forms.model import AnswerType, ChoiceType, CountType, PercentType, TextType
from templates.loading.form_schema import RowSpec
from templates.loading.problems import Problem
from templates.loading.validation import show_found
from templates.loading.yaml_reader import Path, YamlFile

_PLAIN: Mapping[str, AnswerType] = {
    "count": CountType(),
    "percent": PercentType(),
    "text": TextType(),
}
# What the tables of figures can hold, and what a filed appendix is read back with.
LARGEST: Mapping[str, int] = {"count": 10**15, "percent": 10**6, "text": 4_000}
_LIMITED: TypeAdapter[AnswerType] = TypeAdapter(AnswerType)


def answer_type(
    spec: RowSpec, path: Path, choices: Mapping[str, ChoiceType], file: YamlFile
) -> AnswerType | Problem | None:
    """The answer type a row names; None for a heading."""
    if spec.answer is None:
        return None
    if isinstance(spec.answer, dict):
        return _limited(spec.answer, path, file)
    if spec.answer in _PLAIN:
        return _PLAIN[spec.answer]
    word, _, name = spec.answer.partition(" ")
    if word == "choice" and name in choices:
        return choices[name]
    named = ", ".join(f"choice {name}" for name in choices)
    return file.problem(path, show_found(spec.answer), f"count, percent, text, {named}")


def _limited(mapping: Mapping[str, object], path: Path, file: YamlFile) -> AnswerType | Problem:
    most = LARGEST.get(str(mapping.get("type")), 0)
    allowed = "{type: count, percent or text, limit: a number above 0}"
    if most:
        allowed = f"{{type: {mapping['type']}, limit: a number from 1 to {most}}}"
    if mapping.get("type") in _PLAIN and set(mapping) <= {"type", "limit"}:
        limit = mapping.get("limit", 1)
        if isinstance(limit, int) and not isinstance(limit, bool) and 0 < limit <= most:
            try:
                return _LIMITED.validate_python(mapping)
            except ValidationError:
                return file.problem(path, show_found(mapping), allowed)
    return file.problem(path, str(dict(mapping)), allowed)
