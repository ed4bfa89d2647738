"""The commands that a text may have been meant for."""

from __future__ import annotations

import pytest

from conversations.commands.nearest import begins_command, nearest_commands
from conversations.commands.report import Command, parse_command


@pytest.mark.parametrize("command", [*Command])
def test_what_is_offered_is_understood(command: Command) -> None:
    for words in command.spec.phrases:
        for offered in nearest_commands(words, 1):
            assert parse_command(offered) is not None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tải", "tải về"),
        ("nop bao cáo luôn", "nộp báo cáo"),
        ("cho chị xem mục lục với em", "mục lục"),
        ("tam dug", "tạm dừng"),
        ("con thieeu", "còn thiếu"),
        ("quay laij", "quay lại"),
        ("giữ nguyên hết đi em", "giữ nguyên hết"),
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
