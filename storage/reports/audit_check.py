"""What stands in the tables beside what the history tells: rows that were changed without it.

Whoever can write into the database can change an answer and leave the chain whole. So each row
that has a history is held against the last entry that speaks of it, and each submission against
the answers as the history has them at that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select

from conversations.answers.values import Answer
from conversations.calendar.dates import VIETNAM
from conversations.reports.hash_chain import REGISTER
from conversations.reports.model import ReportState
from conversations.reports.report_text import ReportText
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries, AuditLogQueries
from storage.history.kept_head import ACCEPTED, MissingHistory, find_missing
from storage.history.register import RegisterQueries
from storage.reports.change_rows import SAID
from storage.reports.figures import figure_of
from storage.reports.told_report import ToldReport
from storage.tables.core import answer, reason, report, round_
from storage.tables.workflow import figure, returned, role, submission

_ANSWER = TypeAdapter(Answer)
_FIGURE = ("state", "amount", "base", "code", "text")
_SUBMITTED = ("late", "reason", "member", "at", "decision", "decided_by", "decided_at")


class AuditCheckQueries(AuditedQueries):
    async def mismatches(self, report_id: int | None) -> list[str]:
        """What this report's tables, the office's or the watched ones say otherwise than their
        history: the subjects of its entries, and `submission:N` or `figure:KEY`. Empty when all
        agree."""
        try:
            return await self._beside(report_id)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            return [f"unreadable: {type(error).__name__}"]  # what was tampered with has any shape

    async def missing(self, folder: Path) -> MissingHistory | None:
        """What is not there of the head that is kept in this folder. KeptHeadError when it cannot
        be read."""
        return await self._db.run_sync(find_missing, folder)

    async def accept_missing(self, context: AuditContext, found: MissingHistory) -> None:
        """An administrator goes on without what is missing."""
        await self._record(context, ACCEPTED, None, found.entry)

    async def _beside(self, report_id: int | None) -> list[str]:
        await AuditLogQueries(self._work).lock_head(report_id)  # nobody changes anything meanwhile
        if report_id == REGISTER:
            return await RegisterQueries(self._work).mismatches()
        if report_id is None:
            return [*await self._roles(), *await self._round_locks()]
        told = ToldReport()
        for entry in await AuditLogQueries(self._work).of_report(report_id):
            told.take(entry)
        return [
            *await self._answers(report_id, told),
            *await self._head_data(report_id, told),
            *await self._words(report_id, told),
            *await self._submitted(report_id, told),
            *await self._figures(report_id, told),
        ]

    async def _answers(self, report_id: int, told: ToldReport) -> list[str]:
        rows = await self._rows(select(answer).where(answer.c.report == report_id))
        stand = {
            row["key"]: (_said(row), row["revision"], row["member"], row["at"]) for row in rows
        }
        should = {
            key: (_said(one.new), one.revision, one.member, one.at)
            for key, one in told.answers().items()
        }
        return [f"answer:{key}" for key in _apart(stand, should)]

    async def _head_data(self, report_id: int, told: ToldReport) -> Iterator[str]:
        """State, versions, correction, lock, due day and number of issue."""
        (row,) = await self._rows(select(report).where(report.c.id == report_id))
        last, found = told.last, []
        state = last["state"].new["state"] if "state" in last else ReportState.DRAFT.value
        versions = (len(told.handed_in), told.approved)
        if row["state"] != state or (row["version"], row["approved"]) != versions:
            found.append("state")
        locked = last["lock"].at if "lock" in last and last["lock"].new["locked"] else None
        if row["locked_at"] != locked:
            found.append("lock")
        if row["correction"] != told.correction:
            found.append("correction")
        if "due" in last:
            due = row["due_at"].astimezone(VIETNAM).date().isoformat() if row["due_at"] else None
            found += ["due"] if due != last["due"].new["due"] else []
        if row["issue"] != (last["issue"].new if "issue" in last else None):
            found.append("issue")
        return iter(found)

    async def _words(self, report_id: int, told: ToldReport) -> Iterator[str]:
        """Reasons of checks, and of rows that were sent back."""
        kept = await self._rows(select(reason).where(reason.c.report == report_id))
        sent_back = await self._rows(select(returned).where(returned.c.report == report_id))
        names = ("text", "operands", "member", "at")
        stand = {f"reason:{row['check_id']}": [row[name] for name in names] for row in kept}
        should = {
            subject: [entry.new["text"], entry.new["operands"], entry.member, entry.at]
            for subject, entry in told.last.items()
            if subject.startswith("reason:")
        }
        names = ("reason", "revision", "member", "at")
        rows = {row["key"]: tuple(row[name] for name in names) for row in sent_back}
        returned_ = [f"returned:{key}" for key in _apart(rows, told.returned)]
        return iter((*_apart(stand, should), *returned_))

    async def _submitted(self, report_id: int, told: ToldReport) -> list[str]:
        rows = await self._rows(select(submission).where(submission.c.report == report_id))
        stand = {
            row["version"]: (
                {key: _said(one) for key, one in row["answers"].items()},
                _digest(row["words"]),
                *(row[name] for name in _SUBMITTED),
            )
            for row in rows
        }
        late = select(report.c.late).where(report.c.id == report_id)
        first_late = await self._db.scalar(late)  # is in the register
        should = {
            number: (
                {key: _said(entry.new) for key, entry in one.answers.items()},
                one.entry.new.get("words"),
                *(number == 1 and first_late, one.correction),
                *(one.entry.member, one.entry.at),
                *(one.decision, one.decided and one.decided.member, one.decided and one.decided.at),
            )
            for number, one in enumerate(told.handed_in, 1)
        }
        return [f"submission:{number}" for number in _apart(stand, should)]

    async def _figures(self, report_id: int, told: ToldReport) -> list[str]:
        rows = await self._rows(select(figure).where(figure.c.report == report_id))
        stand = {row["key"]: tuple(row[name] for name in _FIGURE) for row in rows}
        should = {}
        for key, entry in told.counting.items():
            said = {name: value for name, value in _said(entry.new).items() if value is not None}
            made = figure_of(report_id, key, _ANSWER.validate_python(said))
            should[key] = tuple(made[name] for name in _FIGURE)
        return [f"figure:{key}" for key in _apart(stand, should)]

    async def _roles(self) -> list[str]:
        """Who has which role, against who was given it and lost it. Who is forgotten has none."""
        should: dict[str, tuple[Any, ...]] = {}
        for entry in await AuditLogQueries(self._work).of_office():
            kind, _, number = entry.subject.partition(":")
            if kind == "role" and entry.old is None:
                should[entry.subject] = (*(entry.new[n] for n in ("member", "unit", "role")), False)
            elif kind == "role":
                should[entry.subject] = (*should.get(entry.subject, (None, None, None))[:3], True)
            elif kind == "member":
                should |= {
                    name: (*one[:3], True) for name, one in should.items() if one[0] == int(number)
                }
        stand = {
            f"role:{row['id']}": (
                *(row["member"], row["org_unit"], row["role"]),
                row["until"] is not None,
            )
            for row in await self._rows(select(role))
        }
        return [*_apart(stand, should)]

    async def _round_locks(self) -> list[str]:
        should = {
            entry.subject: entry.new["locked"]
            for entry in await AuditLogQueries(self._work).of_office()
            if entry.subject.startswith("round:") and "locked" in entry.new
        }
        rows = await self._rows(select(round_.c.id, round_.c.locked_at))
        stand = {f"round:{row['id']}": row["locked_at"] is not None for row in rows}
        return [name for name, locked in stand.items() if locked is not should.get(name, False)]


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """What an answer says, wherever it is kept."""
    return {name: row.get(name) for name in SAID}


def _digest(words: Mapping[str, Any] | None) -> str | None:
    """What the history says of the words of a submission."""
    return None if words is None else ReportText.model_validate(words).digest


def _apart(stand: Mapping[Any, Any], should: Mapping[Any, Any]) -> Iterable[Any]:
    """The keys of what is not on both sides alike."""
    missing = object()
    keys = dict.fromkeys([*stand, *should])
    return [key for key in keys if stand.get(key, missing) != should.get(key, missing)]
