"""The files of one report: which version and layout is meant, what it is called, how it is made,
and, once it is, that it was issued."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from conversations.dialog.prompts.keyboard import other_files
from conversations.forms.model import Form
from conversations.protocol.messages import Reply
from conversations.reports.file_request import FileFormat, FilePart, FileRequest
from conversations.reports.model import Report, ReportState
from conversations.reports.seal import make_seal
from storage.messaging.issued_files import IssuedFile
from storage.transaction import Transaction
from templates.documents.file_names import file_name
from templates.documents.formats import FORMATS, STANDS_FOR, WORDS_FORMATS


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of a report, not made yet. `print` is the report as it will be printed, `slot` its
    name while it waits to be handed out: another content has another one."""

    report_id: int
    wanted: FileRequest
    print: Report
    name: str
    slot: str
    kind: str  # draft, final, version, fill
    make: Callable[[], bytes]
    reply: Reply


async def report_file(
    tx: Transaction, report_id: int, form: Form, report: Report, wanted: FileRequest
) -> ReportFile:
    """The file that is wanted of this report; LookupError for a version there never was."""
    printed, latest = await _as_wanted(tx, report_id, report, wanted)
    kind = _kind(printed, wanted, latest)
    layout = form.layout(wanted.layout)
    other = layout.label if wanted.layout and layout is not form.layouts[0] else ""
    data = {"layout": other, "version": printed.version, "part": wanted.part.value}
    return ReportFile(
        report_id=report_id,
        wanted=wanted,
        print=printed,
        name=_name(form, printed, wanted, kind),
        slot=_slot(printed, wanted),
        kind=kind,
        make=_maker(form, printed, wanted),
        reply=Reply(
            code=f"document.{kind}",
            data=data | {"state": printed.state.value},
            buttons=other_files(wanted, in_words=bool(form.words_asked)),
        ),
    )


def _maker(form: Form, printed: Report, wanted: FileRequest) -> Callable[[], bytes]:
    """What makes the file. LookupError for a part that the form or the format does not have."""
    if wanted.part is FilePart.APPENDIX:
        return partial(FORMATS[wanted.what].render, form, printed, layout=wanted.layout)
    if wanted.what not in WORDS_FORMATS or not form.words_asked:
        raise LookupError(wanted.part)
    whole = wanted.part is FilePart.WHOLE
    return partial(WORDS_FORMATS[wanted.what], form, printed, layout=wanted.layout, whole=whole)


async def _as_wanted(
    tx: Transaction, report_id: int, report: Report, wanted: FileRequest
) -> tuple[Report, int]:
    """The report as this file prints it, and the number of its newest submission."""
    if wanted.what is FileFormat.FILL or not (report.filed or wanted.version):
        return report, report.version
    versions = await tx.issued_files.versions_of(report_id)
    latest = versions[-1].version if versions else 0
    number = wanted.version or latest
    if number == latest and report.filed:
        return report.model_copy(update={"version": latest}), latest
    submitted = await tx.submissions.load(report_id, number)
    update = {"answers": submitted.answers, "state": ReportState.SUBMITTED, "version": number}
    update |= {"text": submitted.text}
    return report.model_copy(update=update), latest


def _kind(printed: Report, wanted: FileRequest, latest: int) -> str:
    if wanted.what is FileFormat.FILL:
        return "fill"
    if not printed.filed:
        return "draft"
    return "version" if wanted.version is not None and wanted.version != latest else "final"


def _name(form: Form, printed: Report, wanted: FileRequest, kind: str) -> str:
    marks = {"draft": "nhap", "version": f"ban-{printed.version}"}
    mark = "-".join(filter(None, (marks.get(kind, ""), wanted.layout)))
    made = FORMATS[wanted.what]
    what = STANDS_FOR.get(wanted.part, made.stands_for)
    return file_name(form, printed, made.ending, what=what, mark=mark)


def _slot(printed: Report, wanted: FileRequest) -> str:
    """A fingerprint of everything that is printed."""
    said = printed.model_dump_json(exclude={"year_before", "latest", "reasons", "due"})
    return hashlib.sha256(f"{wanted.model_dump_json()}{said}".encode()).hexdigest()


async def note_issued(tx: Transaction, file: ReportFile, content: bytes, now: datetime) -> None:
    """Keep that this file was handed out, so that it is known again; drafts are not."""
    sealed = make_seal(file.print)
    if sealed is None or file.wanted.what is FileFormat.FILL:
        return
    digest = hashlib.sha256(content).hexdigest()
    what = file.wanted.what.value
    issued = IssuedFile(digest, file.report_id, sealed.code, sealed.version, what)
    await tx.issued_files.add(issued, now)
