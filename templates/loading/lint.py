"""What must be true of a form beyond its shape: names, references, cycles, fields that belong
together. Each rule is one small generator; a new rule is one more of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from conversations.forms.row import Row, RowKind
from conversations.rules.expression import ExpressionError, parse_expression
from conversations.text.normalize import fold_text
from templates.loading.form_builder import expression_references, find_cycle, rules_of
from templates.loading.form_schema import FormSpec
from templates.loading.problems import Problem
from templates.loading.yaml_reader import Path, YamlFile

_KEY = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
_ITALICS = re.compile(r"</?i>")
_EXPRESSIONS = ("computed", "proposal", "void_when")
_CONDITIONS = frozenset({"must", "when", "void_when"})
_ANSWER_ONLY = ("basis", "carry", "computed", "proposal", "helper", "void_when")


def lint_form(spec: FormSpec, rows: list[Row], file: YamlFile) -> list[Problem]:
    """Every problem of the form's rows and relations that its shape does not show."""
    return [*_names(rows, file), *lint_rows(spec, rows, file)]


def lint_rows(spec: FormSpec, rows: list[Row], file: YamlFile) -> list[Problem]:
    """The same, but for the names of rows."""
    keys = {row.key for row in rows}
    return [
        *_layouts(spec, file),
        *_parents(rows, keys, file),
        *_headings(rows, spec, file),
        *_together(rows, file),
        *_texts(rows, file),
        *_rules(spec, file),
        *_expressions(spec, rows, file),
        *_references(spec, rows, keys, file),
        *_cycles(rows, file),
    ]


def form_expressions(spec: FormSpec, rows: Iterable[Row]) -> Iterator[tuple[Path, str]]:
    """Every expression of the form with its place."""
    for row in rows:
        for name in _EXPRESSIONS:
            if text := getattr(row, name):
                yield ("rows", row.key, name), text
    for name, check in spec.checks.items():
        single = check.must is not None
        for number, rule in enumerate(rules_of(check)):
            place: Path = ("checks", name) if single else ("checks", name, "rules", number)
            yield (*place, "must"), rule.must
            if rule.when is not None:
                yield (*place, "when"), rule.when


def _layouts(spec: FormSpec, file: YamlFile) -> Iterator[Problem]:
    """Words that an officer may say mean one layout only."""
    owners: dict[str, str] = {}
    for name, layout in spec.layouts.items():
        for word in (layout.label, *layout.called):
            owner = owners.setdefault(fold_text(word), name)
            if owner != name:
                found = f"{word!r}, which also means {owner}"
                yield file.problem(("layouts", name), found, "words of one layout only")


def _names(rows: list[Row], file: YamlFile) -> Iterator[Problem]:
    allowed = "letters and digits, joined with full stops, as I.01.02"
    for row in rows:
        if not _KEY.fullmatch(row.key):
            yield file.problem(("rows", row.key), f"the name {row.key!r}", allowed)


def _parents(rows: list[Row], keys: set[str], file: YamlFile) -> Iterator[Problem]:
    above: set[str] = set()
    for row in rows:
        place: Path = ("rows", row.key, "parent")
        if row.parent is None and row.kind is not RowKind.SECTION:
            yield file.problem(place, "no parent", "a row printed above it")
        elif row.parent is not None and row.parent not in above:
            where = "below it" if row.parent in keys else "nowhere"
            found = f"the parent {row.parent}, which stands {where}"
            yield file.problem(place, found, "a row printed above it")
        above.add(row.key)


def _headings(rows: list[Row], spec: FormSpec, file: YamlFile) -> Iterator[Problem]:
    for row in rows:
        if row.kind is RowKind.SECTION and row.answer is not None:
            yield file.problem(("rows", row.key, "answer"), "an answer", "none on a section")
        if spec.rows[row.key].answer is None:
            for name in _ANSWER_ONLY:
                if getattr(row, name) is not None:
                    allowed = "only on a row with an answer"
                    yield file.problem(("rows", row.key, name), name, allowed)


def _together(rows: list[Row], file: YamlFile) -> Iterator[Problem]:
    for row in rows:
        ways = [name for name in ("computed", "proposal", "helper") if getattr(row, name)]
        if len(ways) > 1:
            allowed = "one of computed, proposal, helper"
            yield file.problem(("rows", row.key, ways[1]), " and ".join(ways), allowed)
        if row.helper and row.answer and not row.answer.has_parts:
            found = f"a helper on a {row.answer.type}"
            yield file.problem(("rows", row.key, "helper"), found, "a helper on a percent")
        if (row.void_when is None) != (row.void_because is None):
            missing = "void_because" if row.void_when else "void_when"
            allowed = "void_when and void_because together"
            yield file.problem(("rows", row.key, missing), f"no {missing}", allowed)


def _texts(rows: list[Row], file: YamlFile) -> Iterator[Problem]:
    for row in rows:
        place: Path = ("rows", row.key, "label")
        marks = _ITALICS.findall(row.label)
        if marks != ["<i>", "</i>"] * (len(marks) // 2):
            yield file.problem(place, " ".join(marks), "<i> and </i> in turn")


def _rules(spec: FormSpec, file: YamlFile) -> Iterator[Problem]:
    for name, check in spec.checks.items():
        if (check.must is None) == (not check.rules):
            found = "no rule" if check.must is None else "both must and rules"
            yield file.problem(("checks", name), found, "either must or rules")
        elif check.must is None and check.when is not None:
            allowed = "when inside each of the rules"
            yield file.problem(("checks", name, "when"), "when beside rules", allowed)


def _expressions(spec: FormSpec, rows: list[Row], file: YamlFile) -> Iterator[Problem]:
    for place, text in form_expressions(spec, rows):
        wants_condition = place[-1] in _CONDITIONS
        try:
            is_condition = parse_expression(text).is_condition
        except ExpressionError as error:
            found, _, allowed = str(error).partition("; allowed: ")
            yield file.problem(place, found.removeprefix("found "), allowed)
            continue
        if wants_condition and not is_condition:
            allowed = "a condition, as [I.01] > 0 or filled([I.01])"
            yield file.problem(place, f"the number {text}", allowed)
        elif is_condition and not wants_condition:
            yield file.problem(place, f"the condition {text}", "a number, as [I.01] + [I.02]")


def _references(
    spec: FormSpec, rows: list[Row], keys: set[str], file: YamlFile
) -> Iterator[Problem]:
    named = [(place, expression_references(text)) for place, text in form_expressions(spec, rows)]
    for place, used in named + list(_helper_rows(rows)):
        for key in used:
            if key not in keys:
                yield file.problem(place, f"the unknown row {key}", "a row of this form")


def _helper_rows(rows: list[Row]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for row in rows:
        for part in ("numerator_row", "denominator_row"):
            if row.helper and (key := getattr(row.helper, part)):
                yield ("rows", row.key, "helper", part), (key,)


def _cycles(rows: list[Row], file: YamlFile) -> Iterator[Problem]:
    needs = {
        row.key: expression_references(row.computed, row.proposal, row.void_when) for row in rows
    }
    if walk := find_cycle(needs):
        row = next(row for row in rows if row.key == walk[0])
        name = next(
            name for name in _EXPRESSIONS if walk[1] in expression_references(getattr(row, name))
        )
        found = "a row that depends on itself: " + " → ".join(walk)
        yield file.problem(("rows", row.key, name), found, "no circle of rows")
