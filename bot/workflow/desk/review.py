"""A report for its reviewer, and the reports that wait for a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.desk.duties import ReportDuty, describe_duty
from bot.workflow.desk.waiting_reports import find_waiting
from bot.workflow.review.notable import find_leaps
from bot.workflow.review.words import text_changes
from bot.workflow.reviewers import is_for_another
from conversations.desk.review_lines import ReviewSheet, build_review
from conversations.desk.words import ReportInWords, lay_out_words
from conversations.forms.model import Form
from conversations.reports.model import Report, ReportState
from conversations.reports.text_changes import TextChange
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_status import is_late
from storage.workflow.units import Unit

PAGE = 100  # reports of a page


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """A report that waits for a decision, since it was filed."""

    duty: ReportDuty
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """The reports that wait for the member's decision, the oldest first, those below their units
    that wait for somebody else's, and how many there are of each; of many one page."""

    own: tuple[WaitingReport, ...]
    others: tuple[WaitingReport, ...]
    own_count: int
    others_count: int
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-max(self.own_count, self.others_count) // PAGE))


@dataclass(frozen=True, slots=True)
class SubmittedVersion:
    """One submission: by whom, when, and what was decided."""

    version: int
    at: datetime
    by: str
    late: bool
    reason: str
    decision: str


@dataclass(frozen=True, slots=True)
class ReviewedReport:
    """A report as it is read for a decision, and what the member may do with it. `words_changed`
    is what its words say otherwise than those of the version before."""

    number: int
    unit: Unit
    report: Report
    form: Form
    sheet: ReviewSheet
    words: ReportInWords | None
    words_changed: tuple[TextChange, ...]
    versions: tuple[SubmittedVersion, ...]
    late: bool
    may_approve: bool
    may_return: bool
    for_another: bool


async def list_waiting(ctx: RequestContext, page: int = 1) -> ReviewQueue:
    """What waits for a decision; DeniedError for who decides nowhere. A page that there is not is
    the nearest one."""
    if not ctx.units_of(Role.REVIEWER, Role.COORDINATOR):
        raise DeniedError
    own, others = await find_waiting(ctx)
    whole = ReviewQueue((), (), len(own), len(others))
    page = min(max(page, 1), whole.pages)
    first, second = [await _describe_page(ctx, some, page) for some in (own, others)]
    return ReviewQueue(first, second, len(own), len(others), page)


async def _describe_page(
    ctx: RequestContext, filed: Mapping[int, datetime], page: int
) -> tuple[WaitingReport, ...]:
    shown = [*filed][(page - 1) * PAGE : page * PAGE]
    found = await ctx.tx.duties.of_reports(shown)
    return tuple(
        WaitingReport(describe_duty(ctx, found[number]), filed[number]) for number in shown
    )


async def read_reviewed(ctx: RequestContext, number: int) -> ReviewedReport:
    """The report of this number; DeniedError for who may not read it."""
    unit, report, form = await ctx.report(Permission.READ, number)
    found = await ctx.tx.submissions.list_of(number)
    names = await ctx.tx.roles.names_of({one.member for one in found})
    versions = tuple(
        SubmittedVersion(
            one.version,
            one.at,
            names.get(one.member, ""),
            one.late,
            one.reason or "",
            one.decision or "",
        )
        for one in found
    )
    earlier = found[-2].answers if len(found) > 1 else None
    leaps = frozenset(row.key for row in find_leaps(form, report))
    submitted = report.state is ReportState.SUBMITTED
    approves = submitted and await ctx.may(Permission.APPROVE, unit.id)
    another = approves and await is_for_another(ctx.tx, ctx.member, number, unit.id)
    returns = report.filed and not report.closed and await ctx.may(Permission.RETURN, unit.id)
    return ReviewedReport(
        number,
        unit,
        report,
        form,
        build_review(form, report, leaps, earlier),
        lay_out_words(form, report),
        text_changes(found),
        versions,
        is_late(report.state.value, report.due, ctx.now),
        may_approve=approves and not another,
        may_return=returns,
        for_another=another,
    )
