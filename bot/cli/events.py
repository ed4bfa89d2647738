"""The administrator's commands for events that were set aside."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.runtime.settings import load_settings

events = typer.Typer(
    help="What came in and was set aside, because it ended the process or failed each time.",
    no_args_is_help=True,
)
NumbersArgument = Annotated[
    list[int], typer.Argument(metavar="NUMBER…", help="As `phuluc event list` shows them.")
]


@events.command("list")
def list_() -> None:
    """List them: number, when it was set aside, channel, unit, kind, why, how it begins."""
    from bot.cli.operations.events import list_set_aside

    for line in asyncio.run(list_set_aside(load_settings().database)):
        print(line)


@events.command()
def retry(numbers: NumbersArgument) -> None:
    """Have them handled after all, within ten seconds if the product runs. One that still ends
    the process is set aside again after two attempts."""
    from bot.cli.operations.events import retry_event

    asyncio.run(retry_event(load_settings().database, numbers))
    print(f"{len(numbers)} to be tried again")


@events.command()
def dismiss(numbers: NumbersArgument) -> None:
    """Take them off the list. Nothing of them is recorded."""
    from bot.cli.operations.events import dismiss_event

    asyncio.run(dismiss_event(load_settings().database, numbers))
    print(f"{len(numbers)} dismissed")
