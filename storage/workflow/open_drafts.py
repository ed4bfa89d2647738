"""Reports that were never handed in, and go over to a new version of their form."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, delete, insert, literal, select, update

from conversations.answers.values import Answer
from conversations.calendar.periods import Period
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.reports.answers import AnswerQueries
from storage.reports.forms_in_use import FORM_VERSION
from storage.tables.core import answer, org_unit, reminder, report, round_, session
from storage.tables.forms import pinned_form
from storage.tables.workflow import assignment
from storage.workflow.assignments import AssignmentQueries


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A report that was never handed in; `version` is that of its form. `trial`: of somebody who
    tries the product."""

    report: int
    round: int
    unit: int
    short_name: str
    period: Period
    version: str
    trial: bool
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class KeyChange:
    """What becomes of a draft's rows: the answers that are `set_aside`, by their old keys; the rows
    that are `gone`, of which nobody is asked or reminded any more; and those that have `moved` to
    another key."""

    set_aside: Sequence[str]
    gone: Collection[str]
    moved: Mapping[str, str]

    def now(self, key: str) -> str | None:
        """The key of a row now; None where it is gone."""
        return None if key in self.gone else self.moved.get(key, key)


class OpenDraftQueries(AuditedQueries):
    async def list_of(self, form_key: str, but: str) -> list[OpenDraft]:
        """The open reports on a form that were never handed in, and are on another version than
        this one; nobody changes or hands in one of them until this transaction ends."""
        found = await self._db.execute(
            select(
                *(report.c.id, report.c.round, report.c.org_unit),
                *(org_unit.c.short_name, org_unit.c.trial, round_.c.period, FORM_VERSION),
            )
            .join(round_, round_.c.id == report.c.round)
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .where(round_.c.form_key == form_key, round_.c.form_version != but)
            .where(round_.c.withdrawn_at.is_(None), round_.c.locked_at.is_(None))
            .where(report.c.version == 0, report.c.locked_at.is_(None))
            .where(report.c.id.not_in(select(pinned_form.c.report)))
            .order_by(report.c.id)
            .with_for_update(of=report, key_share=True)
        )
        return [
            OpenDraft(
                report=row.id,
                round=row.round,
                unit=row.org_unit,
                short_name=row.short_name,
                period=Period.model_validate(row.period),
                version=row.form_version,
                trial=row.trial,
                answers=await AnswerQueries(self._work).of_report(row.id),
            )
            for row in found.all()
        ]

    async def renew_round(
        self, context: AuditContext, round_id: int, drafts: Sequence[int], version: str
    ) -> None:
        """From now on the round is on this version, with these drafts; its other reports stay on
        the version they are on."""
        old = await self._db.scalar(select(round_.c.form_version).where(round_.c.id == round_id))
        staying = (
            report.c.round == round_id,
            report.c.id.not_in([*drafts]),
            report.c.id.not_in(select(pinned_form.c.report)),
        )
        kept = (await self._db.scalars(select(report.c.id).where(*staying))).all()
        if kept:
            pins = select(report.c.id, literal(old)).where(*staying)
            await self._db.execute(insert(pinned_form).from_select(["report", "version"], pins))
            self._touch(pinned_form, *((number,) for number in kept))
        values = {"form_version": version}
        await self._db.execute(update(round_).where(round_.c.id == round_id).values(values))
        self._touch(round_, (round_id,))
        said = ({"version": old}, {"version": version})
        await self._record(replace(context, report=None), f"round:{round_id}", *said)

    async def renew_report(
        self,
        context: AuditContext,
        draft: OpenDraft,
        version: str,
        change: KeyChange,
    ) -> None:
        """Have the draft be on this version. The answers that are set aside stand only in its
        history from now on; those that have moved stay as they are under their new keys."""
        number, context = draft.report, replace(context, report=draft.report)
        moved = await self._move_answers(number, change)
        said: dict[str, Any] = {"version": version, "set_aside": [*change.set_aside]}
        if moved:
            said["moved"] = moved
        await self._record(context, "form", {"version": draft.version}, said)
        await self._move_assignments(context, number, change)
        for one in (await self._db.execute(_reminders(number))).all():
            left = [now for key in one.rows if (now := change.now(key)) is not None]
            this = reminder.c.id == one.id
            if not left:
                await self._db.execute(delete(reminder).where(this))
            elif left != one.rows:
                await self._db.execute(update(reminder).where(this).values(rows=left))

    async def _move_answers(self, number: int, change: KeyChange) -> dict[str, str]:
        """Take answers out, or under their new keys; which moved."""
        mine = answer.c.report == number
        leaving = {*change.set_aside, *change.moved}
        found = await self._db.execute(select(answer).where(mine, answer.c.key.in_([*leaving])))
        rows = [dict(row) for row in found.mappings()]
        await self._db.execute(delete(answer).where(mine, answer.c.key.in_([*leaving])))
        staying = [row for row in rows if row["key"] not in change.set_aside]
        moved = {row["key"]: change.moved[row["key"]] for row in staying}
        if moved:
            values = [row | {"key": moved[row["key"]]} for row in staying]
            await self._db.execute(insert(answer), values)
        return moved

    async def _move_assignments(
        self, context: AuditContext, number: int, change: KeyChange
    ) -> None:
        """Whoever was asked for a row is asked for it under its new key, and for none that is
        gone."""
        mine = (assignment.c.report == number, assignment.c.ended_at.is_(None))
        asked = select(assignment.c.key).where(*mine, assignment.c.key.in_([*change.gone]))
        for key in (await self._db.scalars(asked.distinct())).all():
            await AssignmentQueries(self._work).take_back(context, number, key)
        moving = select(assignment.c.id, assignment.c.key).where(
            *mine, assignment.c.key.in_([*change.moved])
        )
        for one in (await self._db.execute(moving)).all():
            values = {"key": change.moved[one.key]}
            await self._db.execute(
                update(assignment).where(assignment.c.id == one.id).values(values)
            )
            self._touch(assignment, (one.id,))

    async def sessions_of(self, report_id: int) -> dict[int, str]:
        """Where everybody's conversation about the report stands, by member."""
        found = await self._db.execute(
            select(session.c.member, session.c.body).where(session.c.report == report_id)
        )
        return {row.member: row.body for row in found}


def _reminders(report_id: int) -> Select[Any]:
    """What anybody is still to be reminded of in the report."""
    where = (reminder.c.report == report_id, reminder.c.told_at.is_(None))
    return select(reminder.c.id, reminder.c.rows).where(*where)
