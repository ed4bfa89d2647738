"""Texts and edits that a channel brings out of turn, or long after they were made: nothing lands
on a row that it was not meant for, and nothing later is undone."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest

from bot.ports.channel import Incoming, IncomingKind
from tests.support.product import Office, office

DAY = 86_400
LAN = "42"


@dataclass
class Phone:
    """Makes events with the channel's numbers and times; they are brought in any order."""

    office: Office
    in_memory: bool
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(100))

    def made(
        self, kind: IncomingKind, text: str = "", *, ref: str = "", seconds: int = 0
    ) -> Incoming:
        """One event, made so many seconds from the office's start, and not brought yet."""
        number = str(next(self._numbers))
        moment = int(self.office.clock.moment.timestamp()) + seconds
        event = self.office.event(kind, text, ref=ref or number)
        return replace(event, event_id=number, said_at=moment)

    async def bring(self, event: Incoming) -> str:
        if not self.in_memory:
            self.office.go_long()
        return await self.office.handle(event)

    async def say(self, text: str) -> str:
        """Say it now, and see it taken; the message's reference."""
        event = self.made(IncomingKind.SAID, text)
        assert "Đã ghi" in await self.bring(event)
        return event.message_ref

    async def numbers(self) -> list[int | None]:
        """What stands in the first three rows."""
        answers = (await self.office.report()).answers
        found = [answers.get(key) for key in ("I.01.01", "I.01.02", "I.01.03")]
        return [None if one is None else int(one.amount or -1) for one in found]


@pytest.fixture(params=[True, False], ids=["from memory", "the long way"])
async def phone(request: pytest.FixtureRequest, database: str) -> AsyncIterator[Phone]:
    """An officer at the first question."""
    async with office(database) as at:
        phone = Phone(at, request.param)
        assert "Số nhiệm vụ đề ra" in await phone.bring(phone.made(IncomingKind.OPENED))
        yield phone


async def test_an_overtaken_text_lands_nowhere(phone: Phone) -> None:
    """The officer sends 21, sees no answer, sends 22; then the first one comes too."""
    first, again = phone.made(IncomingKind.SAID, "21"), phone.made(IncomingKind.SAID, "22")
    assert "Đã ghi: 22" in await phone.bring(again)
    said = await phone.bring(first)
    assert "“21” gửi trước nhưng đến muộn nên chưa ghi" in said
    assert await phone.numbers() == [22, None, None]
    await phone.say("7")
    assert "chưa ghi" in await phone.bring(replace(first, event_id="99"))
    assert await phone.numbers() == [22, 7, None]


async def test_texts_a_day_old_answer_what_is_still_asked(phone: Phone) -> None:
    """Typed one after the other while nobody listened."""
    ahead = [
        phone.made(IncomingKind.SAID, text, seconds=at - DAY)
        for at, text in enumerate(("21", "7", "5"))
    ]
    for event in ahead:
        assert "Đã ghi" in await phone.bring(event)
    assert await phone.numbers() == [21, 7, 5]


async def test_a_text_a_day_old_does_not_answer_what_was_asked_elsewhere_since(
    phone: Phone,
) -> None:
    """The text did not come, so the officer went on in the browser."""
    old = phone.made(IncomingKind.SAID, "21", seconds=-DAY)
    await join(phone.office, "browser")
    await phone.office.say("22", channel="web", who="browser")
    said = await phone.bring(old)
    assert "đến muộn nên chưa ghi" in said
    next_one = phone.made(IncomingKind.SAID, "20", seconds=1 - DAY)
    assert "đến muộn nên chưa ghi" in await phone.bring(next_one)
    assert await phone.numbers() == [22, None, None]


async def test_an_edit_changes_its_own_row_also_days_later(phone: Phone) -> None:
    first = await phone.say("21")
    await phone.say("7")
    assert "21 → 20" in await phone.bring(
        phone.made(IncomingKind.EDITED, "20", ref=first, seconds=3 * DAY)
    )
    assert await phone.numbers() == [20, 7, None]


async def test_an_older_edit_does_not_undo_a_newer_one(phone: Phone) -> None:
    first = await phone.say("21")
    older = phone.made(IncomingKind.EDITED, "20", ref=first)
    newer = phone.made(IncomingKind.EDITED, "19", ref=first)
    assert "21 → 19" in await phone.bring(newer)
    said = await phone.bring(older)
    assert "“20” đến muộn" in said
    assert "giữ nguyên 19" in said
    assert await phone.numbers() == [19, None, None]


async def test_an_edit_does_not_undo_what_was_said_of_its_row_since(phone: Phone) -> None:
    first = await phone.say("21")
    edit = phone.made(IncomingKind.EDITED, "20", ref=first)
    await phone.bring(phone.made(IncomingKind.SAID, "sửa I.01.01"))
    assert "21 → 25" in await phone.bring(phone.made(IncomingKind.SAID, "25"))
    assert "giữ nguyên 25" in await phone.bring(edit)
    assert await phone.numbers() == [25, None, None]


async def test_an_edit_a_day_old_does_not_undo_what_was_said_elsewhere_since(phone: Phone) -> None:
    first = await phone.say("21")
    edit = phone.made(IncomingKind.EDITED, "20", ref=first, seconds=-DAY)
    await join(phone.office, "browser")
    await phone.office.say("sửa I.01.01", channel="web", who="browser")
    assert "21 → 25" in await phone.office.say("25", channel="web", who="browser")
    assert "giữ nguyên 25" in await phone.bring(edit)
    assert await phone.numbers() == [25, None, None]


async def test_an_edit_that_comes_before_its_message_counts(phone: Phone) -> None:
    message = phone.made(IncomingKind.SAID, "21")
    edit = phone.made(IncomingKind.EDITED, "20", ref=message.message_ref)
    assert "chưa đổi gì" in await phone.bring(edit)
    assert "Đã ghi: 20" in await phone.bring(message)
    assert await phone.numbers() == [20, None, None]


async def join(at: Office, who: str) -> None:
    """Have this sender of the web be the same member."""
    async with at.store.transaction() as tx:
        member = await tx.members.find("telegram", LAN)
        assert member is not None
        await tx.members.bind("local", who, member.id, who, at.clock())
