"""What a command of the administrator works with: one transaction, committed before a word of it
is printed."""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec, TypeVar

import typer

from bot.cli.installation import read_settings
from bot.runtime.language import ENGLISH, spoken_language, tell

if TYPE_CHECKING:  # to start quickly, they are imported when a command runs
    from bot.runtime.settings import Settings
    from bot.workflow.catalogs import Catalogs
    from conversations.workflow.permissions import Role
    from storage.core.work import AuditContext
    from storage.store import Store
    from storage.transaction import Transaction
    from storage.workflow.units import Unit
    from templates.loading.calendars import Calendars

P = ParamSpec("P")
T = TypeVar("T")
MOST_ROWS = 2**31 - 1  # as storage.tables.types has it, which takes long to import
UnitArgument = Annotated[str, typer.Argument(metavar="UNIT", help="Code, abbreviation or name.")]
PeriodArgument = Annotated[str, typer.Argument(metavar="PERIOD", help="'quý I/2026'.")]
RoleArgument = Annotated[
    str, typer.Argument(metavar="ROLE", help="officer, reviewer, coordinator, administrator.")
]
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

    @property
    def calendars(self) -> Calendars:
        """Kinds of unit and periods, for a command that needs no forms: those take long to load."""
        from templates.loading.calendars import load_calendars

        return load_calendars(self.settings.calendar_file, self.settings.rules_file)

    def kind_word(self, kind: str | None) -> str:
        """A kind of unit as a table shows it: by its key, or by its name in Vietnamese."""
        if kind is None or spoken_language() == ENGLISH:
            return kind or ""
        return self.calendars.kind_name(kind)

    def context(self, report: int | None = None) -> AuditContext:
        return command_line_context(self.now, report)

    async def find_unit(self, words: str) -> Unit:
        """The unit of this code, abbreviation or name; AdminError when it is not just one."""
        from bot.workflow.lookup import match_units

        found = match_units(await self.all_units(), words)
        if len(found) > 1:
            names = ", ".join(f"{unit.code} ({unit.short_name})" for unit in found[:5])
            raise AdminError(tell("several units match {said!r}: {names}", said=words, names=names))
        if not found:
            raise AdminError(tell("no unit {said!r}; see: phuluc units list", said=words))
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


def read_role(words: str) -> Role:
    """The role that is meant, by its name or as people call it; AdminError when it is none."""
    from bot.workflow.people.people import ROLE_WORDS
    from bot.workflow.words import name_role
    from conversations.text.normalize import fold_text
    from conversations.workflow.permissions import Role

    known = ROLE_WORDS | {role.value: role for role in Role}
    found = known.get(" ".join(fold_text(words).replace("-", " ").replace("_", " ").split()))
    if found is None:
        roles = ", ".join(f"{role.value} ({name_role(role)})" for role in Role)
        raise AdminError(tell("no role {said!r}; there is: {roles}", said=words, roles=roles))
    return found


def role_word(role: str) -> str:
    """A role as a table shows it: by its key, or by its name in Vietnamese."""
    from bot.workflow.words import name_role

    return role if spoken_language() == ENGLISH else name_role(role)


def run_with_store(
    work: Callable[[Store, Settings, datetime], Awaitable[T]], *, make: bool = False
) -> T:
    """Open the store, do the work, close it. NoDatabaseError when there is no database and it is
    not to `make` one."""
    from bot.ports import clock
    from storage.store import Store

    settings = read_settings()

    async def opened() -> T:
        if make:
            settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = await Store.open(settings.database, make=make)
        try:
            return await work(store, settings, clock.now())
        finally:
            await store.close()

    return asyncio.run(opened())


def in_transaction(
    *, with_catalogs: bool = False, make: bool = False, reading: bool = False
) -> Callable[
    [Callable[Concatenate[Administration, P], Awaitable[str | Iterable[str]]]], Callable[P, None]
]:
    """Make a command of a function over a transaction: it prints what the function returns. Where
    there is no database it says so, unless it is to `make` one. One that is `reading` alone keeps
    nobody who writes waiting."""

    def decorate(
        command: Callable[Concatenate[Administration, P], Awaitable[str | Iterable[str]]],
    ) -> Callable[P, None]:
        @wraps(command)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            async def work(store: Store, settings: Settings, now: datetime) -> str | Iterable[str]:
                catalogs = _open_catalogs(settings) if with_catalogs else None
                async with store.reading() if reading else store.transaction() as tx:
                    if catalogs is not None:
                        await catalogs.renew(tx)
                    at = Administration(tx, settings, now, catalogs)
                    return await command(at, *args, **kwargs)

            said = run_with_store(work, make=make)
            lines = [said] if isinstance(said, str) else [*said]
            for line in lines:
                print(line)
            if not lines:
                print(tell("phuluc: there is nothing to list"), file=sys.stderr)

        _, *asked = inspect.signature(command, eval_str=True).parameters.values()
        run.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]
        return run

    return decorate


def _open_catalogs(settings: Settings) -> Catalogs:
    """All is looked at when the product starts, and by `phuluc check`: not for each command."""
    from bot.shipped_catalogs import open_catalogs
    from templates.loading.catalog import load_catalog

    return open_catalogs(settings, load_catalog())
