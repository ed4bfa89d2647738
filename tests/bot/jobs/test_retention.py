"""What is kept long enough goes, by its setting; what is the units' record stays whole."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.jobs.retention import RetentionJob, days_of
from bot.ports.channel import IncomingKind
from bot.runtime.settings import Settings
from conversations.workflow.permissions import Role
from storage.messaging.mentions import ERASED
from storage.personal_data import said_retention
from storage.personal_data.retention import KINDS
from storage.store import Store
from storage.tables.columns import metadata
from storage.tables.core import binding, event, history, member, message, paper
from storage.tables.workflow import invitation
from storage.transaction import Transaction
from tests.storage.personal_data.test_erasure import found_in, shares
from tests.support.counting import counted_statements
from tests.support.product import Office, office
from tests.support.province import Province, commune, local, member_of
from tests.support.store_rows import NOW

DAYS = Settings.model_construct().retention


async def sweep(at: Office, **days: int) -> int:
    """Sweep as the product does once a day; how many rows went."""
    job = RetentionJob(at.store, {**DAYS, **days}, at.clock, rest=0)
    count = 0
    while done := await job.sweep_some():
        count += done
    return count


async def rows(store: Store) -> dict[str, int]:
    async with store.transaction() as tx:
        return {
            table.name: await tx.work.connection.scalar(select(func.count()).select_from(table))
            or 0
            for table in metadata.sorted_tables
        }


async def province_at_work(at: Office) -> Province:
    made = Province(at)
    await made.found([commune(1)])
    await made.comes("mai", "TINH", Role.COORDINATOR, "Mai")
    await made.comes("lan", "X01", Role.OFFICER, "Nguyễn Thị Lan")
    await shares(at, "la", "Người Lạ", "0911222333")
    await at.say("mở đợt quý I/2026", who="mai")
    await at.tap("Mở đợt này", who="mai")
    await at.tap("Làm: Xã", who="lan")
    for number, text in enumerate(("21", "7", "chưa có số, nhắc tôi ngày 20/3")):
        await at.handle(at.event(IncomingKind.SAID, text, who="lan", ref=f"m{number}"))
    await at.say("ảnh bảng", who="mai")
    await at.say("nối", who="mai")
    await at.say("/start abcdefghijklmnopqrstuv", who="la")
    return made


def test_every_kind_has_a_setting_and_every_setting_a_kind() -> None:
    assert DAYS.keys() == KINDS
    assert all(DAYS.values())


async def test_nothing_goes_before_its_time(database: str) -> None:
    async with office(database, local(2026, 3, 2)) as at:
        await province_at_work(at)
        before = await rows(at.store)
        at.clock.moment += timedelta(days=6)
        assert await sweep(at) == 0
        assert await rows(at.store) == before


async def test_what_is_old_goes_and_the_record_stays(database: str) -> None:
    async with office(database, local(2026, 3, 2)) as at:
        made = await province_at_work(at)
        before = await rows(at.store)
        at.clock.moment += timedelta(days=3_000)
        assert await sweep(at) > 20
        after = await rows(at.store)
        for name in ("answer", "role", "org_unit", "round", "report", "invitation"):
            assert after[name] == before[name], name
        assert after["history"] > before["history"]  # a stranger erased, names that went
        for name in ("attempt", "link", "contact", "session"):
            assert after[name] <= 1, name
        assert after["message"] == 1
        async with at.store.transaction() as tx:
            assert [await tx.audit_log.find_break(one) for one in await tx.audit_log.chains()] == [
                None
            ] * 3
            assert [
                found
                for one in await tx.audit_log.chains()
                for found in await tx.audit_check.mismatches(one)
            ] == []
            assert await tx.audit_log.orphans() == 0
            events = (
                await tx.work.connection.execute(select(event.c.body, event.c.conversation))
            ).all()
            left = [row for row in events if row.conversation]
            lan = await member_of(tx, "lan")
            assert (await tx.roles.names_of([lan]))[lan] == "Nguyễn Thị Lan"
            persons = await tx.work.connection.scalars(select(invitation.c.person))
            assert {*persons} == {None}
        assert len(left) <= 1  # the newest row keeps its number
        assert all(row.body["text"] == "" for row in events if row not in left)
        assert await found_in(at.store, ["Người Lạ", "0911222333"]) == set()
        assert await sweep(at) == 0
        assert (await at.report(await made.report_of("X01"))).answer("I.01.01").amount == 21


async def test_who_goes_on_after_years_is_understood(database: str) -> None:
    async with office(database, local(2026, 3, 2)) as at:
        made = await province_at_work(at)
        button = at.payload("Không phát sinh", who="lan")
        at.clock.moment += timedelta(days=3_000)
        await sweep(at)
        at.forget("lan")
        assert "không gắn với" in await at.handle(
            at.event(IncomingKind.EDITED, "28", who="lan", ref="m0")
        )
        at.forget("lan")
        tapped = await at.handle(at.event(IncomingKind.TAPPED, who="lan", button=button))
        assert "tin cũ" in tapped
        assert "Câu 5/152" in await at.say("bắt đầu", who="lan")  # a new session
        await at.say("5", who="lan")
        report = await at.report(await made.report_of("X01"))
        assert report.answer("I.01.01").amount == 21
        assert 5 in [one.amount for one in report.answers.values()]
        lines = await at.desk.transcript("telegram", "lan", limit=50)
        assert len(lines) >= 2


async def test_a_file_goes_before_its_message(database: str) -> None:
    async with office(database, local(2026, 3, 2)) as at:
        await province_at_work(at)
        await at.say("5", who="lan")  # the board is another picture now
        await at.say("ảnh bảng", who="mai")  # the newest file stays
        at.clock.moment += timedelta(days=100)
        await sweep(at)
        async with at.store.transaction() as tx:
            assert await tx.work.connection.scalar(select(func.count()).select_from(paper)) == 1
            files = await tx.work.connection.scalar(
                select(func.count()).where(message.c.paper.is_not(None))
            )
            assert files == 1
        sent = [one.id for one in at.channels["telegram"].sent if one.file is not None]
        assert await at.desk.file("telegram", "mai", sent[0]) is None


async def test_zero_days_keep_for_good(database: str) -> None:
    async with office(database, local(2026, 3, 2)) as at:
        await province_at_work(at)
        before = await rows(at.store)
        at.clock.moment += timedelta(days=30_000)
        assert await sweep(at, **dict.fromkeys(KINDS, 0)) == 0
        assert await rows(at.store) == before


async def test_a_stranger_goes_and_who_has_a_role_stays(database: str) -> None:
    async with office(database, local(2026, 3, 2)) as at:
        await province_at_work(at)
        at.clock.moment += timedelta(days=300)
        await at.say("xin chào", who="la")
        at.clock.moment += timedelta(days=300)
        await sweep(at)
        async with at.store.transaction() as tx:
            assert await tx.members.find("telegram", "la") is not None  # heard within the time
        at.clock.moment += timedelta(days=200)
        await sweep(at)
        async with at.store.transaction() as tx:
            assert await tx.members.find("telegram", "la") is None
            names = {*await tx.work.connection.scalars(select(member.c.name))}
            bound = {*await tx.work.connection.scalars(select(binding.c.sender))}
        assert names == {"Mai", "Nguyễn Thị Lan", ERASED}
        assert bound == {"mai", "lan"}


async def test_a_number_is_never_given_out_twice(store: Store) -> None:
    async with store.transaction() as tx:
        last = await _queue(tx, 5)
        assert (await tx.retention.sweep("message", NOW + timedelta(days=9), 100, NOW)).rows == 4
        assert await _queue(tx, 1) > last


async def _queue(tx: Transaction, count: int) -> int:
    return [await tx.outbox.add("web", "7", {"spans": []}, None, NOW) for _ in range(count)][-1]


async def test_a_batch_is_small(store: Store) -> None:
    async with store.transaction() as tx:
        await _queue(tx, 9)
        assert (await tx.retention.sweep("message", NOW + timedelta(days=9), 3, NOW)).rows == 3
        assert await tx.work.connection.scalar(select(func.count()).select_from(message)) == 6


async def test_a_batch_looks_at_a_stretch_whatever_was_let_go_before(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that stay, as events that the history names, are passed over a stretch at a time, each
    in a transaction of its own; and the next run finds what has become old since."""
    monkeypatch.setattr(said_retention, "STRETCH", 3)
    async with store.transaction() as tx:
        first = await _queue(tx, 8)
        await tx.work.connection.execute(update(message).values(queued_at=NOW - timedelta(days=9)))
        stay = message.c.id.in_((first, first - 5))
        await tx.work.connection.execute(update(message).where(stay).values(queued_at=NOW))
    days = dict.fromkeys(DAYS, 0) | {"message": 5}
    moment = NOW
    job = RetentionJob(store, days, lambda: moment, rest=0)
    with counted_statements(store) as seen:
        while await job.sweep_some():
            pass
    looked = [one for one in seen if "ORDER BY message.id" in one and "LIMIT" in one]
    assert 3 <= len(looked) <= 5
    async with store.transaction() as tx:
        assert await tx.work.connection.scalar(select(func.count()).select_from(message)) == 2
        await _queue(tx, 1)
    moment = NOW + timedelta(days=6)
    assert await job.sweep_some() == 2


@pytest.mark.parametrize(("event_days", "expected"), [(0, 0), (900, 900), (100, 400)])
def test_who_was_who_is_known_as_long_as_what_was_said(event_days: int, expected: int) -> None:
    assert days_of({**DAYS, "event": event_days})["rebinding"] == expected


async def test_the_history_still_names_its_events(tmp_path: Path) -> None:
    """Every event that the history refers to is there, emptied."""
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await province_at_work(at)
        at.clock.moment += timedelta(days=3_000)
        await sweep(at)
        async with at.store.transaction() as tx:
            known = {*await tx.work.connection.scalars(select(event.c.id))}
            named = {*await tx.work.connection.scalars(select(history.c.event))} - {None}
        assert named
        assert named <= known
