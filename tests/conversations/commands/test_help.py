"""What the help and the guide tell people to type is a command, and one that they may give."""

from __future__ import annotations

import re

import pytest

from conversations.commands.report import parse_command
from conversations.commands.workflow_parser import parse_workflow_command
from conversations.speech.review import read_review_wish
from conversations.workflow.permissions import RIGHTS, Role
from templates.loading.yaml_reader import read_yaml
from tests.support.paths import ROOT

STATES = ("không phát sinh", "không thuộc thẩm quyền", "chưa có số")  # answers, not commands
WORDINGS = ROOT / "templates" / "wordings"
HELP = read_yaml((WORDINGS / "vi.yaml").read_bytes(), "vi.yaml").data["help"]
GUIDE = read_yaml((WORDINGS / "vi-office.yaml").read_bytes(), "vi-office.yaml").data["guide"]
PARTS = dict(re.findall(r'{% if "(\w+)" in roles %}(.*?){% endif %}', GUIDE, re.DOTALL))


def listed(text: str) -> list[str]:
    """What stands in bold in the lines of a list."""
    lines = [line for line in text.splitlines() if line.strip().startswith("•")]
    return [words.rstrip(" …") for words in re.findall(r"<b>([^<]+)</b>", "\n".join(lines))]


def test_the_help_names_commands() -> None:
    named = [words for words in listed(HELP) if words not in STATES]
    assert len(named) > 20
    assert [words for words in named if not _is_command(words)] == []


@pytest.mark.parametrize("role", Role)
def test_the_guide_names_what_a_role_may_do(role: Role) -> None:
    named = listed(PARTS[role])
    assert named
    for words in named:
        assert _is_command(words), words
        typed = parse_workflow_command(words)
        needed = typed and typed.command.spec.permission
        assert needed is None or needed in RIGHTS[role], words


def _is_command(words: str) -> bool:
    said = parse_command(words) or parse_workflow_command(words) or read_review_wish(words)
    return said is not None
