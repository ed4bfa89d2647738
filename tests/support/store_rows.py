"""What the store's tests put into it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from conversations.answers.values import Answer, AnswerState, Value
from conversations.calendar.periods import Period
from conversations.reports.model import AnswerChange, Change, LetterReference, OrgUnit
from storage.fast_path.delivery_notes import DeliveryReceipt, note_sent
from storage.messaging.inbox import StoredEvent
from storage.store import Store
from storage.tables.core import event
from storage.transaction import Transaction

NOW = datetime(2023, 3, 14, 8, 0, tzinfo=UTC)
UNIT = OrgUnit(name="Sở Mẫu", short_name="Sở M", abbreviation="SMAU")
PERIOD = Period(name="Quý I/2023", start=date(2022, 12, 15), end=date(2023, 3, 14))


async def new_report(tx: Transaction) -> tuple[int, int]:
    """A member and their report."""
    member = await tx.members.add("Lan", NOW)
    round_id = await tx.rounds.add("cchc-so", "1", PERIOD, LetterReference(month=3, year=2023), NOW)
    report = await tx.rounds.add_report(round_id, await tx.units.add(UNIT, NOW), NOW)
    await tx.members.assign(member, report)
    return member, report


async def waiting(tx: Transaction, channel: str) -> list[StoredEvent]:
    """The channel's events that are not handled, oldest first."""
    columns = (event.c.id, event.c.channel, event.c.conversation, event.c.body)
    found = await tx.work.connection.execute(
        select(*columns)
        .where(event.c.channel == channel, event.c.handled_at.is_(None))
        .order_by(event.c.id)
    )
    return [StoredEvent(*row) for row in found]


async def new_event(tx: Transaction, event_id: str = "1", said: str = "21") -> int:
    """A stored event of conversation 7; its id."""
    body = {"kind": "said", "text": said}
    await tx.inbox.add("web", event_id, "7", f"m{event_id}", body, NOW)
    return (await waiting(tx, "web"))[-1].id


async def note_taken(tx: Transaction, message_id: int, reference: str) -> None:
    """The channel took this message, and calls it so."""
    taken = [DeliveryReceipt(message_id, reference, NOW)]
    await tx.work.connection.run_sync(note_sent, taken)


def change(key: str, value: Value | None, expected: int = 0, **rest: object) -> AnswerChange:
    """An answer to row `key`, made for revision `expected`."""
    state = AnswerState.BLANK if value is None else AnswerState.VALUE
    answer = Answer.model_validate(
        {"state": state, "value": value, "revision": expected + 1, **rest}
    )
    return AnswerChange(key=key, expected=expected, answer=answer)


async def apply(store: Store, report: int, member: int, *changes: Change, said: str = "21") -> None:
    """Write the changes as the dispatcher does, in one transaction with their event."""
    async with store.transaction() as tx:
        number = await new_event(tx, said=said)
        await tx.reports.apply(
            report, changes, member_id=member, channel="web", event_id=number, now=NOW
        )
