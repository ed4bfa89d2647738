"""Rounds that were opened by mistake: taken back as long as nobody has answered in them. Their
reports stay in the history, locked for good, and count nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, exists, select, update

from conversations.answers.values import AnswerState
from conversations.forms.form_names import name_period
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.reports.forms_in_use import IS_ONE_OF_SEVERAL, form_name_of
from storage.tables.core import answer, member, org_unit, report, round_
from storage.tables.workflow import announcement


class WithdrawalQueries(AuditedQueries):
    async def units_with_answers(self, round_id: int) -> list[str]:
        """The short names of the units that have answered something, or handed in."""
        answered = exists().where(
            answer.c.report == report.c.id, answer.c.state != AnswerState.BLANK
        )
        found = await self._db.execute(
            select(org_unit.c.short_name)
            .join(report, report.c.org_unit == org_unit.c.id)
            .where(report.c.round == round_id, answered | (report.c.version > 0))
            .order_by(report.c.id)
        )
        return [*found.scalars()]

    async def forget_untold(self, round_id: int) -> set[int]:
        """Nobody is told any more what they were to be told of the round; who they are."""
        mine = select(report.c.id).where(report.c.round == round_id)
        gone = await self._db.execute(
            delete(announcement)
            .where(announcement.c.report.in_(mine))
            .returning(announcement.c.member)
        )
        return {*gone.scalars()}

    async def withdraw(self, context: AuditContext, round_id: int) -> list[int]:
        """Take the round back; the members who had one of its reports at hand, and have none
        now."""
        values = {"withdrawn_at": context.at, "locked_at": context.at}
        await self._db.execute(update(round_).where(round_.c.id == round_id).values(**values))
        self._touch(round_, (round_id,))
        await self._record(context, f"round:{round_id}", None, {"withdrawn": True})
        mine = select(report.c.id).where(report.c.round == round_id)
        freed = await self._db.execute(
            update(member)
            .where(member.c.report.in_(mine))
            .values(report=None)
            .returning(member.c.id)
        )
        return [*freed.scalars()]

    async def is_withdrawn(self, report_id: int) -> bool:
        """Whether the report belongs to a round that was taken back."""
        found = await self._db.scalar(
            select(round_.c.withdrawn_at)
            .join(report, report.c.round == round_.c.id)
            .where(report.c.id == report_id)
        )
        return found is not None

    async def names_of(self, report_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """The unit and the period of reports whose round was taken back."""
        found = await self._db.execute(
            select(
                report.c.id,
                *(org_unit.c.short_name, round_.c.period, round_.c.form_key, IS_ONE_OF_SEVERAL),
            )
            .join(round_, round_.c.id == report.c.round)
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .where(report.c.id.in_([*report_ids]), round_.c.withdrawn_at.is_not(None))
        )
        return {
            row.id: (
                row.short_name,
                name_period(row.period["name"], form_name_of(self._work, row._mapping)),
            )
            for row in found
        }
