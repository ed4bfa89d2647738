"""Judging the whole form after every answer: slow and obvious, to hold the engine against."""

from __future__ import annotations

from typing import Any

from conversations.answers.values import Answer, AnswerState, Number
from conversations.dialog.effects import MOST_NAMED
from conversations.forms.check import Check, Severity
from conversations.forms.model import Form
from conversations.reports.model import Reason, Report
from conversations.rules import checks, computed
from conversations.rules.expression import parse_expression

SPOKEN = (Severity.HARD, Severity.SOFT)


def touches(check: Check, keys: set[str]) -> bool:
    """Whether the check names one of the rows or looks at all of them."""
    texts = [text for rule in check.rules for text in (rule.when, rule.must) if text]
    return any(
        parse_expression(text).speaks_of_all or parse_expression(text).keys & keys for text in texts
    )


def raised_slowly(form: Form, report: Report, keys: set[str]) -> list[Check]:
    """The touched checks that do not hold and are not kept, each judged on the whole report."""
    found = []
    for check in form.checks:
        if check.severity not in SPOKEN or not touches(check, keys):
            continue
        verdict = checks.judge_check(form, report, check, settled=False)
        reason = report.reasons.get(check.id)
        kept = reason is not None and reason.operands == checks.fingerprint_operands(
            report, verdict
        )
        if verdict.holds is False and not (kept and check.severity is Severity.SOFT):
            found.append(check)
    return found


def consequences_slowly(form: Form, before: Report, after: Report) -> list[tuple[str, Any]]:
    """What is said of computed rows, of rows that cannot apply or can again, and of mended
    checks; then the checks that are raised, hard ones first."""
    said: list[tuple[str, Any]] = []
    changed = {row.key for row in form.rows if after.answer(row.key) != before.answer(row.key)}
    said += [("computed", row.key) for row in form.rows if row.computed and row.key in changed]
    gone: dict[str, list[str]] = {}
    back = []
    for row in form.rows:
        was = computed.void_reason(form, before, row.key)
        now = computed.void_reason(form, after, row.key)
        written = row.computed is None and row.key in changed
        if now and not was and not (written and _says_nothing(after.answer(row.key))):
            gone.setdefault(now, []).append(row.title)
        if was and not now:
            back.append(row.title)
    said += [("void", rows[:MOST_NAMED]) for rows in gone.values()]
    said += [("revived", back[:MOST_NAMED])] if back else []
    now_raised = raised_slowly(form, after, changed)
    then = raised_slowly(form, before, changed)
    names = {check.id for check in now_raised}
    said += [("check.mended", check.message) for check in then if check.id not in names]
    hard_first = sorted(now_raised, key=lambda check: check.severity is not Severity.HARD)
    return [*said, ("raised", [check.id for check in hard_first])]


def computed_slowly(form: Form, report: Report) -> Report:
    """The report with every computed row in line with the others."""
    while changes := computed.computed_answers(form, report):
        for change in changes:
            report = report.with_answer(change.key, change.answer)
    return report


def _says_nothing(answer: Answer) -> bool:
    empty = answer.state in (AnswerState.NONE, AnswerState.NOT_APPLICABLE)
    return empty or (isinstance(answer.value, Number) and answer.value.amount == 0)


def next_open_slowly(form: Form, report: Report) -> str | None:
    for key in form.order:
        row = form.row(key)
        asked = row.answer is not None and row.computed is None and report.waits(key)
        if asked and computed.void_reason(form, report, key) is None:
            return key
    return None


def explained(form: Form, report: Report) -> Report:
    """With a reason for every other soft check that does not hold."""
    for check in form.checks[::2]:
        verdict = checks.judge_check(form, report, check, settled=False)
        if verdict.holds is False:
            operands = checks.fingerprint_operands(report, verdict)
            report = report.with_reason(check.id, Reason(text="đã rà soát", operands=operands))
    return report
