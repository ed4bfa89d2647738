"""Several provinces' open data added up, as the product adds up the units of one.

Nothing is added that was rounded: shares come from their numerators and denominators, and every
unit stands behind the sums with the state of its answer. What does not belong into the total is
refused before anything is added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from bot.files.national_files import NationalFiles
from bot.files.province_checks import (
    NationalProblem,
    NationalTotalError,
    ProvinceData,
    check_provinces,
    describe_problem,
    find_units_twice,
)
from conversations.answers.figure import Figure, as_figure
from conversations.answers.values import Answer, AnswerState, Names
from conversations.exchange.records import ReportRecord, RoundRecord, UnitRecord
from conversations.exchange.sums import FigureSums, UnfitValueError, read_value
from conversations.forms.key_map import turn_around
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.version_fit import rows_apart
from conversations.workflow.rollup import (
    FigureGroup,
    FormTotal,
    consolidate_reports,
    describe_counts,
    form_of_total,
)
from storage.reports.figure_sums import OtherVersion
from templates.documents.excel.rollup import UnitCells
from templates.exchange.package_reader import DataPackageError, UnitValue
from templates.loading.catalog import Catalog


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
            problems += find_units_twice(known, one, adding.units, adding.reports)
            provinces.append(adding.add())
        except DataPackageError as error:
            problems.append(describe_problem(one, error.problem, where=error.where))
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
