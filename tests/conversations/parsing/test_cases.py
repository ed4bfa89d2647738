"""What typed texts mean, case by case: cases/*.tsv.

A line is a text, a tab, and what it means for the row named above it: `21`, `8 (a remark)`,
`7/21`, `code 1`, `codes 0 2`, `2026-03-14`, `350 [350.000.000 đồng]` with what is read back,
`<pending> (a remark)`; `? code: reading | reading` is asked; `! code` is refused. \\n and \\u200b
stand for what does not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Coded, Codes, Day, Number, Ratio, Text, Value
from conversations.forms.row import Row
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
)
from templates.loading.catalog import load_catalog
from templates.loading.wording import load_wording
from tests.support.answer_rows import ANSWER_ROWS
from tests.support.source_codes import dotted_literals

FOLDER = Path(__file__).parent / "cases"
FORM = load_catalog().forms["cchc-so"]
LEAST_CASES = 300


def row_named(name: str) -> Row:
    """A row of the form, or one of the kinds of answers that it has not."""
    return ANSWER_ROWS[name] if name in ANSWER_ROWS else FORM.row(name)


def cases() -> Iterator[tuple[str, str, str]]:
    for path in sorted(FOLDER.glob("*.tsv")):
        row = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# row "):
                row = line.removeprefix("# row ")
            else:
                typed, meaning = line.split("\t")
                yield row, _plain(typed), meaning


def _plain(typed: str) -> str:
    unseen = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), typed)
    return unseen.replace("\\n", "\n")


def told(reading: Reading) -> str:
    match reading:
        case ReadValue(value=value, remark=remark, heard=heard):
            return _value(value) + (f" [{heard}]" if heard else "") + _remark(remark)
        case ReadState(state=state, remark=remark):
            return f"<{state.value}>{_remark(remark)}"
        case AmbiguousReading(code=code, readings=readings):
            return f"? {code}: {' | '.join(map(told, readings))}"
        case RefusedReading(code=code):
            return f"! {code}"


def _remark(remark: str | None) -> str:
    return f" ({remark})".replace("\n", "\\n") if remark else ""


def _value(value: Value) -> str:
    match value:
        case Number(amount=amount):
            return format(amount, "f")
        case Ratio(numerator=numerator, denominator=denominator):
            return f"{numerator}/{denominator}"
        case Coded(code=code):
            return f"code {code}"
        case Text(text=text):
            return text.replace("\n", "\\n")
        case Codes(codes=codes):
            return f"codes {' '.join(codes)}"
        case Day(day=day):
            return day.isoformat()


@pytest.mark.parametrize("row", dict.fromkeys(row for row, _, _ in cases()))
def test_a_text_means_what_the_table_says(row: str) -> None:
    mine = [(typed, meaning) for name, typed, meaning in cases() if name == row]
    assert [(typed, told(read_answer(row_named(row), typed))) for typed, _ in mine] == mine


def test_there_are_many_cases() -> None:
    assert len(list(cases())) >= LEAST_CASES


def test_every_question_and_refusal_happens_in_a_table() -> None:
    happened = {meaning.split(":")[0].split()[1] for _, _, meaning in cases() if meaning[0] in "?!"}
    never = {"refused.too_long"}  # too long for a table
    never |= {"which.growth", "which.sentence", "refused.message"}  # of a dialog alone
    never |= {"which.share", "which.shown"}  # of a file alone
    never |= {"refused.items"}  # of the names of a list: tests/conversations/answer_types
    read = {code for code in dotted_literals() if code.startswith(("which.", "refused."))}
    assert happened == read - never


@pytest.mark.parametrize(("row", "limit"), [("I.01.01", 2_000), ("I.05", 2_000), ("I.09", 1_000)])
def test_a_text_beyond_the_limit_is_refused_with_its_length(row: str, limit: int) -> None:
    reading = read_answer(row_named(row), "x" * (limit + 1))
    assert isinstance(reading, RefusedReading)
    assert reading.code == "refused.too_long"
    assert (reading.data["length"], reading.data["limit"]) == (limit + 1, limit)
    assert len(reading.data["read"]) <= 60


def test_every_refusal_tells_what_was_read_and_gives_an_example() -> None:
    for row, typed, meaning in cases():
        reading = read_answer(row_named(row), typed)
        if isinstance(reading, RefusedReading):
            words = load_wording().say(reading.code, reading.data)
            assert reading.data["example"] in words, meaning
            if typed.strip() and reading.data["read"]:
                assert "“" in words


def test_every_example_is_accepted() -> None:
    for key in FORM.order:
        row = FORM.row(key)
        assert isinstance(read_answer(row, row.answer_type.example), ReadValue)


def test_every_question_offers_something_to_choose() -> None:
    for row, typed, meaning in cases():
        if meaning.startswith("?"):
            reading = read_answer(row_named(row), typed)
            assert isinstance(reading, AmbiguousReading)
            assert reading.readings
            assert len(set(reading.readings)) == len(reading.readings)
