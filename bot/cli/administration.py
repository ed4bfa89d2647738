"""What a command of the administrator works with: one transaction, committed before a word of it
is printed."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec, TypeVar

import typer

from bot.runtime.settings import Settings, load_settings
from storage.tables.types import MOST_ROWS

if TYPE_CHECKING:  # to start quickly, they are imported when a command runs
    from bot.workflow.context import Catalogs
    from storage.core.work import AuditContext
    from storage.store import Store
    from storage.transaction import Transaction
    from storage.workflow.units import Unit

P = ParamSpec("P")
T = TypeVar("T")
UnitArgument = Annotated[str, typer.Argument(metavar="UNIT", help="Code, abbreviation or name.")]
PeriodArgument = Annotated[str, typer.Argument(metavar="PERIOD", help="'quý I/2026'.")]
MemberArgument = Annotated[
    int, typer.Argument(metavar="MEMBER", min=1, max=MOST_ROWS, help="Number in the history.")
]


class AdminError(Exception):
    """The command cannot be carried out; each of its lines says why."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Administration:
    """The transaction of a command, the settings, and the catalogs where the command needs them."""

    tx: Transaction
    settings: Settings
    now: datetime
    loaded: Catalogs | None

    @property
    def catalogs(self) -> Catalogs:
        assert self.loaded is not None  # noqa: S101 - the command asked for them
        return self.loaded

    def context(self, report: int | None = None) -> AuditContext:
        return command_line_context(self.now, report)

    async def find_unit(self, words: str) -> Unit:
        """The unit of this code, abbreviation or name; AdminError when it is not just one."""
        from bot.workflow.lookup import match_units

        found = match_units(await self.all_units(), words)
        if len(found) != 1:
            names = ", ".join(f"{unit.code} ({unit.short_name})" for unit in found[:5])
            raise AdminError(
                f"several units match {words!r}: {names}" if found else f"no unit {words!r}"
            )
        return found[0]

    async def all_units(self) -> list[Unit]:
        return [
            one
            for root in await self.tx.units.roots()
            for one in await self.tx.units.list_under(root.id)
        ]


def command_line_context(now: datetime, report: int | None = None) -> AuditContext:
    """Something done from the command line."""
    from storage.core.work import AuditContext

    return AuditContext(report, None, "command", None, now)


def open_settings() -> Settings:
    """The settings, with logs as they say."""
    from bot.runtime.logs import set_up_logging

    settings = load_settings()
    set_up_logging(settings.log_level, settings.log_format, settings.secrets)
    return settings


def run_with_store(work: Callable[[Store, Settings, datetime], Awaitable[T]]) -> T:
    """Open the store, do the work, close it."""
    from bot.ports import clock
    from storage.store import Store

    settings = load_settings()

    async def opened() -> T:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = await Store.open(settings.database)
        try:
            return await work(store, settings, clock.now())
        finally:
            await store.close()

    return asyncio.run(opened())


def in_transaction(
    *, with_catalogs: bool = False
) -> Callable[
    [Callable[Concatenate[Administration, P], Awaitable[str | Iterable[str]]]], Callable[P, None]
]:
    """Make a command of a function over a transaction: it prints what the function returns."""

    def decorate(
        command: Callable[Concatenate[Administration, P], Awaitable[str | Iterable[str]]],
    ) -> Callable[P, None]:
        @wraps(command)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            async def work(store: Store, settings: Settings, now: datetime) -> str | Iterable[str]:
                catalogs = _open_catalogs(settings) if with_catalogs else None
                async with store.transaction() as tx:
                    at = Administration(tx, settings, now, catalogs)
                    return await command(at, *args, **kwargs)

            said = run_with_store(work)
            for line in [said] if isinstance(said, str) else said:
                print(line)

        _, *asked = inspect.signature(command, eval_str=True).parameters.values()
        run.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]
        return run

    return decorate


def _open_catalogs(settings: Settings) -> Catalogs:
    from bot.product import open_catalogs

    return open_catalogs(settings)
