"""Commands for the browsers that are signed in to the web chat."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.administration import MOST_ROWS, AdminError, Administration, in_transaction
from bot.cli.tables import lay_out
from bot.runtime.language import tell

web = typer.Typer(help="The browsers that are signed in to the web chat.", no_args_is_help=True)
NumberArgument = Annotated[
    int | None, typer.Argument(metavar="SESSION", min=1, max=MOST_ROWS, help="Of `web sessions`.")
]
MemberOption = Annotated[
    int | None, typer.Option(min=1, max=MOST_ROWS, help="All browsers of this member.")
]


@web.command()
@in_transaction()
async def sessions(at: Administration) -> list[str]:
    """Print the browsers that are signed in: session, member (or `key`), browser, since, until."""
    from bot.access.browser_sessions import ends_at
    from conversations.calendar.dates import print_moment

    rows = []
    for one in await at.tx.web_sessions.list_all(at.now):
        who = "key" if one.member is None else one.member
        times = (print_moment(one.made_at), print_moment(ends_at(one)))
        rows.append((one.id, who, one.agent or "?", *times))
    return lay_out(("Session", "Member", "Browser", "Since", "Until"), rows)


@web.command()
@in_transaction()
async def end(
    at: Administration,
    session: NumberArgument = None,
    member: MemberOption = None,
    everybody: Annotated[bool, typer.Option("--all", help="Every browser.")] = False,
) -> str:
    """Sign one browser out, all of a member, or all. Its open pages close within a minute."""
    if [session is not None, member is not None, everybody].count(True) != 1:
        raise AdminError(tell("name a session, or --member, or --all"))
    if session is not None:
        count = int(await at.tx.web_sessions.end(session, at.now))
        if not count:
            raise AdminError(tell("no session {number} that is open", number=session))
    elif member is not None:
        count = len(await at.tx.web_sessions.list_open([member], at.now))
        await at.tx.signed_links.revoke_pages(member, at.now)
    else:
        count = await at.tx.web_sessions.end_all(at.now)
    return tell("{count} browsers signed out", count=count)
