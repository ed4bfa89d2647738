"""What is known of the report and its rows, for the answers to officers' questions."""

from __future__ import annotations

import re
from typing import Any

from conversations.answers.values import AnswerState
from conversations.calendar.dates import local_day, print_day, print_weekday
from conversations.dialog.navigation import with_section
from conversations.dialog.outline import describe_place
from conversations.dialog.overview import show_overview
from conversations.dialog.questions.place import NumberedRows
from conversations.dialog.turn import Turn
from conversations.dialog.words.count import count_words
from conversations.forms.glossary import terms_of_row
from conversations.forms.model import Form
from conversations.forms.places import cells_under, place_said
from conversations.forms.row import Row
from conversations.forms.search import find_rows, named_row, sure_row
from conversations.protocol.check_states import CheckExplanations, FailedCheck
from conversations.protocol.preview_states import Preview
from conversations.reports.kept_answers import carried_answer
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.reports.printed_answers import print_answer
from conversations.rules import checks
from conversations.tables.cell_names import number_columns
from conversations.text.normalize import fold_text, short_number, shorten_text

MOST_TERMS = 2  # abbreviations of a label that are explained with it
MOST_ALIKE = 3  # rows that are named where several may be meant
MOST_OPEN = 3  # rows without an answer that are named
MOST_TITLE = 40  # characters of each
MOST_NOTES = 3  # notes that are told
MOST_NAMES = 3  # people who are named
_NOTE = re.compile(r"\bghi chu\b(?P<words>.*)", re.DOTALL)
_FIGURE = re.compile(r"\d+")


def report_facts(turn: Turn) -> dict[str, Any]:
    """Where the report stands, and with whom it is."""
    report, contacts = turn.report, turn.report.contacts
    due = local_day(report.due) if report.due else None
    return {
        "unit": report.unit.short_name,
        "period": report.period_name,
        "start": print_day(report.period.start),
        "end": print_day(report.period.end),
        "state": report.state.value,
        "open": report.editable,
        "filed": report.filed,
        "closed": report.closed,
        "guest": report.only is not None,
        "version": report.version,
        "returned": len(report.returned),
        "due": print_weekday(due) if due else "",
        "days": (due - local_day(turn.now)).days if due else 0,
        "reviewers": contacts.reviewers[:MOST_NAMES],
        "coordinators": contacts.coordinators[:MOST_NAMES],
        "phones": contacts.phones[:MOST_NAMES],
        "office": contacts.office,
        "files": turn.room.takes_files,
    }


def standing_facts(turn: Turn) -> dict[str, Any]:
    """Which report it is, when it is due, and how much is left: for who comes back."""
    told = report_facts(turn)
    names = ("unit", "period", "due", "days", "open")
    return {name: told[name] for name in names} | {"left": progress_facts(turn)["left"]}


def progress_facts(turn: Turn) -> dict[str, Any]:
    """How much is answered, and how much is not."""
    data = show_overview(turn.form, turn.report)
    return {name: data[name] for name in ("filled", "left", "void", "pending", "total")}


def left_facts(turn: Turn, about: str = "") -> dict[str, Any]:
    """The same, and the first rows without an answer, with their numbers in the report; of a
    heading that is asked about, what is left below it."""
    numbers, heading = turn.form.counted_at, _heading(turn, about)
    under = turn.form.asked_by_heading[heading.key] if heading is not None else tuple(numbers)
    rows = [key for key in under if turn.form.row(key).computed is None]
    open_ = turn.open_among(rows)
    first = [
        {"n": numbers[key] + 1, "label": shorten_text(turn.form.row(key).title, MOST_TITLE)}
        for key in open_[:MOST_OPEN]
        if key in numbers
    ]
    part = {"part": heading.title, "open_rows": len(open_), "rows": len(rows)} if heading else {}
    return progress_facts(turn) | {"first": first, "part": ""} | part


def _heading(turn: Turn, about: str) -> Row | None:
    """The heading, or the one that the open row is under: `phan nay`, `nhom nay`."""
    if about.endswith((" nay", " ni")) and turn.open_row is not None:
        form, here = turn.form, turn.open_row
        return form.section_of(here) if about.startswith("phan") else form.group_of(here)
    found = named_row(turn.form, with_section(turn, about)) if about else None
    return found if found is not None and turn.form.asked_by_heading.get(found.key) else None


def saved_facts(turn: Turn, row: Row | None) -> dict[str, Any]:
    """The answer of the row that is asked about, else the newest one; and the lines that are shown
    and not written."""
    if row is not None:
        waits = isinstance(turn.session.focus, Preview) and any(
            line.entry.row == row.key for line in turn.session.focus.lines
        )
        value = print_answer(row, turn.report.answer(row.key))
        return {"asked": True, "label": row.title, "value": value, "unwritten": int(waits)}
    return {"asked": False, **_newest(turn)}


def noted_facts(turn: Turn) -> dict[str, Any] | None:
    """The notes that a question may be about, by their figures where it has some: `ghi chú Kế hoạch
    72 đã ghi chưa`; None where it is about no note."""
    asked = _NOTE.search(fold_text(turn.typed))
    if asked is None:
        return None
    figures = {*_FIGURE.findall(asked["words"])}
    noted = [
        {"label": shorten_text(turn.form.row(key).title, MOST_TITLE), "note": answer.note}
        for key, answer in turn.report.answers.items()
        if answer.note and key in turn.form.by_key and figures <= {*_FIGURE.findall(answer.note)}
    ]
    return {"notes": noted[-MOST_NOTES:], "count": len(noted)}


def _newest(turn: Turn) -> dict[str, Any]:
    focus = turn.session.focus
    dated = [
        (answer.at, key)
        for key, answer in turn.report.answers.items()
        if answer.at is not None
        and answer.state is not AnswerState.BLANK
        and key in turn.form.by_key
    ]
    unwritten = len(focus.lines) if isinstance(focus, Preview) else 0
    if not dated:
        return {"label": "", "value": "", "unwritten": unwritten}
    _, key = max(dated)
    row = turn.form.row(key)
    value = print_answer(row, turn.report.answer(key))
    return {"label": row.title, "value": value, "unwritten": unwritten}


def row_meant(turn: Turn, state: NumberedRows, about: str) -> Row | None:
    """The row that a question is about: by the number it is shown under, its key, or words of its
    label; without any the one before the officer, when it is one alone."""
    if not about:
        key = turn.open_row if not state.numbered_rows(turn.form, turn.report) else None
        if isinstance(focus := turn.session.focus, Preview) and focus.rows:
            key = focus.lines[0].entry.row if len(focus.lines) == 1 else None
        return turn.form.row(key) if key is not None else None
    said = place_said(turn.form, turn.typed, about)
    key = state.row_by_number(turn, about) or (_listed(turn, about) if said == about else None)
    if key is not None:
        return turn.form.row(key)
    named = named_row(turn.form, f"câu {said}" if said.isdecimal() else said)
    if named is not None:
        return named
    found = sure_row(turn.form, about)
    rows = find_rows(turn.form, about) if found is None and not about.isdecimal() else []
    return found or (rows[0] if len(rows) == 1 else None)


def _listed(turn: Turn, about: str) -> str | None:
    """The row of this number in the list that a preview was given for."""
    rows = getattr(turn.session.focus, "rows", ())
    number = short_number(about) or 0
    return rows[number - 1] if 1 <= number <= len(rows) else None


def rows_alike(turn: Turn, about: str) -> list[Row]:
    """The first rows that words may mean, where they mean no one row."""
    return find_rows(turn.form, about)[:MOST_ALIKE] if about and not about.isdecimal() else []


def _cells(form: Form, row: Row) -> list[str]:
    """The columns of a printed row of a table, with their printed numbers."""
    return number_columns(form, cells_under(form, row)) if row.answer is None else []


def row_facts(turn: Turn, row: Row) -> dict[str, Any]:
    """What a row asks for, and what is said of it."""
    answer = turn.report.answer(row.key)
    return describe_place(turn.form, row) | {
        "heading": row.answer is None,
        "cells": _cells(turn.form, row),
        "hint": row.hint or "",
        "basis": row.basis.value if row.basis and row.answer else "",
        "answer": row.answer.type if row.answer else "",
        "options": [f"{option.code} = {option.label}" for option in row.codes],
        "example": row.answer.example if row.answer else "",
        "negative": row.answer is not None and row.answer.may_be_negative,
        "parts": [row.helper.numerator, row.helper.denominator] if row.helper else [],
        "computed": row.computed is not None,
        "terms": [
            {"name": term.name, "meaning": term.meaning}
            for term in terms_of_row(turn.form, row)[:MOST_TERMS]
        ],
        "value": print_answer(row, answer),
        "by": answer.author or "",
        "day": print_day(answer.at) if answer.at else "",
    }


def earlier_facts(turn: Turn, row: Row | None) -> dict[str, Any]:
    """What the unit reported for the row in the period before, and whether it may stand."""
    past = past_of(turn.report, row) if row is not None else turn.report.last or turn.report.latest
    return {
        "past": past.period.name if past else "",
        "derived": past is not None and past.derived,
        "label": row.title if row is not None else "",
        "last": printed_before(turn.report, row) if row is not None else "",
        "keeps": row is not None and carried_answer(turn.report, row) is not None,
    }


def computed_facts(turn: Turn) -> dict[str, Any]:
    """The first rows and cells that nobody types, and how many there are."""
    rows = [row for row in turn.form.rows if row.computed is not None]
    first = [shorten_text(row.title, MOST_TITLE) for row in rows[:MOST_ALIKE]]
    return {"computed": first, "count": len(rows)}


def words_facts(turn: Turn) -> dict[str, object]:
    """How far the report in words is."""
    return {**count_words(turn.form, turn.report)}


def warning_facts(turn: Turn) -> dict[str, Any]:
    """The check that stands before the officer, or the first that does not hold for their row."""
    raised = checks.failed_checks(turn.form, turn.report, settled=False)
    focus = turn.session.focus
    asked = focus.checks if isinstance(focus, FailedCheck | CheckExplanations) else ()
    name = next((one.check.id for one in raised if one.check.id in asked), next(iter(asked), None))
    here = turn.open_row
    mine = [one for one in raised if one.check.id == name or (not name and here in one.rows)]
    found = turn.form.check(name) if name else mine[0].check if mine else None
    rows = mine[0].rows if mine else ()
    lines = [turn.form.row(key) for key in rows]
    return {
        "message": found.message.split("; hãy")[0] if found else "",
        "hard": found is not None and found.severity.value == "hard",
        "asked": name is not None,
        "rows": [
            {
                "label": shorten_text(row.title),
                "value": print_answer(row, turn.report.answer(row.key)),
            }
            for row in lines[:4]
        ],
        "count": len(raised),
    }
