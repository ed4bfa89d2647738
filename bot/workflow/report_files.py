"""A report handed out as a file, as it stands."""

from __future__ import annotations

from bot.files.report_file import report_file
from bot.workflow.context import RequestContext, RequestRejectedError
from conversations.forms.model import Form
from conversations.reports.file_request import FilePart, FileRequest
from conversations.reports.model import Report


async def give_report(
    ctx: RequestContext, number: int, form: Form, report: Report, wanted: FileRequest
) -> None:
    """Hand the report out as this file."""
    if wanted.part is not FilePart.APPENDIX and not form.words_asked:
        raise RequestRejectedError("download.no_words")
    file = await report_file(ctx.tx, number, form, report, wanted)
    state = report.state.value
    ctx.give_file(file.name, file.make, "look.file", file, name=file.name, state=state)
