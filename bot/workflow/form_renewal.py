"""Drafts that go over to a new version of their form: what is answered stays, what is new is asked,
and what has no place any more is told."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from bot.runtime.published_forms import comparable_report
from bot.workflow.renewal_notice import DraftChange, asked_otherwise, describe_renewal
from conversations.answers.values import AnswerState
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.forms.version_fit import answers_set_aside
from conversations.protocol.session import Session
from conversations.reports.model import Report
from conversations.rules.computed import computed_answers
from conversations.workflow.permissions import Role
from conversations.workflow.report_status import share_by_section
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.open_drafts import KeyChange
from templates.loading.catalog import Catalog

NOTICE = "notice.form"


async def plan_renewal(tx: Transaction, catalog: Catalog, new: Form) -> list[DraftChange]:
    """What it would mean for each report on the form that was never handed in. Those on a period
    that the new version is not reported on stay."""
    found = []
    for draft in await tx.open_drafts.list_of(new.key, but=new.version):
        if not new.periods.takes(draft.period):
            continue
        old = fit_form(catalog.get(new.key, draft.version), draft.answers)
        names = catalog.map_keys(draft.version, new)
        lost = answers_set_aside(old, new, draft.answers, names)
        kept = sum(
            one.state is not AnswerState.BLANK and key not in lost
            for key, one in draft.answers.items()
        )
        found.append(DraftChange(draft, old, names, kept, lost))
    return found


async def renew_drafts(
    tx: Transaction,
    catalog: Catalog,
    context: AuditContext,
    new: Form,
    changes: Sequence[DraftChange],
) -> int:
    """Have these drafts, and their rounds, be on the new version. Officers who have begun are told;
    how many people that are."""
    rounds: dict[int, list[int]] = defaultdict(list)
    for one in changes:
        rounds[one.draft.round].append(one.draft.report)
    for number, drafts in rounds.items():
        await tx.open_drafts.renew_round(context, number, drafts, new.version)
    return sum([await _renew(tx, catalog, context, new, one) for one in changes])


async def _renew(
    tx: Transaction, catalog: Catalog, context: AuditContext, new: Form, one: DraftChange
) -> int:
    draft = one.draft
    old, new = one.old, fit_form(new, one.names.rename_answers(draft.answers))
    places = {key: one.names.find(key) for key in old.by_key}
    gone = {key for key, now in places.items() if now not in new.by_key}
    moved = {key: now for key, now in places.items() if now and now != key and key not in gone}
    moving = KeyChange(one.set_aside, gone, moved)
    await tx.open_drafts.renew_report(context, draft, new.version, moving)
    report = comparable_report(catalog, new, await tx.reports.load(draft.report))
    report = await _compute(tx, context, new, draft.report, report)
    filled = share_by_section(fit_form(new, report.answers), report)
    await tx.reports.note_progress(draft.report, filled)
    sessions = await tx.open_drafts.sessions_of(draft.report)
    lost = {*gone, *moved, *one.set_aside, *asked_otherwise(old, new, one.names)}
    for member, body in sessions.items():
        if not _speaks_only_of_what_stays(body, lost):
            was = Session.model_validate_json(body)
            fresh = Session(mode=was.mode, turn=was.turn + 1)
            await tx.sessions.save(member, draft.report, fresh.model_dump_json(), context.at)
    if not draft.answers and not sessions:
        return 0
    officers = await tx.roles.people_of([draft.unit], Role.OFFICER)
    told = {*sessions} if draft.trial else {person.id for person in officers}
    text = describe_renewal(new, one)
    whom = [(member, draft.report) for member in sorted(told)]
    await tx.broadcasts.add(NOTICE, whom, context.at, text)
    return len(told)


async def _compute(
    tx: Transaction, context: AuditContext, new: Form, number: int, report: Report
) -> Report:
    """What the new version computes from the answers that stay, stored: nobody is asked for it."""
    form = fit_form(new, report.answers)
    while changes := computed_answers(form, report):
        await tx.reports.write_computed(context, number, changes)
        for change in changes:
            report = report.with_answer(change.key, change.answer)
    return report


def _speaks_only_of_what_stays(body: str, lost: Collection[str]) -> bool:
    """Whether a stored conversation names none of these rows."""
    return not {*_texts_in(json.loads(body))} & {*lost}


def _texts_in(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for pair in value.items() for one in pair for text in _texts_in(one)]
        case list():
            return [text for one in value for text in _texts_in(one)]
    return []
