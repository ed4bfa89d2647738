"""What CONTRIBUTING.md tells of adding a channel holds for those that there are."""

from __future__ import annotations

import ast
import re

from bot.runtime.settings import PREFIX, Settings
from tests.acceptance.test_channel_parity import CHANNELS, SPEAKING
from tests.support.bots import BOTS
from tests.support.paths import ROOT

FOLDER = ROOT / "bot" / "channels"
PLATFORMS = ("telegram", "zalo")
ONLY = {"bot/channels/platforms.py", "bot/cli/zalo.py"}  # the latter brings the first token


def paragraph() -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.partition("**A channel.**")[2].partition("\n\n")[0]


def test_the_places_that_are_named_exist() -> None:
    named = re.findall(r"`([\w./]+[/.]\w*)`", paragraph())
    assert len(named) > 8
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_a_platform_is_known_to_one_module() -> None:
    wanted = re.compile(rf"^\s*from bot\.channels\.({'|'.join(PLATFORMS)})\.", re.M)
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bot").rglob("*.py")
        if wanted.search(path.read_text(encoding="utf-8"))
    }
    assert {one for one in found if not one.startswith(tuple(_folders()))} == ONLY


def test_every_channel_is_walked() -> None:
    names = [
        node.name
        for path in FOLDER.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Channel")
    ]
    assert len(names) == len(CHANNELS) + len(SPEAKING)
    assert all(can.discreet and not can.takes_files for can in SPEAKING.values())


def test_every_bot_has_a_case_and_its_settings() -> None:
    feeds = [path for path in FOLDER.rglob("*.py") if "EventFeed(" in path.read_text("utf-8")]
    assert len(feeds) == len(BOTS)
    for case in BOTS.values():
        name = case.api.token_setting.split()[0]
        assert name.removeprefix(PREFIX).lower() in Settings.model_fields


def _folders() -> list[str]:
    return [f"bot/channels/{platform}/" for platform in PLATFORMS]
