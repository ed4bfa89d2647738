"""The command that adds several provinces up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.administration import AdminError
from bot.runtime.language import tell

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
) -> None:
    """Add the open data of several provinces up, as totals of one installation are: who gave what,
    who is missing, shares from their two numbers."""
    import asyncio
    from contextlib import ExitStack

    from bot.cli.installation import read_settings
    from bot.cli.operations.national_total import (
        DATA,
        WORD,
        WORKBOOK,
        NationalWishes,
        make_total,
        open_packages,
    )
    from bot.cli.operations.published_forms import load_with_own
    from bot.ports import clock
    from bot.runtime.settings import LICENCE

    wanted = out or []
    for path in wanted:
        if path.suffix.lower() not in (WORD, WORKBOOK, DATA):
            raise AdminError(tell("{file} is none of .docx, .xlsx and .zip", file=path))
        if path.exists():
            raise AdminError(tell("{file} is there already; name another file", file=path))
        if not path.parent.is_dir():
            raise AdminError(tell("there is no folder {file}", file=path.parent))
    if not re.fullmatch(LICENCE, licence):
        raise AdminError(tell("{said!r} is no licence: CC-BY-4.0, https://…", said=licence))
    settings = read_settings()
    wishes = NationalWishes(name, provinces, licence or settings.open_data_licence, wanted, row)
    catalog = asyncio.run(load_with_own(settings, ""))
    with ExitStack() as kept:
        packages = open_packages([Path(one) for one in sources], kept)
        for line in make_total(catalog, packages, wishes, clock.now()):
            print(line)
