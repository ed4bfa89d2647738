"""The administrator's commands about the history."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import run_with_store
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from bot.runtime.settings import Settings
    from storage.store import Store

audit = typer.Typer(help="The history: verify its chains, write it out.", no_args_is_help=True)


@audit.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="A head that was printed before and kept elsewhere.")
    ] = None,
) -> None:
    """Verify every chain of the history and hold the tables against it; exit code 1 when
    something is wrong. Keep the head that is printed outside of this machine: given later with
    --head, it proves that nothing up to there was taken away or written anew."""
    from bot.cli.operations.audit import verify_history

    async def work(store: Store, settings: Settings, now: datetime) -> bool:
        found = await verify_history(store, head, settings.data_dir)
        for line in found.wrong:
            print(line)
        if found.good:
            print(
                tell(
                    "{count} chains are whole, and the tables say what they say", count=found.chains
                )
            )
        print(tell("head: {head}", head=found.head))
        return found.good

    if not run_with_store(work):
        raise SystemExit(1)


@audit.command()
def accept() -> None:
    """Go on although the database ends before the head of the history that is kept beside it. What
    is missing is printed, and that it was accepted stands in the history."""
    from bot.cli.operations.audit import accept_missing

    async def work(store: Store, settings: Settings, now: datetime) -> list[str]:
        return await accept_missing(store, settings.data_dir, now)

    for line in run_with_store(work):
        print(line)
    print(tell("accepted: the history goes on from here"))


@audit.command()
def export(
    out: Annotated[Path, typer.Option(help="The workbook to write.")] = Path("history.xlsx"),
) -> None:
    """Write the whole history into a workbook."""
    from bot.cli.operations.audit import export_history

    async def work(store: Store, settings: Settings, now: datetime) -> tuple[bytes, int]:
        return await export_history(store)

    content, count = run_with_store(work)
    out.write_bytes(content)
    print(tell("{count} entries written to {file}", count=count, file=out))
