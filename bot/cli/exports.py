"""The administrator's command that writes open data."""

from __future__ import annotations

import re
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
from bot.cli.rounds import FormOption, choose_of_forms
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
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
    from bot.files.open_data import (
        OpenDataWishes,
        open_data_name,
        write_open_data,
        zip_open_data,
    )
    from bot.runtime.settings import LICENCE

    if not re.fullmatch(LICENCE, licence):
        raise AdminError(tell("{said!r} is no licence: CC-BY-4.0, https://…", said=licence))
    owner = await at.find_unit(unit)
    found = await _find_round(at, owner, period, form)
    named = at.catalogs.catalog.get(found.form_key, found.form_version)
    target = out or Path(
        open_data_name(named, found.period.name, owner.abbreviation, words=not no_words)
    )
    wishes = OpenDataWishes(licence or at.settings.open_data_licence, not no_words, drafts)
    if not target.parent.is_dir():
        raise AdminError(tell("there is no folder {file}", file=target.parent))
    asked = (at.tx, at.catalogs.catalog, found, owner.id, wishes, at.now)
    if target.suffix.lower() == ".zip":
        if target.exists():
            raise AdminError(tell("{file} is there already; name another file", file=target))
        written = await zip_open_data(*asked, target)
    else:
        if target.is_file() or (target.is_dir() and any(target.iterdir())):
            raise AdminError(tell("{file} is no empty folder; name another one", file=target))
        target.mkdir(exist_ok=True)
        written = await write_open_data(*asked, target)
    said = "{period} of {unit}: {values} values of {counted} of {expected} reports in {file}"
    told = {"period": found.period_name, "unit": owner.short_name, "file": target}
    lines = [
        tell(
            said,
            **told,
            values=written.values,
            counted=written.counted,
            expected=written.expected,
        )
    ]
    if not no_words:
        lines.append(tell("remarks, notes and texts may name people; --no-words leaves them out"))
    if not wishes.licence:
        lines.append(tell("no licence is named: --licence, or PHULUC_OPEN_DATA_LICENCE"))
    return lines


async def _find_round(at: Administration, owner: Unit, words: str, form: str | None) -> Round:
    """The round in which the unit, or one below it, owes a report; AdminError when there is none,
    or one of each of several forms."""
    from conversations.calendar.dates import local_day
    from conversations.calendar.period_words import is_named

    windows, today = at.catalogs.windows, local_day(at.now)
    known = [
        one
        for one in await at.tx.rounds.list_under(owner.id)
        if is_named(words, one.period, windows, today)
    ]
    found = choose_of_forms(at, form, {one.form_key: one for one in reversed(known)})
    if found is None:
        said = {"unit": owner.short_name, "period": words}
        raise AdminError(tell("{unit} has no round {period!r}; see: phuluc round list", **said))
    return found
