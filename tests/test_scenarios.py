"""Conversations as files: what the officer does, what the bot says, what is stored.

A line `> text` is typed, `> [Label]` tapped on the newest message with buttons, `> -2 [Label]`
on the one before, `> edit KEY: text` edits the message that answered that row. Run with
PHULUC_UPDATE=1 to write the bot's part anew, and read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.talk import Talk

FOLDER = Path(__file__).parent / "scenarios"
_TAP = re.compile(r"(?:-(\d+) )?\[(.+)\]")
_EDIT = re.compile(r"edit (\S+): (.*)")


def _events(text: str) -> list[str]:
    return [line[2:] for line in text.splitlines() if line.startswith("> ")]


def _play(talk: Talk, event: str) -> None:
    tap, edit = _TAP.fullmatch(event), _EDIT.fullmatch(event)
    if tap:
        talk.tap(tap[2], back=int(tap[1] or 1))
    elif edit:
        talk.edit(edit[2], None if edit[1] == "?" else edit[1])
    else:
        talk.say(event.replace("\\n", "\n"))


def _head(text: str) -> str:
    return text[: text.index("> ")]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_scenario(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    talk = Talk()
    parts = []
    for event in _events(text):
        _play(talk, event)
        parts.append(talk.transcript(event))
    played = _head(text) + "\n\n".join(parts) + "\n"
    if os.environ.get("PHULUC_UPDATE"):
        path.write_text(played, encoding="utf-8")
    assert played == text


def test_there_are_scenarios() -> None:
    assert len(list(FOLDER.glob("*.txt"))) >= 12
