"""Commands for the tokens of the Zalo Official Account."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from bot.runtime.settings import load_settings

zalo = typer.Typer(help="The tokens of the Zalo Official Account.", no_args_is_help=True)


@zalo.command()
def token(
    stdin: Annotated[bool, typer.Option("--stdin", help="Read it from standard input.")] = False,
) -> None:
    """Bring a refresh token that the account's administrator has made; it is renewed from now on.
    The token is typed unseen: it must not stand in the shell's history."""
    brought = sys.stdin.readline() if stdin else typer.prompt("Refresh token", hide_input=True)
    if not brought.strip():
        raise typer.BadParameter("a refresh token is needed")
    asyncio.run(_enter(brought.strip()))
    print("kept; it is renewed when the product sends or within five minutes")


@zalo.command()
def status() -> None:
    """Tell whether there is a token, and until when."""
    print(asyncio.run(_status()))


async def _enter(refresh: str) -> None:
    from bot.channels.zalo.official_account.tokens import NAME
    from bot.ports import clock
    from storage.store import Store

    store = await Store.open(load_settings().database)
    try:
        async with store.transaction() as tx:
            now = clock.now()
            await tx.oauth_tokens.enter(NAME, "", refresh, now, now)
    finally:
        await store.close()


async def _status() -> str:
    from bot.channels.zalo.official_account.tokens import NAME
    from storage.store import Store

    store = await Store.open(load_settings().database)
    try:
        async with store.transaction() as tx:
            known = await tx.oauth_tokens.find(NAME)
    finally:
        await store.close()
    if known is None:
        return "no token yet: bring one with `phuluc zalo token`"
    if known.lost is not None:
        return f"lost ({known.lost}): bring another with `phuluc zalo token`"
    return f"renewed {known.generation - 1} times; until {known.access_until:%Y-%m-%d %H:%M} UTC"
