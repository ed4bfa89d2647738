"""Several provinces' open data, and whether they belong into one total: a province whose data do
not is refused by name, with all reasons at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from conversations.answers.item_names import compare_name
from conversations.exchange.descriptions import digest_form
from conversations.exchange.records import ReportRecord, RoundRecord, UnitRecord
from conversations.forms.model import Form
from templates.exchange.package_reader import UnitValue
from templates.loading.catalog import Catalog, version_order


class ProvinceData(Protocol):
    """The open data of one province's round, from a file or from its programming interface.
    `source` is where they are from; each list is read once."""

    @property
    def source(self) -> str: ...
    @property
    def round(self) -> RoundRecord: ...
    @property
    def of(self) -> UnitRecord: ...
    @property
    def forms(self) -> Mapping[str, str]: ...
    @property
    def digest(self) -> str: ...
    def units(self) -> list[UnitRecord]: ...
    def reports(self) -> list[ReportRecord]: ...
    def values(self) -> Iterator[UnitValue]: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class NationalProblem:
    """Why a province's data cannot be added: the `code` of the reason, and what is said of it."""

    code: str
    data: Mapping[str, Any]


def describe_problem(source: ProvinceData, code: str, **said: str) -> NationalProblem:
    """What is wrong with this province's data."""
    return NationalProblem(code, {"source": source.source, "unit": source.of.short_name, **said})


class NationalTotalError(Exception):
    """Some of the data cannot be added; all that is wrong with any of them."""

    def __init__(self, problems: Sequence[NationalProblem]) -> None:
        super().__init__(", ".join(one.code for one in problems))
        self.problems = problems


def check_provinces(catalog: Catalog, sources: Sequence[ProvinceData]) -> Form:
    """The version of the form that is added up: the newest that a round was opened on.
    NationalTotalError when they do not belong together."""
    first = sources[0].round
    found = [
        *_of_other_rounds(first, sources),
        *_twice(sources),
        *(one for source in sources for one in _unknown_forms(catalog, source)),
    ]
    if found:
        raise NationalTotalError(found)
    newest = max((one.round.version for one in sources), key=version_order)
    return catalog.get(first.form, newest)


def _of_other_rounds(
    first: RoundRecord, sources: Sequence[ProvinceData]
) -> Iterator[NationalProblem]:
    for one in sources:
        if one.round.form != first.form:
            yield describe_problem(one, "form", said=one.round.form, form=first.form)
            continue
        window = (one.round.period.first_day, one.round.period.last_day)
        if window != (first.period.first_day, first.period.last_day):
            said = f"{one.round.period.name} ({window[0]} – {window[1]})"
            yield describe_problem(one, "period", said=said, period=first.period.name)


def _twice(sources: Sequence[ProvinceData]) -> Iterator[NationalProblem]:
    known: dict[str, ProvinceData] = {}
    for one in sources:
        signs = [f"name {compare_name(one.of.name)}"]
        signs += [f"id {one.of.identification_code}"] if one.of.identification_code else []
        signs += [f"digest {one.digest}"] if one.digest else []
        before = next((known[sign] for sign in signs if sign in known), None)
        if before is not None:
            yield describe_problem(one, "twice", other=before.source)
        known.update(dict.fromkeys(signs, one))


def _unknown_forms(catalog: Catalog, source: ProvinceData) -> Iterator[NationalProblem]:
    for version, digest in source.forms.items():
        form = source.round.form
        if (form, version) not in catalog.versions:
            yield describe_problem(source, "version", form=form, version=version)
        elif digest != catalog.get(form, version).derived(digest_form):
            yield describe_problem(source, "differs", form=form, version=version)


def find_units_twice(
    known: dict[str, ProvinceData],
    source: ProvinceData,
    units: Mapping[int, UnitRecord],
    reports: Iterable[ReportRecord],
) -> Iterator[NationalProblem]:
    """A unit whose report another province has given already, by its identification code; `known`
    grows by those of this province."""
    for report in reports:
        unit = units.get(report.unit)
        code = unit.identification_code if unit is not None else ""
        if unit is None or not code:
            continue
        other = known.setdefault(code, source)
        if other is not source:
            said = f"{unit.short_name} ({code})"
            yield describe_problem(source, "unit_twice", said=said, other=other.source)
