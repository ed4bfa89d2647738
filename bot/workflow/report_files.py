"""A report handed out as a file, as it stands."""

from __future__ import annotations

from bot.files.report_file import report_file
from bot.workflow.context import RequestContext
from conversations.forms.model import Form
from conversations.reports.file_request import FileFormat, FileRequest
from conversations.reports.model import Report


async def give_report(
    ctx: RequestContext, number: int, form: Form, report: Report, what: FileFormat
) -> None:
    """Hand the report out in this format."""
    file = await report_file(ctx.tx, number, form, report, FileRequest(what=what))
    state = report.state.value
    ctx.give_file(file.name, file.make, "look.file", file, name=file.name, state=state)
