"""What holds for both tables of commands."""

from __future__ import annotations

import pytest

from conversations.commands.report import Command, parse_command
from conversations.commands.spec import CommandTable
from conversations.commands.workflow import WorkflowCommand
from conversations.commands.workflow_parser import parse_workflow_command
from conversations.text.normalize import fold_text

TABLES: tuple[type[CommandTable], ...] = (Command, WorkflowCommand)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_well_made(table: type[CommandTable]) -> None:
    phrases = [words for command in table for words in command.spec.phrases]
    assert len(phrases) == len({fold_text(words) for words in phrases})
    assert [*table] == [command.name.lower() for command in table]


@pytest.mark.parametrize("table", TABLES)
def test_every_phrase_means_its_command(table: type[CommandTable]) -> None:
    parse = parse_command if table is Command else parse_workflow_command
    for command in table:
        for words in command.spec.phrases:
            bare = fold_text(words)
            for text in (words, bare, words.upper(), f"/{words.replace(' ', '')}"):
                found = parse(text)
                assert found is not None, text
                assert (found.command, found.argument) == (command, ""), text


@pytest.mark.parametrize(
    "text", ["tôi chưa rõ", "mới có 3", "đèn", "tờ trình", "nơi nào", "mỗi xã 2 cuộc", "bảo"]
)
def test_other_accents_are_other_words(text: str) -> None:
    assert parse_command(text) is None
    assert parse_workflow_command(text) is None
