"""Form files that want to trick their reader: refused with a line, nothing built, nothing run."""

from __future__ import annotations

import pytest

from conversations.answer_types.base import AnswerType
from conversations.answer_types.count import CountType
from conversations.answer_types.types import ANSWER_TYPES
from templates.loading.answer_types import answer_type
from templates.loading.form_schema import RowSpec
from templates.loading.problems import Problem
from templates.loading.yaml_reader import MAX_BYTES, MAX_DEPTH, MAX_PROBLEMS, YamlFile, read_yaml

LARGEST = {word: kind.largest for word, kind in ANSWER_TYPES.items() if kind.largest}
REFUSED = {
    "laughs": "a: &a [x, x]\nb: [*a, *a]",
    "an alias alone": "a: *b",
    "code": "!!python/object/apply:os.system ['id']",
    "code within": "a: !!python/name:os.system",
    "bytes": "a: !!binary aGk=",
    "a tag of its own": "%TAG ! tag:x,2000:\n---\n!a b",
    "a key twice": "a: 1\na: 2",
    "two documents": "a: 1\n---\nb: 2",
    "deep lists": "[" * 200_000,
    "deep maps": "{a: " * 50_000,
    "deep dashes": "- " * 100_000,
    "deep keys": "? " * 100_000,
    "one level too many": "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2),
    "a map as key": "? {a: 1}\n: b",
    "a long key": "a" * 900_000 + ": 1",
    "a quote without end": '"' + "a" * 900_000,
    "an endless number": "a: 1.0e999999999",
    "a long fraction": "a: " + "9" * 900_000 + ".5",
    "too long": "a" * (MAX_BYTES + 1),
    "a NUL": "a: \0",
    "an escaped NUL": 'a: "\\0"',
    "an escaped half letter": 'a: "\\ud800"',
    "an escaped override": 'a: "\\u202e"',
    "an escaped key": '"\\e[2J": 1',
    "no such letter": 'a: "\\UFFFFFFFF"',
    "no such letter either": 'a: 1\nb: "\\U00110000"',
    "a control": "a: \x1b[31m",
    "no UTF-8": b"\xff\xfea",
    "the same key always": "{" + "a," * 100_000 + "}",
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_line(name: str) -> None:
    text = REFUSED[name]
    file = read_yaml(text if isinstance(text, bytes) else text.encode(), "form.yaml")
    assert 1 <= len(file.problems) <= MAX_PROBLEMS
    for problem in file.problems:
        assert problem.line >= 1
        assert problem.allowed


def test_an_escape_beyond_unicode_is_named_with_its_line() -> None:
    (problem,) = read_yaml(REFUSED["no such letter either"].encode(), "form.yaml").problems  # type: ignore[union-attr]
    assert problem.line == 2


@pytest.mark.parametrize(
    "text", ["a: " + "9" * 5_000, "a: 0x1f", "a: .inf", "a: 2023-01-01", "a: 012"]
)
def test_a_number_that_may_be_none_stays_text(text: str) -> None:
    file = read_yaml(text.encode(), "form.yaml")
    assert file.problems == []
    assert file.data == {"a": text[3:]}


def _type(kind: str, limit: int) -> AnswerType | Problem | None:
    spec = RowSpec.model_construct(answer={"type": kind, "limit": limit})
    return answer_type(spec, ("rows", 0, "answer"), {}, YamlFile("form.yaml"))


@pytest.mark.parametrize("kind", LARGEST)
def test_a_limit_is_what_can_be_stored(kind: str) -> None:
    most = LARGEST[kind]
    assert not isinstance(_type(kind, most), Problem)
    for limit in (0, -1, most + 1, 10**17):
        refused = _type(kind, limit)
        assert isinstance(refused, Problem)
        assert str(most) in refused.allowed


def test_figures_up_to_the_limit_fit_the_tables() -> None:
    """In hundredths, as 64 bits hold them."""
    assert LARGEST["count"] * 100 < 2**63
    assert CountType().limit <= LARGEST["count"]
