"""The national total as files and as lines of the command line."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.cli.administration import AdminError
from bot.cli.operations.province_api import IsMeant, ProvinceAddress, ProvinceApi
from bot.files.national_files import NationalFiles
from bot.files.national_total import NationalTotal, add_provinces
from bot.files.province_checks import NationalTotalError, ProvinceData, check_provinces
from bot.runtime.language import tell
from bot.workflow.rollup.files import stamp_draft
from bot.workflow.rollup.table_rows import print_figure
from conversations.exchange.descriptions import digest_form, read_period
from conversations.exchange.records import UnitRecord
from conversations.forms.search import named_row
from conversations.reports.model import LetterReference, OrgUnit, Report
from conversations.reports.printed_answers import print_value
from conversations.tables.cell_names import name_row
from conversations.workflow.rollup import as_answers, describe_counts
from templates.documents.excel.rollup import RollupDetails, explain_total, total_sheets
from templates.documents.excel.workbook import write_workbook
from templates.documents.word.render import render_word
from templates.exchange.data_package import PackageFacts
from templates.exchange.package_reader import DataPackage, DataPackageError
from templates.exchange.round_files import RoundFiles, zip_folder
from templates.loading.catalog import Catalog

WORD, WORKBOOK, DATA = ".docx", ".xlsx", ".zip"
T = TypeVar("T")
MOST_MISSING = 12  # units that are named where they are missing
WORDS = {
    "missing": "{source}: no open data of this product ({where} is missing or cannot be opened)",
    "not_ours": "{source}: open data of another program, or damaged: {where}",
    "row_keys": "{source}: its row keys are of contract {where}, which this version cannot read",
    "large": "{source}: {where} is larger than is allowed",
    "damaged": "{source} ({unit}): damaged at {where}; have it exported again",
    "unfit": "{source} ({unit}): {where} is no value of this row of the form",
    "form": "{source} ({unit}): form {said}, but the others are of {form}",
    "period": "{source} ({unit}): {said}, but the others are of {period}",
    "twice": "{source} ({unit}): this province is in the total already, from {other}",
    "unit_twice": "{source} ({unit}): {said} is in the total already, from {other}",
    "version": "{source} ({unit}): version {version} of {form} is not known here; publish it first",
    "differs": "{source} ({unit}): version {version} of {form} is another form here",
    "refused": "{source}: the installation does not answer as it should: {where}",
    "changed": "{source}: report {where} was handed in or decided on meanwhile; run it again",
    "no_token": "{source}: no token for it; say --tokens FILE",
    "rounds": "{source}: not one round is meant, but: {where}; say --period and --form",
}


@dataclass(frozen=True, slots=True)
class NationalWishes:
    """What the whole is called, how many provinces there should be (0: not known), the licence of
    the data, the files that are wanted, and the row that is to be explained, if any."""

    name: str
    expected: int
    licence: str
    out: Sequence[Path]
    row: str | None


def read_tokens(file: Path | None) -> dict[str, str]:
    """Tokens by the address they are for: a line each, the address first. AdminError for a line
    that is none."""
    found = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines() if file else (), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) != 2:
            raise AdminError(
                tell("{file}:{line}: an address and a token are needed", file=file, line=number)
            )
        found[words[0].rstrip("/")] = words[1]
    return found


def open_addresses(
    addresses: Sequence[str], tokens: Mapping[str, str], is_meant: IsMeant, kept: ExitStack
) -> list[ProvinceData]:
    """The rounds of these installations. AdminError with all that do not answer."""

    def open_one(address: str) -> ProvinceApi:
        token = tokens.get(address.rstrip("/"))
        if token is None:
            raise DataPackageError("no_token")
        return ProvinceApi(ProvinceAddress(address, token), is_meant)

    return _open_all(addresses, open_one, kept)


def open_packages(paths: Sequence[Path], kept: ExitStack) -> list[ProvinceData]:
    """The open data in these files and folders. AdminError with all that cannot be opened."""
    return _open_all(paths, DataPackage, kept)


def _open_all(
    sources: Sequence[T], open_one: Callable[[T], ProvinceData], kept: ExitStack
) -> list[ProvinceData]:
    found: list[ProvinceData] = []
    problems = []
    for one in sources:
        try:
            opened = open_one(one)
        except DataPackageError as error:
            problems.append(tell(WORDS[error.problem], source=one, unit="", where=error.where))
            continue
        kept.callback(opened.close)
        found.append(opened)
    if problems:
        raise AdminError(*problems)
    return found


def make_total(
    catalog: Catalog, sources: Sequence[ProvinceData], wishes: NationalWishes, now: datetime
) -> list[str]:
    """Add the provinces up and write the files that are wanted; what there is to say. AdminError
    with all that stands in the way."""
    try:
        found = _add(catalog, sources, wishes, now)
    except NationalTotalError as error:
        raise AdminError(*(tell(WORDS[one.code], **one.data) for one in error.problems)) from None
    lines = [*_summary(found, wishes)]
    if wishes.row is not None:
        lines += _explain(found, wishes.row)
    for path in wishes.out:
        if path.suffix.lower() != DATA:
            path.write_bytes(_document(found, wishes, path.suffix.lower(), now))
    lines += [tell("{file} is written", file=path) for path in wishes.out]
    return lines


def _add(
    catalog: Catalog, sources: Sequence[ProvinceData], wishes: NationalWishes, now: datetime
) -> NationalTotal:
    """The total; on the way its open data, where they are wanted."""
    targets = [path for path in wishes.out if path.suffix.lower() == DATA]
    if not targets:
        return add_provinces(catalog, sources)
    form = check_provinces(catalog, sources)
    versions = {one: catalog.get(form.key, one) for source in sources for one in source.forms}
    whole = UnitRecord(unit=1, name=wishes.name, short_name=wishes.name)
    of = sources[0].round.model_copy(
        update={"round": 1, "version": form.version, "title": form.title, "unit": 1}
    )
    digests = {version: one.derived(digest_form) for version, one in versions.items()}
    with tempfile.TemporaryDirectory(dir=targets[0].parent, prefix=".open-data-") as home:
        folder = Path(home)
        facts = PackageFacts(of, whole, now, digests, wishes.licence)
        with RoundFiles(folder, facts, versions) as files:
            out = NationalFiles(files, whole, versions)
            found = add_provinces(catalog, sources, out)
            out.finish()
        for target in targets:
            zip_folder(folder, target)
    return found


def _document(found: NationalTotal, wishes: NationalWishes, kind: str, now: datetime) -> bytes:
    """The total as an appendix or as a workbook; each province is a column of it."""
    unit = OrgUnit(name=wishes.name, short_name=wishes.name, abbreviation="CN")
    words = {key: explain_total(one) for key, one in found.total.rows.items()}
    report = Report(
        form_key=found.form.key,
        form_version=found.form.version,
        unit=unit,
        period=read_period(found.round.period),
        issue=LetterReference(month=now.month, year=now.year),
        answers=as_answers(found.form, found.total, words),
    )
    report = _stamp(report, found, wishes)
    if kind == WORD:
        return render_word(found.form, report)
    behind = RollupDetails(units=found.columns(), missing=found.missing)
    return write_workbook(total_sheets(found.form, report, found.total, behind))


def _stamp(report: Report, found: NationalTotal, wishes: NationalWishes) -> Report:
    """The report as it is printed: a draft says so in its period, as long as a province or a report
    is missing."""
    given = len(found.provinces)
    if wishes.expected <= given:
        return stamp_draft(report, found.total)
    sums = found.total
    approved = f"{sums.approved}/{sums.expected} đơn vị đã duyệt"
    stamp = f"{report.period.name} (DỰ THẢO: {given}/{wishes.expected} tỉnh, {approved})"
    period = report.period.model_copy(update={"name": stamp})
    return report.model_copy(update={"period": period})


def _summary(found: NationalTotal, wishes: NationalWishes) -> Iterator[str]:
    sums = found.total
    yield tell(
        "{name}, {period}: {provinces} provinces, {counted} of {expected} reports, {approved} "
        "approved",
        name=wishes.name,
        period=found.round.period.name,
        provinces=len(found.provinces),
        counted=sums.counted,
        expected=sums.expected,
        approved=sums.approved,
    )
    for one in found.provinces:
        mine = one.total
        yield "  " + tell(
            "{unit}: {counted} of {expected} reports, {approved} approved",
            unit=one.unit.short_name,
            counted=mine.counted,
            expected=mine.expected,
            approved=mine.approved,
        )
        if one.older:
            yield "  " + tell(
                "{unit}: {count} reports are on another version of the form than {version}; rows "
                "that are gone or ask for something else are not added",
                unit=one.unit.short_name,
                count=one.older,
                version=found.form.version,
            )
    if wishes.expected > len(found.provinces):
        lacking = wishes.expected - len(found.provinces)
        yield tell("a draft: {count} provinces are missing", count=lacking)
    elif not sums.complete:
        yield tell("a draft: not every report is in and approved")
    apart = [one for one in sums.rows.values() if one.apart]
    if apart:
        yield tell(
            "{count} rows have shares without their two numbers, which are in no total; see --row",
            count=len(apart),
        )


def _explain(found: NationalTotal, said: str) -> Iterator[str]:
    """A row with everything behind it."""
    row = named_row(found.form, said)
    one = found.total.rows.get(row.key) if row is not None else None
    if row is None or one is None:
        raise AdminError(tell("no row {said!r} that takes an answer", said=said))
    value = "; ".join(describe_counts(row, one)) or (
        print_value(row, one.value) if one.value is not None else tell("no number")
    )
    measure = f" ({row.measure})" if row.measure else ""
    yield f"{name_row(found.form, row)}{measure}: {value}"
    if told := explain_total(one):
        yield f"  {told}"
    for column in found.columns():
        figure = column.figures.get(row.key)
        if figure is not None and (figure.amount is not None or figure.text or figure.code):
            yield f"  {column.name}: {print_figure(row, figure)}"
        else:
            yield f"  {column.name}: –"
    if found.missing:
        names = "; ".join(found.missing[:MOST_MISSING])
        more = len(found.missing) - MOST_MISSING
        yield (
            "  " + tell("not handed in: {names}", names=names) + (f" (+{more})" if more > 0 else "")
        )
