"""Where a file differs from what we know: of its period, and of whose it is."""

from __future__ import annotations

from conversations.answers.values import AnswerState
from conversations.protocol.preview_states import FileImport
from conversations.reports.model import Report
from conversations.reports.previous import FiledAppendix, PreviousReport
from conversations.text.normalize import fold_text


def find_differences(report: Report, focus: FileImport) -> list[str]:
    """The rows of which we know another answer for the same period already."""
    known = [p for p in (report.last, report.year_before, report.latest) if p is not None]
    same = next((past for past in known if past.period.end == focus.period.end), None)
    if same is None:
        return []
    return [
        key
        for key in dict.fromkeys((*focus.filed.answers, *same.answers))
        if _said(same, key) != _said(focus.filed, key)
    ]


def _said(source: PreviousReport | FiledAppendix, key: str) -> tuple[object, ...]:
    answer = source.answers.get(key)
    if answer is None or answer.state is not AnswerState.VALUE:
        return (None, answer.note if answer else None)
    return (answer.amount or answer.value, answer.remark, answer.note)


def names_unit(report: Report, title: str) -> bool:
    """Whether the heading of a file names the report's unit, by any of its names."""
    unit = report.unit
    names = (unit.name, unit.short_name, unit.abbreviation)
    return any(fold_text(name) in fold_text(title) for name in names)
