"""Notes of what the channels took, many in one commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from storage.core.batch import Values, change_all
from storage.messaging.messages import SENT
from storage.tables.types import moment_text


class MessageCost(NamedTuple):
    """As how many messages, and of which kind, one counts in the channel's month."""

    channel: str
    month: str
    kind: str
    messages: int


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """The channel took this message, at this moment, and calls it so; what it cost, where messages
    are counted."""

    message: int
    reference: str
    at: datetime
    spending: MessageCost | None = None


def note_sent(connection: Connection, sent: Sequence[DeliveryReceipt]) -> None:
    """The channel took these messages. What each cost is counted once, however often it is
    noted."""
    spent: dict[tuple[str, str, str], int] = defaultdict(int)
    free: list[Values] = []
    for one in sent:
        at = moment_text(one.at)
        row = (SENT, one.reference, at, at, one.message, SENT)
        if one.spending is None:
            free.append(row)
        elif change_all(connection, _SENT, [row]):
            spent[one.spending[:3]] += one.spending.messages
    change_all(connection, _SENT, free)
    change_all(connection, _SPENT, [(*kind, count) for kind, count in sorted(spent.items())])


_SENT = (
    "UPDATE message SET state = ?, reference = ?, sent_at = ?, settled_at = ?, leased_until = NULL "
    "WHERE id = ? AND state <> ?"
)
_SPENT = (
    "INSERT INTO spending (channel, month, kind, count) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (channel, month, kind) DO UPDATE SET count = spending.count + excluded.count"
)
