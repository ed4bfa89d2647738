"""Who changed what: a page at a time in the chat, or all of it as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from bot.workflow.context import RequestContext
from bot.workflow.interaction.pages import cut_page
from conversations.calendar.dates import print_moment
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Button
from conversations.workflow.people_requests import ShowOfficeHistory
from conversations.workflow.report_requests import ShowHistory
from storage.history.entries import HistoryEntry
from templates.documents.excel.workbook import ListSheet, write_workbook

PAGE = 15
Columns = Mapping[str, tuple[str, int]]  # of the fields of a line: heading and width


def describe_entry(one: HistoryEntry, names: Mapping[int, str]) -> dict[str, str]:
    """When it was changed, by whom and over what."""
    who = names.get(one.member or 0, "(quản trị)")
    return {"at": print_moment(one.at), "who": who, "channel": one.channel}


def list_values(values: Mapping[str, Any]) -> str:
    """What an entry holds, where nothing better can be said of it."""
    return "; ".join(f"{value}" for value in values.values() if value not in (None, ""))


def show_entries(
    ctx: RequestContext,
    request: ShowHistory | ShowOfficeHistory,
    code: str,
    lines: Sequence[Mapping[str, str]],
    columns: Columns,
    file_name: str,
    beside: tuple[Button, ...] = (),
    **data: Any,
) -> None:
    """The lines of this page, the newest first, with the buttons to turn it and those `beside`."""
    if request.file:
        heads, widths = zip(*columns.values(), strict=True)
        sheet = ListSheet(
            "Nhật ký", heads, [[one[name] for name in columns] for one in lines], widths
        )
        ctx.give_file(file_name, partial(write_workbook, (sheet,)), "trail.file", name=file_name)
        return
    page = cut_page(lines, request.page, PAGE)
    turn = (*page.older(request), *page.newer(request))
    file = make_button("trail.file", request.model_copy(update={"file": True}))
    rows = (turn, (*beside, file)) if beside else ((*turn, file),)
    ctx.say(code, tuple(filter(None, rows)), lines=page.items, count=len(lines), **data)
