"""Conversations in memory: the same as the long way, and never over anybody's change."""

from __future__ import annotations

import asyncio
import itertools
import random
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.access.identity import visit_of
from bot.delivery.message_body import body_of
from bot.delivery.quota import month_of
from bot.dispatch.report_step import asks_something
from bot.dispatch.session_cache import IDLE_SECONDS, SessionCache, _signed
from bot.ports.channel import ChannelError, Incoming, IncomingKind
from bot.simulation.replay import NOON
from bot.workflow import typed_texts
from conversations.answers.values import AnswerState
from conversations.dialog import engine
from conversations.protocol.events import TextSaid
from conversations.protocol.messages import Capabilities, ComposedButton, ComposedMessage, Span
from conversations.protocol.row_states import RowQuestion
from conversations.protocol.session import Session
from conversations.reports.answered_rows import AnsweredRows
from conversations.reports.model import Report
from conversations.text.normalize import is_figure
from conversations.workflow.own_requests import ShowHome
from conversations.workflow.permissions import Role
from conversations.workflow.report_status import filled_by_section
from storage.core.availability import StoreAwayError
from storage.fast_path.step_rows import LeaseHolder, Outcome, StepWrite
from storage.fast_path.step_writer import write_steps
from storage.group_commit import GroupCommit
from storage.history.entries import HistoryEntry
from storage.tables.core import report as table
from tests.support.appendix import empty_report, form
from tests.support.databases import SqliteFiles
from tests.support.founding import founded_once
from tests.support.patience import PATIENCE, until
from tests.support.product import PLAIN, Office, office, open_catalogs
from tests.support.province import ROOT, Province, commune, department, local

WORDS = [
    *("21", "Không phát sinh", "theo phần", "1=3; 2=4", "ghi", "Từng câu", "bỏ qua", "quay lại"),
    *("1", "2", "có", "Để sau", "chưa có số", "3 4", "đồng ý", "việc của tôi", "1", "7"),
]
_NOTICE = ComposedMessage(
    spans=(Span(text="Việc khác"),),
    buttons=((ComposedButton(label="Việc của tôi", action=ShowHome()),),),
)
ANSWERS = [
    *("21", "7", "5", "3 (theo báo cáo)", "bỏ qua", "quay lại", "4", "ghi chú mục x", "có"),
    *("tới VII.03", "594", "594", "66", "66 văn bản gửi song song bản giấy", "tới I.02"),
    *("a\x00b", "văn bản \ud800"),
]


@pytest.fixture
def strides(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many steps were written at once, commit by commit."""
    counted: list[int] = []

    def counting(
        connection: Connection, some: Sequence[StepWrite], by: LeaseHolder
    ) -> list[Outcome]:
        counted.append(len(some))
        return write_steps(connection, some, by)

    monkeypatch.setattr("storage.group_commit.write_steps", counting)
    return counted


def said(report: Report) -> dict[str, tuple[object, ...]]:
    """Every answer, without its time."""
    return {
        key: (one.state, one.value, one.remark, one.note, one.revision, one.author)
        for key, one in report.answers.items()
    }


async def history(at: Office) -> list[HistoryEntry]:
    async with at.store.transaction() as tx:
        assert await tx.audit_log.find_break(1) is None
        return await tx.audit_log.of_report(1)


async def test_memory_and_database_give_the_same(database: str, strides: list[int]) -> None:
    """Word for word, row for row, entry for entry."""
    results = []
    for url, from_memory in ((database, True), ("sqlite://", False)):
        async with office(url) as at:
            if not from_memory:
                at.go_long()
            heard = [await at.handle(at.event(IncomingKind.OPENED))]
            heard += [await at.say(text) for text in ANSWERS]
            payload = at.payload("Không phát sinh")
            heard.append(await at.handle(at.event(IncomingKind.TAPPED, button=payload)))
            entries = [(one.subject, one.revision, one.old, one.new) for one in await history(at)]
            async with at.store.transaction() as tx:
                lines = await tx.transcripts.read("telegram", "42", 100)
            shown = [(line.mine, line.body.get("text"), line.file_name) for line in lines]
            report = await at.report()
            async with at.store.transaction() as tx:
                filled = await tx.work.connection.scalar(select(table.c.filled))
            assert filled == filled_by_section(open_catalogs().catalog.forms["cchc-so"], report)
            assert any(subject.startswith("reason:") for subject, *_ in entries)
            results.append((heard, said(report), report.reasons, entries, shown))
        assert bool(strides) is from_memory
        strides.clear()
    assert results[0] == results[1]


async def test_what_is_about_earlier_messages_is_computed_in_memory(
    database: str, strides: list[int]
) -> None:
    """Edits, replies, buttons of earlier messages, late texts, coming back and another way to be
    asked: word for word, row for row and entry for entry as by the database."""
    results = []
    for url, from_memory in ((database, True), ("sqlite://", False)):
        async with office(url) as at:
            if not from_memory:
                at.go_long()
            heard = [await at.handle(at.event(IncomingKind.OPENED))]
            first, button = f"telegram-{at.channels['telegram'].sent[0].id}", at.payload("Không")
            heard.append(await at.handle(at.event(IncomingKind.SAID, "21", ref="m1")))
            moment = int(at.clock.moment.timestamp())
            later = replace(at.event(IncomingKind.SAID, "7"), said_at=moment)
            heard.append(await at.handle(later))
            strides.clear()
            events = [
                at.event(IncomingKind.EDITED, "20", ref="m1"),
                replace(at.event(IncomingKind.SAID, "28"), replies_to=first, quoted="Số"),
                at.event(IncomingKind.TAPPED, button=button),
                replace(at.event(IncomingKind.SAID, "9"), said_at=moment - 5),
                at.event(IncomingKind.RETURNED),
                at.event(IncomingKind.OPENED),
                at.event(IncomingKind.SAID, "theo phần"),
                at.event(IncomingKind.EDITED, "8", ref=later.message_ref),
                at.event(IncomingKind.RETURNED),
            ]
            for event in events:
                heard.append(await at.handle(event))
                if event.kind is not IncomingKind.RETURNED:
                    at.forget()  # what it leaves in the store is what counts
            entries = [(one.subject, one.revision, one.old, one.new) for one in await history(at)]
            async with at.store.transaction() as tx:
                asking = await tx.members.asking(1)
                handled = await tx.inbox.list_handled("telegram", "42", 20)
            kept = [(one["kind"], one["quoted"], one["text"]) for one in handled]
            results.append((heard, said(await at.report()), entries, asking, kept))
            assert len(strides) == (len(events) if from_memory else 0)
    assert results[0] == results[1]
    assert any("21 → 20" in one for one in results[0][0])


MONDAY = local(2026, 3, 2)
SAID_AT_WORK = {  # to whom it may be more than an answer
    "mai": ("đơn vị nào chưa nộp", "3", "duyệt sở NV", "duyệt nhầm rồi em", "nhắc sở NV nộp đi"),
    "hai": ("xã số 02 có 4 vấn đề", "3", "làm xã số 02", "không phát sinh", "hạn nộp khi nào"),
    "binh": ("duyệt", "3", "có gì bất thường không", "chưa duyệt được", "câu này ai phụ trách"),
}


async def _found(at: Office) -> Province:
    """A coordinator who also reports, an officer of two units, a reviewer who reports."""
    made = Province(at)
    await made.found(
        [department("NV", "Nội vụ"), department("TP", "Tư pháp"), *map(commune, (1, 2))]
    )
    for who, unit, role in (
        *(("mai", ROOT, Role.COORDINATOR), ("mai", "TP", Role.OFFICER)),
        *(("hai", "X01", Role.OFFICER), ("hai", "X02", Role.OFFICER)),
        *(("binh", "NV", Role.OFFICER), ("binh", "NV", Role.REVIEWER)),
    ):
        await made.comes(who, unit, role)
    await at.say("mở đợt quý I/2026 hạn 20/3", who="mai")
    await at.tap("Mở", who="mai")
    await at.remind()
    for who, unit in (("mai", "TP"), ("hai", "X01"), ("binh", "NV")):
        await at.say(f"làm báo cáo {unit}", who=who)
    return made


@pytest.mark.parametrize("who", SAID_AT_WORK)
async def test_who_has_more_to_do_is_understood_alike_from_memory(who: str, tmp_path: Path) -> None:
    """A text of the office reaches it, though the report of who says it is in memory."""
    heard: list[list[str]] = []
    for from_memory in (True, False):
        place = SqliteFiles(tmp_path / f"{from_memory}.db")
        async with founded_once(place, MONDAY, _found) as made:
            at, kept = made.office, []
            if not from_memory:
                at.go_long()
            heard.append([])
            for text in SAID_AT_WORK[who]:
                heard[-1].append(await at.say("5", who=who))
                kept.append(at.in_memory)  # not where something else is asked first
                heard[-1].append(await at.say(text, who=who))
            assert (sum(kept) >= len(kept) - 2) is from_memory
    assert heard[0] == heard[1]


COUNTED = replace(PLAIN, budget=3_000)
WINDOWED = replace(PLAIN, buttons=5, free_hours=48, paid_hours=168, templates=True, contacts=True)


@pytest.mark.parametrize("can", [PLAIN, COUNTED, WINDOWED])
async def test_typed_words_of_buttons_mean_the_same_from_memory(
    can: Capabilities, strides: list[int]
) -> None:
    """Of the newest message, by its words or by number, and of the office's before it."""
    results = []
    for from_memory in (True, False):
        async with office("sqlite://", can=can) as at:
            if not from_memory:
                at.go_long()
            heard = [await at.handle(at.event(IncomingKind.OPENED))]
            heard += [await at.say(text) for text in WORDS]
            async with at.store.transaction() as tx:
                spent = await tx.quota.spent("telegram", month_of(at.clock()))
            assert sum(spent.values()) == (len(at.channels["telegram"].sent) if can.metered else 0)
            results.append((heard, said(await at.report())))
        assert (len(strides) > len(WORDS) // 2) is from_memory
        strides.clear()
    assert results[0] == results[1]
    assert results[0][1]


async def test_a_number_typed_after_a_notice_is_read_anew(strides: list[int]) -> None:
    """What was said to the person meanwhile may have buttons of its own."""
    async with office("sqlite://", can=PLAIN) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.say("21")
        before = len(strides)
        async with at.store.transaction() as tx:
            await tx.outbox.add("telegram", "42", body_of(_NOTICE), None, at.clock())
        await at.send()
        assert "Đã ghi" not in await at.say("việc của tôi")
        assert strides[before:] == [1]  # it was tried over what was known, and then loaded


async def test_many_officers_share_a_commit(database: str, strides: list[int]) -> None:
    async with office(database) as at:
        people = [str(number) for number in range(100, 120)]
        await asyncio.gather(*(at.handle(at.event(IncomingKind.OPENED, who=who)) for who in people))
        await asyncio.gather(*(at.say("500", who=who) for who in people))
        assert at.in_memory == len(people)
        await asyncio.gather(
            *(at.desk.receive([at.event(IncomingKind.SAID, who, who=who)]) for who in people)
        )
        assert max(strides) == len(people)
        reports = [await at.report(number) for number in range(1, len(people) + 1)]
        assert sorted(report.answer("I.01.02").amount or 0 for report in reports) == [
            int(who) for who in people
        ]


async def test_an_event_during_a_commit_is_computed_after_it(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that they share the next one, and none of the two hinders the other."""
    seen: list[str] = []
    waiting: list[GroupCommit] = []
    writing, done = threading.Event(), threading.Event()

    def slow(connection: Connection, some: Sequence[StepWrite], by: LeaseHolder) -> list[Outcome]:
        seen.append("commit")
        writing.set()
        assert done.wait(PATIENCE)
        outcomes = write_steps(connection, some, by)
        seen.append("committed")
        return outcomes

    def thinking(*args: Any, **more: Any) -> engine.Step:
        seen.append("step")
        return step(*args, **more)

    async def calming(grouping: GroupCommit) -> None:
        waiting.append(grouping)
        await calm(grouping)

    step, calm = engine.step, GroupCommit.calm
    async with office(database) as at:
        people = ["1", "2", "3"]
        await asyncio.gather(*(at.handle(at.event(IncomingKind.OPENED, who=who)) for who in people))
        await asyncio.gather(*(at.say("9", who=who) for who in people))
        monkeypatch.setattr("storage.group_commit.write_steps", slow)
        monkeypatch.setattr("conversations.dialog.engine.step", thinking)
        monkeypatch.setattr(GroupCommit, "calm", calming)
        async with asyncio.TaskGroup() as group:
            group.create_task(at.desk.receive([at.event(IncomingKind.SAID, "1", who="1")]))
            assert await asyncio.to_thread(writing.wait, PATIENCE)
            for who in ("2", "3"):
                group.create_task(at.desk.receive([at.event(IncomingKind.SAID, who, who=who)]))
            await until(lambda: len(waiting) == len(people))
            done.set()
        assert seen == ["step", "commit", "committed", "step", "step", "commit", "committed"]


async def test_a_repeated_event_has_one_effect(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        once = at.event(IncomingKind.SAID, "21")
        await asyncio.gather(*(at.desk.receive([once]) for _ in range(5)))
        await at.handle(at.event(IncomingKind.SAID, "7"))
        await at.handle(once)
        report = await at.report()
        assert (report.answer("I.01.01").amount, report.answer("I.01.02").amount) == (21, 7)
        assert len([one for one in await history(at) if one.subject != "answer:I.01"]) == 2
        assert sum("Đã ghi: 21" in text for text in at.told("42")) == 1


async def test_texts_sent_at_once_keep_their_order(database: str) -> None:
    """Some one by one, some in a batch, as a phone that was offline does."""
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        events = [at.event(IncomingKind.SAID, str(number)) for number in (21, 7, 5, 3, 2)]
        await asyncio.gather(at.desk.receive(events[:2]), at.desk.receive(events[2:]))
        await at.desk.idle()
        report = await at.report()
        keys = ("I.01.01", "I.01.02", "I.01.03", "I.02.01", "I.02.02")
        assert [report.answer(key).amount for key in keys] == [21, 7, 5, 3, 2]


async def test_a_change_in_another_process_is_seen(database: str) -> None:
    async with office(database, name="a") as one, office(database, name="b") as other:
        await one.handle(one.event(IncomingKind.OPENED))
        await one.say("21")
        assert "7/21" in await other.say("7")
        assert "Đã ghi: 5" in await one.say("5")
        report = await one.report()
        keys = ("I.01.01", "I.01.02", "I.01.03")
        assert [report.answer(key).amount for key in keys] == [21, 7, 5]
        assert await history(one)


async def test_one_person_at_two_processes_at_once_loses_nothing(database: str) -> None:
    """A phone's events spread over two processes, each of which has the conversation in memory."""
    async with office(database, name="a") as one, office(database, name="b") as other:
        await one.handle(one.event(IncomingKind.OPENED))
        await one.say("1")
        await other.say("2")
        chance = random.Random(7)
        for number in range(3, 30):
            pair = [one, other]
            chance.shuffle(pair)
            events = [
                at.event(IncomingKind.SAID, str(number * 10 + i)) for i, at in enumerate(pair)
            ]
            await asyncio.gather(
                *(at.desk.receive([event]) for at, event in zip(pair, events, strict=True))
            )
            await asyncio.gather(*(at.desk.idle() for at in pair))
        entries = [entry for entry in await history(one) if entry.new["state"] == AnswerState.VALUE]
        for entry in entries:
            assert entry.revision == 1 or entry.old is not None
        async with one.store.transaction() as tx:
            assert await tx.inbox.list_waiting(["telegram"], one.clock(), one.clock()) == []


async def test_a_colleague_over_another_channel_is_not_overwritten(database: str) -> None:
    async with office(database, name="a") as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.say("21")
        await at.join("local", channel="web")
        await at.say("7", channel="web", who="local")
        assert "Đã ghi: 5" in await at.say("5")
        report = await at.report()
        assert (report.answer("I.01.02").amount, report.answer("I.01.03").amount) == (7, 5)


async def test_who_comes_by_on_a_page_is_served_from_memory_too(
    database: str, strides: list[int]
) -> None:
    """Signed in by a link of another channel: there the person is written to from then on too."""
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        async with at.store.transaction() as tx:
            member = await tx.members.find("telegram", "42")
            assert member is not None
            page = visit_of(member.id)
            await tx.members.bind("web", page, member.id, page, at.clock())
        assert "Đã ghi: 21" in await at.say("21", channel="web", who=page)
        assert "Đã ghi: 7" in await at.say("7", channel="web", who=page)
        assert strides == [1, 1]
        assert "Đã ghi: 5" in await at.say("5")
        assert "Đã ghi: 3" in await at.say("3", channel="web", who=page)
        async with at.store.transaction() as tx:
            place = (await tx.members.places_of([member.id]))[member.id]
        assert (place.channel, place.conversation) == ("telegram", "42")
        report = await at.report()
        keys = ("I.01.01", "I.01.02", "I.01.03", "I.02.01")
        assert [report.answer(key).amount for key in keys] == [21, 7, 5, 3]


async def test_what_waits_in_the_store_comes_first(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        earlier, later = at.event(IncomingKind.SAID, "21"), at.event(IncomingKind.SAID, "7")
        async with at.store.transaction() as tx:  # another process stored it, and died
            await tx.inbox.add(
                "telegram", earlier.event_id, "42", "m", earlier.as_dict(), at.clock()
            )
        await at.handle(later)
        report = await at.report()
        assert (report.answer("I.01.01").amount, report.answer("I.01.02").amount) == (21, 7)


async def test_a_message_that_failed_is_not_overtaken(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        channel = at.channels["telegram"]
        channel.errors = [ChannelError("slow down", permanent=False, retry_after=30)]
        await at.say("21")
        await at.say("7")
        assert sum("Đã ghi" in text for text in channel.texts) == 0
        at.clock.moment += timedelta(seconds=31)
        await at.sender.drain(channel)
        kept = [text for text in channel.texts if "Đã ghi" in text]
        assert ["Đã ghi: 21" in kept[0], "Đã ghi: 7" in kept[1]] == [True, True]


async def test_what_changes_after_a_conversation_was_loaded_is_seen(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(database, name="a") as one, office(database, name="b") as other:
        await one.handle(one.event(IncomingKind.OPENED))
        load, met = SessionCache._look_up, []

        async def meddling(self: SessionCache, *args: Any) -> Any:
            loaded = await load(self, *args)
            if self is one.desk._residents and not met:
                met.append(loaded is not None)
                await other.say("21")
            return loaded

        monkeypatch.setattr(SessionCache, "_look_up", meddling)
        await one.say("7")
        report = await one.report()
        assert met == [True]
        assert [report.answer(key).amount for key in ("I.01.01", "I.01.02")] == [21, 7]
        await history(one)


async def test_a_quiet_conversation_leaves_memory_and_comes_back(
    database: str, strides: list[int]
) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        assert at.in_memory == 0  # what opens a conversation is more than an answer
        await at.say("9")
        assert at.in_memory == 1
        at.clock.moment += timedelta(seconds=IDLE_SECONDS + 1)
        at.desk._residents.forget_idle()
        assert at.in_memory == 0
        assert "Đã ghi: 7" in await at.say("7")
        assert at.in_memory == 1
        assert strides == [1, 1]


async def test_a_failed_step_goes_through_the_database(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        with monkeypatch.context() as broken:
            broken.setattr(SessionCache, "_think", None)
            assert "Đã ghi: 21" in await at.say("21")
        assert (await at.report()).answer("I.01.01").amount == 21


async def test_a_store_that_is_away_takes_nothing(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The channel is told, and brings the event again; then it has its one effect."""
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        event = at.event(IncomingKind.SAID, "21")

        def away(*_: object) -> None:
            raise OSError("the database is away")

        with monkeypatch.context() as broken:
            broken.setattr("storage.group_commit.write_steps", away)
            with pytest.raises(StoreAwayError, match="away"):
                await at.desk.receive([event])
        assert (await at.report()).answers == {}
        assert "Đã ghi: 21" in await at.handle(event)


@pytest.mark.parametrize(
    "stranger",
    [
        {"sender": "43", "text": "21"},
        {"button": "1.99", "kind": IncomingKind.TAPPED},
        {"button": "999.0", "kind": IncomingKind.TAPPED},
        {"button": "x", "kind": IncomingKind.TAPPED},
    ],
)
async def test_what_is_forged_changes_nothing(database: str, stranger: dict[str, object]) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        forged: Incoming = replace(at.event(IncomingKind.SAID), **stranger)  # type: ignore[arg-type]
        await at.handle(forged)
        assert (await at.report()).answers == {}


def test_what_is_counted_of_a_report_outlives_its_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers get their author and time, and nothing is counted anew."""
    report = empty_report()
    assert report.answered.count(form().asked_at) == 0
    session = Session(focus=RowQuestion(row="I.01.01", revision=0), turn=1)
    step = engine.step(form(), report, session, TextSaid(text="21"), now=NOON)
    monkeypatch.setattr(AnsweredRows, "of", lambda _: pytest.fail("counted anew"))
    signed = _signed(step, "Lan", NOON)
    assert (signed.answer("I.01.01").author, signed.answer("I.01.01").at) == ("Lan", NOON)
    assert signed.answered.count(form().asked_at) == 1


@given(st.from_regex(r"[0-9][0-9.,]*( ?%)?", fullmatch=True))
def test_a_figure_is_neither_a_command_nor_a_question(text: str) -> None:
    """It is known for an answer without being asked what else it may be."""
    assert is_figure(text)
    assert not asks_something(text, form())
    for free, role in itertools.product((True, False), repeat=2):
        assert not typed_texts.is_typed(text, free_text=free, has_role=role)
