"""Reports: how they stand, and each handing in of one."""

from __future__ import annotations

from bot.channels.api.asked import ApiAsk, Endpoint, paged
from bot.channels.api.parameters import choice_parameter, number_parameter
from bot.channels.api.resources import Page, ReportResource, SubmissionResource
from conversations.exchange.records import print_utc
from conversations.reports.lifecycle import ReportState
from conversations.workflow.connections import ApiScope
from storage.exchange.served_reports import ServedReport


async def list_reports(asked: ApiAsk) -> Page[ReportResource]:
    """The reports of a round, by number."""
    found, limit = await asked.round(), asked.query["limit"]
    state, of = asked.query["state"], f"reports {found.id}"
    where = (await asked.part(), found.id, asked.after(of), limit + 1)
    states = (ReportState(state),) if state is not None else ()
    page = await asked.tx.served_reports.list_page(*where, states=states)
    return asked.page(of, [(one.report, describe_report(one)) for one in page], limit)


async def read_report(asked: ApiAsk) -> ReportResource:
    """One report."""
    return describe_report(await asked.report())


async def list_submissions(asked: ApiAsk) -> Page[SubmissionResource]:
    """Each handing in of a report, the oldest first."""
    found, limit = await asked.report(), asked.query["limit"]
    of = f"submissions {found.report}"
    after = asked.after(of)
    every = await asked.tx.served_reports.list_submissions(found.report)
    made = [
        (
            one.submission,
            SubmissionResource(
                submission=one.submission,
                submitted_at=one.submitted_at,
                late=one.late,
                reason=one.reason,
                decision=one.decision,
                decided_at=one.decided_at,
            ),
        )
        for one in every
        if one.submission > after
    ]
    return asked.page(of, made[: limit + 1], limit)


def describe_report(one: ServedReport) -> ReportResource:
    """How the report stands."""
    return ReportResource(
        report=one.report,
        round=one.round,
        unit=one.unit,
        unit_code=one.unit_code or "",
        form=one.form,
        version=one.version,
        state=one.state,
        counted=one.submission > 0,
        approved=one.approved > 0,
        late=one.late,
        submission=one.submission,
        submissions=one.submissions,
        due_at=one.due_at,
        submitted_at=print_utc(one.submitted_at),
        approved_at=print_utc(one.approved_at),
    )


REPORTS = (
    Endpoint(
        "listReports",
        "/rounds/{round}/reports",
        ApiScope.REPORTS,
        list_reports,
        Page[ReportResource],
        "The reports of a round and how they stand, by number",
        paged(
            number_parameter("unit", "Only those of this unit and of all below it"),
            choice_parameter(
                "state", "Only those in this state", [one.value for one in ReportState]
            ),
        ),
    ),
    Endpoint(
        "readReport",
        "/reports/{report}",
        ApiScope.REPORTS,
        read_report,
        ReportResource,
        "One report and how it stands",
    ),
    Endpoint(
        "listSubmissions",
        "/reports/{report}/submissions",
        ApiScope.REPORTS,
        list_submissions,
        Page[SubmissionResource],
        "Each handing in of a report, the oldest first",
        paged(),
    ),
)
