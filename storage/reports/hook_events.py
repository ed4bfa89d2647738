"""Events to other systems: queued in the transaction of the act that they tell of. They name units,
rounds and reports and say how these stand; figures and persons are not in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Integer, bindparam, select

from conversations.calendar.periods import Period, kind_of
from conversations.reports.lifecycle import ReportState
from conversations.workflow.connections import API_ROOT, HookEvent
from storage.core.queries import Queries
from storage.core.unit_lines import line_above
from storage.reports.forms_in_use import FORM_VERSION
from storage.tables.core import org_unit, report, round_
from storage.tables.exchange import webhook, webhook_delivery

WAITING = "waiting"

_ITS_UNIT = (
    select(report.c.org_unit)
    .where(report.c.id == bindparam("report", type_=Integer))
    .scalar_subquery()
)
_LIVE = select(webhook.c.id, webhook.c.kinds, webhook.c.org_unit).where(
    webhook.c.ended_at.is_(None)
)
_OVER_REPORT = _LIVE.where(webhook.c.org_unit.in_(select(line_above(_ITS_UNIT).c.id)))
_FACTS = (
    select(
        *(report.c.id, report.c.round, report.c.org_unit, report.c.state, report.c.version),
        *(report.c.approved, report.c.late, org_unit.c.code),
        *(round_.c.form_key, round_.c.period, FORM_VERSION),
    )
    .join(round_, round_.c.id == report.c.round)
    .join(org_unit, org_unit.c.id == report.c.org_unit)
    .where(report.c.id == bindparam("report"))
)


def event_of_move(
    before: ReportState, after: ReportState, approved: int, *, recalled: bool
) -> HookEvent | None:
    """What others are told when a report goes from one state to another; `approved` is the version
    that was in force before; `recalled`: its officer has rows that were sent back at hand again.
    None of what changes nothing that was handed in."""
    match after:
        case ReportState.SUBMITTED:
            return HookEvent.SUBMITTED
        case ReportState.RETURNED:
            return HookEvent.RECALLED if recalled else HookEvent.RETURNED
        case ReportState.APPROVED if before is ReportState.SUBMITTED:
            return HookEvent.CORRECTED if approved else HookEvent.APPROVED
        case ReportState.DRAFT | ReportState.CORRECTING if before is ReportState.SUBMITTED:
            return HookEvent.RECALLED
        case _:
            return None


class HookEventQueries(Queries):
    async def list_live(self, kind: HookEvent) -> list[tuple[int, int]]:
        """The addresses that are told of this kind of event, each with its unit."""
        rows = await self._db.execute(_LIVE)
        return [(row.id, row.org_unit) for row in rows if kind.value in row.kinds.split()]

    async def report_moved(self, report_id: int, kind: HookEvent, at: datetime) -> None:
        """Have each address over the report's unit told how it stands now."""
        found = await self._db.execute(_OVER_REPORT, {"report": report_id})
        targets = [row.id for row in found if kind.value in row.kinds.split()]
        if targets:
            row = (await self._db.execute(_FACTS, {"report": report_id})).one()
            await self.add(targets, kind, _report_data(row), at)

    async def add(
        self, targets: Iterable[int], kind: HookEvent, data: Mapping[str, Any], at: datetime
    ) -> None:
        """Queue one event for these addresses. Its text is kept as it will be signed and sent."""
        moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        said = {"type": kind.value, "timestamp": moment, "data": dict(data)}
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        one = {"message_id": f"msg_{uuid4().hex}", "kind": kind.value, "body": body}
        rows = [one | {"webhook": number, "state": WAITING, "made_at": at} for number in targets]
        await self._db.execute(webhook_delivery.insert(), rows)


def _report_data(row: Any) -> dict[str, Any]:
    return {
        "report": row.id,
        "round": row.round,
        "unit": row.org_unit,
        "unit_code": row.code or "",
        "form": row.form_key,
        "version": row.form_version,
        **period_data(Period.model_validate(row.period)),
        "state": row.state,
        "submission": row.version,
        "approved": row.approved,
        "late": row.late,
        "path": f"{API_ROOT}/reports/{row.id}",
    }


def period_data(period: Period) -> dict[str, Any]:
    """Which period it is, by its days."""
    days = {"first_day": period.start.isoformat(), "last_day": period.end.isoformat()}
    return {"period": {"name": period.name, "kind": kind_of(period).value, **days}}
