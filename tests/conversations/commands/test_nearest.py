"""The commands that a text may have been meant for."""

from __future__ import annotations

import pytest

from conversations.commands.nearest import begins_command, nearest_commands
from conversations.commands.report import Command, parse_command
from conversations.text.normalize import fold_text


@pytest.mark.parametrize("command", [one for one in Command if one.spec.shown])
def test_what_is_offered_is_understood(command: Command) -> None:
    assert fold_text(command.spec.shown) in command.spec.phrases
    found = parse_command(command.spec.shown)
    assert found is not None
    assert found.command is command


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tải", "tải phụ lục"),
        ("nop bao cáo luôn", "nộp"),
        ("cho chị xem mục lục với em", "mục lục"),
        ("tam dug", "tạm dừng"),
        ("con thieeu", "còn thiếu"),
        ("quay laij", "quay lại"),
        ("giữ nguyên hết đi em", "giữ nguyên tất cả"),
    ],
)
def test_nearest(text: str, first: str) -> None:
    assert nearest_commands(text, 2)[0] == first


@pytest.mark.parametrize("text", ["hôm nay trời đẹp quá", "12", "biên chế", "x" * 100, "", "?!"])
def test_nothing_is_near(text: str) -> None:
    assert nearest_commands(text, 2) == ()


@pytest.mark.parametrize(
    ("text", "begins"), [("tải", True), ("tai", True), ("gửi", True), ("biên chế", False)]
)
def test_first_word(text: str, begins: bool) -> None:
    assert begins_command(text) is begins
