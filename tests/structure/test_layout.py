"""A folder holds few modules, a type name stands once, and the glossary names what there is."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import ROOT

PACKAGES = ("bot", "conversations", "storage", "templates")
MOST_MODULES = 30
_CODE = re.compile(r"`([A-Z]\w+)`")


def _modules() -> Iterator[Path]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if "versions" not in path.parts:
                yield path


def _types() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in _modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(str(path.relative_to(ROOT)))
    return found


def test_no_folder_holds_more_modules_than_one_looks_through() -> None:
    count = Counter(path.parent for path in _modules() if path.name != "__init__.py")
    assert {str(one): number for one, number in count.items() if number > MOST_MODULES} == {}


def test_a_public_type_name_stands_once() -> None:
    assert {name: places for name, places in _types().items() if len(places) > 1} == {}


def test_the_glossary_names_what_there_is() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    named = {name for line in text.splitlines() if "|" in line for name in _CODE.findall(line)}
    aliases = set(re.findall(r"^(\w+) = ", _text("conversations/protocol/session.py"), re.M))
    assert named
    assert named - _types().keys() - aliases == set()


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
