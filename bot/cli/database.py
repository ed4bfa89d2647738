"""The administrator's commands for the database itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.administration import AdminError
from bot.cli.installation import read_settings
from bot.runtime.language import tell

database = typer.Typer(
    help="The database: move it, back it up, restore it, check it.", no_args_is_help=True
)
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, an SQLite file.")]


@database.command()
def move(
    to: Annotated[
        str | None, typer.Option(metavar="URL", help="postgresql://user@host/name, no password.")
    ] = None,
    to_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A file with the URL; - is standard input."),
    ] = None,
) -> None:
    """Move the whole installation into another, empty database. Stop the product first. Every
    table is counted and hashed on both sides before anything is committed. An address with a
    password is given as a file: everybody on the machine reads what stands on a command line."""
    from bot.cli.operations.database import move_to, target_of

    _tell(move_to(read_settings().database, target_of(to, to_file)))
    print(tell("moved; now set PHULUC_DATABASE_URL to the new database and start the product"))


@database.command()
def backup(file: FileArgument) -> None:
    """Write a backup into a new FILE, while the product runs."""
    from bot.cli.operations.database import back_up

    settings = read_settings()
    if file.absolute().parent == (settings.data_dir / "backups").absolute():
        file.parent.mkdir(mode=0o700, exist_ok=True)  # where the doctor looks for them
    if not file.absolute().parent.is_dir():
        raise AdminError(tell("there is no folder {folder}", folder=file.absolute().parent))
    back_up(settings.database, file)
    print(tell("{file}: {count} bytes", file=file, count=file.stat().st_size))


@database.command()
def restore(file: FileArgument) -> None:
    """Restore a backup into the database of the settings, which must be empty or not there yet.
    FILE stays as it is."""
    from bot.cli.operations.database import restore_from

    settings = read_settings()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tell(restore_from(file, settings.database, settings.data_dir))
    print(tell("restored; messages that had been waiting with files will not be sent again"))
    print(
        tell(
            "a backup holds no secrets: links to files and pages handed out before do not open any "
            "more; for a Zalo Official Account run `phuluc zalo token`"
        )
    )


@database.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A backup; without it the database.")
    ] = None,
) -> None:
    """Print what every table holds, and look for damage and for a history that was tampered
    with; exit code 1 when something is wrong."""
    from bot.cli.operations.database import check_database as look

    settings = read_settings()
    contents, problems = asyncio.run(look(settings.database, file, settings.data_dir))
    _tell(contents)
    for problem in problems:
        print(problem)
    if problems:
        raise SystemExit(1)
    print(tell("sound"))


def _tell(contents: Mapping[str, object]) -> None:
    for name, content in contents.items():
        print(f"{name}: {content}")
