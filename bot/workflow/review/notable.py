"""What a reviewer should not miss in a report: warnings with their reasons, leaps, gaps."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from conversations.answers.values import Answer, AnswerState
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.reports.printed_answers import print_answer
from conversations.rules import checks
from conversations.rules.computed import facts_of, why_void
from conversations.tables.cell_names import name_line
from conversations.tables.printed_rows import gather_cells, list_figures, tell_cells
from conversations.text.normalize import shorten_text

MOST_CHECKS, MOST_LEAPS, MOST_ROWS = 3, 2, 2  # that are named; of the others the number is told
ALL, SOME = 12, 8  # that are named to who asks for them
REASON = 60  # characters of a reason beside others
LABEL, SHORT = 50, 35  # characters of a label, and of one among others
MOST_VALUES = 2  # that a warning comes with
TIMES, LEAST = 2, 10  # a leap: at least so many times more or less, and by so much
POINTS = 20  # of a percentage
_NOTHING = frozenset({AnswerState.NONE, AnswerState.NOT_APPLICABLE})


def describe_notable(form: Form, report: Report, *, whole: bool = False) -> dict[str, Any]:
    """All that is odd in the report, in as many lines as a phone shows, and how much more; the
    `whole` of it, with whole reasons, for who asks for it."""
    most_checks, most_leaps, most_rows = (
        (ALL, ALL, SOME) if whole else (MOST_CHECKS, MOST_LEAPS, MOST_ROWS)
    )
    found = [
        _broken(form, report, one, reason if whole else shorten_text(reason, REASON))
        for one, reason in checks.explained_checks(form, report)
    ]
    leaps = gather_cells(form, [row.key for row in find_leaps(form, report)])
    unanswered, pending = rows_in_doubt(form, report)
    return {
        "checks": found[:most_checks],
        "more_checks": max(0, len(found) - most_checks),
        "leaps": [_leap(form, keys, report) for keys in leaps[:most_leaps]],
        "more_leaps": max(0, len(leaps) - most_leaps),
        "unanswered": len(unanswered),
        "unanswered_rows": _titles(form, unanswered, most_rows),
        "pending": len(pending),
        "pending_rows": _titles(form, pending, most_rows),
        "odd": len(found) + len(leaps) + bool(unanswered) + bool(pending),
    }


def _broken(form: Form, report: Report, verdict: checks.Verdict, reason: str) -> dict[str, Any]:
    """A check that does not hold: what it says, without what it tells the officer to do, and the
    numbers that it speaks of, if they are few."""
    rows = [form.row(key) for key in verdict.rows]
    values = [(row.title, print_answer(row, report.answer(row.key))) for row in rows]
    said = [f"{shorten_text(label, SHORT)} {value}" for label, value in values if value]
    return {
        "message": verdict.check.message.split("; hãy")[0].strip(),
        "shown": "; ".join(said) if len(said) <= MOST_VALUES else "",
        "reason": reason,
        "hard": verdict.check.severity is Severity.HARD,
    }


def _titles(form: Form, rows: Sequence[Row], most: int) -> list[str]:
    """The first of them, cells of one printed row as one."""
    found = gather_cells(form, [row.key for row in rows])[:most]
    return [shorten_text(tell_cells(form, keys), LABEL) for keys in found]


def _leap(form: Form, keys: Sequence[str], report: Report) -> dict[str, str]:
    """A row whose numbers leapt; of cells of a printed row all that did."""
    first = form.row(keys[0])
    return {
        "label": shorten_text(first.title if first.cell is None else name_line(form, first), LABEL),
        "old": list_figures(form, keys, lambda key: printed_before(report, form.row(key))),
        "new": list_figures(
            form, keys, lambda key: print_answer(form.row(key), report.answer(key))
        ),
    }


def find_leaps(form: Form, report: Report) -> list[Row]:
    """The rows whose number is far from that of the last period, the farthest first."""
    far = [(leap, row) for row in form.rows if (leap := _distance(row, report)) is not None]
    return [row for _, row in sorted(far, key=lambda pair: -pair[0])]


def _distance(row: Row, report: Report) -> Decimal | None:
    """How many times the smaller number the larger one is; None when that is nothing odd."""
    past = past_of(report, row) if row.holds_number else None
    if past is None:
        return None
    old, new = _amount(past.answer(row.key)), _amount(report.answer(row.key))
    if old is None or new is None:
        return None
    less, more = sorted((old, new))
    if row.measure.strip() == "%":
        return (more - less) / POINTS if more - less >= POINTS else None
    small, large = sorted((abs(old), abs(new)))
    if more - less < LEAST or (large < TIMES * small and less * more >= 0):
        return None
    return (more - less if less < 0 else more) / max(small, Decimal(1))


def _amount(answer: Answer) -> Decimal | None:
    """The number of an answer; that something did not occur is a number too, here."""
    if answer.state in _NOTHING:
        return Decimal(0)
    return answer.amount if answer.state is AnswerState.VALUE else None


def rows_in_doubt(form: Form, report: Report) -> tuple[list[Row], list[Row]]:
    """The rows that were not answered, and those that wait for a number; not the computed ones,
    and none that cannot apply."""
    facts = facts_of(form, report, settled=True)
    asked = [row for key in form.order if (row := form.row(key)).computed is None]
    states = [(report.answer(row.key).state, row) for row in asked]
    blank = [row for state, row in states if state is AnswerState.BLANK]
    pending = [row for state, row in states if state is AnswerState.PENDING]
    return [row for row in blank if why_void(row, facts) is None], pending
