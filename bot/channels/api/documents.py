"""The files of reports that were handed in."""

from __future__ import annotations

from bot.channels.api.asked import ApiAsk, Endpoint, paged
from bot.channels.api.parameters import choice_parameter
from bot.channels.api.problems import ApiProblemError
from bot.channels.api.resources import DocumentResource, Page
from bot.files.report_file import ReportFile, report_file
from bot.runtime.published_forms import comparable_report, find_pinned
from conversations.reports.file_request import FileFormat, FilePart, FileRequest
from conversations.workflow.connections import API_ROOT, ApiScope

FILES = (FileFormat.WORD, FileFormat.PDF, FileFormat.EXCEL)


async def list_documents(asked: ApiAsk) -> Page[DocumentResource]:
    """The files there are of a report: one of each format for each handing in."""
    found, limit = await asked.report(), asked.query["limit"]
    of = f"documents {found.report}"
    after = asked.after(of)
    every = [
        (len(FILES) * (submission - 1) + place, submission, one.value)
        for submission in range(1, found.submissions + 1)
        for place, one in enumerate(FILES, 1)
    ]
    made = [
        (
            number,
            DocumentResource(
                submission=version, format=kind, path=_path(found.report, version, kind)
            ),
        )
        for number, version, kind in every
        if number > after
    ]
    return asked.page(of, made[: limit + 1], limit)


def _path(report: int, submission: int, kind: str) -> str:
    return f"{API_ROOT}/reports/{report}/submissions/{submission}/documents/{kind}"


async def give_document(asked: ApiAsk) -> ReportFile:
    """The file of a submission, not made yet."""
    found, kind = await asked.report(), asked.path["format"]
    submission = asked.number("submission", "lần nộp")
    if kind not in {one.value for one in FILES} or submission > found.submissions:
        raise ApiProblemError("not_found", what="tệp")
    report = await asked.tx.reports.load(found.report)
    form = await find_pinned(asked.tx, asked.catalogs.catalog, report)
    report = comparable_report(asked.catalogs.catalog, form, report)
    part = FilePart(asked.query["part"] or FilePart.APPENDIX)
    wanted = FileRequest(what=FileFormat(kind), version=submission, part=part)
    try:
        file = await report_file(asked.tx, found.report, form, report, wanted)
    except LookupError:
        raise ApiProblemError("not_found", what="tệp") from None
    if part is not FilePart.APPENDIX and file.print.text is None:
        raise ApiProblemError("not_found", what="báo cáo bằng lời")
    return file


DOCUMENTS = (
    Endpoint(
        "listDocuments",
        "/reports/{report}/documents",
        ApiScope.DOCUMENTS,
        list_documents,
        Page[DocumentResource],
        "The files of a report, by submission and format",
        paged(),
    ),
    Endpoint(
        "readDocument",
        "/reports/{report}/submissions/{submission}/documents/{format}",
        ApiScope.DOCUMENTS,
        give_document,
        None,
        "A file: word, pdf or excel; of the appendix, or in words where the report has them",
        (choice_parameter("part", "What is in the file", [one.value for one in FilePart]),),
    ),
)
