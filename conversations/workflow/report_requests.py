"""Requests about one report: reading it, and who is asked for its rows."""

from __future__ import annotations

import operator
from typing import Literal

from pydantic import Field

from conversations.frozen import Frozen
from conversations.reports.file_request import FileFormat, FilePart
from conversations.workflow.request_bases import ReportRequest


class ShowWaiting(Frozen):
    """The reports that wait for this member's review."""

    do: Literal["waiting"] = "waiting"


class LookInto(ReportRequest):
    """Look into a report: what its reviewer needs to know, one section, or the `whole` of it,
    section by section."""

    do: Literal["look"] = "look"
    section: str | None = None
    whole: bool = Field(default=False, exclude_if=operator.not_)


class GetReportFile(ReportRequest):
    """The report as a file."""

    do: Literal["report_file"] = "report_file"
    what: FileFormat = FileFormat.WORD
    part: FilePart = Field(default=FilePart.APPENDIX, exclude_if=FilePart.APPENDIX.__eq__)


class ReadWords(ReportRequest):
    """A page of the report in words."""

    do: Literal["read_words"] = "read_words"
    page: int = 1


class ShowChanges(ReportRequest):
    """What differs from the submission before."""

    do: Literal["changes"] = "changes"


class ShowHistory(ReportRequest):
    """Who changed what in a report, or of one row; as a workbook when `file`."""

    do: Literal["trail"] = "trail"
    row: str | None = None
    page: int = 0
    file: bool = False


class ShowAssignments(ReportRequest):
    """Who is asked for which rows of a report."""

    do: Literal["owes"] = "owes"


class HandOver(ReportRequest):
    """Ask a colleague of the unit for a row or for all under a heading; take it back when
    `member` is None."""

    do: Literal["hand_over"] = "hand_over"
    key: str
    member: int | None = None
