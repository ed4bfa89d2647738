"""The glossary beside a form."""

from __future__ import annotations

import re

import pytest

from conversations.forms.glossary import find_term, nearest_term, terms_of_row
from conversations.forms.model import Form
from templates.loading.catalog import load_catalog
from templates.loading.glossary import parse_glossary
from templates.loading.yaml_reader import read_yaml

_ABBREVIATION = re.compile(r"\b[A-ZĐ]{2,}(?:-[A-ZĐ][A-Za-zĐ]+)?\b")
_NUMERAL = re.compile(r"[IVX]+")


def form() -> Form:
    return load_catalog().forms["cchc-so"]


def problems_of(text: str) -> list[str]:
    return [str(one) for one in parse_glossary(read_yaml(text.encode(), "glossary.yaml"))[1]]


def test_every_abbreviation_that_an_officer_reads_is_explained() -> None:
    shown = [f"{row.title} {row.measure} {row.hint or ''}" for row in form().rows]
    shown += [check.message for check in form().checks]
    found = {word for text in shown for word in _ABBREVIATION.findall(text)}
    unknown = {
        word for word in found if not _NUMERAL.fullmatch(word) and not find_term(form(), word)
    }
    assert unknown == set()


def test_an_explanation_fits_two_lines_of_a_phone() -> None:
    assert [term.name for term in form().glossary if len(term.meaning) > 240] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("VBQPPL", "VBQPPL"),
        ("văn bản quy phạm pháp luật", "VBQPPL"),
        ("van ban quy pham", "VBQPPL"),
        ("một cửa liên thông", "một cửa liên thông"),
        ("cơ chế một cửa", "một cửa"),
        ("luỹ kế", "lũy kế"),
        ("biên phòng", None),
    ],
)
def test_term(text: str, name: str | None) -> None:
    found = find_term(form(), text)
    assert (found.name if found else None) == name


def test_a_slip_is_forgiven_and_a_short_word_is_not_guessed() -> None:
    near = nearest_term(form(), "vbqpl")
    assert near is not None
    assert near.name == "VBQPPL"
    assert nearest_term(form(), "ND") is None


def test_the_abbreviations_of_a_row() -> None:
    row = next(row for row in form().rows if row.title == "Số VBQPPL phải rà soát")
    assert [term.name for term in terms_of_row(form(), row)] == ["VBQPPL"]


def test_the_glossary_is_no_part_of_the_version() -> None:
    bare = form().model_copy(update={"glossary": ()})
    assert (bare.key, bare.version) == (form().key, form().version)
    assert find_term(bare, "VBQPPL") is None


def test_words_of_one_term_only() -> None:
    found = problems_of("terms:\n  AB: {meaning: một}\n  CD: {meaning: hai, called: [ab]}\n")
    assert len(found) == 1
    assert found[0].startswith("glossary.yaml:3: terms/CD: found 'ab', which also means AB;")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("terms: {}\n", "terms"),
        ("terms:\n  AB: {}\n", "no meaning"),
        ("terms:\n  AB: {meaning: một, means: hai}\n", "the unknown field means"),
        ("words: {}\n", "the unknown field words"),
    ],
)
def test_what_is_wrong_is_told(text: str, said: str) -> None:
    assert any(said in one for one in problems_of(text))
