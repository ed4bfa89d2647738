"""The administrator's command that writes open data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import (
    AdminError,
    Administration,
    PeriodArgument,
    UnitArgument,
    in_transaction,
)
from bot.cli.new_files import check_licence, check_new_file, make_empty_folder
from bot.cli.rounds import FormOption, choose_of_forms, list_named_rounds
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from bot.files.open_data import OpenDataWishes, WrittenData
    from storage.workflow.rounds import Round
    from storage.workflow.units import Unit

exports = typer.Typer(help="Data for other programs.", no_args_is_help=True)


@exports.callback()
def keep_name() -> None:
    """Data for other programs."""


@exports.command("open-data")
@in_transaction(with_catalogs=True, reading=True)
async def export_open_data(
    at: Administration,
    unit: UnitArgument,
    period: PeriodArgument,
    form: FormOption = None,
    out: Annotated[
        Path | None, typer.Option(help="A .zip file, or a folder that is empty or not there.")
    ] = None,
    licence: Annotated[
        str, typer.Option(help="An SPDX name or an address; else that of the settings.")
    ] = "",
    no_words: Annotated[
        bool, typer.Option("--no-words", help="Without remarks, notes and texts.")
    ] = False,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="With reports that are not handed in.")
    ] = False,
) -> list[str]:
    """Write a round of UNIT and all below it as open data: CSV, datapackage.json, SDMX."""
    from bot.files.open_data import OpenDataWishes

    check_licence(licence)
    owner = await at.find_unit(unit)
    found = await _find_round(at, owner, period, form)
    wishes = OpenDataWishes(licence or at.settings.open_data_licence, not no_words, drafts)
    target = out or _name_file(at, found, owner, wishes)
    written = await _write(at, found, owner, wishes, target)
    said = "{period} of {unit}: {values} values of {counted} of {expected} reports in {file}"
    told = {"period": found.period_name, "unit": owner.short_name, "file": target}
    counts = {"values": written.values, "counted": written.counted, "expected": written.expected}
    return [tell(said, **told, **counts), *_warn(wishes)]


def _name_file(at: Administration, found: Round, owner: Unit, wishes: OpenDataWishes) -> Path:
    from bot.files.open_data import open_data_name

    form = at.catalogs.catalog.get(found.form_key, found.form_version)
    name = open_data_name(form, found.period.name, owner.abbreviation, words=wishes.words)
    return Path(name)


async def _write(
    at: Administration, found: Round, owner: Unit, wishes: OpenDataWishes, target: Path
) -> WrittenData:
    """Write a new file, or into an empty folder; AdminError when the target is neither."""
    from bot.files.open_data import write_open_data, zip_open_data

    asked = (at.tx, at.catalogs.catalog, found, owner.id, wishes, at.now)
    if target.suffix.lower() == ".zip":
        check_new_file(target)
        return await zip_open_data(*asked, target)
    make_empty_folder(target)
    return await write_open_data(*asked, target)


def _warn(wishes: OpenDataWishes) -> Iterator[str]:
    if wishes.words:
        yield tell("remarks, notes and texts may name people; --no-words leaves them out")
    if not wishes.licence:
        yield tell("no licence is named: --licence, or PHULUC_OPEN_DATA_LICENCE")


async def _find_round(at: Administration, owner: Unit, words: str, form: str | None) -> Round:
    """The round in which the unit, or one below it, owes a report; AdminError when there is none,
    or one of each of several forms."""
    known = await list_named_rounds(at, owner, words)
    found = choose_of_forms(at, form, {one.form_key: one for one in reversed(known)})
    if found is None:
        said = {"unit": owner.short_name, "period": words}
        raise AdminError(tell("{unit} has no round {period!r}; see: phuluc round list", **said))
    return found
