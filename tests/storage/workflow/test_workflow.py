"""The office's tables on both databases: totals, digests, history, and forgetting a person."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from conversations.answers.values import Answer, AnswerState, Coded, Number, Ratio
from conversations.calendar.periods import Period
from conversations.reports.model import LetterReference, ReportState
from conversations.workflow.permissions import Role
from conversations.workflow.rollup import FigureGroup
from storage.core.work import AuditContext
from storage.reports.figures import figure_of
from storage.store import Store
from storage.tables.core import history, report
from storage.tables.workflow import figure
from storage.transaction import Transaction
from storage.workflow.units import NewUnit
from tests.support.product import NOON

DEED = AuditContext(None, None, "command", None, NOON)
PERIOD = Period(name="Quý I/2023", start=NOON.date(), end=NOON.date() + timedelta(days=89))


async def province(store: Store, communes: int = 3) -> tuple[dict[str, int], int, list[int]]:
    """Units by code, a round, and its reports by unit."""
    root = NewUnit("T", "Tỉnh", "Tỉnh", "T", None, None)
    below = [NewUnit(f"X{n}", f"Xã {n}", f"Xã {n}", f"X{n}", None, "T") for n in range(communes)]
    async with store.transaction() as tx:
        ids = await tx.units.add_all(DEED, [root, *below])
        units = [await tx.units.find(ids[one.code]) for one in below]
        due = {"": PERIOD.end}
        issue = LetterReference(month=3, year=2023)
        number = await tx.rounds.open(DEED, ("f", "1"), PERIOD, issue, ids["T"], due, units)
        return ids, number, [row.report for row in await tx.boards.list_rows(number, ids["T"])]


def value(given: Number | Ratio | Coded) -> Answer:
    return Answer(state=AnswerState.VALUE, value=given)


async def test_sums_are_of_what_is_handed_in(store: Store) -> None:
    ids, number, reports = await province(store)
    given = [
        {"a": value(Number(amount=Decimal("2.5"))), "b": value(Coded(code="1"))},
        {"a": value(Number(amount=Decimal(4))), "b": value(Coded(code="1"))},
        {"a": value(Number(amount=Decimal(100)))},  # not handed in
    ]
    given[0]["c"] = value(Ratio(numerator=Decimal(1), denominator=Decimal(3)))
    given[1]["c"] = Answer(state=AnswerState.NONE)
    async with store.transaction() as tx:
        for one, answers in zip(reports, given, strict=True):
            rows = [figure_of(one, key, answer) for key, answer in answers.items()]
            await tx.work.connection.execute(figure.insert(), rows)
        filed = update(report).where(report.c.id.in_(reports[:2]))
        await tx.work.connection.execute(filed.values(state=ReportState.SUBMITTED))
        tallies = await tx.rollups.tallies(number, ids["T"])
        reported = await tx.rollups.count_reported(number, ids["T"])
        assert await tx.rollups.not_counted(number, ids["T"]) == ["Xã 2"]
        mine = await tx.rollups.unit_figures(number, ids["X0"], "a")
    assert (reported.expected, reported.counted, reported.approved) == (3, 2, 0)
    assert sorted(tallies, key=lambda one: (one.key, one.state)) == [
        FigureGroup(key="a", state=AnswerState.VALUE, units=2, amount=Decimal("6.5")),
        FigureGroup(key="b", state=AnswerState.VALUE, units=2, code="1"),
        FigureGroup(key="c", state=AnswerState.NONE, units=1),
        FigureGroup(key="c", state=AnswerState.VALUE, units=1, amount=Decimal(1), base=Decimal(3)),
    ]
    assert [(one.short_name, one.figure.amount) for one in mine] == [("Xã 0", Decimal("2.5"))]


async def test_numbers_that_hundredths_cannot_hold_are_added_up_as_they_are(store: Store) -> None:
    ids, number, reports = await province(store)
    amounts = [Decimal("1.125"), Decimal("1.125"), Decimal("-0.5")]
    async with store.transaction() as tx:
        for one, amount in zip(reports, amounts, strict=True):
            row = figure_of(one, "a", value(Number(amount=amount)))
            await tx.work.connection.execute(figure.insert(), row)
        await tx.work.connection.execute(update(report).values(state=ReportState.SUBMITTED))
        tallies = await tx.rollups.tallies(number, ids["T"])
        mine = await tx.rollups.unit_figures(number, ids["X0"], "a")
    assert sum(one.amount or 0 for one in tallies) == Decimal("1.75")
    assert {one.text for one in tallies} == {None}
    assert [(one.figure.amount, one.figure.text) for one in mine] == [(Decimal("1.125"), None)]


async def test_a_later_change_never_puts_a_look_off(store: Store) -> None:
    async with store.transaction() as tx:
        lan = await tx.members.add("Lan", NOON)
        await tx.members.mark_heard(lan, "web", "local")
        await tx.digests.reschedule([lan], NOON + timedelta(hours=1))
        await tx.digests.reschedule([lan, lan], NOON + timedelta(hours=5))
        (due,) = await tx.digests.take_due(["web"], NOON + timedelta(hours=1), 10)
        assert due.next_at == NOON + timedelta(hours=1)
        await tx.digests.mark_told(lan, NOON.date().isoformat(), None, NOON)
        await tx.digests.reschedule([lan], NOON + timedelta(hours=5))
        assert await tx.digests.take_due(["web"], NOON + timedelta(hours=4), 10) == []
        assert len(await tx.digests.take_due(["web"], NOON + timedelta(hours=5), 10)) == 1
        assert await tx.digests.take_due(["telegram"], NOON + timedelta(hours=5), 10) == []


async def test_who_waits_longest_is_reminded_first(store: Store) -> None:
    async with store.transaction() as tx:
        waiting = {}
        for hours in (3, 1, 2):
            waiting[hours] = member = await tx.members.add("Lan", NOON)
            await tx.members.mark_heard(member, "web", f"c{hours}")
            await tx.digests.reschedule([member], NOON + timedelta(hours=hours))
        due = await tx.digests.take_due(["web"], NOON + timedelta(hours=9), 2)
    assert [one.member for one in due] == [waiting[1], waiting[2]]


async def test_a_changed_dropped_or_cut_history_is_found(store: Store) -> None:
    _, _, reports = await province(store)
    async with store.transaction() as tx:
        for reason in ("một", "hai", "ba"):
            deed = AuditContext(reports[0], None, "command", None, NOON)
            await tx.rounds.extend(deed, reports[0], PERIOD.end, reason)
        assert await tx.audit_log.find_break(reports[0]) is None
    mine = history.c.report == reports[0]
    for tampering in (
        update(history).where(mine, history.c.revision == 2).values(new={"due": "2030-01-01"}),
        delete(history).where(mine, history.c.revision == 2),
        delete(history).where(mine, history.c.revision == 3),
    ):
        with pytest.raises(InterruptedError):
            await tamper(store, tampering, reports[0])
    async with store.transaction() as tx:
        assert await tx.audit_log.find_break(reports[0]) is None


async def test_the_database_itself_refuses_to_change_history(store: Store) -> None:
    _, _, reports = await province(store)
    async with store.transaction() as tx:
        deed = AuditContext(reports[0], None, "command", None, NOON)
        await tx.rounds.extend(deed, reports[0], PERIOD.end, "mất điện")
    for tampering in (update(history).values(channel="web"), delete(history)):
        with pytest.raises(DBAPIError, match="history is never changed"):
            async with store.transaction() as tx:
                await tx.work.connection.execute(tampering)


async def tamper(store: Store, tampering: Any, chain: int) -> None:
    """Change the history, see that it is found, and undo it by raising InterruptedError."""
    async with store.transaction() as tx:
        await unlock_history(tx)
        await tx.work.connection.execute(tampering)
        assert await tx.audit_log.find_break(chain) is not None
        raise InterruptedError


async def unlock_history(tx: Transaction) -> None:
    """What an intruder with the database's password would do first."""
    if tx.work.connection.dialect.name == "postgresql":
        await tx.work.connection.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
        return
    found = await tx.work.connection.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history'")
    )
    for name in found.scalars().all():
        await tx.work.connection.execute(text(f"DROP TRIGGER {name}"))


async def test_a_person_is_forgotten_and_the_chains_stay_whole(store: Store) -> None:
    ids, _, _ = await province(store)
    async with store.transaction() as tx:
        lan = await tx.members.add("Nguyễn Thị Lan", NOON)
        await tx.members.bind("telegram", "42", lan, "42", NOON)
        await tx.roles.grant(DEED, lan, ids["X0"], Role.OFFICER)
        body = {"kind": "said", "text": "tôi là Lan", "message_ref": "e"}
        await tx.inbox.add("telegram", "e", "42", "e", body, NOON)
        await tx.outbox.add("telegram", "42", {"spans": [{"text": "Chào Lan"}]}, None, NOON)
        data = await tx.personal_data.export(lan)
        assert (data["name"], data["wrote"][0]["text"]) == ("Nguyễn Thị Lan", "tôi là Lan")
        assert data["was_told"][0]["text"] == "Chào Lan"
        await tx.erasure.erase(DEED, lan)
        left = await tx.personal_data.export(lan)
        assert (left["name"], left["places"], left["wrote"]) == ("(đã xóa)", [], [])
        assert await tx.roles.of_member(lan) == ()
        assert await tx.members.find("telegram", "42") is None
        assert [await tx.audit_log.find_break(chain) for chain in await tx.audit_log.chains()] == [
            None
        ] * 5
