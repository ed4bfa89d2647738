"""People are called by their role, or they; the docs refer to files that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PLACES = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "bench",
    "bot",
    "conversations",
    "deploy",
    "docs",
    "storage",
    "templates",
    "tests",
)
ENDINGS = {"", ".py", ".md", ".js", ".mjs", ".css", ".html", ".typ", ".service", ".timer", ".yaml"}
_PRONOUN = re.compile(
    r"(?<![^\W_])(he|his|him|himself|she|her|hers|herself)(?![^\W_])", re.IGNORECASE
)
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_PATH = re.compile(r"`([\w-]+(?:/[\w.-]+)*/(?:[\w-]+\.(?:py|yaml|tsv|service))?)`")


def _texts(place: Path) -> Iterator[Path]:
    paths = sorted(place.rglob("*")) if place.is_dir() else [place]
    for path in paths:
        foreign = any(
            part.startswith(".") or part in ("node_modules", "vendor")
            for part in path.relative_to(ROOT).parts
        )
        if path.is_file() and path.suffix in ENDINGS and not foreign and path != Path(__file__):
            yield path


@pytest.mark.parametrize("place", PLACES)
def test_people_are_not_called_he_or_she(place: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in _texts(ROOT / place)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _PRONOUN.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "page",
    [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_what_a_page_refers_to_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [page.parent / link for link in _LINK.findall(text)]
    assert [str(link) for link in links if not link.exists()] == []
    roots = (ROOT, ROOT / "tests", page.parent)
    paths = _PATH.findall(text)
    assert [path for path in paths if not any((root / path).exists() for root in roots)] == []
