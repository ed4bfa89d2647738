"""A reply is read for the rows of the message that it answers, of this report and of no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.ports.channel import Incoming, IncomingKind
from conversations.answers.values import AnswerState
from tests.fakes.zalo import OaPerson
from tests.support.product import Office, office
from tests.support.zalo.phones import zalo_oa_phone


def reply(at: Office, to: str, text: str, quoted: str = "") -> Incoming:
    said = at.event(IncomingKind.SAID, text)
    return replace(said, replies_to=to, quoted=quoted)


def reference(at: Office, back: int = 1) -> str:
    """What the channel calls its `back`-th newest message."""
    return f"telegram-{at.channels['telegram'].sent[-back].id}"


async def test_it_corrects_the_row_that_was_asked_or_answered(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        first = reference(at)
        await at.handle(at.event(IncomingKind.SAID, "21", ref="m1"))
        await at.say("7")
        assert "21 → 28" in await at.handle(reply(at, first, "28"))
        assert "28 → 29" in await at.handle(reply(at, "m1", "29"))
        answer = (await at.report()).answer
        assert (answer("I.01.01").amount, answer("I.01.02").amount) == (29, 7)
        assert answer("I.01.03").state is AnswerState.BLANK


async def test_a_reply_to_the_open_question_answers_it(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        assert "Đã ghi: 21" in await at.handle(reply(at, reference(at), "21"))


async def test_a_reply_to_what_is_about_no_row_writes_nothing(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.handle(at.event(IncomingKind.SAID, "mục lục", ref="m1"))
        menu = reference(at)
        await at.say("tiếp tục")
        for to in ("m1", menu, "never said"):
            assert "Chưa ghi “28”" in await at.handle(reply(at, to, "28"))
        assert "Câu 1/152" in await at.handle(reply(at, menu, "tiếp tục"))
        assert (await at.report()).answers == {}


async def test_an_edit_of_a_reply_is_read_for_the_same_row(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        first = reference(at)
        await at.say("21")
        await at.handle(replace(reply(at, first, "28"), message_ref="m2"))
        assert "28 → 30" in await at.handle(at.event(IncomingKind.EDITED, "30", ref="m2"))


async def test_a_reply_to_a_reminder_answers_what_it_reminds_of(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        day = (at.clock.moment + timedelta(days=2)).strftime("%d/%m")
        await at.say(f"chưa có số, nhắc ngày {day}")
        await at.say("7")
        at.clock.moment += timedelta(days=3)
        await at.remind()
        reminder = reference(at)
        assert "hẹn bổ sung 1 chỉ tiêu" in at.told("42")[-1]
        await at.say("5")
        await at.handle(reply(at, reminder, "21"))
        answer = (await at.report()).answer
        assert [answer(key).amount for key in ("I.01.01", "I.01.02", "I.01.03")] == [21, 7, 5]


async def test_a_message_of_another_report_leads_to_no_row_of_this_one(database: str) -> None:
    """Two reports of one form have the same rows."""
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.handle(at.event(IncomingKind.OPENED, who="43"))
        first = reference(at, 2)
        await at.handle(at.event(IncomingKind.SAID, "21", ref="m1"))
        async with at.store.transaction() as tx:
            member = await tx.members.find("telegram", "42")
            assert member is not None
            await tx.members.assign(member.id, 2)
        at.forget()
        await at.say("mục lục")
        for event in (
            reply(at, first, "28"),
            reply(at, "m1", "28"),
            at.event(IncomingKind.EDITED, "28", ref="m1"),
        ):
            await at.handle(event)
        assert (await at.report(1)).answer("I.01.01").amount == 21
        assert (await at.report(2)).answers == {}


async def test_a_quote_over_an_official_account(tmp_path: Path) -> None:
    async with zalo_oa_phone(tmp_path) as phone:
        await phone.say("xin chào")
        assert isinstance(phone.person, OaPerson)
        first = phone.person.messages[-1].id
        await phone.say("21")
        await phone.say("7")
        await phone.answer(first, "28")
        assert "21 → 28" in phone.texts()[-1]
        assert (await phone.product.report()).answer("I.01.03").state is AnswerState.BLANK
