"""The checks of a form on a report: which of them do not hold, and why that may be kept."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain
from typing import Any

from conversations.forms.check import Check, CheckRule, Severity
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.rules.computed import facts_of
from conversations.rules.dependencies import RowDependencies, named_by, parts_of, row_dependencies
from conversations.rules.expression import parse_expression
from conversations.rules.facts import Facts
from conversations.rules.known_verdicts import find_known, keep_known
from conversations.rules.predicates import Condition, condition_of
from conversations.rules.ternary import none_broken


@dataclass(frozen=True)
class Verdict:
    """What a check says: `holds` is None while it cannot be told. `rows`, in form order, are
    those of the broken rules; all rows of the check when none is broken."""

    check: Check
    holds: bool | None
    rows: tuple[str, ...]


def judge_check(form: Form, report: Report, check: Check, *, settled: bool) -> Verdict:
    """The verdict on one check. While the report is not `settled`, a blank row may still be
    answered and a rule that hangs on it is unknown; a row that cannot apply is not waited for.

    A check of several rules is broken when one of them is, holds when one does and none is
    broken, and is unknown else.
    """
    return _judged(check, facts_of(form, report, settled=settled))


def _judged(check: Check, facts: Facts) -> Verdict:
    held = [(rule, condition_of(rule)(facts)) for rule in check.rules]
    verdict = none_broken(holds for _, holds in held)
    rows: Set[str] = named_by(check)
    if verdict is False:
        broken = (rule for rule, holds in held if holds is False)
        rows = {key for rule in broken for key in _rows_of_broken(rule, facts)}
    at = facts.form.printed_at
    return Verdict(check, verdict, tuple(sorted(rows & at.keys(), key=at.__getitem__)))


def failed_checks(
    form: Form, report: Report, *, settled: bool, touching: Set[str] | None = None
) -> tuple[Verdict, ...]:
    """The hard and soft checks that do not hold, in form order; only those that speak of one of
    the rows `touching` when they are given: `typed()` then speaks of these alone. A soft one that
    is kept with a reason is left out for as long as the answers it was given for stay the same."""
    facts = facts_of(form, report, settled=settled)
    if touching is None:
        spoken = row_dependencies(form).spoken
        return _unexplained(facts, [one for one in spoken if _is_broken(one, facts)])
    return _unexplained(facts, _broken(touching, facts))


def check_outcome(
    keys: Set[str], before: Facts, after: Facts
) -> tuple[tuple[Verdict, ...], tuple[Check, ...]]:
    """What other answers in these rows did to the checks that speak of them: those that do not
    hold after, as `raised` has them, and those that did not hold before and are not among them.
    Where it is known which were broken before, only rules that hang on the rows are asked."""
    known = find_known(before)
    if known is None:
        broken = _broken(keys, after)
        were = [*_were_broken(keys, before, {check.id for check in broken})]
    else:
        broken, were = _from_known(keys, before, after, known)
    now, then = _unexplained(after, broken), _unexplained(before, were)
    names = {verdict.check.id for verdict in now}
    return now, tuple(verdict.check for verdict in then if verdict.check.id not in names)


def _from_known(
    keys: Set[str], before: Facts, after: Facts, known: frozenset[str]
) -> tuple[list[Check], list[Check]]:
    """The checks that speak of these rows and are broken, and those of them that were, from those
    that are `known` to have been; what is broken from now on is kept with the report."""
    rules = row_dependencies(after.form)
    now = known
    for name, hanging in _hanging_on(rules, keys).items():
        if name in rules.one_by_one:
            continue
        asked = rules.conditions[name] if name in known else hanging
        if _is_any_broken(asked, after) != (name in known):
            now ^= {name}
    keep_known(after.form, after.report, now)
    speaking = _speaking_of(after.form, keys)
    alone = [check for check in speaking if check.id in rules.one_by_one]
    sees_now, saw_then = _narrowing(after, keys), _narrowing(before, keys)
    now |= {check.id for check in alone if _is_broken(check, sees_now(check))}
    then = known | {check.id for check in alone if _is_broken(check, saw_then(check))}
    broken = [check for check in speaking if check.id in now]
    return broken, [check for check in speaking if check.id in then]


def _hanging_on(rules: RowDependencies, keys: Set[str]) -> Mapping[str, tuple[Condition, ...]]:
    """The rules that hang on one of these rows, by the id of their check."""
    if len(keys) == 1:
        return rules.hanging[next(iter(keys))]
    found: dict[str, tuple[Condition, ...]] = {}
    for key in keys:
        for name, some in rules.hanging[key].items():
            found[name] = (*found.get(name, ()), *some)
    return found


def learn_broken(form: Form, report: Report) -> None:
    """Work out which checks are broken, where it is not known, for the answers that follow."""
    facts = facts_of(form, report, settled=False)
    if find_known(facts) is None:
        rules = row_dependencies(form)
        asked = (check for check in rules.spoken if check.id not in rules.one_by_one)
        keep_known(form, report, frozenset(one.id for one in asked if _is_broken(one, facts)))


def _broken(keys: Set[str], facts: Facts) -> list[Check]:
    """The checks that speak of these rows and are broken."""
    seen_by = _narrowing(facts, keys)
    checks = _speaking_of(facts.form, keys)
    return [check for check in checks if _is_broken(check, seen_by(check))]


def _were_broken(keys: Set[str], before: Facts, broken_now: Set[str]) -> Iterator[Check]:
    """The checks that were broken before these rows got other answers. One that is not broken now
    can only have been so by a rule that hangs on the rows: no other rule changed."""
    seen_by = _narrowing(before, keys)
    hanging = [row_dependencies(before.form).hanging[key] for key in keys]
    for check in _speaking_of(before.form, keys):
        if check.id in broken_now:
            was_broken = _is_broken(check, seen_by(check))
        else:
            rules = chain.from_iterable(rules_of.get(check.id, ()) for rules_of in hanging)
            was_broken = _is_any_broken(rules, seen_by(check))
        if was_broken:
            yield check


def _narrowing(facts: Facts, keys: Set[str]) -> Callable[[Check], Facts]:
    """What a check sees: one that looks at each row by itself sees these alone."""
    one_by_one, these = row_dependencies(facts.form).one_by_one, facts.limited_to(keys)
    return lambda check: these if check.id in one_by_one else facts


def _speaking_of(form: Form, keys: Set[str]) -> tuple[Check, ...]:
    """The spoken checks that name one of the rows or look at all rows, in form order."""
    known = row_dependencies(form)
    if len(keys) == 1:
        return known.checks.get(next(iter(keys)), ())
    found = {check.id: check for key in keys for check in known.checks.get(key, ())}
    return tuple(sorted(found.values(), key=lambda check: known.places[check.id]))


def _is_broken(check: Check, facts: Facts) -> bool:
    return _is_any_broken(row_dependencies(facts.form).conditions[check.id], facts)


def _is_any_broken(rules: Iterable[Condition], facts: Facts) -> bool:
    for holds in rules:  # noqa: SIM110 - any() costs as much as most rules
        if holds(facts) is False:
            return True
    return False


def _unexplained(facts: Facts, broken: Iterable[Check]) -> tuple[Verdict, ...]:
    """The verdicts on broken checks, without those that are kept with a reason."""
    verdicts = (_judged(check, facts) for check in broken)
    return tuple(verdict for verdict in verdicts if not _is_kept(facts.report, verdict))


def explained_checks(
    form: Form, report: Report, *, settled: bool = True
) -> Iterator[tuple[Verdict, str]]:
    """Every hard and soft check that does not hold, on the `settled` report or as `judge_check`
    tells of one that is not, with the reason that it is kept for, or nothing."""
    facts = facts_of(form, report, settled=settled)
    for check in row_dependencies(form).spoken:
        if not _is_broken(check, facts):
            continue
        verdict = _judged(check, facts)
        if verdict.holds is False:
            kept = _is_kept(report, verdict)
            yield verdict, report.reasons[check.id].text if kept else ""


def broken_checks(form: Form, report: Report) -> Iterator[tuple[Verdict, str]]:
    """Every hard and soft check that does not hold on the report as it stands, with the reason that
    it is kept for, or nothing. While it is being filled a blank breaks no check."""
    facts = facts_of(form, report, settled=report.filed)
    for check in row_dependencies(form).spoken:
        if _is_broken(check, facts):
            verdict = _judged(check, facts)
            yield verdict, report.reasons[check.id].text if _is_kept(report, verdict) else ""


def count_broken(form: Form, report: Report) -> int:
    """How many checks do not hold on the report as it stands, kept with a reason or not."""
    facts = facts_of(form, report, settled=report.filed)
    return sum(_is_broken(check, facts) for check in row_dependencies(form).spoken)


def count_failed(form: Form, report: Report, settled: bool) -> dict[Severity, int]:
    """How many checks of each severity are raised."""
    counts = Counter(v.check.severity for v in failed_checks(form, report, settled=settled))
    return {severity: counts[severity] for severity in Severity}


def fingerprint_operands(report: Report, verdict: Verdict) -> str:
    """A fingerprint of what the verdict is about, the rows' state, value and note: it changes
    when one of them does. A check on notes is about the notes alone."""
    parts = (part for rule in verdict.check.rules for part in parts_of(rule))
    notes_only = all(part.speaks_of_notes for part in parts)
    answers: list[list[Any]] = []
    for key in sorted(verdict.rows):
        answer = report.answer(key)
        value = answer.value and answer.value.model_dump(mode="json")
        answers.append([key, answer.note, *([] if notes_only else [answer.state, value])])
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _rows_of_broken(rule: CheckRule, facts: Facts) -> set[str]:
    """The rows to look at: the suspects of an inspection, else all the rule names."""
    suspects = set(parse_expression(rule.must).suspects(facts))
    return suspects or {key for part in parts_of(rule) for key in part.ordered_keys}


def _is_kept(report: Report, verdict: Verdict) -> bool:
    reason = report.reasons.get(verdict.check.id)
    return (
        verdict.check.severity is Severity.SOFT
        and reason is not None
        and reason.operands == fingerprint_operands(report, verdict)
    )
