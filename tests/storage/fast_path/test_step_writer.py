"""Writing from memory: only over what is still as it was, and as the long way would."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from conversations.answers.values import Number
from conversations.reports.model import Reason, ReasonChange
from conversations.workflow.pending_input import PendingInput, ReturnInput
from storage.core.availability import StoreAwayError
from storage.core.work import AuditContext
from storage.fast_path import step_writer
from storage.fast_path.delivery_notes import DeliveryReceipt, MessageCost, note_sent
from storage.fast_path.session_guard import ConversationKey, SessionVersion
from storage.fast_path.step_rows import Committed, Duplicate, LeaseHolder, Outcome, Stale, StepWrite
from storage.fast_path.step_writer import write_steps
from storage.group_commit import GroupCommit
from storage.messaging.inbox import RowOfText
from storage.store import Store
from storage.transaction import Transaction
from tests.support.store_rows import NOW, change, new_event, new_report, note_taken, waiting

PLACE = ConversationKey("web", "7", "web", "7")
WORDS = ("một", "", "ba", "bốn")  # why a check is kept, one after the other
ME = LeaseHolder("me", NOW + timedelta(seconds=60))


async def at_work(store: Store, place: ConversationKey = PLACE) -> SessionVersion:
    """A member at work on a report, with a session; what that rests on."""
    async with store.transaction() as tx:
        member, report = await new_report(tx)
        await tx.members.bind(place.identity, place.sender, member, place.conversation, NOW)
        await tx.members.mark_heard(member, place.channel, place.conversation)
        await tx.sessions.save(member, report, '{"turn":1}', NOW)
        standing = await tx.session_versions.find(place)
    assert standing is not None
    return standing


def stride(
    standing: SessionVersion, event_id: str = "e1", place: ConversationKey = PLACE
) -> StepWrite:
    one = change("A", Number(amount=Decimal(21)))
    return StepWrite(
        place=place,
        standing=standing,
        event_id=event_id,
        message_ref="m",
        body={"text": "21"},
        about="A",
        session='{"turn":2}',
        changes=[one],
        old={},
        filled={"I": 1},
        messages=['{"spans": [], "buttons": [], "turn": 2}'],
        at=NOW,
        in_hand=lambda: frozenset(),
    )


async def take(store: Store, *some: StepWrite) -> list[Outcome]:
    return await store.at_once(lambda connection: write_steps(connection, some, ME))


async def test_a_step_is_written_whole(store: Store) -> None:
    standing = await at_work(store)
    (done,) = await take(store, stride(standing))
    assert isinstance(done, Committed)
    assert done.claimed
    async with store.transaction() as tx:
        report = await tx.reports.load(standing.report)
        assert report.answer("A").amount == 21
        assert await tx.sessions.of_member(standing.member) == '{"turn":2}'
        assert (await tx.inbox.row_of("web", "7", "m")) == RowOfText("A", NOW)
        assert await tx.audit_log.find_break(standing.report) is None
        (entry,) = await tx.audit_log.of_report(standing.report)
        assert (entry.subject, entry.revision, entry.old) == ("answer:A", 1, None)
        assert await tx.session_versions.find(PLACE) == done.standing
        assert await tx.outbox.count_unsent("web") == 1
        assert await tx.outbox.claim("web", "other", NOW, 60, 5) == []
    sent = [DeliveryReceipt(done.messages[0], "r", NOW)]
    await store.at_once(lambda connection: note_sent(connection, sent))
    async with store.transaction() as tx:
        assert await tx.outbox.count_unsent("web") == 0
        assert await tx.messages.reference_of("web", "7", done.messages[0]) == "r"


async def test_the_chain_continues_from_step_to_step(store: Store) -> None:
    standing = await at_work(store)
    for number in range(1, 5):
        one = replace(
            stride(standing, f"e{number}"),
            changes=[change("A", Number(amount=Decimal(number)), expected=number - 1)],
            session=f'{{"turn":{number + 1}}}',
        )
        (done,) = await take(store, one)
        assert isinstance(done, Committed)
        standing = done.standing
    async with store.transaction() as tx:
        assert await tx.audit_log.find_break(standing.report) is None
        assert len(await tx.audit_log.of_report(standing.report)) == 4


async def test_why_a_check_is_kept_is_written_as_the_long_way_does(store: Store) -> None:
    """Each reason for a check follows the one before it, whoever wrote that; one without words
    withdraws it."""
    standing = await at_work(store)
    for number, words in enumerate(WORDS[:3], start=1):
        reason = ReasonChange(check="R1", reason=Reason(text=words, operands=str(number)))
        both = [reason, change("A", Number(amount=Decimal(number)), expected=number - 1)]
        step = replace(stride(standing, f"e{number}"), changes=both, session=f"{number}")
        (done,) = await take(store, step)
        assert isinstance(done, Committed)
        standing = done.standing
    async with store.transaction() as tx:
        report = await tx.reports.load(standing.report)
        assert report.reasons == {"R1": Reason(text="ba", operands="3")}
        event = await new_event(tx, "x")
        again = ReasonChange(check="R1", reason=Reason(text="bốn", operands="4"))
        on = {"member_id": standing.member, "channel": "web", "event_id": event, "now": NOW}
        await tx.reports.apply(standing.report, [again], **on)
        assert await tx.audit_log.find_break(standing.report) is None
        entries = await tx.audit_log.of_report(standing.report)
    told = [(one.revision, one.old, one.new) for one in entries if one.subject == "reason:R1"]
    said = [None, *({"text": text, "operands": at} for text, at in zip(WORDS, "1234", strict=True))]
    assert told == [*zip((1, 2, 3, 4), said[:-1], said[1:], strict=True)]


async def test_a_repeated_event_is_written_once(store: Store) -> None:
    standing = await at_work(store)
    (first,) = await take(store, stride(standing))
    assert isinstance(first, Committed)
    again = replace(stride(first.standing), session='{"turn":3}')
    assert await take(store, again) == [Duplicate()]
    async with store.transaction() as tx:
        assert len(await tx.audit_log.of_report(standing.report)) == 1
        assert await tx.sessions.of_member(standing.member) == '{"turn":2}'


Meddling = Callable[[Transaction, SessionVersion], Awaitable[object]]


async def _answer(tx: Transaction, on: SessionVersion) -> None:
    event = await new_event(tx, "x")
    await tx.inbox.mark_handled(event, None, NOW)
    one = change("B", Number(amount=Decimal(1)))
    await tx.reports.apply(
        on.report, [one], member_id=on.member, channel="web", event_id=event, now=NOW
    )


async def _session(tx: Transaction, on: SessionVersion) -> None:
    await tx.sessions.save(on.member, on.report, '{"turn":5}', NOW)


async def _message(tx: Transaction, on: SessionVersion) -> None:
    await tx.outbox.add("web", "7", {"spans": []}, None, NOW)


async def _elsewhere(tx: Transaction, on: SessionVersion) -> None:
    await tx.members.mark_heard(on.member, "telegram", "7")


async def _errand(tx: Transaction, on: SessionVersion) -> None:
    errand = PendingInput(what=ReturnInput(report=on.report))
    await tx.pending_input.set(on.member, errand.model_dump(mode="json"))


async def _other_report(tx: Transaction, on: SessionVersion) -> None:
    await tx.members.assign(on.member, (await new_report(tx))[1])


async def _office(tx: Transaction, on: SessionVersion) -> None:
    await tx.audit_log.record(
        AuditContext(None, None, "cli", None, NOW), "role:1", None, {"ended": True}
    )


async def _locked(tx: Transaction, on: SessionVersion) -> None:
    await tx.rounds.lock_report(
        AuditContext(on.report, None, "cli", None, NOW), on.report, locked=True
    )


async def _waiting(tx: Transaction, on: SessionVersion) -> None:
    await new_event(tx, "earlier")


async def _unknown(tx: Transaction, on: SessionVersion) -> None:
    number = await tx.outbox.add("web", "7", {}, None, NOW, once=True)
    await tx.outbox.mark_unknown(number, "no answer in time")


async def _rebound(tx: Transaction, on: SessionVersion) -> None:
    hung, place = await tx.members.add("Hùng", NOW), ("web", "7")
    lan = await tx.members.find(*place)
    assert lan is not None
    number = await tx.rebindings.add(place, place, (lan.id, hung), NOW, NOW + timedelta(minutes=9))
    asked = await tx.rebindings.find(number)
    assert asked is not None
    deed = AuditContext(None, hung, "web", None, NOW)
    assert await tx.rebindings.carry_out(deed, asked, NOW + timedelta(hours=1), {"web": "web"})


@pytest.mark.parametrize(
    "meddle",
    [
        *(_answer, _session, _elsewhere, _errand, _other_report, _office, _locked),
        *(_waiting, _unknown, _rebound, _message),
    ],
)
async def test_a_change_underneath_stops_a_step(store: Store, meddle: Meddling) -> None:
    standing = await at_work(store)
    async with store.transaction() as tx:
        await meddle(tx, standing)
        newest = await tx.messages.last("web", "7")
    if newest is not None and meddle is not _message:  # it is for another reason
        standing = standing._replace(newest=newest.id)
    assert await take(store, stride(standing)) == [Stale()]
    async with store.transaction() as tx:
        assert (await tx.reports.load(standing.report)).answer("A").revision == 0
        if meddle is not _waiting:
            await tx.inbox.add("web", "e1", "7", "m", {}, NOW)
            assert await waiting(tx, "web"), "the event was not stored by the stride"


async def test_one_that_does_not_stand_holds_up_no_other(store: Store) -> None:
    there = ConversationKey("web", "8", "web", "8")
    standing, other = await at_work(store), await at_work(store, there)
    async with store.transaction() as tx:
        await _session(tx, standing)
    done = await take(store, stride(standing), stride(other, "e2", there))
    assert [type(one) for one in done] == [Stale, Committed]


async def test_two_on_one_report_do_not_go_together(store: Store) -> None:
    """Two officers of one unit, in the same moment."""
    standing = await at_work(store)
    there = ConversationKey("web", "8", "web", "8")
    async with store.transaction() as tx:
        colleague = await tx.members.add("Hùng", NOW)
        await tx.members.bind("web", "8", colleague, "8", NOW)
        await tx.members.mark_heard(colleague, "web", "8")
        await tx.members.assign(colleague, standing.report)
        await tx.sessions.save(colleague, standing.report, '{"turn":1}', NOW)
        other = await tx.session_versions.find(there)
    assert other is not None
    done = await take(store, stride(standing), stride(other, "e2", there))
    assert [type(one) for one in done] == [Committed, Stale]


async def test_messages_wait_behind_what_is_not_in_hand(store: Store) -> None:
    standing = await at_work(store)
    async with store.transaction() as tx:
        first = await tx.outbox.add("web", "7", {"first": True}, None, NOW)
    (done,) = await take(store, stride(standing._replace(newest=first)))
    assert isinstance(done, Committed)
    assert not done.claimed
    all_of_them = {first, *done.messages}
    next_one = replace(
        stride(done.standing, "e2"), in_hand=lambda: all_of_them, changes=[], session='{"turn":3}'
    )
    (again,) = await take(store, next_one)
    assert isinstance(again, Committed)
    assert again.claimed


async def test_one_in_hand_that_is_sent_does_not_stand_for_one_that_waits(store: Store) -> None:
    """Our process has just sent the first message; the second was queued by another event, and
    nobody has claimed it yet: what follows must not overtake it."""
    standing = await at_work(store)
    async with store.transaction() as tx:
        first = await tx.outbox.add("web", "7", {"first": True}, None, NOW)
        await note_taken(tx, first, "r")
        second = await tx.outbox.add("web", "7", {"second": True}, None, NOW)
    next_one = stride(standing._replace(newest=second))
    (done,) = await take(store, replace(next_one, in_hand=lambda: {first}))
    assert isinstance(done, Committed)
    assert not done.claimed


async def test_what_a_message_costs_is_counted_once(store: Store) -> None:
    """Also where nobody heard that it was noted, and it is noted again."""
    async with store.transaction() as tx:
        numbers = [await tx.outbox.add("oa", "7", {}, None, NOW) for _ in range(3)]
    one, two = (MessageCost("oa", "2026-11", "free", count) for count in (1, 2))
    taken = zip(numbers, "abc", (one, two, None), strict=True)
    sent = [DeliveryReceipt(number, called, NOW, cost) for number, called, cost in taken]
    for _ in range(2):
        await store.at_once(lambda connection: note_sent(connection, sent))
    async with store.transaction() as tx:
        assert await tx.quota.spent("oa", "2026-11") == {"free": 3}
        assert await tx.messages.reference_of("oa", "7", numbers[1]) == "b"
        assert await tx.outbox.count_unsent("oa") == 0


async def test_a_group_that_is_overtaken_is_written_one_by_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL another process may commit between our look and our writing; here the look
    is blind."""
    there = ConversationKey("web", "8", "web", "8")
    standing, other = await at_work(store), await at_work(store, there)
    async with store.transaction() as tx:
        await _session(tx, standing)
    monkeypatch.setattr(step_writer, "_still_standing", lambda _, some, __: [*range(len(some))])
    grouping = GroupCommit(store, lambda: NOW, "me", 60)
    told: list[Outcome] = []
    done = await asyncio.gather(
        grouping.write_step(stride(standing), told.append),
        grouping.write_step(stride(other, "e2", there), told.append),
    )
    assert [type(one) for one in done] == [Stale, Committed]
    assert told == done
    async with store.transaction() as tx:
        assert (await tx.reports.load(standing.report)).answers == {}
        assert (await tx.reports.load(other.report)).answer("A").amount == 21


async def test_who_waits_is_told_when_nothing_can_be_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing = await at_work(store)
    grouping = GroupCommit(store, lambda: NOW, "me", 60)
    told: list[Outcome] = []

    def full(*_: object) -> list[Outcome]:
        raise OSError("disk full")

    monkeypatch.setattr("storage.group_commit.write_steps", full)
    with pytest.raises(StoreAwayError, match="disk full"):
        await grouping.write_step(stride(standing), told.append)
    assert told == []
    monkeypatch.undo()
    assert isinstance(await grouping.write_step(stride(standing), told.append), Committed)
    await grouping.close()


async def test_what_follows_is_done_when_nobody_waits_any_more(store: Store) -> None:
    """A webhook's caller hangs up; its event is written, and what it came to is not forgotten."""
    standing = await at_work(store)
    grouping = GroupCommit(store, lambda: NOW, "me", 60)
    told: list[Outcome] = []
    waiting = asyncio.create_task(grouping.write_step(stride(standing), told.append))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await grouping.close()
    assert [type(one) for one in told] == [Committed]
