"""Words are sound templates, and broken ones are named by their line."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import bot
import conversations
from bot.runtime.preflight import all_problems, document_problems
from templates.loading.catalog import load_catalog
from templates.loading.wording import (
    WordingCatalog,
    WordingError,
    wording_problems,
)
from templates.loading.yaml_reader import read_yaml
from tests.support.paths import ROOT

FOLDERS = [Path(package.__file__ or "").parent for package in (bot, conversations)]


def test_the_product_has_no_problems() -> None:
    assert all_problems() == []


def test_a_form_without_a_word_template_is_named() -> None:
    known = load_catalog().forms["cchc-so"]
    bare = tuple(one.model_copy(update={"content": None}) for one in known.layouts)
    form = known.model_copy(update={"key": "khong-mau", "layouts": bare})
    problem, _ = document_problems(form)  # one for each layout
    assert (problem.file, problem.found) == ("forms/khong-mau/appendix.docx", "no file")


def test_words_are_composed_letters() -> None:
    text = (FOLDERS[0].parent / "templates/wordings/vi.yaml").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


GOOD = (FOLDERS[0].parent / "templates/wordings/vi.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "key", "found", "allowed"),
    [
        ("button.later: Để sau", "button.later:", "button.later", "None", "a text"),
        ("button.later: Để sau", "button.later: [1]", "button.later", "[1]", "a text"),
        ("button.later: Để sau", "button.later: '{{ x'", "button.later", "cannot be read", "Jinja"),
        ("button.later: Để sau", "button.later: [x", "(file)", "expected", "YAML 1.2"),
        ("button.later: Để sau", "saved: Lại", "saved", "saved", ""),
    ],
)
def test_broken_words_are_named_with_their_line(
    old: str, new: str, key: str, found: str, allowed: str
) -> None:
    assert GOOD.count(f"\n{old}") == 1
    text = GOOD.replace(f"\n{old}", f"\n{new}")
    line = 1 + text[: text.index(f"\n{new}") + 1].count("\n")
    told = wording_problems(read_yaml(text.encode(), "wordings/vi.yaml"))
    (mine,) = [problem for problem in told if problem.key == key]
    assert found in mine.found
    assert allowed in mine.allowed
    if key in ("button.later", "saved"):
        assert mine.line == line


def test_a_broken_tag_is_named_by_its_own_line() -> None:
    text = GOOD.replace("\n  ✓ Đã bỏ ghi chú", "\n  {% if %}Đã bỏ ghi chú")
    (problem,) = wording_problems(read_yaml(text.encode(), "wordings/vi.yaml"))
    assert problem.line == 1 + text[: text.index("{% if %}Đã bỏ")].count("\n")


def test_a_file_of_something_else_is_refused() -> None:
    (problem,) = wording_problems(read_yaml(b"- a\n- b\n", "wordings/vi.yaml"))
    assert problem.allowed == "code: text"


def test_words_that_cannot_be_filled_are_named() -> None:
    words = WordingCatalog({"a": "{{ x.y }}"})
    with pytest.raises(WordingError, match="no wording for code 'b'"):
        words.say("b", {})
    with pytest.raises(WordingError, match="'a' cannot be filled"):
        words.say("a", {})


def test_data_is_never_markup_nor_template() -> None:
    words = WordingCatalog({"a": "<b>{{ x }}</b>"})
    assert words.say("a", {"x": "<i>{{ 7 * 7 }}</i>"}) == "<b>&lt;i&gt;{{ 7 * 7 }}&lt;/i&gt;</b>"


@pytest.mark.parametrize("end", ["", "-office"])
def test_who_has_no_buttons_is_not_told_to_press_one(end: str) -> None:
    """Pages in a browser have buttons of their own, and old ones were buttons."""
    name = f"wordings/vi{end}.yaml"
    texts = read_yaml((files("templates") / name).read_bytes(), name).data
    pressing = {code for code, text in texts.items() if re.search(r"\b([Bb]ấm|[Nn]út)\b", text)}
    known = {code for code in pressing if code.startswith(("page.", "old."))}
    assert pressing - known == {code for code in pressing - known if "taps" in texts[code]}
    assert pressing - known


def test_no_word_is_taken_from_what_a_mapping_can_do() -> None:
    """`one.values` would print a method, not what stands under the name."""
    methods = r"\b\w+\.(?:values|items|keys|get|pop|copy|update|clear|setdefault)\b(?!\()"
    for path in sorted((Path(str(files("templates"))) / "wordings").glob("*.yaml")):
        tags = re.findall(r"{[{%].*?[%}]}", path.read_text(encoding="utf-8"))
        assert [tag for tag in tags if re.search(methods, tag)] == []


def test_no_word_is_taken_from_a_constant() -> None:
    """`none` is nothing in a template, whatever is said under that name: no test of it holds."""
    jinja = Environment()
    found = []
    for name in ("vi.yaml", "vi-office.yaml"):
        texts = read_yaml((ROOT / "templates/wordings" / name).read_bytes(), name).data
        for code, text in texts.items():
            tree = jinja.parse(text)
            said = [part for output in tree.find_all(nodes.Output) for part in output.nodes]
            asked = [one.test for one in tree.find_all((nodes.If, nodes.CondExpr))]
            found += [code for one in (*said, *asked) if isinstance(one, nodes.Const)]
    assert found == []


def test_no_line_of_a_list_runs_into_the_next() -> None:
    """The end of a line goes with a tag that stands there: a blank line keeps it."""
    joined = re.compile(r"\{% for [^%]*%\}\n[^\n]*\S[^\n]*\{% end(?:if|for) %\}\n\{% endfor %\}")
    for name in ("vi.yaml", "vi-office.yaml"):
        texts = read_yaml((ROOT / "templates/wordings" / name).read_bytes(), name).data
        assert [code for code, text in texts.items() if joined.search(text)] == [], name
