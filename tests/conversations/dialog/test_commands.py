"""Every command of the report is carried out, and gets what is typed behind it."""

from __future__ import annotations

from conversations.commands.report import Command
from conversations.dialog import commands


def test_every_command_has_one_handler() -> None:
    assert not {*commands._PLAIN} & {*commands._WITH_ARGUMENT}
    assert {*commands._PLAIN} | {*commands._WITH_ARGUMENT} == {*Command}


def test_what_follows_a_command_reaches_its_handler() -> None:
    followed = {one for one in Command if one.spec.takes_argument}
    assert followed <= {*commands._WITH_ARGUMENT}
