"""What is filled, what is left, what contradicts: the whole report in a few lines."""

from __future__ import annotations

from itertools import count
from typing import Any

from conversations.answers.values import AnswerState
from conversations.calendar.dates import print_day, print_weekday
from conversations.dialog.outline import headings_at, print_headings, print_number, print_title
from conversations.dialog.prompts.line_examples import exemplify_answers
from conversations.dialog.tally import is_left_blank, tally_answers
from conversations.dialog.words.count import count_words
from conversations.dialog.words.strangers import strangers_in_words
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.forms.row import Row, RowKind
from conversations.reports.model import Report, ReportState
from conversations.reports.printed_answers import tell_answer
from conversations.rules import checks
from conversations.rules.computed import facts_of, why_void
from conversations.rules.facts import Facts
from conversations.tables.cell_names import short_titles


def row_line(row: Row, report: Report) -> dict[str, Any]:
    """One row as a line of a list."""
    answer = report.answer(row.key)
    return {
        "key": row.key,
        "tag": row.tag,
        "stt": row.stt,
        "label": row.title,
        "name": row.numbered_title,
        "heading": row.answer is None,
        "group": row.kind is RowKind.GROUP,
        "value": tell_answer(row, answer) if answer.state is not AnswerState.BLANK else "",
        "note": answer.note or "",
        "by": answer.author or "",
        "day": print_day(answer.at) if answer.at else "",
    }


def answered_of(form: Form, report: Report) -> int:
    """How many of the asked rows are answered."""
    return report.answered.count(form.counted_at)


def describe_report(form: Form, report: Report) -> dict[str, Any]:
    """Which report it is, and how many rows it asks for."""
    return {
        "title": form.title,
        "unit": report.unit.name,
        "period": report.period_name,
        "total": form.asked_count,
        "due": print_weekday(report.due) if report.due else "",
    }


def show_overview(form: Form, report: Report) -> dict[str, Any]:
    """Filled and left for each section and in all, and the checks that do not hold."""
    facts = facts_of(form, report, settled=False)
    sections = [_progress(facts, section) for section in form.sections]
    tally = checks.count_failed(form, report, settled=True)
    return {
        "unit": report.unit.name,
        "period": report.period_name,
        "sections": sections,
        "filled": sum(part["filled"] for part in sections),
        "left": sum(part["left"] for part in sections),
        "void": sum(part["void"] for part in sections),
        "pending": sum(report.answer(key).state is AnswerState.PENDING for key in form.order),
        "total": sum(part["total"] for part in sections),
        "hard": tally.get(Severity.HARD, 0),
        "soft": tally.get(Severity.SOFT, 0),
    }


def _progress(facts: Facts, section: Row) -> dict[str, Any]:
    form, report = facts.form, facts.report
    asked = form.counted_by_heading[section.key]
    keys = [key for key in asked if not is_left_blank(form, report, key)]
    filled = [key for key in keys if report.answer(key).state is not AnswerState.BLANK]
    void = [
        key
        for key in keys
        if report.answer(key).state is AnswerState.BLANK
        and why_void(form.row(key), facts) is not None
    ]
    return {
        "key": section.key,
        "stt": section.stt,
        "label": section.title,
        "name": section.numbered_title,
        "filled": len(filled),
        "void": len(void),
        "left": len(keys) - len(filled) - len(void),
        "total": len(keys),
    }


def list_missing(form: Form, report: Report, heading: str | None = None) -> list[dict[str, Any]]:
    """The rows without an answer and those that wait for a number, gathered under their groups;
    those under a heading when it is named."""
    within = None if heading is None else {*form.asked_by_heading.get(heading, (heading,))}
    groups: dict[str, dict[str, Any]] = {}
    facts = facts_of(form, report, settled=False)
    returned = [key for key in form.words_asked if key in report.returned]
    for key in (*form.order, *returned):
        row = form.row(key)
        state = report.answer(key).state
        if not _is_missing(report, key) or row.computed is not None:
            continue
        if within is not None and key not in within:
            continue
        if why_void(row, facts) is not None:
            continue
        last, name = _heading(form, row)
        rows = groups.setdefault(last, {"key": last, "group": name, "rows": []})["rows"]
        found = {
            "key": key,
            "label": row.title,
            "count": 1,
            "pending": state is AnswerState.PENDING,
            "handed": report.handed.get(key, ""),
            "returned": report.returned[key].reason if key in report.returned else "",
        }
        if row.cell is None or not rows or not _gathers(form, rows[-1], found):
            rows.append(found)
    return list(groups.values())


def _gathers(form: Form, before: dict[str, Any], found: dict[str, Any]) -> bool:
    """Take a cell into the line of the one before it, when it is of the same row and nothing else
    is to be said of it."""
    line = form.line_of(found["key"])
    alike = all(before[name] == found[name] for name in ("pending", "handed", "returned"))
    if before["key"] not in line or not alike:
        return False
    missing = before["count"] + 1
    row = form.row(form.row(found["key"]).parent or found["key"])
    asked = sum(form.row(key).computed is None for key in line)
    first = {"count": missing, "label": row.numbered_title}
    before |= first if missing == asked else first | {"label": f"{row.numbered_title} ({missing})"}
    return True


def _heading(form: Form, row: Row) -> tuple[str, str]:
    """The key of the heading above a row, and its words: its number says in which section it is,
    and where that has none, the section's words do, unless it is the only one. A cell stands below
    the heading of its row."""
    section, *below = headings_at(form, row)
    if not section.stt:
        above = form.headings_of(row.key)
        above = above[:-1] if row.cell is not None and len(above) > 1 else above
        named = above[1:] if len(form.sections) == 1 and above[1:] else above
        return above[-1].key, print_headings(named)
    if not below:
        return section.key, section.numbered_title
    return below[-1].key, print_title(section, below)


def _is_missing(report: Report, key: str) -> bool:
    """Whether the member, or somebody they asked, still owes something on the row."""
    if not report.may_write(key):
        return False
    if report.state is ReportState.RETURNED:
        return report.waits(key)
    answer = report.answer(key)
    return answer.is_unfinished or answer.state in (AnswerState.BLANK, AnswerState.PENDING)


def section_data(form: Form, report: Report, section: str) -> dict[str, Any]:
    """A section as printed, its rows numbered, with the checks that do not hold in it."""
    facts = facts_of(form, report, settled=False)
    rows = [
        row
        for row in form.rows
        if row.kind is not RowKind.SECTION and form.section_of(row.key).key == section
    ]
    raised = [
        verdict
        for verdict in checks.failed_checks(form, report, settled=False)
        if not {row.key for row in rows}.isdisjoint(verdict.rows)
    ]
    warned = {key for verdict in raised for key in verdict.rows}
    numbers = count(1)
    lines = [
        row_line(row, report)
        | {
            "n": next(numbers) if row.answer is not None else 0,
            "place": print_number(form.row(section), row) if row.stt else "",
            "warned": row.key in warned,
            "void": why_void(row, facts) is not None,
        }
        for row in rows
    ]
    heading = form.row(section)
    return {
        "section": heading.numbered_title,
        "stt": heading.stt,
        "rows": _fold_cells(form, lines),
        "warnings": [verdict.check.message for verdict in raised],
        "open": report.editable,
        "answers": "; ".join(
            exemplify_answers(
                form, dict(enumerate((row.key for row in rows if row.answer is not None), 1))
            )
        ),
    }


def _fold_cells(form: Form, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines with the cells of a printed row in that of their row, each by its column; who
    wrote them is told once where it is the same of all."""
    beside = {line["key"]: form.line_of(line["key"]) for line in lines}
    titles = {key: short_titles(form, keys) for key, keys in beside.items() if keys}
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        above = found.get(form.row(line["key"]).parent or "")
        if line["key"] in titles and above is not None:
            above["cells"].append(line | {"label": titles[line["key"]][line["key"]]})
        else:
            found[line["key"]] = line | {"cells": []}
    for line in found.values():
        wrote = {(cell["by"], cell["day"]) for cell in line["cells"]}
        if wrote:
            line["by"], line["day"] = wrote.pop() if len(wrote) == 1 else ("", "")
    return [*found.values()]


def submit_data(form: Form, report: Report) -> dict[str, Any]:
    """What the officer should know before submitting: how many rows say what, and how many
    warnings stand with a reason."""
    kept = [reason for _, reason in checks.explained_checks(form, report) if reason]
    as_it_was = sum(report.waits(key) for key in report.returned)
    facts: dict[str, Any] = {"unit": report.unit.name, "period": report.period_name}
    facts |= {"words": count_words(form, report), "strangers": strangers_in_words(form, report)}
    return tally_answers(form, report) | facts | {"kept": len(kept), "as_it_was": as_it_was}
