"""What the sheet of a report shows to one person."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.dispatch.cell_acts import open_for
from bot.dispatch.report_step import OpenReport
from bot.workflow.context import RequestContext
from bot.workflow.handed_rows import rows_of_member
from conversations.calendar.dates import local_day
from conversations.desk.row_checks import FailedRows, find_failed_rows
from conversations.desk.sheet import ReportSheet, SheetRow
from conversations.desk.sheet_tables import lay_out_sheet
from conversations.forms.dated import date_form
from conversations.protocol.person_names import MEMBER


@dataclass(frozen=True)
class SheetView:
    """A report as this person may work on it. `head` names how it stands: it changes with every
    change of the report. `me` is how answers refer to the person."""

    at: OpenReport
    head: str
    mine: frozenset[str] = frozenset()
    me: str = ""

    @cached_property
    def failed(self) -> FailedRows:
        """The checks that do not hold."""
        return find_failed_rows(self.at.form, self.at.report)

    def lay_out(self, only: Set[str] | None = None) -> ReportSheet:
        """The sheet, or only these printed rows of it."""
        at = self.at
        mine, me = self.mine, self.me
        return lay_out_sheet(at.form, at.report, mine=mine, me=me, failed=self.failed, only=only)

    @cached_property
    def sheet(self) -> ReportSheet:
        """The whole sheet."""
        return self.lay_out()

    @cached_property
    def rows(self) -> dict[str, SheetRow]:
        """The rows by what names each on the page."""
        return {row.address: row for row in self.sheet.rows}


async def read_view(ctx: RequestContext, report_id: int) -> SheetView:
    """The sheet of a report; DeniedError or LookupError when the member may not see it."""
    at = await open_for(ctx, report_id)
    heads = await ctx.tx.reports.heads_of([report_id])
    return view_of(at, heads.get(report_id, ""), ctx.member, ctx.now)


def view_of(at: OpenReport, head: str, member: int, now: datetime) -> SheetView:
    """The same of a report that is open for this member already."""
    form = date_form(at.form, at.report.period, local_day(now))
    mine = frozenset(rows_of_member(form, at.handed, member))
    return SheetView(replace(at, form=form), head, mine, f"{MEMBER}{member}")
