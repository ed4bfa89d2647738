"""A process to be killed: writes one whole step after the other, and tells of each after its
commit. Run as `python -m tests.support.store_writer URL`; with `--hang` it stops before the first
one's."""

from __future__ import annotations

import asyncio
import sys
from decimal import Decimal

from conversations.answers.values import Number
from storage.store import Store
from storage.transaction import Transaction
from tests.support.store_rows import NOW, change, waiting


async def write_step(tx: Transaction, member: int, report: int) -> int:
    """One answer as the dispatcher writes it; the row's new revision."""
    await tx.reports.hold(report)
    revision = (await tx.reports.load(report)).answer("A").revision + 1
    await tx.inbox.add("web", f"e{revision}", "7", "", {"kind": "said"}, NOW)
    event, *_ = await waiting(tx, "web")
    one = change("A", Number(amount=Decimal(revision)), expected=revision - 1)
    await tx.reports.apply(
        report, [one], member_id=member, channel="web", event_id=event.id, now=NOW
    )
    await tx.sessions.save(member, report, str(revision), NOW)
    await tx.outbox.add("web", "7", {"n": revision}, None, NOW)
    await tx.inbox.mark_handled(event.id, "A", NOW)
    return revision


async def main(url: str, *, hang: bool) -> None:
    store = await Store.open(url)
    while True:
        async with store.transaction() as tx:
            member = await tx.members.find("web", "lan")
            assert member is not None
            report = await tx.members.report_of(member.id)
            assert report is not None
            revision = await write_step(tx, member.id, report)
            if hang:
                print("in the middle", flush=True)
                await asyncio.Event().wait()
        print(revision, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], hang="--hang" in sys.argv))
