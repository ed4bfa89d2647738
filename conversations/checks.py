"""The checks of a form on a report: which of them do not hold, and why that may be kept."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

from conversations.applying import facts_of
from conversations.expressions import Expression, evaluate, parse
from conversations.facts import Facts
from conversations.form import Check, Form, Rule, Severity
from conversations.logic import none_broken, opposite, some
from conversations.report import Report

SPOKEN = frozenset({Severity.HARD, Severity.SOFT})


@dataclass(frozen=True)
class Verdict:
    """What a check says: `holds` is None while it cannot be told. `rows`, in form order, are
    those of the broken rules; all rows of the check when none is broken."""

    check: Check
    holds: bool | None
    rows: tuple[str, ...]


def judge(form: Form, report: Report, check: Check, *, settled: bool) -> Verdict:
    """The verdict on one check. While the report is not `settled`, a blank row may still be
    answered and a rule that hangs on it is unknown; a row that cannot apply is not waited for.

    A check of several rules is broken when one of them is, holds when one does and none is
    broken, and is unknown else.
    """
    facts = facts_of(form, report, settled=settled)
    holds = [_holds(rule, facts) for rule in check.rules]
    verdict = none_broken(holds)
    if verdict is False:
        broken = (rule for rule, held in zip(check.rules, holds, strict=True) if held is False)
        rows = {key for rule in broken for key in _rows_of_broken(rule, facts)}
    else:
        rows = {key for rule in check.rules for part in _parts(rule) for key in part.keys}
    return Verdict(check, verdict, tuple(key for key in form.by_key if key in rows))


def raised(
    form: Form, report: Report, *, settled: bool, touching: Set[str] | None = None
) -> tuple[Verdict, ...]:
    """The hard and soft checks that do not hold, in form order; only those that speak of one of
    the rows `touching` when they are given. A soft one that is kept with a reason is left out
    for as long as the answers it was given for stay the same."""
    verdicts = (
        judge(form, report, check, settled=settled)
        for check in form.checks
        if check.severity in SPOKEN and (touching is None or _touches(check, touching))
    )
    return tuple(v for v in verdicts if v.holds is False and not _is_kept(report, v))


def explained(form: Form, report: Report) -> Iterator[tuple[Verdict, str]]:
    """Every hard and soft check that does not hold on the settled report, with the reason that
    it is kept for, or nothing."""
    for check in form.checks:
        verdict = judge(form, report, check, settled=True)
        if check.severity in SPOKEN and verdict.holds is False:
            kept = _is_kept(report, verdict)
            yield verdict, report.reasons[check.id].text if kept else ""


def tally(form: Form, report: Report, settled: bool) -> dict[Severity, int]:
    """How many checks of each severity are raised."""
    counts = Counter(v.check.severity for v in raised(form, report, settled=settled))
    return {severity: counts[severity] for severity in Severity}


def operands(report: Report, verdict: Verdict) -> str:
    """A fingerprint of what the verdict is about, the rows' state, value and note: it changes
    when one of them does. A check on notes is about the notes alone."""
    notes_only = all(part.speaks_of_notes for rule in verdict.check.rules for part in _parts(rule))
    answers: list[list[Any]] = []
    for key in sorted(verdict.rows):
        answer = report.answer(key)
        value = answer.value and answer.value.model_dump(mode="json")
        answers.append([key, answer.note, *([] if notes_only else [answer.state, value])])
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _parts(rule: Rule) -> Iterator[Expression]:
    if rule.when is not None:
        yield parse(rule.when)
    yield parse(rule.must)


def _holds(rule: Rule, facts: Facts) -> bool | None:
    """`when` implies `must`, in Kleene's sense."""
    must = _truth(parse(rule.must), facts)
    if rule.when is None:
        return must
    return some((opposite(_truth(parse(rule.when), facts)), must))


def _truth(expression: Expression, facts: Facts) -> bool | None:
    result = evaluate(expression, facts)
    assert result is None or isinstance(result, bool)  # noqa: S101 - the catalog has looked
    return result


def _rows_of_broken(rule: Rule, facts: Facts) -> set[str]:
    """The rows to look at: the suspects of an inspection, else all the rule names."""
    suspects = set(parse(rule.must).suspects(facts))
    return suspects or {key for part in _parts(rule) for key in part.ordered_keys}


def _touches(check: Check, keys: Set[str]) -> bool:
    parts = [part for rule in check.rules for part in _parts(rule)]
    return any(part.speaks_of_all or not part.keys.isdisjoint(keys) for part in parts)


def _is_kept(report: Report, verdict: Verdict) -> bool:
    reason = report.reasons.get(verdict.check.id)
    return (
        verdict.check.severity is Severity.SOFT
        and reason is not None
        and reason.operands == operands(report, verdict)
    )
