"""The database after a run, compared with what the officers saw and with an undisturbed run."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select

from conversations.answers.values import AnswerState
from storage.messaging.messages import FAILED, SENT, UNKNOWN, WAITING
from storage.store import Store
from storage.tables.core import event, message
from storage.transaction import Transaction
from tests.fakes.telegram import TOKEN
from tests.support.sample_walk import exchanges, facts
from tests.torture.cluster import SECRET, Cluster
from tests.torture.officers import Walker
from tests.torture.tally import Tally

SHORT = 300  # characters of a note


async def judge(cluster: Cluster, walkers: Sequence[Walker], tally: Tally) -> None:
    """Count what is wrong; nothing is, when every promise held. Every process must be down or
    at rest. Who gave up waiting is counted already."""
    store = await Store.open(cluster.url)
    try:
        async with store.transaction() as tx:
            for walker in walkers:
                walker.read()
                if not walker.gave_up:
                    await _report(tx, walker, tally)
            await _chains(tx, tally)
            await _rest(tx, tally)
    finally:
        await store.close()


def read_logs(cluster: Cluster, tally: Tally) -> None:
    """Every error in a log must be explained by what was done to the process."""
    for secret in (TOKEN, SECRET):
        if secret in cluster.log:
            tally.dirty += 1
            tally.note("a secret is in a log")
    for line in cluster.log.splitlines():
        if (found := _unexplained(line, cluster.explained)) is not None:
            tally.unexplained += 1
            tally.note(f"log: {found}"[-SHORT:])


def _unexplained(line: str, explained: Sequence[str]) -> str | None:
    """What the line tells of an error that nothing explains; a line cut short by a kill is
    none."""
    try:
        record = json.loads(line)
    except ValueError:
        return line if "Traceback" in line else None
    if record.get("level") not in ("error", "critical"):
        return None
    text = f"{record.get('event')} {record.get('exception', '')}"
    return None if any(re.search(one, text) for one in explained) else text


async def _report(tx: Transaction, walker: Walker, tally: Tally) -> None:
    """One officer's report, row by row, against the report of the undisturbed run."""
    member = await tx.members.find("telegram", str(walker.chat))
    number = await tx.members.report_of(member.id) if member is not None else None
    if number is None:
        tally.lost += 1
        tally.note(f"{walker.chat} has no report")
        return
    report, twin = await tx.reports.load(number), exchanges()[walker.said - 1].report
    told, meant = facts(report)["answers"], facts(twin)["answers"]
    for key in {*told, *meant}:
        stored = report.answer(key)
        if told.get(key) == meant.get(key):
            continue
        tally.lost += stored.state is AnswerState.BLANK
        tally.wrong += stored.state is not AnswerState.BLANK
        tally.note(f"{walker.chat} {key}: {told.get(key)} and not {meant.get(key)}"[:SHORT])
    if (report.reasons, report.state) != (twin.reasons, twin.state):
        tally.wrong += 1
        tally.note(f"{walker.chat}: {report.state}, {len(report.reasons)} reasons")
    lengths = Counter(one.subject for one in await tx.audit_log.of_report(number))
    for key, answer in twin.answers.items():
        extra = lengths[f"answer:{key}"] - answer.revision
        tally.extra += abs(extra)
        if extra:
            tally.note(f"{walker.chat} {key}: {extra} entries of history too many")


async def _chains(tx: Transaction, tally: Tally) -> None:
    for number in await tx.audit_log.chains():
        if (found := await tx.audit_log.find_break(number)) is not None:
            tally.broken += 1
            tally.note(f"broken chain: {found}")


async def _rest(tx: Transaction, tally: Tally) -> None:
    """What was stored is handled, what was queued is said."""
    left = await tx.work.connection.scalar(
        select(func.count(event.c.id)).where(event.c.handled_at.is_(None))
    )
    tally.unhandled += left or 0
    found = await tx.work.connection.execute(
        select(message.c.state, func.count(message.c.id)).group_by(message.c.state)
    )
    states: dict[str, int] = {row[0]: row[1] for row in found}
    tally.unsaid += states.get(WAITING, 0) + states.get(FAILED, 0)
    if {*states} - {SENT, UNKNOWN}:
        tally.note(f"messages: {states}")
