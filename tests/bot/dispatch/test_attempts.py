"""An event that ends, hangs or fails the process that handles it costs some attempts, and then
nobody touches it again; everything else goes on."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.notices import Notice
from bot.dispatch import attempt_runner
from bot.ports.channel import IncomingKind
from bot.runtime import cpu_limit
from bot.runtime.cpu_limit import CpuLimit
from bot.runtime.crash_journal import CrashJournal
from bot.runtime.event_guard import EventGuard
from conversations.answers.values import AnswerState
from conversations.dialog import engine
from conversations.protocol.messages import Reply
from conversations.workflow.permissions import Role
from storage.core.availability import StoreAwayError
from storage.messaging.attempts import Attempt
from storage.messaging.inbox import InboxQueries
from tests.support.databases import Databases
from tests.support.founding import founded_once
from tests.support.product import NOON, Office, office
from tests.support.province import Province, department, local

TROUBLE = "Hệ thống đang trục trặc"
POISON = "đầu độc <b>42</b>"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt_runner, "RETRY_SECONDS", 0)


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> Iterator[EventGuard]:
    """One that looks at the processor time more often than the product's."""
    monkeypatch.setattr(cpu_limit, "TICK_SECONDS", 0.02)
    limit = CpuLimit()
    limit.start()
    yield EventGuard(None, limit)
    limit.stop()


@contextmanager
def poisoned(act: Callable[[], None]) -> Iterator[list[str]]:
    """While this lasts, the engine does this for each marked text before its step. The texts."""
    real, met = engine.step, []

    def step(form: Any, report: Any, session: Any, event: Any, **rest: Any) -> Any:
        text = getattr(event, "text", "")
        if "đầu độc" in text:
            met.append(text)
            act()
        return real(form, report, session, event, **rest)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine, "step", step)
        yield met


@contextmanager
def hurried() -> Iterator[None]:
    """While this lasts, the smallest limits that leave room for what is not poisoned."""
    with pytest.MonkeyPatch.context() as patched:
        for module in ("bot.dispatch.session_cache", "bot.dispatch.attempt_runner"):
            patched.setattr(f"{module}.STEP_SECONDS", 0.4)
        patched.setattr(attempt_runner, "TRANSACTION_SECONDS", 0.3)
        yield


def spin() -> None:
    while True:
        pass


def fail() -> None:
    raise FileNotFoundError("a font")


async def stored(at: Office, *texts: str, who: str = "42") -> None:
    """The events are stored, and nobody handles them yet."""
    async with at.store.transaction() as tx:
        for text in texts:
            event = at.event(IncomingKind.SAID, text, who=who)
            names = (event.channel, event.event_id, event.conversation, event.message_ref)
            await tx.inbox.add(*names, event.as_dict(), at.clock())


async def died_of(at: Office, times: int, who: str = "42") -> None:
    """So many processes have begun the oldest event of this person, and died."""
    async with at.store.transaction() as tx:
        for number in range(times):
            found = await tx.attempts.begin("telegram", who, f"dead-{number}", NOON, fresh=False)
            assert isinstance(found, Attempt)


async def resume(at: Office) -> list[str]:
    """Take up what waits; what person 42 was told by it."""
    before = len(at.told("42"))
    await at.desk.resume()
    await at.desk.idle()
    for channel in at.channels.values():
        await at.sender.drain(channel)
    return at.told("42")[before:]


async def test_what_two_processes_died_of_is_not_touched_again(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await stored(at, POISON, "21")
        await died_of(at, 2)
        with poisoned(fail) as met:
            trouble, answered = await resume(at)
        assert met == []
        assert trouble.startswith(TROUBLE)
        assert "“đầu độc b 42 /b”" in trouble
        assert "chưa ghi gì" in trouble
        assert "Đã ghi: 21" in answered
        async with at.store.transaction() as tx:
            assert await tx.attempts.list_troubled(NOON)


async def test_one_death_is_no_proof(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await stored(at, "21")
        await died_of(at, 1)
        (answered,) = await resume(at)
        assert "Đã ghi: 21" in answered
        async with at.store.transaction() as tx:
            assert await tx.attempts.list_troubled(NOON - timedelta(days=1)) == set()


async def test_what_another_process_has_in_hand_is_left_to_it(database: str) -> None:
    async with office(database, name="a") as one, office(database, name="b") as other:
        await one.handle(one.event(IncomingKind.OPENED))
        await stored(one, "21")
        async with one.store.transaction() as tx:
            await tx.attempts.begin("telegram", "42", one.process, NOON, fresh=True)
        assert await resume(other) == []
        async with one.store.transaction() as tx:
            await tx.processes.remove_dead([one.process])
        (answered,) = await resume(other)
        assert "Đã ghi: 21" in answered
        assert (await other.report()).answer("I.01.01").revision == 1


async def test_a_restart_with_many_waiting_sets_nothing_aside(database: str) -> None:
    async with office(database) as at:
        people = [str(number) for number in range(100, 120)]
        for who in people:
            await at.handle(at.event(IncomingKind.OPENED, who=who))
            await stored(at, "21", "7", who=who)
            await died_of(at, 1, who)
        await resume(at)
        for who in people:
            said = at.told(who)
            assert any("Đã ghi: 7" in text for text in said)
            assert not any(TROUBLE in text for text in said)


async def test_what_died_before_it_was_stored(database: str, tmp_path: Path) -> None:
    """Two processes died of the event on the fast way; it comes a third time."""
    folder = tmp_path / "journal"
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        event = at.event(IncomingKind.SAID, POISON)
    dead = []
    for name in ("dead-1", "dead-2"):
        journal = CrashJournal.open(folder, name)
        journal.mark((event.channel, event.event_id), stored=False)
        dead.append(journal)
    mine = CrashJournal.open(folder, "alive")
    async with office(database, name="later", guard=EventGuard(mine)) as at:
        await at.say("21")  # the conversation is in memory from now on
        assert at.in_memory == 1
        with poisoned(fail) as met:
            for journal in dead:
                _drop_lock(journal)
            said = await at.handle(event)
            assert said.startswith(TROUBLE)
            assert await at.handle(event) == ""
            assert met == []
            assert "Đã ghi: 7" in await at.say("7")
    mine.close()
    assert [*folder.iterdir()] == []


def _drop_lock(journal: CrashJournal) -> None:
    """As the kernel does when a process dies."""
    for number in (journal._file, *journal._others.values()):
        os.close(number)


async def test_what_another_process_computes_goes_through_the_database(
    database: str, tmp_path: Path
) -> None:
    mine, other = CrashJournal.open(tmp_path, "mine"), CrashJournal.open(tmp_path, "other")
    mine.look_around()
    async with office(database, guard=EventGuard(mine)) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        event = at.event(IncomingKind.SAID, "21")
        other.mark((event.channel, event.event_id), stored=False)
        await at.desk.receive([event])
        await at.desk.idle()
        other.clear()
        assert (await at.report()).answer("I.01.01").amount == 21
    for journal in (mine, other):
        journal.close()


# The end of a step may hit what the garbage collector calls; the next tick ends it again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("in_memory", [True, False])
async def test_what_takes_too_long_is_ended_twice(
    database: str, guard: EventGuard, in_memory: bool
) -> None:
    async with office(database, guard=guard) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        if not in_memory:
            at.go_long()
        with poisoned(spin) as met, hurried():
            assert (await at.say(POISON)).startswith(TROUBLE)
        # The long way tries each step in the transaction first, and then outside of it.
        assert len(met) == (3 if in_memory else 4)
        assert "Đã ghi: 21" in await at.say("21")
        assert (await at.report()).answer("I.01.01").revision == 1


async def test_a_slow_step_holds_no_transaction_open(
    database: str, guard: EventGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes longer than a transaction may, and is answered all the same."""
    took: list[float] = []
    long = 0.8

    def slow() -> None:
        began = time.process_time()
        try:
            while time.process_time() < began + long:
                pass
        finally:
            took.append(time.process_time() - began)

    async with office(database, guard=guard) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        at.go_long()
        monkeypatch.setattr(attempt_runner, "TRANSACTION_SECONDS", 0.3)
        with poisoned(slow) as met:
            said = await at.say(POISON)
        assert TROUBLE not in said
        assert "đầu độc" in said
        assert len(met) == 2
        assert took[0] < long
        assert took[1] >= long


async def test_failures_outlive_the_process(database: str) -> None:
    with poisoned(fail) as met, pytest.MonkeyPatch.context() as patched:
        async with office(database, name="a") as at:
            await at.handle(at.event(IncomingKind.OPENED))
            at.go_long()
            patched.setattr(attempt_runner, "RETRY_SECONDS", 0.2)
            await at.desk.receive([at.event(IncomingKind.SAID, POISON)])
            while not met:
                await _moment()
            await at.desk.close()
        before = len(met)
        patched.setattr(attempt_runner, "RETRY_SECONDS", 0)
        async with office(database, name="b") as at:
            (said,) = await resume(at)
            assert said.startswith(TROUBLE)
        assert len(met) == 3
        assert before < 3


async def _moment() -> None:
    await asyncio.sleep(0.01)


async def test_a_database_that_is_away_costs_no_attempt(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[int] = []
    mark_handled = InboxQueries.mark_handled

    async def refusing(self: InboxQueries, *args: Any) -> None:
        if len(refused) < 10:
            refused.append(1)
            raise StoreAwayError
        await mark_handled(self, *args)

    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        at.go_long()
        monkeypatch.setattr(InboxQueries, "mark_handled", refusing)
        assert "Đã ghi: 21" in await at.say("21")
        assert len(refused) == 10


async def test_a_file_that_cannot_be_made_is_given_up(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def render(*_: object, **__: object) -> bytes:
        made.append(1)
        raise PermissionError("a font")

    monkeypatch.setattr("bot.files.report_file.FORMATS", _Formats(render))
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        assert (await at.say("tải về")).startswith(TROUBLE)
        assert len(made) == 3
        assert "Đã ghi: 21" in await at.say("21")


async def test_a_file_that_takes_too_long_to_make_is_given_up(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def render(*_: object, **__: object) -> bytes:
        made.append(1)
        time.sleep(0.5)
        return b""

    monkeypatch.setattr("bot.files.report_file.FORMATS", _Formats(render))
    monkeypatch.setattr(attempt_runner, "PAPER_SECONDS", 0.05)
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        assert (await at.say("tải về")).startswith(TROUBLE)
        assert len(made) == 2
        assert "Đã ghi: 21" in await at.say("21")


class _Formats(dict[Any, Any]):
    """Every format, made by this function."""

    def __init__(self, render: Callable[..., bytes]) -> None:
        super().__init__()
        self.render, self.ending, self.stands_for = render, "docx", "PL"

    def __missing__(self, _: object) -> _Formats:
        return self


@pytest.mark.parametrize("times", [3, 4, 6])
async def test_an_event_that_fails_while_set_aside_is_set_aside_with_a_shorter_message(
    database: str, times: int
) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await stored(at, POISON, "21")
        await died_of(at, times)
        *trouble, answered = await resume(at)
        assert "Đã ghi: 21" in answered
        assert len(trouble) == (times < 4)
        assert not any("đầu độc" in text for text in trouble)


async def test_a_channel_that_is_off_holds_nothing_up(database: str) -> None:
    """Nobody is told, as nobody can be, and nothing fails again and again."""
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        lost = [replace(at.event(IncomingKind.SAID, "21"), channel="zalo-bot") for _ in range(3)]
        await at.desk.receive(lost)
        await at.desk.idle()
        async with at.store.transaction() as tx:
            found = await tx.attempts.list_set_aside()
            assert [(one.channel, one.error) for one in found] == [
                ("zalo-bot", "its channel is off")
            ] * 3
            assert (await tx.queue_stats.measure(NOON)).events.count == 0
            assert await tx.outbox.count_unsent("zalo-bot") == 0
        assert "Đã ghi: 7" in await at.say("7")


async def test_what_waits_for_a_channel_that_is_off_waits_a_week(database: str) -> None:
    async with office(database) as at:
        async with at.store.transaction() as tx:
            await tx.inbox.add("zalo-bot", "1", "7", "", {"kind": "said", "text": "21"}, NOON)
            await tx.outbox.add("zalo-bot", "7", {}, None, NOON)
        for days, left in ((6, 1), (8, 0)):
            at.clock.moment = NOON + timedelta(days=days)
            await at.desk._take_up_left_over()
            await at.desk.idle()
            async with at.store.transaction() as tx:
                backlog = await tx.queue_stats.measure(at.clock())
            assert (backlog.events.count, backlog.messages.count) == (left, left)


async def _found(opened: Office) -> Province:
    made = Province(opened)
    await made.found([department("NV", "Nội vụ"), department("TC", "Tài chính")])
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await made.comes("quan-tri", "TINH", Role.ADMINISTRATOR, "Anh Tú")
    return made


@pytest.fixture
async def province(databases: Databases) -> AsyncIterator[Province]:
    async with founded_once(databases, local(2026, 3, 2), _found) as made:
        yield made


@pytest.mark.parametrize("coordinators", [0, 1])
async def test_who_looks_after_the_unit_is_told_and_sees_it(
    province: Province, coordinators: int
) -> None:
    """The coordinator, or the administrator while there is none."""
    at = province.office
    if coordinators:
        await province.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    told = "dau-moi" if coordinators else "quan-tri"
    await stored(at, POISON, who="lan")
    await died_of(at, 2, "lan")
    await resume(at)
    assert any(text.startswith(TROUBLE) for text in at.told("lan"))
    (notice,) = [text for text in at.told(told) if "phuluc event list" in text]
    assert "Một tin của Sở NV" in notice
    assert "đầu độc" not in notice
    assert "1 tin gửi đến bị bỏ qua" in await at.say("việc của tôi", who=told)
    assert "bị bỏ qua" not in await at.say("việc của tôi", who="lan")
    async with at.store.transaction() as tx:
        (found,) = await tx.attempts.list_set_aside()
        assert await tx.attempts.dismiss(found.number, at.clock())
    assert "bị bỏ qua" not in await at.say("việc của tôi", who=told)


async def test_what_is_tried_again_is_handled(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await stored(at, "21")
        await died_of(at, 2)
        await resume(at)
        assert (await at.report()).answer("I.01.01").state is AnswerState.BLANK
        async with at.store.transaction() as tx:
            (found,) = await tx.attempts.list_set_aside()
            assert await tx.attempts.retry(found.number)
        (answered,) = await resume(at)
        assert "Đã ghi: 21" in answered


async def test_people_of_a_channel_that_is_off_are_written_to_elsewhere(database: str) -> None:
    """Who has no other channel is left as they are: it may come back."""
    async with office(database) as at:
        async with at.store.transaction() as tx:
            both, one = await tx.members.add("Lan", NOON), await tx.members.add("Hùng", NOON)
            for member in (both, one):
                await tx.members.bind("zalo-bot", f"z{member}", member, f"z{member}", NOON)
                await tx.members.mark_heard(member, "zalo-bot", f"z{member}")
            await tx.members.bind("telegram", "42", both, "42", NOON - timedelta(days=1))
        await at.desk._leave_unserved()
        async with at.store.transaction() as tx:
            places = await tx.members.places_of([both, one])
            assert (places[both].channel, places[both].conversation) == ("telegram", "42")
            assert places[one].channel == "zalo-bot"
            notice = Notice(one, Reply(code="unsupported"))
            silent = await at.desk._speaker.notify(tx, [notice])
        assert silent == [one]
