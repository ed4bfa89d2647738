"""The head of a report as it is looked into: what its reviewer needs to know, or the whole of it;
and what may be done from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.workflow.context import Buttons, RequestContext
from bot.workflow.review.notable import LABEL, describe_notable
from bot.workflow.review.words import text_changes
from bot.workflow.reviewers import is_for_another
from conversations.answers.values import BLANK, Answer
from conversations.calendar.dates import print_weekday
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.protocol.messages import Button
from conversations.reports.file_request import FileFormat
from conversations.reports.model import Report, ReportState
from conversations.reports.printed_answers import print_answer, tell_answer
from conversations.rules import checks
from conversations.tables.cell_names import name_line
from conversations.tables.printed_rows import gather_alike, gather_cells, list_figures, name_cells
from conversations.text.normalize import shorten_text
from conversations.workflow import report_requests, review_requests
from conversations.workflow.permissions import Permission
from conversations.workflow.report_status import filled_by_section, is_late
from storage.workflow.units import Unit

MOST = 10  # warnings that are told
MOST_CHANGES = 4  # that a review names; the list of changes has more
IN_LINE = 7  # section buttons beside each other


def describe_head(form: Form, unit: Unit, report: Report, now: datetime) -> dict[str, Any]:
    """How far the report is, and what stands out in it."""
    filled = filled_by_section(form, report)
    found = [*checks.explained_checks(form, report)]
    soft = [(one.check, why) for one, why in found if one.check.severity is Severity.SOFT]
    return {
        "unit": unit.name,
        "period": report.period_name,
        "state": report.state.value,
        "closed": report.closed,
        "late": is_late(report.state.value, report.due, now),
        "due": print_weekday(report.due) if report.due else "",
        "version": report.version,
        "approved": report.approved,
        "filled": sum(filled.values()),
        "total": form.asked_count,
        "sections": [
            {
                "name": one.numbered_title,
                "filled": filled[one.key],
                "total": len(form.counted_by_heading[one.key]),
            }
            for one in form.sections
        ],
        "hard": len(found) - len(soft),
        "warnings": [check.message for check, why in soft if not why][:MOST],
        "reasons": [{"message": one.message, "reason": why} for one, why in soft if why][:MOST],
        "returned": [
            {"label": name_cells(form, keys), "reason": reason}
            for keys, reason in gather_alike(
                form, {key: one.reason for key, one in report.returned.items()}
            )
        ],
    }


async def describe_review(
    ctx: RequestContext, number: int, unit: Unit, form: Form, report: Report
) -> dict[str, Any]:
    """What its reviewer needs to know of a report that was handed in: which submission it is, what
    it changes, and what is odd in it."""
    found = await ctx.tx.submissions.list_of(number)
    old, new = found[-2].answers if len(found) > 1 else {}, found[-1]
    changes = changed_rows(form, old, new.answers) if len(found) > 1 else []
    return {
        "unit": unit.name,
        "period": report.period_name,
        "version": new.version,
        "late": new.late,
        "reason": new.reason or "",
        "changes": changes[:MOST_CHANGES],
        "more_changes": max(0, len(changes) - MOST_CHANGES),
        "count_words": len(text_changes(found)),
        **describe_notable(form, report),
    }


def changed_rows(
    form: Form, old: Mapping[str, Answer], new: Mapping[str, Answer]
) -> list[dict[str, str]]:
    """The rows that say something else now, in the order of the form."""
    changed = [
        row.key
        for row in form.all_rows
        if _differs(row, old.get(row.key, BLANK), new.get(row.key, BLANK))
    ]
    return [_change(form, keys, old, new) for keys in gather_cells(form, changed)]


def _differs(row: Row, before: Answer, after: Answer) -> bool:
    noted = (before.note or "") != (after.note or "")
    return noted or print_answer(row, before) != print_answer(row, after)


def _change(
    form: Form, keys: Sequence[str], old: Mapping[str, Answer], new: Mapping[str, Answer]
) -> dict[str, str]:
    """What has changed in a row, or in cells of one."""

    def printed(answers: Mapping[str, Answer], key: str) -> str:
        said = tell_answer(form.row(key), answers.get(key, BLANK))
        return said or ("trống" if form.row(key).cell is not None else "")

    notes = [
        after
        for key in keys
        if (after := new.get(key, BLANK).note or "") != (old.get(key, BLANK).note or "")
    ]
    first = form.row(keys[0])
    several = first.cell is not None
    return {
        "label": name_cells(form, keys) if not several else name_line(form, first),
        "short": shorten_text(name_line(form, first) if several else first.title, LABEL),
        "old": list_figures(form, keys, lambda key: printed(old, key)),
        "new": list_figures(form, keys, lambda key: printed(new, key)),
        "note": "; ".join(filter(None, notes)),
    }


async def review_buttons(
    ctx: RequestContext, number: int, unit: Unit, form: Form, report: Report
) -> Buttons:
    """The decision first; then the rest of the report."""
    more = [make_button("look.whole", report_requests.LookInto(report=number, whole=True))]
    if report.version > 1:
        more.append(make_button("changes", report_requests.ShowChanges(report=number)))
    more.append(_file_button(number, FileFormat.WORD))
    more += _words_buttons(number, form)
    decide = await _decisions(ctx, number, unit, report)
    return tuple(filter(None, (decide, tuple(more))))


async def _decisions(
    ctx: RequestContext, number: int, unit: Unit, report: Report
) -> tuple[Button, ...]:
    decide = []
    if await _may_approve(ctx, number, unit, report):
        decide.append(
            make_button("approve", review_requests.Approve(report=number, version=report.version))
        )
    if report.filed and await ctx.may(Permission.RETURN, unit.id):
        decide.append(make_button("return", review_requests.Return(report=number)))
    return tuple(decide)


async def head_buttons(
    ctx: RequestContext, number: int, unit: Unit, form: Form, report: Report
) -> Buttons:
    """What the member may see of the report, and do to it."""
    sections = [
        make_button(
            "look.section",
            report_requests.LookInto(report=number, section=one.key),
            stt=one.stt or one.title,
        )
        for one in form.sections
    ]
    rows = [tuple(sections[:IN_LINE]), tuple(sections[IN_LINE:])]
    decide = await _decisions(ctx, number, unit, report)
    more = [
        _file_button(number, what) for what in (FileFormat.WORD, FileFormat.PDF, FileFormat.EXCEL)
    ]
    if report.version > 1:
        more.append(make_button("changes", report_requests.ShowChanges(report=number)))
    more += _words_buttons(number, form)
    more.append(make_button("trail", report_requests.ShowHistory(report=number)))
    more.append(make_button("owes", report_requests.ShowAssignments(report=number)))
    manage = []
    if not report.filed and await ctx.may(Permission.EXTEND, unit.id):
        manage.append(make_button("extend", review_requests.Extend(report=number)))
    if await ctx.may(Permission.LOCK, unit.id):
        name = "unlock" if report.closed else "lock"
        manage.append(
            make_button(name, review_requests.Lock(report=number, locked=not report.closed))
        )
    return tuple(row for row in (decide, *rows, tuple(more), tuple(manage)) if row)


def _words_buttons(number: int, form: Form) -> list[Button]:
    """To read the report in words, where there is one."""
    if not form.words_asked:
        return []
    return [make_button("words.read", report_requests.ReadWords(report=number))]


async def _may_approve(ctx: RequestContext, number: int, unit: Unit, report: Report) -> bool:
    """Whether the member may approve the report: not one they handed in, when another may."""
    if report.state is not ReportState.SUBMITTED or not await ctx.may(Permission.APPROVE, unit.id):
        return False
    return not await is_for_another(ctx.tx, ctx.member, number, unit.id)


def _file_button(number: int, what: FileFormat) -> Button:
    code = "button.report_file" if what is FileFormat.WORD else f"button.download.{what.value}"
    return Button(code=code, action=report_requests.GetReportFile(report=number, what=what))
