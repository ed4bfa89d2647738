"""A form's glossary: what its terms and abbreviations mean, kept beside the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, Field

from conversations.forms.model import Term
from conversations.frozen import Frozen
from conversations.text.normalize import fold_text
from templates.loading.form_schema import Printed
from templates.loading.problems import Problem
from templates.loading.validation import fit_model
from templates.loading.yaml_reader import YamlFile

MAX_TERMS = 300
Words = Annotated[str, Field(min_length=2, max_length=60)]


class TermSpec(Frozen):
    """One term; its name is what it stands under."""

    meaning: Annotated[str, Field(min_length=3, max_length=300)]
    called: tuple[Printed, ...] = ()


class GlossarySpec(Frozen):
    terms: Annotated[dict[Words, TermSpec], Field(min_length=1, max_length=MAX_TERMS)]


GLOSSARY_SPECS: dict[tuple[str, ...], type[BaseModel]] = {
    (): GlossarySpec,
    ("terms", "*"): TermSpec,
}


def parse_glossary(file: YamlFile) -> tuple[tuple[Term, ...], list[Problem]]:
    """The terms that a file explains, and everything that is wrong with it."""
    spec = file.problems or fit_model(GlossarySpec, file, GLOSSARY_SPECS)
    if not isinstance(spec, GlossarySpec):
        return (), spec
    terms = [Term(name=name, **dict(term)) for name, term in spec.terms.items()]
    return tuple(terms), [*_lint_names(terms, file)]


def _lint_names(terms: list[Term], file: YamlFile) -> Iterator[Problem]:
    """Words that an officer may say mean one term only."""
    owners: dict[str, str] = {}
    for term in terms:
        for word in term.names:
            owner = owners.setdefault(fold_text(word), term.name)
            if owner != term.name:
                found = f"{word!r}, which also means {owner}"
                yield file.problem(("terms", term.name), found, "words of one term only")
