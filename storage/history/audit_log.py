"""The history: every change of a report, a role, a date or a lock, chained and never rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, text, update

from conversations.reports.hash_chain import GENESIS, REGISTER, ChainEntry, first_broken, heads_hash
from storage.core.queries import Queries
from storage.core.work import AuditContext
from storage.history.entries import (
    ChainBreak,
    HistoryEntry,
    add_entries,
    chain_rows,
    chained_entry,
    hashed_fields,
)
from storage.tables.core import event, history, office, report

HEAD = "history.head"
REGISTER_HEAD = "register.head"
AT_ONCE = 500  # chains that are added to at once
TOLD = "head.told"  # the office's row of the last head that was told: day and entry


_COLUMNS = tuple(history.c[name] for name in HistoryEntry.__dataclass_fields__)


class AuditLogQueries(Queries):
    """The chains of the history: one a report, one for the office, one for the register."""

    async def office_text(self, name: str, otherwise: str) -> str:
        """What is kept once for the whole office under this name; `otherwise` when nothing was,
        and from now on."""
        if await self._add_once(office, ["name"], name=name, text=otherwise):
            self._touch(office, (name,))
        found = await self._db.scalar(select(office.c.text).where(office.c.name == name))
        return str(found)

    async def record(
        self,
        context: AuditContext,
        subject: str,
        old: Mapping[str, Any] | None,
        new: Mapping[str, Any],
        revision: int | None = None,
    ) -> None:
        """Add an entry to the chain of the context's report, or of the office. The revision counts
        the entries of the subject when it is not given."""
        self._work.context = context
        head = await self.lock_head(context.report)  # first: it keeps others out
        if revision is None:
            revision = await self._entries(context.report, subject) + 1
        row = chained_entry(context, context.report, subject, revision, (old, new), head)
        await self._db.run_sync(add_entries, [row])
        await self.move_head(context.report, row["hash"])

    async def record_each(
        self,
        context: AuditContext,
        subject: str,
        changes: Mapping[int, tuple[Mapping[str, Any] | None, Mapping[str, Any]]],
    ) -> None:
        """Add an entry about the same subject to the chains of many reports: from what to what,
        by report."""
        self._work.context = context
        numbers = sorted(changes)
        for at in range(0, len(numbers), AT_ONCE):
            await self._record_some(context, subject, numbers[at : at + AT_ONCE], changes)

    async def _record_some(
        self,
        context: AuditContext,
        subject: str,
        numbers: Sequence[int],
        changes: Mapping[int, tuple[Mapping[str, Any] | None, Mapping[str, Any]]],
    ) -> None:
        heads = select(report.c.id, report.c.head).where(report.c.id.in_(numbers))
        locked = heads.order_by(report.c.id).with_for_update(key_share=True)
        found = {row.id: row.head for row in await self._db.execute(locked)}
        counts = (
            select(history.c.report, func.max(history.c.revision))
            .where(history.c.report.in_(numbers), history.c.subject == subject)
            .group_by(history.c.report)
        )
        last = {row[0]: row[1] for row in await self._db.execute(counts)}
        rows = [
            chained_entry(
                context, number, subject, last.get(number, 0) + 1, changes[number], found[number]
            )
            for number in numbers
        ]
        await self._db.run_sync(add_entries, rows)
        heads_moved = [{"of": row["report"], "to": row["hash"]} for row in rows]
        await self._db.execute(_MOVE_HEAD_OF_REPORT, heads_moved)

    async def _entries(self, report_id: int | None, subject: str) -> int:
        of_office = {"subject": subject}
        if report_id is None:
            return await self._db.scalar(_LAST_OF_OFFICE, of_office) or 0
        return await self._db.scalar(_LAST_OF_REPORT, of_office | {"report": report_id}) or 0

    async def lock_head(self, report_id: int | None) -> str | None:
        """The hash of the newest entry; locked, so that nobody else adds one behind it."""
        name = _name_of_head(report_id)
        if name is not None:
            await self._add_once(office, ["name"], name=name, text=GENESIS)
            return await self._db.scalar(_LOCK_HEAD_OF_OFFICE, {"head": name})
        return await self._db.scalar(_LOCK_HEAD_OF_REPORT, {"report": report_id})

    async def move_head(self, report_id: int | None, hashed: str) -> None:
        name = _name_of_head(report_id)
        if name is not None:
            await self._db.execute(_MOVE_HEAD_OF_OFFICE, {"of": name, "to": hashed})
        else:
            await self._db.execute(_MOVE_HEAD_OF_REPORT, {"of": report_id, "to": hashed})

    async def of_report(self, report_id: int, key: str | None = None) -> list[HistoryEntry]:
        """The report's changes, oldest first; of one row, by all keys that it had, when its key is
        given."""
        where: list[ColumnElement[bool]] = [history.c.report == report_id]
        if key is not None:
            keys = await self.keys_of(report_id, key)
            where.append(history.c.subject.in_([f"answer:{one}" for one in keys]))
        found = await self._db.execute(select(*_COLUMNS).where(*where).order_by(history.c.id))
        return [HistoryEntry(*row) for row in found]

    async def of_act(self, report_id: int, channel: str, event_id: str) -> list[HistoryEntry]:
        """The changes of the report that one event brought, oldest first."""
        said = {"report": report_id, "channel": channel, "called": event_id}
        return [HistoryEntry(*row) for row in await self._db.execute(_OF_ACT, said)]

    async def keys_of(self, report_id: int, key: str) -> list[str]:
        """The key of a row, and those that it had in earlier versions of the form."""
        found = await self._db.scalars(
            select(history.c.new)
            .where(history.c.report == report_id, history.c.subject == "form")
            .order_by(history.c.id.desc())
        )
        keys = [key]
        for said in found:
            was = {now: old for old, now in said.get("moved", {}).items()}
            keys += [was[keys[-1]]] if keys[-1] in was else []
        return keys

    async def of_office(self) -> list[HistoryEntry]:
        """The changes that belong to no report, oldest first."""
        return await self._entries_of(None)

    async def of_register(self) -> list[HistoryEntry]:
        """The register: how watched rows stood after each change, oldest first."""
        return await self._entries_of(REGISTER)

    async def _entries_of(self, chain: int | None) -> list[HistoryEntry]:
        found = await self._db.execute(
            select(*_COLUMNS).where(chain_rows(chain)).order_by(history.c.id)
        )
        return [HistoryEntry(*row) for row in found]

    async def chains(self) -> list[int | None]:
        """The reports that have a history, None for the office, and the register."""
        found = await self._db.execute(select(report.c.id).order_by(report.c.id))
        return [None, REGISTER, *found.scalars()]

    async def find_break(self, report_id: int | None) -> ChainBreak | None:
        """Where this chain is broken, if it is; orphans belong to a report that is gone."""
        head = await self.lock_head(report_id)  # first: nothing is added while we look
        columns = (history.c.id, history.c.hash, *_COLUMNS)
        found = await self._db.execute(
            select(*columns).where(chain_rows(report_id)).order_by(history.c.id)
        )
        links = [
            ChainEntry(row["id"], hashed_fields(dict(row)), row["hash"]) for row in found.mappings()
        ]
        entry = first_broken(links, head)
        return None if entry is None else ChainBreak(report_id, entry)

    async def last_entry(self) -> int:
        """The number of the newest entry of all chains; nobody adds one until this transaction
        ends."""
        if self._db.dialect.name == "postgresql":
            await self._db.execute(text("LOCK TABLE history IN SHARE MODE"))
        return await self._db.scalar(select(func.max(history.c.id))) or 0

    async def head_at(self, entry: int) -> str:
        """One hash over the ends of all chains as they were at this entry: it stays the same
        for good, whatever is added later."""
        which = (history.c.report, history.c.chain)
        last = select(func.max(history.c.id)).where(history.c.id <= entry).group_by(*which)
        found = await self._db.execute(select(*which, history.c.hash).where(history.c.id.in_(last)))
        return heads_hash({REGISTER if row.chain else (row.report or 0): row.hash for row in found})

    async def take_head(self, day: str) -> tuple[int, str, int] | None:
        """The head that is to be told outside on this day, and how many entries are new since the
        last that was: its entry, its hash and their number. None when it was told today, or
        nothing is new. Told once, however many processes ask."""
        await self._add_once(office, ["name"], name=TOLD, text=" 0")
        where = office.c.name == TOLD
        text_ = await self._db.scalar(select(office.c.text).where(where).with_for_update())
        told_on, _, last = str(text_).partition(" ")
        newest = await self._db.scalar(select(func.max(history.c.id))) or 0
        if told_on == day or newest == int(last):
            return None
        entry = await self.last_entry()
        told = update(office).where(where).values(text=f"{day} {entry}")
        await self._db.execute(told)
        return entry, await self.head_at(entry), max(entry - int(last), 0)

    async def orphans(self) -> int:
        """Entries of reports that are no longer there."""
        known = select(report.c.id)
        where = history.c.report.is_not(None) & history.c.report.not_in(known)
        return await self._db.scalar(select(func.count(history.c.id)).where(where)) or 0


class AuditedQueries(Queries):
    """Queries whose changes stand in the history."""

    async def _record(
        self,
        context: AuditContext,
        subject: str,
        old: Mapping[str, Any] | None,
        new: Mapping[str, Any],
        revision: int | None = None,
    ) -> None:
        await AuditLogQueries(self._work).record(context, subject, old, new, revision)


_OF_REPORT = history.c.report == bindparam("report")
_OF_ACT = (
    select(*_COLUMNS)
    .join(event, event.c.id == history.c.event)
    .where(
        _OF_REPORT,
        event.c.channel == bindparam("channel"),
        event.c.event_id == bindparam("called"),
    )
    .order_by(history.c.id)
)
_LAST = (
    select(history.c.revision)
    .where(history.c.subject == bindparam("subject"))
    .order_by(history.c.id.desc())
    .limit(1)
)
_LAST_OF_REPORT, _LAST_OF_OFFICE = _LAST.where(_OF_REPORT), _LAST.where(chain_rows(None))
_LOCK_HEAD_OF_OFFICE = (
    select(office.c.text).where(office.c.name == bindparam("head")).with_for_update(key_share=True)
)
_LOCK_HEAD_OF_REPORT = (
    select(report.c.head).where(report.c.id == bindparam("report")).with_for_update(key_share=True)
)
_MOVE_HEAD_OF_OFFICE = (
    update(office).where(office.c.name == bindparam("of")).values(text=bindparam("to"))
)
_MOVE_HEAD_OF_REPORT = (
    update(report).where(report.c.id == bindparam("of")).values(head=bindparam("to"))
)


def _name_of_head(report_id: int | None) -> str | None:
    """Where the head of a chain is kept in the office; None for that of a report."""
    return {None: HEAD, REGISTER: REGISTER_HEAD}.get(report_id)
