"""What an org unit reported before: in our own earlier reports, or in a file its officer sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select

from conversations.answers.values import BLANK, Answer
from conversations.calendar.periods import Period, PeriodKind, choose_previous_periods, kind_of
from conversations.reports.lifecycle import FILED
from conversations.reports.previous import PreviousReport
from storage.core.queries import Queries
from storage.reports.answers import AnswerQueries
from storage.reports.forms_in_use import FORM_VERSION
from storage.tables.core import answer, past, report, round_

NOWHERE_ELSE: Mapping[str, str | None] = {}
_ANSWERS = TypeAdapter(dict[str, Answer])


_SENT = select(past.c.period, past.c.answers, past.c.file_name).where(
    past.c.org_unit == bindparam("unit"), past.c.form_key == bindparam("form")
)
_FILED = (
    select(report.c.id, round_.c.period)
    .join(round_, round_.c.id == report.c.round)
    .where(
        report.c.org_unit == bindparam("unit"),
        round_.c.form_key == bindparam("form"),
        report.c.state.in_(FILED) | (report.c.approved > 0),
    )
)


class PreviousReportQueries(Queries):
    async def save(
        self, org_unit_id: int, form_key: str, kept: PreviousReport, member_id: int, now: datetime
    ) -> None:
        """Keep what a filed appendix says, in place of an earlier file of the same period."""
        keys = {
            "org_unit": org_unit_id,
            "form_key": form_key,
            "period_end": kept.period.end.isoformat(),
        }
        values = {
            "period": kept.period.model_dump(mode="json"),
            "answers": _ANSWERS.dump_python(dict(kept.answers), mode="json", exclude_none=True),
            "file_name": kept.file_name,
            "member": member_id,
            "at": now,
        }
        await self._put(past, list(keys), **keys, **values)
        self._touch(past, tuple(keys.values()))

    async def list_for(
        self, org_unit_id: int, form_key: str, period: Period
    ) -> tuple[PreviousReport | None, PreviousReport | None, PreviousReport | None]:
        """What `periods.choose` chooses of the unit's earlier reports. A file that the officer
        has confirmed goes before our own report of the same period."""
        sent = await self._sent(org_unit_id, form_key)
        taken = {one.end for one in sent}
        filed = await self._filed(org_unit_id, form_key)
        known: dict[Period, PreviousReport | int] = {
            **{one: number for one, number in filed.items() if one.end not in taken},
            **sent,
        }
        last, year_before, latest = choose_previous_periods(period, known)
        return await self._own(last), await self._own(year_before), await self._own(latest)

    async def quarters_of(
        self, org_unit_id: int, form_key: str, period: Period
    ) -> list[PreviousReport]:
        """The unit's quarters within a longer period, as far as they are known."""
        sent = await self._sent(org_unit_id, form_key)
        taken = {one.end for one in sent}
        filed = await self._filed(org_unit_id, form_key)
        known: dict[Period, PreviousReport | int] = {
            **{one: number for one, number in filed.items() if one.end not in taken},
            **sent,
        }
        inside = [
            what
            for one, what in known.items()
            if period.start <= one.start
            and one.end <= period.end
            and kind_of(one) is PeriodKind.QUARTER
        ]
        found = [await self._own(what) for what in inside]
        return [one for one in found if one is not None]

    async def series(
        self,
        org_unit_id: int,
        form_key: str,
        key: str,
        elsewhere: Mapping[str, str | None] = NOWHERE_ELSE,
    ) -> list[tuple[Period, Answer]]:
        """One row in all periods of the unit that are known, the oldest first. A file that the
        officer has confirmed goes before our own report of the same period. `elsewhere` is the key
        of the row in other versions of the form, None in one that does not ask for it."""
        keys = {key, *(one for one in elsewhere.values() if one is not None)}
        found = await self._db.execute(
            select(
                *(round_.c.period, FORM_VERSION, answer.c.key),
                *(answer.c.state, answer.c.value, answer.c.remark),
            )
            .join_from(report, round_, round_.c.id == report.c.round)
            .join(answer, (answer.c.report == report.c.id) & answer.c.key.in_(sorted(keys)))
            .where(
                report.c.org_unit == org_unit_id,
                round_.c.form_key == form_key,
                report.c.state.in_(FILED) | (report.c.approved > 0),
            )
        )
        known = {
            Period.model_validate(row.period): Answer.model_validate(
                {"state": row.state, "value": row.value, "remark": row.remark}
            )
            for row in found
            if row.key == elsewhere.get(row.form_version, key)
        }
        sent = await self._sent(org_unit_id, form_key)
        taken = {one.end for one in sent}
        known = {one: given for one, given in known.items() if one.end not in taken}
        names = (key, *sorted(keys))  # of a file it is not known which version it was read by
        for one, past_ in sent.items():
            said = (past_.answers[name] for name in names if name in past_.answers)
            known[one] = next(said, BLANK)
        return sorted(known.items(), key=lambda pair: pair[0].end)

    async def _sent(self, org_unit_id: int, form_key: str) -> dict[Period, PreviousReport]:
        found = await self._db.execute(_SENT, {"unit": org_unit_id, "form": form_key})
        made = (
            PreviousReport(
                period=Period.model_validate(row.period),
                answers=_ANSWERS.validate_python(row.answers),
                file_name=row.file_name,
            )
            for row in found
        )
        return {one.period: one for one in made}

    async def _filed(self, org_unit_id: int, form_key: str) -> dict[Period, int]:
        """The ids of the unit's own reports that were filed, by period."""
        found = await self._db.execute(_FILED, {"unit": org_unit_id, "form": form_key})
        return {Period.model_validate(row.period): row.id for row in found}

    async def _own(self, chosen: PreviousReport | int | None) -> PreviousReport | None:
        """A report of our own, by its id, with its answers; anything else as it is."""
        if not isinstance(chosen, int):
            return chosen
        found = await self._db.execute(
            select(round_.c.period, FORM_VERSION)
            .join(report, report.c.round == round_.c.id)
            .where(report.c.id == chosen)
        )
        row = found.one()
        answers = await AnswerQueries(self._work).said_in(chosen)
        period = Period.model_validate(row.period)
        return PreviousReport(period=period, answers=answers, form_version=row.form_version)
