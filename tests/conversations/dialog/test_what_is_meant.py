"""What is meant is what is taken: of a message as people send them no answer is taken for a row, or
with a value, that was not meant; with polite words around it neither."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from functools import cache
from pathlib import Path

import pytest

from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.protocol.preview_states import Preview, RowChoice
from conversations.reports.model import AnswerChange
from conversations.reports.printed_answers import print_answer
from templates.loading.catalog import load_catalog
from tests.support.breadth import share
from tests.support.dialog import Talk

CASES = Path(__file__).parent / "cases" / "meant.tsv"
STATES = {"none": "kps", "not_applicable": "ktq", "pending": "ccs"}
HEADS = ("dạ ", "dạ em ơi, ", "vâng ạ, ", "dạ thưa anh, ")
TAILS = (" nha em", " nhé", " ạ", " em ơi", " luôn nha", ".", " 🙏", ", cảm ơn em")
LEAST_CASES = 1_390
EVERY = 10  # messages of which one is said politely too
ALIKE = "~"  # before a case that takes no branch which others do not take
TURNS = 10  # of the cases that are alike one in so many is tried
Case = tuple[str, str, dict[str, str], dict[str, str]]


def cases(*, alike: bool) -> Iterator[Case]:
    """Those that are like others, or all that are not."""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#") and line.startswith(ALIKE) is alike:
            where, said, meant, taken = line.removeprefix(ALIKE).split("\t")
            text = said.replace("\\n", "\n").replace("\\t", "\t")
            yield where, text, answers(meant), answers(meant if taken == "=" else taken)


def tried() -> list[Case]:
    return [*cases(alike=False), *share([*cases(alike=True)], TURNS)]


def answers(column: str) -> dict[str, str]:
    parts = (part.partition("=") for part in column.split("; ") if "=" in part)
    return {key: value for key, _, value in parts}


@cache
def _brought_to(where: str) -> Talk:
    parts = where.split("|")
    form = load_catalog().forms[parts.pop(0)[5:]] if where.startswith("form=") else None
    talk = Talk(form=form)
    talk.say("/start")
    for part in parts:
        kind, at, row = part.partition("@")
        if kind == "list":
            talk.say("theo nhóm")
        if at:
            talk.say(f"tới {row}")
            focus = talk.session.focus  # what is a key here is printed of another row
            if isinstance(focus, RowChoice) and row in focus.rows:
                talk.say(str(focus.rows.index(row) + 1))
        elif kind not in ("list", "start"):
            talk.say(part)
    return talk


def brought_to(where: str) -> Talk:
    """A talk of its own at this place, which is gone to once for all."""
    talk = copy(_brought_to(where))
    talk.shown, talk.said, talk.about = [*talk.shown], [*talk.said], [*talk.about]
    return talk


def taken(talk: Talk) -> dict[str, str]:
    """What was stored, or waits to be confirmed without a doubt, as it is printed."""
    assert talk.last is not None
    found = {
        change.key: change.answer
        for change in talk.last.changes
        if isinstance(change, AnswerChange) and talk.form.row(change.key).computed is None
    }
    focus = talk.session.focus
    for line in focus.lines if isinstance(focus, Preview) else ():
        if line.entry.row and isinstance(line.entry.reading, ReadValue | ReadState):
            found[line.entry.row] = as_answer(line.entry.reading)
    return {
        key: STATES.get(answer.state.value)
        or print_answer(talk.form.row(key), answer).removesuffix(f" ({answer.remark})")
        for key, answer in found.items()
    }


def said_at(where: str, text: str) -> dict[str, str]:
    talk = brought_to(where)
    talk.say(text)
    return taken(talk)


@pytest.mark.parametrize(("where", "text", "meant", "least"), tried())
def test_nothing_is_taken_but_what_was_meant(
    where: str, text: str, meant: dict[str, str], least: dict[str, str]
) -> None:
    found = said_at(where, text)
    assert found.items() <= meant.items()
    assert least.items() <= found.items()


@pytest.mark.long
def test_polite_words_change_nothing_that_is_taken() -> None:
    for at, (where, text, _, _) in enumerate(tried()[::EVERY]):
        if "\n" in text or "\t" in text or where == "@I.09" or "|" in where:
            continue
        alone = said_at(where, text)
        for said in (HEADS[at % len(HEADS)] + text, text + TAILS[at % len(TAILS)]):
            assert said_at(where, said) == alone, said


def test_the_table_is_large_and_its_cases_differ() -> None:
    every = [*cases(alike=False), *cases(alike=True)]
    table = [(where, text) for where, text, _, _ in every]
    assert len(table) >= LEAST_CASES
    assert len({*table}) == len(table)
