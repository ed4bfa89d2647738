"""What is proposed for a text at a list of which a clause says one state of several rows."""

from __future__ import annotations

from conversations.bulk.model import BulkAnswers
from conversations.bulk.said_states import read_state_of_rest
from conversations.dialog import fill_rest, navigation
from conversations.dialog.readers.grouped_clauses import (
    ReadClause,
    Rows,
    answer_group,
    entries_of,
    read_clauses,
)
from conversations.dialog.readers.proposal import Proposal, act_on
from conversations.dialog.turn import Turn


def propose_grouped(turn: Turn, rows: Rows, text: str, *, beside: bool) -> Proposal | None:
    """The rows of each such clause, with what the others answer; rows that are to stay empty are
    left out. None where no clause is one. `beside`: more is said beside them."""
    parts = read_clauses(turn, rows, text)
    if len(parts) == 1 and not beside:
        return _of_one(turn, parts[0])
    entries = entries_of(turn, rows, text, parts) if parts else ()
    return Proposal(ways=(BulkAnswers(entries=entries, heard=True),)) if entries else None


def _of_one(turn: Turn, part: ReadClause) -> Proposal | None:
    """Ask whether the open rows may all get the state, or leave them; with a reason, or a code,
    they are shown first."""
    if part.group is None:
        return act_on(navigation.skip_rows, turn, part.empty)
    open_, rest = turn.open_among(part.group.rows), read_state_of_rest(part.group.said)
    if rest is None:
        return Proposal(ways=(BulkAnswers(entries=answer_group(turn, part.group), heard=True),))
    return act_on(fill_rest.take_rest, turn, open_, rest) if open_ else None
