"""Every answer type is found through one map, and lives through the way to a reader process."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from conversations.answer_types.base import AnswerType
from conversations.answer_types.types import ANSWER_TYPES
from conversations.forms.model import Form
from templates.loading.catalog import load_catalog

FORM = load_catalog().forms["cchc-so"]


def _types_below(kind: type[AnswerType]) -> Iterator[type[AnswerType]]:
    """Every class that can be made, however many stand between it and this one."""
    for one in kind.__subclasses__():
        if not inspect.isabstract(one):
            yield one
        yield from _types_below(one)


def test_the_map_holds_every_type_by_its_own_word() -> None:
    assert {*ANSWER_TYPES.values()} == {*_types_below(AnswerType)}
    for word, kind in ANSWER_TYPES.items():
        assert kind.model_fields["type"].default == word
        assert not inspect.isabstract(kind)


def test_the_types_of_a_form_come_back_from_json() -> None:
    back = Form.model_validate_json(FORM.model_dump_json())
    assert [row.answer for row in back.rows] == [row.answer for row in FORM.rows]
