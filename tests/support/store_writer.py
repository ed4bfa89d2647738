"""A process to be killed: writes one whole step after the other, and tells of each after its
commit. Run as `python -m tests.store_writer URL`; with `--hang` it stops before the first one's."""

from __future__ import annotations

import asyncio
import sys
from decimal import Decimal

from conversations.answers.values import Number
from storage.store import Store, Transaction
from tests.support.store_rows import NOW, change


async def write_step(tx: Transaction, member: int, report: int) -> int:
    """One answer as the desk writes it; the row's new revision."""
    await tx.lock_report(report)
    revision = (await tx.load_report(report)).answer("A").revision + 1
    await tx.receive("web", f"e{revision}", "7", "", {"kind": "said"}, NOW)
    event = await tx.next_waiting("web", "7")
    assert event is not None
    one = change("A", Number(amount=Decimal(revision)), expected=revision - 1)
    await tx.apply(report, [one], member_id=member, channel="web", event_id=event.id, now=NOW)
    await tx.save_session(member, report, str(revision), NOW)
    await tx.queue("web", "7", {"n": revision}, None, NOW)
    await tx.mark_handled(event.id, "A", NOW)
    return revision


async def main(url: str, *, hang: bool) -> None:
    store = await Store.open(url)
    while True:
        async with store.transaction() as tx:
            member = await tx.member_of("web", "lan")
            assert member is not None
            report = await tx.report_of(member.id)
            assert report is not None
            revision = await write_step(tx, member.id, report)
            if hang:
                print("in the middle", flush=True)
                await asyncio.Event().wait()
        print(revision, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], hang="--hang" in sys.argv))
