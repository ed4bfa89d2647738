"""Filed quarters of a whole country, laid straight into the tables of PostgreSQL: reports that were
handed in and approved, with their figures, and unless it is to be light with their answers, their
history, events and messages, as many and as long as the product's own are on average.

The hashes of this history are no chain: it is there for its size. The figures differ from unit to
unit, in 40 ways; the answers are the same everywhere, and satisfy the form's checks.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from bench.engine import full
from bench.large_office import LargeOffice
from bench.sums import empty_report, figures_of
from conversations.forms.model import Form
from storage.transaction import Transaction
from templates.loading.sample import blank_report
from tests.support.product import Office

KINDS = 40
PER_EVENT = 3  # answers that one message of an officer holds, on average
SAID, TOLD = 300, 900  # bytes of the body of an event, of a message
LEFT = 5  # rows that an officer of the last hour has still to answer

_TABLES = """
CREATE TEMP TABLE laid_answer (place int, key text, state text, value json) ON COMMIT DROP;
CREATE TEMP TABLE laid_figure (kind int, key text, state text, amount bigint, base bigint,
                               code text, text text) ON COMMIT DROP;
"""
_ANSWERS = """
INSERT INTO answer (report, key, revision, state, value, member, at)
SELECT r.id, a.key, 1, a.state, a.value, :member, :at FROM report r, laid_answer a
WHERE r.round = :round AND r.id = ANY(:reports) AND a.place < :most
"""
_FIGURES = """
INSERT INTO figure (report, key, state, amount, base, code, text)
SELECT r.id, f.key, f.state, f.amount, f.base, f.code, f.text
FROM report r JOIN laid_figure f ON f.kind = r.id % :kinds WHERE r.id = ANY(:reports)
"""
_SUBMISSIONS = """
INSERT INTO submission (report, version, answers, late, member, at, decision, decided_by,
                        decided_at)
SELECT id, 1, CAST(:answers AS json), false, :member, :at, 'approved', :member, :at
FROM report WHERE id = ANY(:reports)
"""
_FILED = """
UPDATE report SET state = 'approved', version = 1, approved = 1, answered = :count, warnings = 0,
    filled = CAST(:filled AS json) WHERE id = ANY(:reports)
"""
_EVENTS = """
INSERT INTO event (channel, event_id, conversation, message_ref, body, received_at, handled_at)
SELECT 'telegram', 'laid-' || r.id || '-' || n, 'c' || r.org_unit, 'm' || r.id || '-' || n,
    json_build_object('kind', 'said', 'text', repeat('x', :said)), :at, :at
FROM report r, generate_series(1, :events) n WHERE r.id = ANY(:reports)
"""
_MESSAGES = """
INSERT INTO message (channel, conversation, body, state, attempts, once, reference, queued_at,
                     sent_at, settled_at)
SELECT 'telegram', 'c' || r.org_unit, json_build_object('spans', repeat('y', :told)), 'sent', 1,
    false, 'm' || r.id || '-' || n, :at, :at, :at
FROM report r, generate_series(1, :events) n WHERE r.id = ANY(:reports)
"""
_HISTORY = """
INSERT INTO history (report, subject, revision, new, member, channel, event, at, hash)
SELECT r.id, 'answer:' || a.key, 1, json_build_object('state', a.state, 'value', a.value),
    :member, 'telegram', e.id, :at, md5(r.id || a.key) || md5(a.key || r.id)
FROM report r JOIN laid_answer a ON true
JOIN event e ON e.channel = 'telegram' AND e.event_id = 'laid-' || r.id || '-' || a.place / :per + 1
WHERE r.id = ANY(:reports)
"""


async def lay_quarters(
    at: Office, form: Form, numbers: Sequence[int], when: datetime, *, light: bool
) -> None:
    """Have every report of these rounds handed in and approved."""
    for number in numbers:
        async with at.store.transaction() as tx:
            await _make_patterns(tx, at, form)
            asked = text("SELECT id FROM report WHERE round = :round ORDER BY id")
            reports = [*await tx.work.connection.scalars(asked, {"round": number})]
            await file_reports(tx, at, form, number, reports, when, light=light)


async def file_reports(
    tx: Transaction,
    at: Office,
    form: Form,
    number: int,
    reports: Sequence[int],
    when: datetime,
    *,
    light: bool,
) -> None:
    """Have these reports of the round handed in and approved; patterns are there."""
    filled, _ = full(form, blank_report(form, at.catalogs.catalog.sample(form.key)))
    answers = {key: one.model_dump(mode="json") for key, one in filled.answers.items()}
    count = len(answers)
    sections = {one.key: len(form.asked_by_heading[one.key]) for one in form.sections}
    given = {
        "round": number,
        "reports": [*reports],
        "member": 1,
        "at": when,
        "kinds": KINDS,
        "most": count,
        "count": count,
        "filled": json.dumps(sections),
        "answers": json.dumps(answers),
        "said": SAID,
        "told": TOLD,
        "per": PER_EVENT,
        "events": count // PER_EVENT + 1,
    }
    heavy = [] if light else [_ANSWERS, _EVENTS, _MESSAGES, _HISTORY]
    for statement in (_SUBMISSIONS, _FIGURES, _FILED, *heavy):
        await tx.work.connection.execute(text(statement), given)


async def nearly_fill(
    tx: Transaction, at: Office, form: Form, made: LargeOffice, reports: Sequence[int]
) -> None:
    """Answer all but the last rows of these drafts."""
    answered = await _make_patterns(tx, at, form)
    given = {"round": made.rounds[-1], "reports": [*reports], "member": 1, "at": at.clock()}
    await tx.work.connection.execute(text(_ANSWERS), given | {"most": answered - LEFT})


async def _make_patterns(tx: Transaction, at: Office, form: Form) -> int:
    """What the statements take their rows from; how many answers a report has."""
    write = tx.work.connection.execute
    for statement in _TABLES.strip().split(";\n"):
        await write(text(statement.rstrip(";")))
    sample = at.catalogs.catalog.sample(form.key)
    report, _ = full(form, blank_report(form, sample))
    rows = []
    for place, key in enumerate(key for key in form.order if key in report.answers):
        one = report.answers[key].model_dump(mode="json")
        rows.append(
            {"place": place, "key": key, "state": one["state"], "value": json.dumps(one["value"])}
        )
    await write(
        text("INSERT INTO laid_answer VALUES (:place, :key, :state, CAST(:value AS json))"),
        rows,
    )
    chance = random.Random(4)
    blank = empty_report(form, sample, report.period)
    figures = [
        {**row, "kind": kind}
        for kind in range(KINDS)
        for row in figures_of(form, blank, chance, kind)
    ]
    await write(
        text("INSERT INTO laid_figure VALUES (:kind, :key, :state, :amount, :base, :code, :text)"),
        figures,
    )
    return len(rows)
