"""The command that adds several provinces up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import AdminError
from bot.cli.new_files import check_licence, check_new_file
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from contextlib import ExitStack

    from bot.cli.operations.province_api import IsMeant
    from bot.files.province_checks import ProvinceData
    from bot.runtime.settings import Settings
    from conversations.exchange.records import RoundRecord
    from templates.loading.catalog import Catalog

totals = typer.Typer(help="Totals over several installations.", no_args_is_help=True)


@totals.callback()
def keep_name() -> None:
    """Totals over several installations."""


@totals.command("nation")
def add_nation(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Open data: .zip, folder, or https address."),
    ],
    out: Annotated[
        list[Path] | None, typer.Option(help="A file to write: .docx, .xlsx or .zip (open data).")
    ] = None,
    name: Annotated[str, typer.Option(help="What all of them together are called.")] = "Cả nước",
    row: Annotated[str | None, typer.Option(help="Explain this row: its key or number.")] = None,
    provinces: Annotated[int, typer.Option(min=0, help="How many there should be.")] = 0,
    licence: Annotated[str, typer.Option(help="Of the open data that are written.")] = "",
    tokens: Annotated[
        Path | None, typer.Option(help="A file with a line for each address: address, token.")
    ] = None,
    period: Annotated[
        str, typer.Option(help="Which round of an address, where no file says so.")
    ] = "",
    form: Annotated[str | None, typer.Option(help="The form's key, likewise.")] = None,
) -> None:
    """Add the open data of several provinces up, as totals of one installation are: who gave what,
    who is missing, shares from their two numbers."""
    import asyncio
    from contextlib import ExitStack

    from bot.cli.installation import read_settings
    from bot.cli.operations.national_total import NationalWishes, make_total, read_tokens
    from bot.cli.operations.published_forms import load_with_own
    from bot.ports import clock

    wanted = out or []
    _check_wanted(wanted)
    check_licence(licence)
    settings = read_settings()
    wishes = NationalWishes(name, provinces, licence or settings.open_data_licence, wanted, row)
    catalog = asyncio.run(load_with_own(settings, ""))
    given = read_tokens(tokens)
    with ExitStack() as kept:
        meant = partial(_meant, settings, catalog, period=period, form=form)
        for line in make_total(catalog, _open(sources, given, meant, kept), wishes, clock.now()):
            print(line)


def _check_wanted(wanted: Sequence[Path]) -> None:
    """AdminError for a file that cannot be written, or is there already."""
    from bot.cli.operations.national_total import DATA, WORD, WORKBOOK

    for path in wanted:
        if path.suffix.lower() not in (WORD, WORKBOOK, DATA):
            raise AdminError(tell("{file} is none of .docx, .xlsx and .zip", file=path))
        check_new_file(path)


def _open(
    sources: Sequence[str],
    tokens: Mapping[str, str],
    meant: Callable[[RoundRecord | None], IsMeant],
    kept: ExitStack,
) -> list[ProvinceData]:
    """The open data of files, and then of addresses: `meant` tells which round of them."""
    from bot.cli.operations.national_total import open_addresses, open_packages

    found = open_packages([Path(one) for one in sources if "://" not in one], kept)
    addresses = [one for one in sources if "://" in one]
    if not addresses:
        return found
    first = found[0].round if found else None
    return found + open_addresses(addresses, tokens, meant(first), kept)


def _meant(
    settings: Settings, catalog: Catalog, first: RoundRecord | None, period: str, form: str | None
) -> IsMeant:
    """Which round of an installation is meant: that of the first file, or of the period and the
    form that are named."""
    from bot.cli.operations.province_api import is_of
    from bot.ports import clock
    from conversations.calendar.dates import local_day
    from conversations.calendar.period_words import is_named
    from conversations.exchange.descriptions import read_period
    from templates.loading.calendars import load_calendars

    if first is not None:
        return is_of(first.form, read_period(first.period), lambda _: True)
    if not period:
        raise AdminError(tell("say which round of these addresses is meant: --period"))
    windows = load_calendars(settings.calendar_file, settings.rules_file).windows
    own = (one for some in catalog.forms.values() for one in some.periods.windows)
    known, today = (*own, *windows), local_day(clock.now())
    return is_of(form, None, lambda one: is_named(period, one, known, today))
