"""What changes of a report leave in the tables: the answers and reasons as they stand, and their
entries in the report's history. Every change of an answer is written by these statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from conversations.answers.values import Answer
from conversations.reports.model import AnswerChange, Reason, ReasonChange
from storage.core.batch import MOST, Values, change_all, rows_among, rows_of
from storage.core.errors import RevisionConflict
from storage.core.work import AuditContext
from storage.history.entries import Entry, add_entries, chained_entry
from storage.tables.types import make_storable, moment_text, to_json

SAID = ("state", "value", "remark", "note")  # the columns of what an answer says
Said = dict[str, Any]  # what an answer or a reason says, as it stands in the history


@dataclass
class ChangeRows:
    """The rows that changes of one report become, each entry behind the one before it; `head` is
    the hash of the last one."""

    context: AuditContext
    head: str | None
    entries: list[Entry] = field(default_factory=list)
    answers: list[Values] = field(default_factory=list)
    reasons: list[Values] = field(default_factory=list)
    _stood: dict[str, tuple[int, Said | None]] = field(default_factory=dict)

    def answer(self, change: AnswerChange, old: Said | None) -> None:
        """One answer; `old` is what stood there before all of these changes."""
        key, given, of = change.key, change.answer, self.context
        new = said_of(given)
        subject = f"answer:{key}"
        _, before = self._stood.get(subject, (0, old))
        self._enter(subject, given.revision, before, new)
        value = to_json(new["value"]) if new["value"] is not None else None
        words = (make_storable(new["remark"]), make_storable(new["note"]))
        signed = (of.member, moment_text(of.at))
        row = (of.report, key, given.revision, new["state"], value, *words, *signed)
        self.answers.append(row)

    def reason(self, connection: Connection, check: str, given: Reason) -> None:
        """Why a check is kept; without words it is withdrawn, and only its history stands."""
        subject, of = f"reason:{check}", self.context
        revision, old = self._stood.get(subject) or _last_entry(connection, of.report, subject)
        self._enter(subject, revision + 1, old, given.model_dump())
        words = (make_storable(given.text), given.operands)
        self.reasons.append((of.report, check, *words, of.member, moment_text(of.at)))

    def _enter(self, subject: str, revision: int, old: Said | None, new: Said) -> None:
        number = self.context.report
        entry = chained_entry(self.context, number, subject, revision, (old, new), self.head)
        self.head = entry["hash"]
        self._stood[subject] = (revision, new)
        self.entries.append(entry)


def add_changes(
    connection: Connection,
    rows: ChangeRows,
    changes: Sequence[AnswerChange | ReasonChange],
    old: Mapping[str, Answer],
) -> None:
    """The rows of these changes, where the answers before them are known."""
    for change in changes:
        match change:
            case AnswerChange(key=key):
                before = old.get(key)
                rows.answer(change, said_of(before) if before is not None else None)
            case ReasonChange(check=check, reason=given):
                rows.reason(connection, check, given)


def write_rows(connection: Connection, made: Sequence[ChangeRows]) -> None:
    """Write them all, but for the reports' heads."""
    add_entries(connection, [row for one in made for row in one.entries])
    change_all(connection, _ANSWER, [row for one in made for row in one.answers])
    change_all(connection, _REASON, [row for one in made for row in one.reasons])


def write_over(
    connection: Connection, rows: ChangeRows, changes: Sequence[AnswerChange | ReasonChange]
) -> None:
    """Write the changes over what stands, which nobody else changes meanwhile. Conflict when one
    was made for a revision that is no longer the row's."""
    report = rows.context.report
    keys = [one.key for one in changes if isinstance(one, AnswerChange)]
    standing = _standing(connection, report, dict.fromkeys(keys))
    for change in changes:
        if isinstance(change, ReasonChange):
            rows.reason(connection, change.check, change.reason)
            continue
        revision, old = standing.get(change.key, (0, None))
        if revision != change.expected:
            message = f"row {change.key} is at revision {revision}, not {change.expected}"
            raise RevisionConflict(message)
        rows.answer(change, old)
        standing[change.key] = (change.answer.revision, old)
    write_rows(connection, [rows])
    change_all(connection, _HEAD, [(rows.head, report)])


def _standing(
    connection: Connection, report: int | None, keys: Iterable[str]
) -> dict[str, tuple[int, Said | None]]:
    """Revision and words of these answers, of those that were ever written."""
    asked = [*keys]
    found: dict[str, tuple[int, Said | None]] = {}
    for at in range(0, len(asked), MOST):
        for row in rows_among(connection, _STANDING, (report,), asked[at : at + MOST]):
            key, revision, state, value, *words = row
            value = json.loads(value) if value is not None else None
            found[key] = (revision, dict(zip(SAID, (state, value, *words), strict=True)))
    return found


def _last_entry(
    connection: Connection, report: int | None, subject: str
) -> tuple[int, Said | None]:
    """Revision and words of the newest entry about something; 0 and None where there is none."""
    found = rows_of(connection, _LAST, (report, subject))
    return (found[0][0], json.loads(found[0][1])) if found else (0, None)


def said_of(given: Answer) -> Said:
    """What an answer says, as it stands in the tables and in the history."""
    value = given.value.model_dump(mode="json") if given.value is not None else None
    return {
        "state": given.state.value,
        "value": value,
        "remark": given.remark,
        "note": given.note,
    }


_HEAD = "UPDATE report SET head = ? WHERE id = ?"
_ANSWER = (
    "INSERT INTO answer (report, key, revision, state, value, remark, note, member, at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (report, key) DO UPDATE SET revision = excluded.revision, "
    "state = excluded.state, value = excluded.value, remark = excluded.remark, "
    "note = excluded.note, member = excluded.member, at = excluded.at"
)
_REASON = (
    "INSERT INTO reason (report, check_id, text, operands, member, at) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (report, check_id) DO UPDATE SET text = excluded.text, "
    "operands = excluded.operands, member = excluded.member, at = excluded.at"
)
_STANDING = (
    "SELECT key, revision, state, CAST(value AS VARCHAR), remark, note FROM answer "
    "WHERE report = ? AND key IN"
)
_LAST = (
    "SELECT revision, CAST(new AS VARCHAR) FROM history WHERE report = ? AND subject = ? "
    "ORDER BY id DESC LIMIT 1"
)
