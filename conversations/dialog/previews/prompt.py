"""A preview as it stands before the officer."""

from __future__ import annotations

from typing import Any

from conversations.bulk.model import BulkEntry
from conversations.dialog.previews.buttons import is_whole, preview_buttons
from conversations.dialog.previews.file_origin import describe_origin
from conversations.dialog.previews.left_out import count_left_out, describe_left_out
from conversations.dialog.previews.lines import (
    count_lines,
    describe_lines,
    notes_to_write,
    told_once,
)
from conversations.dialog.previews.wanted_rows import describe_wanted
from conversations.dialog.prompts.line_examples import exemplify_lines
from conversations.dialog.states.base import View
from conversations.dialog.tables.contradictions import find_contradictions
from conversations.forms.model import Form
from conversations.protocol.messages import Reply
from conversations.protocol.preview_states import Preview, PreviewSource
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of

MAX_LINES = 12  # lines of a file that are quoted one by one where every message counts


def prompt_preview(view: View, focus: Preview) -> Reply:
    """What would be stored, line by line. `brief`: of a file the clear lines are only counted
    where they are many."""
    form, report = view.form, view.report
    lines = describe_lines(form, report, focus)
    tally = count_lines(form, report, focus)
    counted: list[dict[str, Any]] = []
    if view.brief and focus.source is PreviewSource.FILE and len(lines) > MAX_LINES:
        counted = [line for line in lines if line["kind"] in ("new", "same", "computed")]
    hidden = {line["n"] for line in counted}
    shown = [line for line in focus.lines if line.number not in hidden]
    data = {
        "source": focus.source.value,
        "lines": told_once([line for line in lines if line not in counted]),
        "counted": len(counted),
        "count": len(lines),
        "notes": [
            {"label": form.row(key).title, "note": note}
            for key, note in notes_to_write(form, report, focus).items()
        ],
        "warnings": list(focus.warnings),
        "contradictions": find_contradictions(form, report, _entries(focus)),
        "sure": tally.written,
        "same": tally.same,
        "asked": tally.asked,
        "dropped": tally.unplaced,
        "period": _period(form, report, focus),
        "file": _file(focus),
        "ours": report.period_name,
        "wanted": describe_wanted(form, report, focus),
        "whole": is_whole(focus),
        "line_eg": exemplify_lines(form, shown),
        "derived": report.last is not None and report.last.derived,
    }
    return Reply(code="preview", data=data, buttons=preview_buttons(form, focus, tally))


def _file(focus: Preview) -> dict[str, Any] | None:
    """What is told of the file that the lines were read from."""
    filed = focus.filed
    if filed is None:
        return None
    left, count = describe_left_out(filed), count_left_out(filed)
    origin = describe_origin(filed)
    return {"name": filed.file_name, "left": left, "left_count": count, **origin}


def _entries(focus: Preview) -> list[BulkEntry]:
    return [line.entry for line in focus.lines]


def _period(form: Form, report: Report, focus: Preview) -> str:
    """The earlier period that the first line could be kept from."""
    key = focus.lines[0].entry.row if focus.lines else None
    past = past_of(report, form.row(key)) if key is not None else None
    return past.period.name if past else ""
