"""The act that a text is, by what the officer was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conversations.speech.acts import Awaited
from conversations.speech.recognition import Listening, recognise_act
from tests.support.appendix import form

CASES = Path(__file__).parent / "cases" / "acts.txt"


def cases() -> Iterator[tuple[str, str, str]]:
    act, states = "", []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            act, _, behind = line[3:].partition(":")
            states = behind.split()
        elif line and not line.startswith("#"):
            yield from ((state, line, act) for state in states)


@pytest.mark.parametrize(("state", "text", "act"), list(cases()))
def test_act(state: str, text: str, act: str) -> None:
    listening = Listening(form(), Awaited(state), ("ghi", "lưu"), shown=4)
    assert recognise_act(text, listening).kind == act


def test_the_table_is_large_and_its_cases_are_told_apart() -> None:
    table = list(cases())
    assert len(table) >= 600
    assert len({(state, text) for state, text, _ in table}) == len(table)
