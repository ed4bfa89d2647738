"""Several provinces' open data added up, as the product adds up the units of one.

Nothing is added that was rounded: shares come from their numerators and denominators, and every
unit stands behind the sums with the state of its answer. A province whose data do not belong into
the total is refused by name, with all reasons at once, before anything is added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Protocol

from conversations.answers.figure import Figure, as_figure
from conversations.answers.item_names import compare_name
from conversations.answers.values import Answer, AnswerState, Names, Value
from conversations.exchange.descriptions import digest_form
from conversations.exchange.records import ReportRecord, RoundRecord, UnitRecord
from conversations.exchange.sums import FigureSums, UnfitValueError, read_value
from conversations.forms.form_changes import rows_apart
from conversations.forms.growth import grow_form, plant_form
from conversations.forms.key_map import turn_around
from conversations.forms.model import Form, Row
from conversations.workflow.rollup import (
    FigureGroup,
    FormTotal,
    consolidate_reports,
    describe_counts,
    form_of_total,
)
from storage.workflow.rollups import OtherVersion
from templates.documents.excel.rollup import UnitCells
from templates.exchange.package_reader import DataPackageError, UnitValue
from templates.exchange.round_files import RoundFiles
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


class NationalTotalError(Exception):
    """Some of the data cannot be added; all that is wrong with any of them."""

    def __init__(self, problems: Sequence[NationalProblem]) -> None:
        super().__init__(", ".join(one.code for one in problems))
        self.problems = problems


@dataclass(frozen=True)
class ProvinceTotal:
    """One province in the total: its own sums, and the units whose reports do not count."""

    unit: UnitRecord
    source: str
    total: FormTotal
    missing: tuple[str, ...]
    groups: tuple[FigureGroup, ...]
    older: int  # reports on another version than the total's


@dataclass(frozen=True)
class NationalTotal:
    """All provinces added up, on the form with every item that one of them has."""

    form: Form
    round: RoundRecord
    total: FormTotal
    provinces: tuple[ProvinceTotal, ...]

    @property
    def missing(self) -> list[str]:
        """Whose numbers are missing, and where."""
        return [f"{name} ({one.unit.short_name})" for one in self.provinces for name in one.missing]

    def columns(self) -> list[UnitCells]:
        """Each province's own sums, as a column beside the others'."""
        return [UnitCells(one.unit.short_name, _figures(self.form, one)) for one in self.provinces]


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
        data = {"source": one.source, "unit": one.of.short_name}
        if one.round.form != first.form:
            yield NationalProblem("form", {**data, "said": one.round.form, "form": first.form})
            continue
        window = (one.round.period.first_day, one.round.period.last_day)
        if window != (first.period.first_day, first.period.last_day):
            said = f"{one.round.period.name} ({window[0]} – {window[1]})"
            yield NationalProblem("period", {**data, "said": said, "period": first.period.name})


def _twice(sources: Sequence[ProvinceData]) -> Iterator[NationalProblem]:
    known: dict[str, ProvinceData] = {}
    for one in sources:
        signs = [f"name {compare_name(one.of.name)}"]
        signs += [f"id {one.of.identification_code}"] if one.of.identification_code else []
        signs += [f"digest {one.digest}"] if one.digest else []
        before = next((known[sign] for sign in signs if sign in known), None)
        if before is not None:
            data = {"source": one.source, "unit": one.of.short_name, "other": before.source}
            yield NationalProblem("twice", data)
        known.update(dict.fromkeys(signs, one))


def _unknown_forms(catalog: Catalog, source: ProvinceData) -> Iterator[NationalProblem]:
    for version, digest in source.forms.items():
        data = {
            "source": source.source,
            "unit": source.of.short_name,
            "form": source.round.form,
            "version": version,
        }
        if (source.round.form, version) not in catalog.versions:
            yield NationalProblem("version", data)
        elif digest != digest_form(catalog.get(source.round.form, version)):
            yield NationalProblem("differs", data)


def _units_twice(known: dict[str, ProvinceData], adding: _Adding) -> Iterator[NationalProblem]:
    """A unit whose report another province has given already, by its identification code."""
    for report in adding.reports:
        unit = adding.units.get(report.unit)
        code = unit.identification_code if unit is not None else ""
        if unit is None or not code:
            continue
        other = known.setdefault(code, adding.source)
        if other is not adding.source:
            data = {"source": adding.source.source, "unit": adding.source.of.short_name}
            told = {"said": f"{unit.short_name} ({code})", "other": other.source}
            yield NationalProblem("unit_twice", {**data, **told})


def add_provinces(
    catalog: Catalog, sources: Sequence[ProvinceData], out: NationalFiles | None = None
) -> NationalTotal:
    """Add them up; write every value into `out` on the way, where it is given.
    NationalTotalError when some cannot be added."""
    form = check_provinces(catalog, sources)
    provinces, problems = [], list[NationalProblem]()
    known: dict[str, ProvinceData] = {}
    for one in sources:
        try:
            adding = _Adding(catalog, form, one, out)
            problems += _units_twice(known, adding)
            provinces.append(adding.add())
        except DataPackageError as error:
            data = {"source": one.source, "unit": one.of.short_name, "where": error.where}
            problems.append(NationalProblem(error.problem, data))
    if problems:
        raise NationalTotalError(problems)
    groups = [group for one in provinces for group in one.groups]
    totals = [one.total for one in provinces]
    whole = consolidate_reports(
        form,
        [groups],
        [sum(one.counted for one in totals)],
        [sum(one.approved for one in totals)],
        [sum(one.expected for one in totals)],
    )
    grown = form_of_total(form, whole)
    return NationalTotal(grown, sources[0].round, whole, tuple(provinces))


@dataclass
class _Adding:
    """Reads one province. `apart` are rows that are in no total, by version."""

    catalog: Catalog
    form: Form
    source: ProvinceData
    out: NationalFiles | None
    units: Mapping[int, UnitRecord] = field(init=False)
    reports: Sequence[ReportRecord] = field(init=False)
    sums: FigureSums = field(default_factory=FigureSums)
    rows: dict[tuple[str, str], tuple[Row, str | None]] = field(default_factory=dict)
    others: dict[str, OtherVersion] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.units = {one.unit: one for one in self.source.units()}
        self.reports = self.source.reports()

    def add(self) -> ProvinceTotal:
        units, reports = self.units, self.reports
        if any(one.unit not in units for one in reports):
            raise DataPackageError("damaged", "reports.csv")
        if self.out is not None:
            self.out.begin(self.source, [*units.values()], reports)
        counted = {one.unit: one for one in reports if one.counted}
        if any(one.version not in self.source.forms for one in counted.values()):
            raise DataPackageError("damaged", "reports.csv")
        if len(counted) != sum(one.counted for one in reports):
            raise DataPackageError("damaged", "reports.csv")
        with closing(self.source.values()) as values:  # type: ignore[type-var]
            self._add_values(values, counted)
        groups = tuple(self.sums.groups())
        total = consolidate_reports(
            self.form,
            [groups],
            [len(counted)],
            [sum(one.approved for one in counted.values())],
            [len(reports)],
        )
        missing = [units[one.unit].short_name for one in reports if not one.counted]
        older = sum(one.version != self.form.version for one in counted.values())
        return ProvinceTotal(
            self.source.of, self.source.source, total, tuple(missing), groups, older
        )

    def _add_values(self, values: Iterator[UnitValue], counted: Mapping[int, ReportRecord]) -> None:
        """The values of a unit stand together; nobody else's are among them, and none twice."""
        done, at, seen = set[int](), 0, set[str]()
        for one in values:
            if one.unit != at:
                done.add(at)
                at, seen = one.unit, set()
            report = counted.get(one.unit)
            if report is None:
                if at in done or one.version not in self.source.forms:
                    raise DataPackageError("damaged", f"values.csv:{one.line}")
                continue  # of a draft, which counts nowhere
            if at in done or one.told.row in seen or one.version != report.version:
                raise DataPackageError("damaged", f"values.csv:{one.line}")
            seen.add(one.told.row)
            self._add_value(one)
        done.add(at)
        if lacking := [unit for unit in counted if unit not in done]:
            raise DataPackageError("damaged", f"values.csv: {len(lacking)} báo cáo")

    def _add_value(self, one: UnitValue) -> None:
        row, key = self._row(one)
        if row.answer is None:  # a heading's note
            value = None
        else:
            try:
                value = read_value(row, one.told)
            except UnfitValueError as error:
                where = f"values.csv:{one.line} ({one.told.row})"
                raise DataPackageError("unfit", where) from error
            if key is not None:
                self.sums.add(key, row, one.told.state, value)
        if self.out is not None:
            self.out.add(one, value)

    def _row(self, one: UnitValue) -> tuple[Row, str | None]:
        """The row in the version that the report is on, and its key in the total."""
        name = (one.version, one.told.row)
        found = self.rows.get(name)
        if found is None:
            old = self.catalog.get(self.form.key, one.version)
            try:
                row = old.row(one.told.row)
            except KeyError as error:
                where = f"values.csv:{one.line} ({one.told.row})"
                raise DataPackageError("unfit", where) from error
            found = self.rows[name] = (row, self._key(old, one.told.row))
        return found

    def _key(self, old: Form, key: str) -> str | None:
        if old.version == self.form.version:
            return key
        if old.version not in self.others:
            names = self.catalog.map_keys(old.version, self.form)
            apart = rows_apart(old, self.form, names=names)
            self.others[old.version] = OtherVersion(apart, names, turn_around(names, self.form))
        return self.others[old.version].now(key)


class NationalFiles:
    """Writes what provinces have given as the open data of all of them. Units and reports get
    numbers of their own, as those of two provinces may be the same."""

    def __init__(self, out: RoundFiles, whole: UnitRecord, forms: Mapping[str, Form]) -> None:
        self._out = out
        self._units, self._reports = [whole], list[ReportRecord]()
        self._now: dict[int, int] = {}
        self._forms = {one: plant_form(form.pattern or form) for one, form in forms.items()}
        self._names: dict[tuple[str, str], dict[str, None]] = {}

    def begin(
        self, source: ProvinceData, units: Sequence[UnitRecord], reports: Sequence[ReportRecord]
    ) -> None:
        """The values that follow are of this province."""
        after, whole = len(self._units) + 1, self._units[0].unit
        self._now = {one.unit: number for number, one in enumerate(units, after)}
        top = source.of.unit
        for one in units:
            known = one.unit != top and one.parent is not None
            above = self._now.get(one.parent or 0, whole) if known else whole
            self._units.append(
                one.model_copy(update={"unit": self._now[one.unit], "parent": above})
            )
        first = len(self._reports) + 1
        self._reports += [
            one.model_copy(update={"report": number, "unit": self._now[one.unit]})
            for number, one in enumerate(reports, first)
        ]

    def add(self, one: UnitValue, value: Value | None) -> None:
        """Write a value."""
        if isinstance(value, Names):
            names = self._names.setdefault((one.version, one.told.row), {})
            names |= dict.fromkeys(value.names)
        self._out.add_value(self._now[one.unit], one.version, one.told)

    def finish(self) -> None:
        """Write all that is beside the values."""
        for version, form in self._forms.items():
            names = {key: tuple(some) for (of, key), some in self._names.items() if of == version}
            if names:
                self._out.note_items(grow_form(form, names))
        self._out.finish(self._units, self._reports)


def _figures(form: Form, province: ProvinceTotal) -> dict[str, Figure]:
    """What stands in a province's column: its sums, how many of its units gave which answer, or
    the state that all of them gave."""
    found = {}
    for key, one in province.total.rows.items():
        counts = describe_counts(form.row(key), one)
        states = Counter(one.units)
        if one.value is not None and not isinstance(one.value, Names):
            found[key] = as_figure(Answer(state=AnswerState.VALUE, value=one.value))
        elif counts:
            found[key] = Figure(state=AnswerState.VALUE, text="; ".join(counts))
        elif len(states) == 1:
            found[key] = Figure(state=next(iter(states)))
    return found
