"""Commands for the tokens of the Zalo Official Account."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli.administration import AdminError, Administration, in_transaction
from bot.runtime.language import tell

zalo = typer.Typer(help="The tokens of the Zalo Official Account.", no_args_is_help=True)


@zalo.command()
def token(
    stdin: Annotated[bool, typer.Option("--stdin", help="Read it from standard input.")] = False,
) -> None:
    """Bring a refresh token that the account's administrator has made; it is renewed from now on.
    The token is typed unseen: it must not stand in the shell's history."""
    brought = (
        sys.stdin.readline() if stdin else typer.prompt(tell("Refresh token"), hide_input=True)
    )
    if not brought.strip():
        raise AdminError(tell("a refresh token is needed"))
    _enter(brought.strip())


@in_transaction()
async def _enter(at: Administration, refresh: str) -> str:
    from bot.channels.zalo.official_account.tokens import NAME

    await at.tx.oauth_tokens.enter(NAME, "", refresh, at.now, at.now)
    return tell("kept; it is renewed when the product sends or within five minutes")


@zalo.command()
@in_transaction()
async def status(at: Administration) -> str:
    """Tell whether there is a token, and until when."""
    from bot.channels.zalo.official_account.tokens import NAME

    known = await at.tx.oauth_tokens.find(NAME)
    if known is None:
        return tell("no token yet: bring one with `phuluc zalo token`")
    if known.lost is not None:
        return tell("lost ({why}): bring another with `phuluc zalo token`", why=known.lost)
    return tell(
        "renewed {count} times; until {time} UTC",
        count=known.generation - 1,
        time=f"{known.access_until:%Y-%m-%d %H:%M}",
    )
