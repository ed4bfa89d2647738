"""The head of a report as it is looked into, and what may be done from there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.workflow.context import Buttons, RequestContext
from bot.workflow.reviewers import is_for_another
from conversations.calendar.dates import print_day
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form, Severity
from conversations.protocol.messages import Button
from conversations.reports.file_request import FileFormat
from conversations.reports.model import Report, ReportState
from conversations.rules import checks
from conversations.workflow import requests
from conversations.workflow.permissions import Permission
from conversations.workflow.report_status import filled_by_section, is_late
from storage.workflow.units import Unit

MOST = 10  # warnings that are told
IN_LINE = 7  # section buttons beside each other


def describe_head(form: Form, unit: Unit, report: Report, now: datetime) -> dict[str, Any]:
    """How far the report is, and what stands out in it."""
    filled = filled_by_section(form, report)
    raised = checks.failed_checks(form, report, settled=True)
    soft = [one for one in raised if one.check.severity is Severity.SOFT]
    return {
        "unit": unit.name,
        "period": report.period.name,
        "state": report.state.value,
        "closed": report.closed,
        "late": is_late(report.state.value, report.due, now),
        "due": print_day(report.due) if report.due else "",
        "version": report.version,
        "approved": report.approved,
        "filled": sum(filled.values()),
        "total": len(form.order),
        "sections": [
            {
                "stt": one.stt,
                "label": one.title,
                "filled": filled[one.key],
                "total": len(form.asked_by_heading[one.key]),
            }
            for one in form.sections
        ],
        "hard": sum(one.check.severity is Severity.HARD for one in raised),
        "warnings": [one.check.message for one in soft[:MOST]],
        "reasons": [
            {"message": form.check(name).message, "reason": kept.text}
            for name, kept in report.reasons.items()
            if name in {one.check.id for one in soft}
        ],
        "returned": [
            {"label": form.row(key).title, "reason": one.reason}
            for key, one in report.returned.items()
        ],
    }


async def head_buttons(
    ctx: RequestContext, number: int, unit: Unit, form: Form, report: Report
) -> Buttons:
    """What the member may see of the report, and do to it."""
    sections = [
        make_button("look.section", requests.LookInto(report=number, section=one.key), stt=one.stt)
        for one in form.sections
    ]
    rows = [tuple(sections[:IN_LINE]), tuple(sections[IN_LINE:])]
    decide = []
    if await _may_approve(ctx, number, unit, report):
        decide.append(
            make_button("approve", requests.Approve(report=number, version=report.version))
        )
    if report.filed and await ctx.may(Permission.RETURN, unit.id):
        decide.append(make_button("return", requests.Return(report=number)))
    more = [
        _file_button(number, what) for what in (FileFormat.WORD, FileFormat.PDF, FileFormat.EXCEL)
    ]
    if report.version > 1:
        more.append(make_button("changes", requests.ShowChanges(report=number)))
    more.append(make_button("trail", requests.ShowHistory(report=number)))
    more.append(make_button("owes", requests.ShowAssignments(report=number)))
    manage = []
    if not report.filed and await ctx.may(Permission.EXTEND, unit.id):
        manage.append(make_button("extend", requests.Extend(report=number)))
    if await ctx.may(Permission.LOCK, unit.id):
        name = "unlock" if report.closed else "lock"
        manage.append(make_button(name, requests.Lock(report=number, locked=not report.closed)))
    return tuple(row for row in (*rows, tuple(decide), tuple(more), tuple(manage)) if row)


async def _may_approve(ctx: RequestContext, number: int, unit: Unit, report: Report) -> bool:
    """Whether the member may approve the report: not one they handed in, when another may."""
    if report.state is not ReportState.SUBMITTED or not await ctx.may(Permission.APPROVE, unit.id):
        return False
    return not await is_for_another(ctx.tx, ctx.member, number, unit.id)


def _file_button(number: int, what: FileFormat) -> Button:
    code = "button.report_file" if what is FileFormat.WORD else f"button.download.{what.value}"
    return Button(code=code, action=requests.GetReportFile(report=number, what=what))
