"""Commands for the browsers that are signed in to the web chat."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from bot.cli.workflow import run
from bot.runtime.settings import Settings
from storage.tables.types import MOST_ROWS

web = typer.Typer(help="The browsers that are signed in to the web chat.", no_args_is_help=True)
NumberArgument = Annotated[
    int | None, typer.Argument(metavar="SESSION", min=1, max=MOST_ROWS, help="Of `web sessions`.")
]
MemberOption = Annotated[
    int | None, typer.Option(min=1, max=MOST_ROWS, help="All browsers of this member.")
]


@web.command()
def sessions() -> None:
    """Print the browsers that are signed in: session, member (or `key`), browser, since, until."""
    from bot.access.browser_sessions import ends_at
    from conversations.calendar.dates import print_moment

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        async with store.transaction() as tx:
            found = await tx.web_sessions.list_all(now)
        for one in found:
            who = "key" if one.member is None else one.member
            times = f"{print_moment(one.made_at)}\t{print_moment(ends_at(one))}"
            print(f"{one.id}\t{who}\t{one.agent or '?'}\t{times}")

    run(work)


@web.command()
def end(
    session: NumberArgument = None,
    member: MemberOption = None,
    everybody: Annotated[bool, typer.Option("--all", help="Every browser.")] = False,
) -> None:
    """Sign one browser out, all of a member, or all. Its open pages close within a minute."""
    from bot.cli.operations.units import AdminError

    if [session is not None, member is not None, everybody].count(True) != 1:
        raise typer.BadParameter("name a session, or --member, or --all")

    async def work(store: Any, settings: Settings, now: datetime) -> None:
        async with store.transaction() as tx:
            if session is not None:
                count = int(await tx.web_sessions.end(session, now))
            elif member is not None:
                count = len(await tx.web_sessions.list_open([member], now))
                await tx.page_links.revoke(member, now)
            else:
                count = await tx.web_sessions.end_all(now)
        if session is not None and not count:
            message = f"no session {session} that is open"
            raise AdminError(message)
        print(f"{count} browsers signed out")

    run(work)
