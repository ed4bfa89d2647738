"""The history from the command line: verified, written out, and a person's own part of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from bot.admin.units import AdminError, deed
from conversations.dates import print_moment
from storage.records import Break, HistoryEntry
from storage.store import Store
from templates.documents.workbook import Cell, Sheet, workbook

_HEAD = ("Báo cáo", "Thời điểm", "Người", "Kênh", "Đối tượng", "Lần", "Trước", "Sau")


async def verify(store: Store) -> tuple[int, list[Break], int]:
    """Look through every chain: how many there are, those that are broken, and entries whose
    report is gone."""
    async with store.transaction() as tx:
        chains = await tx.chains()
    broken = []
    for chain in chains:
        async with store.transaction() as tx:
            found = await tx.broken(chain)
        if found is not None:
            broken.append(found)
    async with store.transaction() as tx:
        return len(chains), broken, await tx.orphans()


async def export(store: Store) -> tuple[bytes, int]:
    """Every entry of every chain as a workbook; how many there are."""
    rows: list[tuple[Cell, ...]] = []
    async with store.transaction() as tx:
        chains = await tx.chains()
    for chain in chains:
        async with store.transaction() as tx:
            entries = await (tx.office_history() if chain is None else tx.history(chain))
            names = await tx.names_of({one.member for one in entries if one.member is not None})
        rows += _rows(chain, entries, names)
    sheet = Sheet("Nhật ký", _HEAD, rows, (9, 17, 24, 12, 24, 6, 50, 50))
    return workbook((sheet,)), len(rows)


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


async def personal(store: Store, member: int) -> str:
    """Everything that is kept about a person, as JSON."""
    async with store.transaction() as tx:
        try:
            data = await tx.personal(member)
        except LookupError as error:
            raise AdminError(str(error)) from error
    return json.dumps(data, ensure_ascii=False, indent=2, default=str)


async def erase(store: Store, member: int, now: datetime) -> None:
    """Forget a person. The figures he reported stay with their units, and the chain stays
    whole."""
    async with store.transaction() as tx:
        if member not in await tx.names_of([member]):
            message = f"no member {member}"
            raise AdminError(message)
        await tx.erase(deed(now), member)
