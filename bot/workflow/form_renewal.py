"""Drafts that go over to a new version of their form: what is answered stays, what is new is asked,
and what has no place any more is told."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.runtime.published_forms import comparable_report
from bot.workflow.context import shorten_list
from conversations.answers.values import Answer, AnswerState
from conversations.composing.markup import strip_markup
from conversations.forms.form_changes import (
    FormChanges,
    FormPart,
    answers_set_aside,
    compare_forms,
)
from conversations.forms.growth import fit_form
from conversations.forms.model import Form, Row
from conversations.forms.renaming import KeyMap
from conversations.protocol.session import Session
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report
from conversations.rules.computed import computed_answers
from conversations.workflow.permissions import Role
from conversations.workflow.report_status import share_by_section
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.open_drafts import KeyChange, OpenDraft
from templates.loading.catalog import Catalog
from templates.loading.wording import load_wording

NOTICE = "notice.form"
MOST = 10  # rows that are named


@dataclass(frozen=True, slots=True)
class DraftChange:
    """What a new version means for a draft on the `old` one, whose keys in the new one are `names`:
    how many answers stay, and the keys of those that have no place in it."""

    draft: OpenDraft
    old: Form
    names: KeyMap
    kept: int
    set_aside: tuple[str, ...]

    @property
    def typed(self) -> tuple[str, ...]:
        """Those of them that somebody answered, without what is computed."""
        rows = self.old.by_key
        return tuple(key for key in self.set_aside if key not in rows or not rows[key].computed)


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
    lost = {*gone, *moved, *one.set_aside, *_retyped(old, new, one.names)}
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


def _retyped(old: Form, new: Form, names: KeyMap) -> set[str]:
    """The rows that are asked for something else, by their old keys."""
    found = set()
    for key, row in old.by_key.items():
        now = new.by_key.get(names.find(key) or "")
        if now is not None and (row.answer, row.measure) != (now.answer, now.measure):
            found.add(key)
    return found


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


def describe_renewal(new: Form, one: DraftChange) -> str:
    """What an officer reads about it: the rows that are new, and the answers that have no place."""
    old = one.old
    changes = compare_forms(old, new, one.names)
    asked = [new.row(key).numbered_title for key in _newly_asked(one, new)]
    lost = [_line(old, key, one.draft.answers[key]) for key in one.typed]
    named, more = shorten_list(asked, MOST)
    lines, others = shorten_list(lost, MOST)
    data = {
        "form": new.name,
        "old": old.version,
        "new": new.version,
        "kept": one.kept,
        "differences": _differences(changes),
        "asked": named,
        "asked_count": len(asked),
        "more": more,
        "lost": lines,
        "lost_count": len(lost),
        "others": others,
    }
    return strip_markup(load_wording().say("form.renewed", data)).strip()


def _line(old: Form, key: str, answer: Answer) -> str:
    """A row of the old version with what was answered or noted there."""
    row = old.by_key.get(key)
    if row is None:
        return key
    note = f"[{answer.note}]" if answer.note else ""
    return f"{row.numbered_title}: {' '.join(filter(None, (print_answer(row, answer), note)))}"


def _newly_asked(one: DraftChange, new: Form) -> list[str]:
    """The rows that are asked for the first time, or ask for something else."""
    known = {now for key in one.old.order if (now := one.names.find(key)) is not None}
    otherwise = {one.names.find(key) for key in _retyped(one.old, new, one.names)}
    return [
        key
        for key in new.order
        if new.row(key).computed is None and (key not in known or key in otherwise)
    ]


def _differences(changes: FormChanges) -> list[str]:
    """What is different, in numbers: `3 chỉ tiêu mới`, `2 bỏ`, `1 đổi đơn vị tính`."""
    counts = {
        "new": len(_lines(changes.new)),
        "gone": len(_lines(changes.gone)),
        "renamed": len({*changes.renamed.values(), *_changed(changes, FormPart.LABEL)}),
        "measured": len(_changed(changes, FormPart.MEASURE)),
        "columns_new": len(changes.new_columns),
        "columns_gone": len(changes.gone_columns),
    }
    told = {what: count for what, count in counts.items() if count}
    say = load_wording().say
    return [
        say("form.difference", {"what": what, "count": count, "first": not at}).strip()
        for at, (what, count) in enumerate(told.items())
    ]


def _lines(rows: Sequence[Row]) -> set[str]:
    """The printed rows that take an answer."""
    return {row.key.partition(":")[0] for row in rows if row.answer is not None}


def _changed(changes: FormChanges, what: FormPart) -> set[str]:
    """The printed rows of which this changed."""
    return {
        one.key.partition(":")[0]
        for one in changes.changed
        if what in {part.part for part in one.parts}
    }
