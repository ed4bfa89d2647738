"""Who changed what in a report, in the chat and as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.files.generated_file import GeneratedFile
from bot.workflow.context import RequestContext
from bot.workflow.lookup import find_report
from conversations.answers.values import Answer
from conversations.calendar.dates import print_moment
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.forms.search import named_row
from conversations.protocol.messages import Reply
from conversations.reports.formatting import print_answer
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.requests import LookInto, ShowHistory
from storage.core.records import HistoryEntry
from templates.documents.excel.workbook import ListSheet, write_workbook
from templates.documents.word.render import file_name

PAGE = 15
_PAPER = ("Thời điểm", "Người sửa", "Kênh", "Chỉ tiêu", "Trước", "Sau")


async def show_history(visit: RequestContext, request: ShowHistory) -> None:
    """The newest changes first; of one row when it is named."""
    unit, report, form = await visit.report(Right.HISTORY, request.report)
    entries = await visit.tx.audit_log.of_report(request.report, request.row)
    names = await visit.tx.roles.names_of({one.member for one in entries if one.member is not None})
    lines = [describe_change(form, one, names) for one in reversed(entries)]
    if request.file:
        name = file_name(form, report).removesuffix(".docx") + "_nhat-ky.xlsx"
        cells = [
            (one["at"], one["who"], one["channel"], one["what"], one["old"], one["new"])
            for one in lines
        ]
        sheet = ListSheet("Nhật ký", _PAPER, tuple(cells), (17, 22, 12, 50, 30, 40))
        reply = Reply(code="trail.file", data={"name": name})
        visit.replies.append(GeneratedFile(name, partial(write_workbook, (sheet,)), reply))
        return
    shown = lines[request.page * PAGE :][:PAGE]
    last = (len(lines) - 1) // PAGE
    turn = [
        make_button(code, request.model_copy(update={"page": page}))
        for code, page in (("older", request.page + 1), ("newer", request.page - 1))
        if 0 <= page <= last
    ]
    more = [
        make_button("look.head", LookInto(report=request.report)),
        make_button("trail.file", request.model_copy(update={"file": True})),
    ]
    label = form.row(request.row).title if request.row in form.by_key else ""
    visit.say(
        "trail",
        tuple(filter(None, (tuple(turn), tuple(more)))),
        unit=unit.short_name,
        period=report.period.name,
        label=label,
        lines=shown,
        count=len(lines),
    )


def describe_change(form: Form, one: HistoryEntry, names: Mapping[int, str]) -> dict[str, str]:
    """One change in words: when, who, over what, which row, from what to what."""
    kind, _, key = one.subject.partition(":")
    return {
        "at": print_moment(one.at),
        "who": names.get(one.member or 0, "(quản trị)"),
        "channel": one.channel,
        "kind": kind,
        "what": _what(form, kind, key),
        "old": _said(form, kind, key, one.old),
        "new": _said(form, kind, key, one.new),
    }


_KINDS = {
    "state": "Trạng thái",
    "due": "Hạn nộp",
    "lock": "Khóa sổ",
    "issue": "Số, ngày ban hành",
    "past": "Số kỳ trước từ tệp",
    "reason": "Giải trình",
    "returned": "Trả lại",
    "handed": "Giao việc",
}
_STATES = {
    "draft": "đang làm",
    "submitted": "đã nộp",
    "returned": "trả lại",
    "approved": "đã duyệt",
    "correcting": "đính chính",
}


def _what(form: Form, kind: str, key: str) -> str:
    title = f"{key} {form.row(key).title}" if key in form.by_key else key
    if kind == "reason":
        title = next((check.message for check in form.checks if check.id == key), key)
    prefix = _KINDS.get(kind, "")
    return ": ".join(filter(None, (prefix, title)))


def _said(form: Form, kind: str, key: str, value: Mapping[str, Any] | None) -> str:
    if value is None:
        return ""
    if kind == "answer" and key in form.by_key:
        answer = Answer.model_validate({**value})
        note = f" [{answer.note}]" if answer.note else ""
        return print_answer(form.row(key), answer) + note
    if kind == "state":
        reason = f": {value['reason']}" if value.get("reason") else ""
        reason += " dòng" if value["state"] == "returned" and reason else ""
        return _STATES[value["state"]] + reason
    if kind == "reason":
        return str(value["text"])  # beside it stands a mark of the numbers it was given for
    return "; ".join(f"{inner}" for inner in value.values() if inner not in (None, ""))


async def typed_trail(visit: RequestContext, argument: str) -> None:
    """`nhật ký`, `nhật ký câu 12`, `nhật ký STC`."""
    if visit.current is not None and argument.strip():
        report = await visit.tx.reports.load(visit.current)
        form = visit.books.catalog.get(report.form_key, report.form_version)
        row = named_row(form, argument)
        if row is not None and row.answer is not None:
            await show_history(visit, ShowHistory(report=visit.current, row=row.key))
            return
    number = await find_report(visit, Right.HISTORY, argument)
    await show_history(visit, ShowHistory(report=number))
