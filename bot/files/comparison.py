"""Which report a file belongs to, and what it turned out to be beside its submissions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.access import identity
from bot.ports.channel import Incoming
from bot.runtime.published_forms import find_pinned
from conversations.calendar.periods import kind_of
from conversations.forms.model import Form
from conversations.reports.file_comparison import ComparedVersion, FileComparison, compare_file
from conversations.reports.model import Report
from conversations.reports.previous import FiledAppendix
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import is_permitted
from storage.messaging.issued_files import IssuedFile
from storage.transaction import Transaction
from templates.loading.catalog import Catalog


@dataclass(frozen=True, slots=True)
class FileSender:
    """Who sent a file, and the report they work on."""

    member: int | None
    current: int | None
    report: Report | None
    unit: int | None


async def sender_of(tx: Transaction, incoming: Incoming) -> FileSender:
    member = await tx.members.find(identity.sender_namespace(incoming), incoming.sender)
    current = await tx.members.report_of(member.id) if member else None
    report = await tx.reports.load(current) if current is not None else None
    unit = await tx.duties.unit_of(current) if current is not None else None
    return FileSender(member.id if member else None, current, report, unit)


async def sealed_report(tx: Transaction, sender: FileSender, code: str | None) -> IssuedFile | None:
    """The report whose code this is, if the sender may read it; the one at hand goes first."""
    known = await tx.issued_files.find(code=code) if code else []
    allowed = [one for one in known if await _may_read(tx, sender, one.report)]
    allowed.sort(key=lambda one: one.report != sender.current)
    return allowed[0] if allowed else None


async def _may_read(tx: Transaction, sender: FileSender, report_id: int) -> bool:
    if sender.member is None:
        return False
    unit = await tx.duties.unit_of(report_id)
    if report_id == sender.current and await tx.units.is_trial(unit):
        return True
    return is_permitted(
        await tx.roles.of_member(sender.member), Right.READ, await tx.units.lineage(unit)
    )


async def report_meant(tx: Transaction, sender: FileSender, filed: FiledAppendix) -> int | None:
    """The report at hand, when a file without a code is of its period and it was handed in."""
    report, current = sender.report, sender.current
    if report is None or current is None or not report.version or filed.period is None:
        return None
    same = filed.period.end == report.period.end and kind_of(filed.period) is kind_of(report.period)
    return current if same and await _may_read(tx, sender, current) else None


async def compare_with_submissions(
    tx: Transaction,
    catalog: Catalog,
    report_id: int,
    filed: FiledAppendix,
    sealed: IssuedFile | None,
) -> FileComparison:
    """The file beside every submission of the report."""
    report, form = await _with_form(tx, catalog, report_id)
    submissions = [
        ComparedVersion(version=one.version, decision=one.decision, answers=one.answers)
        for one in await tx.submissions.list_of(report_id)
    ]
    found = _found(report_id, report, sealed)
    return compare_file(form, filed, submissions, found) if submissions else found


async def compared_pdf(
    tx: Transaction, catalog: Catalog, content: bytes, sealed: IssuedFile
) -> FileComparison:
    """Whether a PDF is the file that was issued, to the last byte."""
    report, _ = await _with_form(tx, catalog, sealed.report)
    digest = hashlib.sha256(content).hexdigest()
    files = await tx.issued_files.find(digest=digest)
    is_same = any(one.report == sealed.report for one in files)
    versions = await tx.issued_files.versions_of(sealed.report)
    approved = [one.version for one in versions if one.decision == "approved"]
    return _found(sealed.report, report, sealed).model_copy(
        update={
            "pdf": "same" if is_same else "changed",
            "decisions": {one.version: one.decision for one in versions},
            "against": approved[-1] if approved else versions[-1].version,
        }
    )


def _found(report_id: int, report: Report, sealed: IssuedFile | None) -> FileComparison:
    unit, period = report.unit.short_name, report.period_name
    found = FileComparison(report=report_id, unit=unit, period=period)
    if sealed is None:
        return found
    return found.model_copy(update={"code": sealed.code, "sealed": sealed.version})


async def _with_form(tx: Transaction, catalog: Catalog, report_id: int) -> tuple[Report, Form]:
    report = await tx.reports.load(report_id)
    return report, await find_pinned(tx, catalog, report)
