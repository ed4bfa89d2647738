"""CONTRIBUTING.md is true: what it names is there, and a command takes the places it says."""

from __future__ import annotations

import re

from tests.support.paths import ROOT

PATH = re.compile(r"`((?:bot|conversations|storage|templates|tests|docs)/[\w./]+)`")
PACKAGES = ("bot", "conversations", "storage", "templates")
GO_BY_COMMAND = (
    "bot/channels/telegram/menu.py",
    "bot/workflow/handlers.py",
    "conversations/dialog/commands.py",
)
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_what_is_named_is_there() -> None:
    named = PATH.findall(TEXT)
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_nothing_but_handlers_and_the_menu_goes_by_command() -> None:
    """What else there is to know of a command stands in its spec."""
    goes_by = re.compile(r"^ +\w*Command\.[A-Z_]+:", re.MULTILINE)
    product = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    found = {path for path in product if goes_by.search(path.read_text(encoding="utf-8"))}
    assert found == {ROOT / path for path in GO_BY_COMMAND}
