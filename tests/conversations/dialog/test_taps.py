"""Taps: doubled, old, and after one another."""

from __future__ import annotations

from conversations.commands.report import Command, RunCommand
from conversations.protocol.events import ButtonTapped
from tests.support.dialog import Talk


def started() -> Talk:
    talk = Talk()
    talk.say("/start")
    return talk


def test_a_double_tap_is_silent_and_leaves_the_next_question_its_buttons() -> None:
    talk = started()
    talk.tap("Chưa có số")
    assert talk.tap("Chưa có số", back=2) == ""
    assert talk.focus == "I.01.02"
    assert "Đã ghi: chưa có số" in talk.tap("Chưa có số")
    assert talk.focus == "I.01.03"


def test_a_third_tap_is_silent_too() -> None:
    talk = started()
    talk.tap("Bỏ qua")
    assert talk.tap("Bỏ qua", back=2) == ""
    assert talk.tap("Bỏ qua", back=2) == ""
    assert talk.focus == "I.01.02"


def test_an_unknown_button_of_long_ago_says_so() -> None:
    talk = started()
    said = talk.handle(ButtonTapped(action=RunCommand(command=Command.CANCEL), turn=-1))
    assert "tin cũ" in said
    assert talk.focus == "I.01.01"
