"""What comes in: each event once, handled once, in order."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Number
from conversations.reports.model import AnswerChange, Reason, ReasonChange
from storage.messaging.inbox import RowOfText
from storage.store import Store
from tests.support.store_rows import NOW, apply, change, new_event, new_report, waiting


async def test_a_repeated_event_is_dropped(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.inbox.add("web", "a", "7", "", {"text": "21"}, NOW)
        await tx.inbox.add("web", "a", "7", "", {"text": "22"}, NOW)
        await tx.inbox.add("telegram", "a", "7", "", {"text": "23"}, NOW)
    async with store.transaction() as tx:
        await tx.inbox.add("web", "a", "7", "", {"text": "24"}, NOW)
        assert [event.body for event in await waiting(tx, "web")] == [{"text": "21"}]
        assert [event.body for event in await waiting(tx, "telegram")] == [{"text": "23"}]


async def test_events_wait_in_order_until_they_are_handled(store: Store) -> None:
    async with store.transaction() as tx:
        for number, conversation in enumerate(["7", "8", "7"]):
            await tx.inbox.add("web", str(number), conversation, "", {"n": number}, NOW)
    for expected in (0, 2):
        async with store.transaction() as tx:
            attempt = await tx.attempts.begin("web", "7", "p", NOW, fresh=True)
            assert attempt is not None
            assert attempt.event.body == {"n": expected}
            await tx.inbox.mark_handled(attempt.event.id, None, NOW)
    async with store.transaction() as tx:
        assert await tx.attempts.begin("web", "7", "p", NOW, fresh=True) is None
        assert [event.body for event in await waiting(tx, "web")] == [{"n": 1}]


async def test_events_are_orphaned_after_a_while_or_when_the_clock_is_put_back(
    store: Store,
) -> None:
    second = timedelta(seconds=1)
    async with store.transaction() as tx:
        await tx.inbox.add("web", "a", "old", "", {}, NOW - 10 * second)
        await tx.inbox.add("web", "b", "new", "", {}, NOW - second)
        await tx.inbox.add("web", "c", "by another clock", "", {}, NOW + timedelta(days=1))
        waiting_long = await tx.inbox.list_waiting(["web"], NOW - 5 * second, NOW)
    assert waiting_long == [("web", "old"), ("web", "by another clock")]


async def test_a_message_remembers_its_row(store: Store) -> None:
    async with store.transaction() as tx:
        event = await new_event(tx, "1")
        await tx.inbox.mark_handled(event, "I.02.01", NOW)
        assert (await tx.inbox.row_of("web", "7", "m1")) == RowOfText("I.02.01", NOW)
        assert await tx.inbox.row_of("web", "8", "m1") is None
        assert await tx.inbox.row_of("web", "7", "m2") is None


async def test_a_message_leads_to_the_only_row_it_wrote(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
        for number, rows in (("1", "A"), ("2", "BC")):
            changes = [change(key, Number(amount=Decimal(21))) for key in rows]
            by = {"member_id": member, "channel": "web", "event_id": await new_event(tx, number)}
            await tx.reports.apply(report, changes, **by, now=NOW)
        assert await tx.inbox.row_written("web", "7", "m1") == RowOfText("A", NOW)
        assert await tx.inbox.row_written("web", "7", "m2") is None


async def test_an_edited_message_leads_to_the_row_it_first_answered(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.inbox.mark_handled(await new_event(tx, "1"), "I.02.01", NOW)
        body = {"kind": "edited", "text": "22"}
        await tx.inbox.add("web", "2", "7", "m1", body, NOW)
        assert (await tx.inbox.row_of("web", "7", "m1")) == RowOfText("I.02.01", NOW)
        await tx.inbox.mark_handled((await waiting(tx, "web"))[0].id, "I.03", NOW)
        assert (await tx.inbox.row_of("web", "7", "m1")) == RowOfText("I.02.01", NOW)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a\x00b", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("\\u0000 \\ud800", "\\u0000 \\ud800"),
        ("đ\u0323\u200b\u202e \U0001f468\u200d\U0001f469", None),
        ("{{ 7*7 }} '; DROP TABLE event; -- %s :a $1", None),
        ("\x0b\x1f\x7f\u2028\r\n\t", None),
        ("ắ" * 100_000, None),
    ],
    ids=["NUL", "surrogate", "escapes", "marks", "code", "controls", "long"],
)
async def test_no_text_is_refused(store: Store, said: str, kept: str | None) -> None:
    """Neither as an event, nor as an answer, a remark, a reason or a name."""
    kept = said if kept is None else kept
    async with store.transaction() as tx:
        member, report = await new_report(tx)
        other = await tx.members.add(said, NOW)
        await tx.members.bind("web", "2", other, "7", NOW)
    reason = ReasonChange(check="R1", reason=Reason(text="x", operands=""))
    reason = reason.model_copy(update={"reason": Reason.model_construct(text=said, operands="")})
    blank = Answer(revision=1, state=AnswerState.PENDING)
    answer = blank.model_copy(update={"remark": said, "note": said})
    one = AnswerChange(key="A", expected=0, answer=answer)
    await apply(store, report, member, one, reason, said=said)
    async with store.transaction() as tx:
        assert [event.body["text"] for event in await waiting(tx, "web")] == [kept]
        loaded = await tx.reports.load(report)
        found = await tx.members.find("web", "2")
    assert (loaded.answer("A").remark, loaded.answer("A").note) == (kept, kept)
    assert loaded.reasons["R1"].text == kept
    assert found is not None
    assert found.name == kept
