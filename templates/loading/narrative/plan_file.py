"""narrative.yaml: how a form's report is told in words, read and checked against the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, create_model

from conversations.forms.model import Form
from conversations.forms.narrative_plan import (
    HouseWords,
    NarrativePlan,
    PlannedPart,
    PlannedPoint,
    WordsQuestion,
)
from conversations.forms.narrative_sentences import (
    SENTENCE_KINDS,
    ListedChoice,
    ListedCount,
    ShareRows,
    kind_of_sentence,
)
from templates.loading.narrative.plan_lint import lint_plan
from templates.loading.problems import Problem
from templates.loading.validation import fit_model, show_found
from templates.loading.yaml_reader import Path, YamlFile

_fields: dict[str, Any] = {
    name: (str, "") for kind in SENTENCE_KINDS.values() for name in kind.model_fields
}
_AnySentence = create_model("_AnySentence", **_fields)
_SAY = ("parts", "*", "points", "*", "say", "*")
PLAN_SPECS: dict[tuple[str, ...], type[BaseModel]] = {
    (): NarrativePlan,
    ("words",): HouseWords,
    ("parts", "*"): PlannedPart,
    ("parts", "*", "points", "*"): PlannedPoint,
    ("parts", "*", "points", "*", "ask", "*"): WordsQuestion,
    _SAY: _AnySentence,
    (*_SAY, "share"): ShareRows,
    (*_SAY, "counts", "*"): ListedCount,
    (*_SAY, "parts", "*"): ListedCount,
    (*_SAY, "choices", "*"): ListedChoice,
}


def parse_plan(file: YamlFile, form: Form) -> tuple[NarrativePlan | None, list[Problem]]:
    """The plan that a file holds for this form, and everything that is wrong with it."""
    found = file.problems or [*_kindless(file)]
    if found:
        return None, found
    plan = fit_model(NarrativePlan, file, PLAN_SPECS)
    if not isinstance(plan, NarrativePlan):
        return None, plan
    return plan, [*lint_plan(plan, form, file)]


def _kindless(file: YamlFile) -> Iterator[Problem]:
    """Sentences that have no field that tells their kind, or two."""
    for path, sentence in _sentences(file.data):
        if not isinstance(sentence, dict) or kind_of_sentence(sentence) is None:
            found, kinds = show_found(sentence), ", ".join(SENTENCE_KINDS)
            allowed = f"a sentence of one kind: {kinds}"
            yield file.problem(path, found, allowed)


def _sentences(data: Any) -> Iterator[tuple[Path, Any]]:
    for part_at, part in enumerate(_list(data, "parts")):
        for point_at, point in enumerate(_list(part, "points")):
            for at, sentence in enumerate(_list(point, "say")):
                yield ("parts", part_at, "points", point_at, "say", at), sentence


def _list(data: Any, name: str) -> list[Any]:
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []
