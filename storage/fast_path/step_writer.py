"""Steps of conversations that are in memory, written many at once in one commit.

Each is written only if what its conversation rests on is still as it was. So nothing is read
that is known already, and nothing is written over what somebody else has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from sqlalchemy import Connection

from conversations.reports.hash_chain import GENESIS
from storage.core.batch import Values, add_all, change_all
from storage.core.errors import RevisionConflict
from storage.fast_path.session_guard import (
    UnsettledMessages,
    load_session_versions,
    load_unsettled,
    with_waiting_events,
)
from storage.fast_path.step_rows import (
    Duplicate,
    LeaseHolder,
    Outcome,
    Stale,
    StepRows,
    StepWrite,
)
from storage.messaging.messages import WAITING
from storage.reports.change_rows import ChangeRows, write_rows
from storage.tables.types import make_storable, moment_text, to_json


def write_steps(
    connection: Connection, steps: Sequence[StepWrite], holder: LeaseHolder
) -> list[Outcome]:
    """Write those that still stand; what became of each. Conflict when one was overtaken while
    it was written: then nothing of this transaction may be kept."""
    outstanding = load_unsettled(connection, [step.place for step in steps])
    writing = _Writing(connection, holder, outstanding)
    outcomes: list[Outcome] = [Stale() for _ in steps]
    good = _still_standing(connection, steps, outstanding)
    events = writing.events([steps[i] for i in good])
    taken: dict[int, StepRows] = {}
    for i in good:
        number = events.get((steps[i].place.channel, steps[i].event_id))
        if number is None:
            outcomes[i] = Duplicate()
        else:
            taken[i] = StepRows(steps[i], number)
    writing.sessions(taken.values())
    writing.changes([one for one in taken.values() if one.step.changes])
    writing.messages(taken.values())
    for i, one in taken.items():
        outcomes[i] = one.outcome
    return outcomes


def _still_standing(
    connection: Connection,
    steps: Sequence[StepWrite],
    outstanding: Mapping[tuple[str, str], UnsettledMessages],
) -> list[int]:
    """Which of the steps may be written: one of each report, and none of a conversation in
    which something else comes first."""
    places = [step.place for step in steps]
    now = load_session_versions(connection, places)
    waiting = with_waiting_events(connection, places)
    good: list[int] = []
    reports: set[int] = set()
    for i, step in enumerate(steps):
        place, rests_on = step.place, step.standing
        here = (place.channel, place.conversation)
        held_up = here in waiting or outstanding.get(here, UnsettledMessages()).unknown
        if now.get(place) == rests_on and not held_up and rests_on.report not in reports:
            good.append(i)
            reports.add(rests_on.report)
    return good


class _Writing:
    """The statements, each for many steps at once."""

    def __init__(
        self,
        connection: Connection,
        holder: LeaseHolder,
        outstanding: Mapping[tuple[str, str], UnsettledMessages],
    ) -> None:
        self._connection = connection
        self._mine = (holder.process, moment_text(holder.until))
        self._outstanding = outstanding

    def events(self, steps: Sequence[StepWrite]) -> dict[tuple[str, str], int]:
        """Store the events as handled; the ids of those that were not stored before."""
        rows: list[Values] = []
        for step in steps:
            at = moment_text(step.at)
            rows.append(
                (
                    step.place.channel,
                    step.event_id,
                    step.place.conversation,
                    step.message_ref,
                    to_json(step.body),
                    step.about,
                    at,
                    at,
                )
            )
        # In order, here and below: two processes that write the same rows, each in an order of
        # its own, would block each other.
        rows.sort(key=itemgetter(0, 1))
        new = add_all(self._connection, _EVENT, rows, _ONCE)
        return {(row.channel, row.event_id): row.id for row in new}

    def sessions(self, taken: Iterable[StepRows]) -> None:
        rows: list[Values] = [
            (
                make_storable(one.step.session),
                moment_text(one.step.at),
                one.step.standing.member,
                one.step.standing.report,
                make_storable(one.step.standing.session),
            )
            for one in taken
        ]
        self._all(_SESSION, sorted(rows, key=itemgetter(2, 3)))
        modes = [(one.step.asking, one.step.standing.member) for one in taken if one.step.asking]
        self._all(_ASKING, sorted(modes, key=itemgetter(1)))

    def changes(self, taken: Sequence[StepRows]) -> None:
        """The answers and reasons, their history, and the reports' new heads."""
        heads: list[Values] = []
        made: list[ChangeRows] = []
        for one in taken:
            old = one.head or GENESIS
            made.append(one.changes(self._connection))
            filled = to_json(one.step.filled)
            answered = sum(one.step.filled.values())
            heads.append((one.head, filled, answered, one.step.standing.report, GENESIS, old))
        self._all(_HEAD, sorted(heads, key=itemgetter(3)))
        write_rows(self._connection, made)

    def messages(self, taken: Iterable[StepRows]) -> None:
        """Queue what is to be said; it is claimed where nothing else waits before it."""
        speaking = [one for one in taken if one.step.messages]
        if not speaking:
            return
        rows: list[Values] = []
        for one in speaking:
            place = one.step.place
            before = self._outstanding.get((place.channel, place.conversation), UnsettledMessages())
            one.claimed = before.unsent <= one.step.in_hand()
            rows += [self._message(one, body) for body in one.step.messages]
        new = add_all(self._connection, _MESSAGE, rows, "RETURNING id, channel, conversation")
        numbers = defaultdict(list)  # of one conversation in the order of its messages
        for row in new:
            numbers[row.channel, row.conversation].append(row.id)
        for one in speaking:
            place = one.step.place
            one.messages = sorted(numbers[place.channel, place.conversation])

    def _message(self, one: StepRows, body: str) -> Values:
        process, until = self._mine if one.claimed else (None, None)
        place, at = one.step.place, moment_text(one.step.at)
        return (place.channel, place.conversation, body, WAITING, 0, at, process, until)

    def _all(self, query: str, rows: Sequence[Values]) -> None:
        """Change one row for each of the parameters; Conflict when one of them is not there as
        it was expected."""
        if change_all(self._connection, query, rows) != len(rows):
            raise RevisionConflict("a conversation was overtaken while it was written")


_EVENT = (
    "event (channel, event_id, conversation, message_ref, body, row_key, received_at, handled_at)"
)
_ONCE = "ON CONFLICT (channel, event_id) DO NOTHING RETURNING channel, event_id, id"
_SESSION = "UPDATE session SET body = ?, saved_at = ? WHERE member = ? AND report = ? AND body = ?"
_ASKING = "UPDATE member SET asking = ? WHERE id = ?"
_HEAD = (
    "UPDATE report SET head = ?, filled = ?, answered = ? WHERE id = ? AND coalesce(head, ?) = ?"
)
_MESSAGE = (
    "message (channel, conversation, body, state, attempts, queued_at, leased_by, leased_until)"
)
