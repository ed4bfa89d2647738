"""Every change leaves who, when, from and to what, over which channel, for good."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from conversations.answers.values import Number
from conversations.reports.model import Reason, ReasonChange, ReportState, StateChange
from storage.store import Store
from tests.support.store_rows import NOW, apply, change, new_event, new_report


async def test_history_tells_who_when_from_what_to_what(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    await apply(store, report, member, change("A", Number(amount=Decimal(1))))
    async with store.transaction() as tx:
        event = await new_event(tx, "2")
        await tx.reports.apply(
            report,
            [change("A", Number(amount=Decimal(2)), expected=1, note="sửa")],
            member_id=member,
            channel="telegram",
            event_id=event,
            now=NOW + timedelta(hours=1),
        )
        first, second = await tx.audit_log.of_report(report, "A")
    assert (first.key, first.revision, first.channel, first.old) == ("A", 1, "web", None)
    assert (second.revision, second.channel, second.member) == (2, "telegram", member)
    assert second.old == first.new
    assert second.new["value"] == {"kind": "number", "amount": "2"}
    assert second.new["note"] == "sửa"
    assert (second.event, second.at) == (event, NOW + timedelta(hours=1))


async def test_reasons_and_states_have_a_history_too(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    for number, words in enumerate(("một", "hai")):
        reason = ReasonChange(check="R1", reason=Reason(text=words, operands=str(number)))
        await apply(store, report, member, reason)
    await apply(store, report, member, StateChange(state=ReportState.SUBMITTED))
    async with store.transaction() as tx:
        history = await tx.audit_log.of_report(report)
    told = [(entry.subject, entry.revision) for entry in history]
    assert told == [("reason:R1", 1), ("reason:R1", 2), ("state", 1)]
    assert history[1].old == {"text": "một", "operands": "0"}
    assert (history[2].old, history[2].new) == ({"state": "draft"}, {"state": "submitted"})


OVERWRITE = "ON CONFLICT (id) DO UPDATE SET revision = 9"
FORBIDDEN = (
    ("sqlite", "UPDATE history SET revision = 9"),
    ("sqlite", "DELETE FROM history"),
    ("sqlite", "INSERT OR REPLACE INTO history SELECT * FROM history"),
    ("sqlite", f"INSERT INTO history SELECT * FROM history WHERE true {OVERWRITE}"),
    ("postgresql", "UPDATE history SET revision = 9"),
    ("postgresql", "DELETE FROM history"),
    ("postgresql", "TRUNCATE history"),
    ("postgresql", f"INSERT INTO history SELECT * FROM history {OVERWRITE}"),
)


@pytest.mark.parametrize(("databases", "statement"), FORBIDDEN, indirect=["databases"])
async def test_history_is_final(store: Store, statement: str) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    await apply(store, report, member, change("A", Number(amount=Decimal(1))))
    with pytest.raises(DBAPIError, match="history is never changed"):
        async with store.transaction() as tx:
            await tx.work.connection.execute(text(statement))
    async with store.transaction() as tx:
        assert len(await tx.audit_log.of_report(report)) == 1
