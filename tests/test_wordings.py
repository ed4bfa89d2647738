"""The core's codes and the words for them hold together, in both directions."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
import conversations
from bot.checking import all_problems, document_problems, wording_problems
from conversations.codes import ALL_CODES, BUTTONS, REPLIES
from templates.catalog import load_catalog
from templates.wording import WordingError, Words, load_wording

FOLDERS = [Path(package.__file__ or "").parent for package in (bot, conversations)]


def _trees() -> Iterator[ast.Module]:
    for folder in FOLDERS:
        for path in folder.rglob("*.py"):
            if path.name != "codes.py":
                yield ast.parse(path.read_text(encoding="utf-8"))


def _literals(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _said(tree: ast.AST) -> Iterator[str]:
    """The literal codes in `….say("code")`, `Reply(code="code")` and the like."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "say" and node.args:
            yield from _literals(node.args[0])
        for keyword in node.keywords:
            if keyword.arg == "code" and isinstance(keyword.value, (ast.Constant, ast.IfExp)):
                yield from _literals(keyword.value)


def test_every_code_that_is_said_is_listed() -> None:
    said = {code for tree in _trees() for code in _said(tree)}
    assert len(said) > 40
    assert said - ALL_CODES == set()


def test_every_listed_reply_is_said_somewhere() -> None:
    literals = {text for tree in _trees() for text in _literals(tree)}
    made = {
        "check.hard",
        "check.soft",
        "document.draft",
        "document.final",
    }  # from a severity, a kind
    assert REPLIES - literals - made == set()


def test_every_code_has_words_and_all_words_a_code() -> None:
    assert wording_problems("vi") == []
    assert load_wording().codes == ALL_CODES


def test_the_product_has_no_problems() -> None:
    assert all_problems() == []


def test_a_form_without_a_word_template_is_named() -> None:
    form = load_catalog().forms["cchc-so"].model_copy(update={"key": "khong-mau"})
    assert document_problems(form) == [
        "forms/khong-mau/appendix.docx: not there; every form needs a Word template"
    ]


def test_words_are_composed_letters() -> None:
    text = (FOLDERS[0].parent / "templates/wordings/vi.yaml").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


def test_buttons_and_replies_are_told_apart() -> None:
    assert all(code.startswith("button.") for code in BUTTONS)
    assert not any(code.startswith("button.") for code in REPLIES)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"a": "{{ x }"}, "'a' is not a template"),
        ({"a": 7}, "'a' is 7, not a text"),
    ],
)
def test_broken_words_are_named(texts: dict[str, str], said: str) -> None:
    with pytest.raises(WordingError, match=said):
        Words(texts)


def test_words_that_cannot_be_filled_are_named() -> None:
    words = Words({"a": "{{ x.y }}"})
    with pytest.raises(WordingError, match="no wording for code 'b'"):
        words.say("b", {})
    with pytest.raises(WordingError, match="'a' cannot be filled"):
        words.say("a", {})


def test_data_is_never_markup_nor_template() -> None:
    words = Words({"a": "<b>{{ x }}</b>"})
    assert words.say("a", {"x": "<i>{{ 7 * 7 }}</i>"}) == "<b>&lt;i&gt;{{ 7 * 7 }}&lt;/i&gt;</b>"
