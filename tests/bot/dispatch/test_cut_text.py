"""A text that the client cut: its parts are read as one, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.dispatch.cut_text import _between
from bot.ports.channel import Incoming, IncomingKind
from conversations.protocol.messages import Capabilities
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from templates.loading.catalog import load_catalog
from tests.support.product import NOON, Office, office
from tests.support.sample_walk import sample_replay

CUT = 800
PHONE = Capabilities(buttons=100, edits=True, files=True, text_limit=4_096, cut_at=CUT)
AT = int(NOON.timestamp())
FORM = load_catalog().forms["cchc-so"]


def table() -> str:
    """The sample's fourth part as it is copied out of a workbook."""
    report = sample_replay().report
    lines = ["STT\tChỉ tiêu\tĐơn vị tính\tSố liệu\tGhi chú"]
    for row in (row for row in FORM.rows if row.key.startswith("IV")):
        value = print_answer(row, report.answer(row.key)) if row.answer else ""
        lines.append(f"{row.stt}\t{row.label}\t{row.measure}\t{value}\t")
    return "\n".join(lines)


def cut(text: str, *, anywhere: bool = False) -> list[str]:
    """As clients do it: at the last end of line within the limit, or at the limit itself; what
    is blank at the ends goes."""
    parts = []
    while len(text) > CUT:
        at = CUT if anywhere else text.rindex("\n", 0, CUT)
        parts.append(text[:at].strip())
        text = text[at:].lstrip("\n" if not anywhere else None)
    return [*parts, text.strip()]


def events(at: Office, texts: Sequence[str], seconds: int = 0) -> list[Incoming]:
    said = [at.event(IncomingKind.SAID, text) for text in texts]
    return [replace(one, said_at=AT + seconds * n) for n, one in enumerate(said)]


async def stored(at: Office) -> dict[str, object]:
    """What is there after the preview was agreed to."""
    await at.say("đồng ý")
    report: Report = await at.report()
    return {key: answer.value for key, answer in report.answers.items() if answer.value}


async def whole(place: str) -> dict[str, object]:
    """The same table in one message."""
    async with office(place, can=replace(PHONE, cut_at=0)) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.say(table())
        return await stored(at)


@pytest.mark.parametrize("anywhere", [False, True], ids=["at a line", "within a word"])
@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
async def test_the_parts_are_read_as_one(database: str, *, together: bool, anywhere: bool) -> None:
    expected = await whole("sqlite://")
    assert len(expected) > 8
    async with office(database, can=PHONE) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        parts = events(at, cut(table(), anywhere=anywhere))
        assert len(parts) >= 3
        before = len(at.channels["telegram"].sent)
        if together:
            await at.desk.receive(parts)
            await at.desk.idle()
            await at.send()
            assert len(at.channels["telegram"].sent) == before + 1
        else:
            for part in parts:
                await at.handle(part)
        assert await stored(at) == expected


async def test_texts_that_come_apart_are_read_apart(database: str) -> None:
    async with office(database, can=PHONE) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.say("tới VII.9")
        first, second = events(at, ["xyz 11 " * 100, "xyz 12"], seconds=5)
        await at.handle(first)
        assert "11" not in await at.handle(second)


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
async def test_a_long_answer_in_words_is_one_answer(database: str, *, together: bool) -> None:
    """Its second part is never the answer to the next row."""
    text = next(row for row in FORM.rows if row.is_free_text)
    words = " ".join(f"việc {n}" for n in range(120))
    async with office(database, can=PHONE) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.say(f"tới {text.key}")
        parts = events(at, [words[:CUT].strip(), words[CUT:].strip()])
        if together:
            await at.desk.receive(parts)
            await at.desk.idle()
        else:
            for part in parts:
                await at.handle(part)
        answers = (await at.report()).answers
        assert [*answers] == [text.key]
        assert print_answer(text, answers[text.key]) == words


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("biên chế: 7" + "6" * 789, "6\nlãnh đạo: 3", ""),
        ("x" * 300 + "\nbiên chế: 76", "2. Số người", "\n"),
        ("x" * 799 + "2", "3. Số người", " "),
        ("một hai ba", "bốn năm", " "),
        ("1\ta\tb\n2\tc\td", "3\te\tf", "\n"),
        ("1\ta\tb\n2\tc", "d", "\t"),
        ("1\ta\tb\n2\tc\td", "e\tf", "\n\t"),
        ("1\ta\tb\n2\tc\td", "e\n3\tf\tg", " "),
    ],
)
def test_what_the_client_left_out(before: str, after: str, between: str) -> None:
    assert _between(before, after, CUT) == between
