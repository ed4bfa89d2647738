"""The words of a prompt are not what it asks for."""

from __future__ import annotations

import pytest

from conversations.commands.prompt_words import strip_prompt, strip_prompts
from conversations.commands.report import parse_command
from conversations.commands.workflow_parser import parse_workflow_command

REASONS = {
    "kèm lý do: ghi nhầm số": "ghi nhầm số",
    "kem ly do ghi nham": "ghi nham",
    "Kèm lý do - sai số liệu": "sai số liệu",
    "kèm theo lý do: cộng sai": "cộng sai",
    "lý do: mất điện": "mất điện",
    "vì lý do khách quan": "khách quan",
    "kèm kỳ và lý do: nhập sai": "nhập sai",
    "<nhập sai>": "nhập sai",
    "ghi nhầm": "ghi nhầm",
    "ghi nhầm lý do": "ghi nhầm lý do",
    "“ghi” và “nhầm”": "“ghi” và “nhầm”",
    "kèm": "kèm",
    "": "",
}


@pytest.mark.parametrize(("text", "reason"), REASONS.items())
def test_a_reason_is_what_follows_the_prompts_words(text: str, reason: str) -> None:
    assert strip_prompt(text, reason=True) == reason


def test_what_is_no_reason_keeps_the_word() -> None:
    assert strip_prompt("lý do: mất điện") == "lý do: mất điện"
    assert strip_prompt("kèm ghi chú: theo QĐ 12\nvà QĐ 13") == "theo QĐ 12\nvà QĐ 13"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cán bộ kèm tên đơn vị SNV", "cán bộ SNV"),
        ("kèm tên SNV", "SNV"),
        ("SNV", "SNV"),
        ("kèm tên", ""),
    ],
)
def test_a_name_is_what_is_left(text: str, name: str) -> None:
    assert strip_prompts(text) == name


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("đính chính kèm lý do: ghi nhầm số nhiệm vụ", "ghi nhầm số nhiệm vụ"),
        ("đính chính lý do ghi nhầm", "ghi nhầm"),
        ("mời cán bộ kèm tên đơn vị SNV", "cán bộ SNV"),
        ("sửa kèm tên chỉ tiêu văn bản", "văn bản"),
    ],
)
def test_commands_are_read_without_their_prompts(text: str, argument: str) -> None:
    found = parse_workflow_command(text) or parse_command(text)
    assert found is not None
    assert found.argument == argument


def test_the_reports_own_correction_is_read_so_too() -> None:
    found = parse_command("đính chính kèm lý do: ghi nhầm")
    assert found is not None
    assert found.argument == "ghi nhầm"
