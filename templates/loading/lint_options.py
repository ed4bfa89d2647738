"""What must be true of code sets: each word names one option, and the measure prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conversations.answer_types.money import MoneyType
from conversations.forms.row import Row
from conversations.parsing.money_unit import MoneyUnit
from conversations.text.normalize import fold_text
from templates.loading.form_schema import FormSpec, OptionSpec
from templates.loading.problems import Problem
from templates.loading.yaml_reader import Path, YamlFile

_PRINTED = re.compile(r"(\S.*?)\s*=\s*(\d+)(?:\s+|$)")


def lint_codes(spec: FormSpec, rows: list[Row], file: YamlFile) -> list[Problem]:
    """Every problem of the form's code sets, and of measures that print them or a unit of money."""
    return [*_sets(spec, file), *_measures(rows, file), *_units(rows, file)]


def _sets(spec: FormSpec, file: YamlFile) -> Iterator[Problem]:
    for name, options in spec.choices.items():
        place: Path = ("choices", name)
        if len(options) < 2:
            yield file.problem(place, f"{len(options)} options", "two options or more")
        owners: dict[str, int] = {}
        for number, option in enumerate(options):
            if not option.code.isdecimal():
                where = (*place, number, "code")
                yield file.problem(where, f"the code {option.code!r}", "digits only")
            for where, word in _words(option, (*place, number)):
                owner = owners.setdefault(fold_text(word), number)
                if owner != number:
                    found = f"{word!r}, which also names option {options[owner].label!r}"
                    yield file.problem(where, found, "words of one option only")


def _words(option: OptionSpec, place: Path) -> Iterator[tuple[Path, str]]:
    yield (*place, "code"), option.code
    yield (*place, "label"), option.label
    for number, alias in enumerate(option.aliases):
        yield (*place, "aliases", number), alias


def _measures(rows: list[Row], file: YamlFile) -> Iterator[Problem]:
    """A measure that prints codes ("Không = 0 Có = 1") prints exactly those of its answer."""
    for row in rows:
        printed = _PRINTED.findall(row.measure)
        if not printed:
            continue
        have = [(option.label, option.code) for option in row.codes]
        if have != printed:
            place: Path = ("rows", row.key, "answer")
            yield file.problem(place, _list(have) or "no choice", f"{_list(printed)}, as printed")


def _units(rows: list[Row], file: YamlFile) -> Iterator[Problem]:
    """Money is counted in the unit that its measure prints, if it prints one."""
    known = {fold_text(unit): unit for unit in MoneyUnit}
    for row in rows:
        printed = known.get(fold_text(row.measure))
        if isinstance(row.answer, MoneyType) and printed not in (None, row.answer.unit):
            found = f"money in {row.answer.unit} beside the measure {row.measure}"
            yield file.problem(("rows", row.key, "answer"), found, f"money {printed}")


def _list(codes: list[tuple[str, str]]) -> str:
    return ", ".join(f"{label} = {code}" for label, code in codes)
