"""The history from the command line: verified, accepted, written out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.cli.administration import AdminError, command_line_context
from bot.runtime.language import tell
from conversations.calendar.dates import print_moment
from conversations.reports.hash_chain import REGISTER
from storage.history.entries import ChainBreak, HistoryEntry
from storage.history.kept_head import HEAD_FILE, KeptHeadError, drop_missing, write_head
from storage.store import Store
from storage.transaction import Transaction
from templates.documents.excel.workbook import Cell, ListSheet, write_workbook

_HEAD_TEXT = re.compile(r"(\d{1,18})-([0-9a-f]{20}|[0-9a-f]{64})")
_HEAD = ("Báo cáo", "Thời điểm", "Người", "Kênh", "Đối tượng", "Lần", "Trước", "Sau")


@dataclass(frozen=True, slots=True)
class AuditFindings:
    """What a check of the history found: how many chains there are, those that are
    broken, what stands otherwise in the tables (report, or None for what belongs to none, and
    what), how many entries are of reports that are gone, and the head now, to be kept outside.
    `kept` is whether the history still holds the head that was kept, if one was given; `missing`
    what is not there of the head beside the database, a line each."""

    chains: int
    broken: tuple[ChainBreak, ...]
    beside: tuple[tuple[int | None, str], ...]
    orphans: int
    head: str
    kept: bool = True
    missing: tuple[str, ...] = ()

    @property
    def wrong(self) -> list[str]:
        """What is wrong, a line each."""
        lines = []
        for one in self.broken:
            data = {"chain": _chain(one.report), "number": one.entry}
            broken = "{chain}: broken at entry {number}"
            lines.append(tell(broken if one.entry else "{chain}: its end is missing", **data))
        for report, what in self.beside:
            lines.append(
                tell(
                    "{chain}: {what} is not what the history says", chain=_chain(report), what=what
                )
            )
        if self.orphans:
            lines.append(tell("{count} entries of reports that are gone", count=self.orphans))
        lines += self.missing
        if not self.kept:
            lines.append(
                tell(
                    "the history does not hold the head that was kept: entries are gone or "
                    "rewritten"
                )
            )
        return lines

    @property
    def good(self) -> bool:
        return not self.wrong


def _chain(report: int | None) -> str:
    if report == REGISTER:
        return tell("the register")
    return tell("the office") if report is None else tell("report {number}", number=report)


async def verify_history(
    store: Store, head: str | None = None, folder: Path | None = None
) -> AuditFindings:
    """Look through every chain, and hold the tables against them; compare with a head that was
    kept outside, and with the one that is kept in the data directory. AdminError for a head that
    is none."""
    number, hashed = read_head(head) if head else (0, "")
    missing = await missing_lines(store, folder) if folder else ()
    async with store.transaction() as tx:
        chains = await tx.audit_log.chains()
        last = await tx.audit_log.last_entry()
        now = f"{last}-{await tx.audit_log.head_at(last)}"
        kept = not head or (
            number <= last and (await tx.audit_log.head_at(number)).startswith(hashed)
        )
    broken = []
    beside: list[tuple[int | None, str]] = []
    for chain in chains:
        async with store.transaction() as tx:
            found = await tx.audit_log.find_break(chain)
            if found is None:  # else nothing is to be held against it
                beside += [(chain, what) for what in await tx.audit_check.mismatches(chain)]
        if found is not None:
            broken.append(found)
    async with store.transaction() as tx:
        orphans = await tx.audit_log.orphans()
    return AuditFindings(len(chains), tuple(broken), tuple(beside), orphans, now, kept, missing)


async def missing_lines(store: Store, folder: Path) -> tuple[str, ...]:
    """What is not there of the head that is kept in this folder, a line each."""
    async with store.transaction() as tx:
        try:
            found = await tx.audit_check.missing(folder)
        except KeptHeadError as error:
            return (str(error),)
    return tuple(found.lines) if found else ()


async def accept_missing(store: Store, folder: Path, now: datetime) -> list[str]:
    """Go on with the history as it is, although it ends before a head that was kept; the
    acceptance stands in the history. What was accepted; AdminError when nothing is missing."""
    accepted: list[str] = []
    try:
        async with store.transaction() as tx:
            while (found := await tx.audit_check.missing(folder)) is not None:
                accepted += found.lines[:-1]
                await tx.audit_check.accept_missing(command_line_context(now), found)
    except KeptHeadError as error:
        unread = folder / HEAD_FILE
        unread.replace(unread.with_suffix(".unread"))
        accepted.append(str(error))
    if not accepted:
        raise AdminError(tell("nothing is missing: there is nothing to accept"))
    write_head(folder, await store.heads())
    drop_missing(folder)
    return accepted


def read_head(text: str) -> tuple[int, str]:
    """The number and the hash of a head as it was printed."""
    found = _HEAD_TEXT.fullmatch(text.strip().lower())
    if found is None:
        said = "no head of the history: {said!r}; it looks like 1234-0f3a… (20 or 64 signs)"
        raise AdminError(tell(said, said=text[:80]))
    return int(found[1]), found[2]


async def export_history(store: Store) -> tuple[bytes, int]:
    """Every entry of every chain as a workbook; how many there are."""
    rows: list[tuple[Cell, ...]] = []
    async with store.transaction() as tx:
        chains = await tx.audit_log.chains()
    for chain in chains:
        async with store.transaction() as tx:
            entries = await _entries(tx, chain)
            names = await tx.roles.names_of(
                {one.member for one in entries if one.member is not None}
            )
        rows += _rows(chain, entries, names)
    sheet = ListSheet("Nhật ký", _HEAD, rows, (9, 17, 24, 12, 24, 6, 50, 50))
    return write_workbook((sheet,)), len(rows)


async def _entries(tx: Transaction, chain: int | None) -> list[HistoryEntry]:
    if chain == REGISTER:
        return await tx.audit_log.of_register()
    return await (tx.audit_log.of_office() if chain is None else tx.audit_log.of_report(chain))


def _rows(
    chain: int | None, entries: list[HistoryEntry], names: dict[int, str]
) -> Iterator[tuple[Cell, ...]]:
    for one in entries:
        who = f"{names.get(one.member, '')} (#{one.member})" if one.member else ""
        yield (
            *(chain, print_moment(one.at), who, one.channel, one.subject, one.revision),
            json.dumps(one.old, ensure_ascii=False) if one.old else "",
            json.dumps(one.new, ensure_ascii=False),
        )
