"""Who changed what in a report, in the chat and as a workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.workflow.context import RequestContext, name_report
from bot.workflow.interaction.history import describe_entry, list_values, show_entries
from bot.workflow.lookup import find_heading, find_report, pick_heading
from bot.workflow.words import name_change, name_state
from conversations.answers.values import Answer
from conversations.calendar.dates import print_day
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.forms.places import cells_under, rows_at
from conversations.forms.row import Row
from conversations.forms.search import named_rows
from conversations.reports.printed_answers import tell_answer
from conversations.tables.cell_names import name_row
from conversations.workflow.permissions import Permission
from conversations.workflow.report_requests import LookInto, ShowHistory
from storage.history.entries import HistoryEntry
from templates.documents.word.render import file_name

_PLACED = re.compile(
    r"(?P<words>.*?)\s*(?P<place>(?:câu|cau|dòng|dong|hàng|hang|mã số|ma so)\s+\S.*)", re.IGNORECASE
)
_COLUMNS = {
    "at": ("Thời điểm", 17),
    "who": ("Người sửa", 22),
    "channel": ("Kênh", 12),
    "what": ("Chỉ tiêu", 50),
    "old": ("Trước", 30),
    "new": ("Sau", 40),
}


async def show_history(ctx: RequestContext, request: ShowHistory) -> None:
    """The newest changes first; of one row when it is named."""
    unit, report, form = await ctx.report(Permission.HISTORY, request.report)
    entries = await _entries(ctx, form, request)
    names = await ctx.tx.roles.names_of({one.member for one in entries if one.member is not None})
    rows = ctx.catalogs.catalog.rows_of(form.key) | form.by_key
    lines = [describe_change(form, rows, one, names) for one in reversed(entries)]
    name = file_name(form, report).removesuffix(".docx") + "_nhat-ky.xlsx"
    back = (make_button("look.head", LookInto(report=request.report)),)
    label = name_row(form, rows[request.row]) if request.row in rows else ""
    data = name_report(unit, report) | {"label": label}
    show_entries(ctx, request, "trail", lines, _COLUMNS, name, back, **data)


async def _entries(ctx: RequestContext, form: Form, request: ShowHistory) -> Sequence[HistoryEntry]:
    """The changes of the report, or of a row; of a printed row of a table those of its cells."""
    row = form.by_key.get(request.row or "")
    if row is None or row.answer is not None:
        return await ctx.tx.audit_log.of_report(request.report, request.row)
    cells = (row.key, *cells_under(form, row))
    keys = {one for key in cells for one in await ctx.tx.audit_log.keys_of(request.report, key)}
    entries = await ctx.tx.audit_log.of_report(request.report)
    return [one for one in entries if one.key in keys]


def describe_change(
    form: Form, rows: Mapping[str, Row], one: HistoryEntry, names: Mapping[int, str]
) -> dict[str, str]:
    """One change in words: when, who, over what, which row, from what to what. `rows` are those of
    the form, and of its other versions."""
    kind, _, key = one.subject.partition(":")
    row = _row_of(form, rows, key)
    return describe_entry(one, names) | {
        "kind": kind,
        "what": _what(form, rows, kind, key),
        "old": _said(row, kind, one.old),
        "new": _said(row, kind, one.new),
    }


def _what(form: Form, rows: Mapping[str, Row], kind: str, key: str) -> str:
    row = _row_of(form, rows, key)
    title = row.tagged_title if row is not None else key
    if row is not None and key in form.by_key:
        title = name_row(form, row)
    if kind == "reason":
        title = next((check.message for check in form.checks if check.id == key), key)
    return ": ".join(filter(None, (name_change("trail.kind", kind), title)))


def _row_of(form: Form, rows: Mapping[str, Row], key: str) -> Row | None:
    """The row, also of an item that its list no longer has."""
    try:
        return rows[key] if key in rows else form.row(key)
    except KeyError:
        return None


def _said(row: Row | None, kind: str, value: Mapping[str, Any] | None) -> str:
    if value is None:
        return ""
    if kind == "answer" and row is not None:
        answer = Answer.model_validate({**value})
        note = f" [{answer.note}]" if answer.note else ""
        return tell_answer(row, answer) + note
    if kind == "state":
        reason = f": {value['reason']}" if value.get("reason") else ""
        reason += " dòng" if value["state"] == "returned" and reason else ""
        return name_state("trail.state", value["state"]) + reason
    if kind == "lock":
        return name_state("trail.lock", "locked" if value["locked"] else "open")
    if kind == "due":
        day = print_day(date.fromisoformat(value["due"])) if value.get("due") else ""
        return "; ".join(filter(None, (day, value.get("reason"))))
    if kind == "reason":
        return str(value["text"])  # beside it stands a mark of the numbers it was given for
    if kind == "form":
        left = ", ".join(value.get("set_aside", ()))
        moved = ", ".join(f"{key} → {now}" for key, now in value.get("moved", {}).items())
        said = [str(value["version"])]
        said += [f"không còn chỗ: {left}"] if left else []
        said += [f"đổi mã: {moved}"] if moved else []
        return "; ".join(said)
    return list_values(value)


async def typed_trail(ctx: RequestContext, argument: str) -> None:
    """`nhật ký`, `nhật ký câu 12`, `nhật ký STC`, `nhật ký STC dòng 3`."""
    if ctx.current is not None and argument.strip():
        form = ctx.form_of(await ctx.tx.reports.load(ctx.current))
        named = [*named_rows(form, argument)]
        if named and (named[0].answer is not None or cells_under(form, named[0])):
            row = pick_heading(argument, named) if rows_at(form, argument) else named[0]
            await show_history(ctx, ShowHistory(report=ctx.current, row=row.key))
            return
    found = _PLACED.fullmatch(argument)
    number = await find_report(ctx, Permission.HISTORY, found["words"] if found else argument)
    row_key = None
    if found is not None:
        form = ctx.form_of(await ctx.tx.reports.load(number))
        row_key = find_heading(form, found["place"]).key
    await show_history(ctx, ShowHistory(report=number, row=row_key))
