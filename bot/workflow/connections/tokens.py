"""Tokens for other systems: made and ended by who administers a unit, from the command line and
from a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.access.api_tokens import hash_api_token, new_api_token
from bot.workflow.context import RequestContext, RequestRejectedError
from conversations.calendar.dates import print_day
from conversations.text.normalize import clean_text
from conversations.workflow.connections import ApiScope, read_words
from conversations.workflow.permissions import Permission
from storage.core.work import AuditContext
from storage.exchange.api_tokens import ApiToken
from storage.transaction import Transaction
from storage.workflow.units import Unit

MOST_TOKENS = 100  # that let somebody read at one time
LONGEST_NAME = 100  # characters of what a system is called
LONGEST_LIFE, USUAL_LIFE = 730, 365  # days
UNLESS_ASKED = tuple(  # what a token may read where nothing is said
    one for one in ApiScope if one not in (ApiScope.HISTORY, ApiScope.PEOPLE)
)


def read_scopes(words: Iterable[str]) -> tuple[ApiScope, ...]:
    """The scopes of these words, in their own order. RequestRejectedError for a word that is none,
    and for no word at all."""
    asked, unknown = read_words(ApiScope, words)
    if unknown or not asked:
        raise RequestRejectedError("token.scopes", said=unknown, scopes=", ".join(ApiScope))
    return asked


async def make_token(
    tx: Transaction,
    context: AuditContext,
    unit: Unit,
    name: str,
    scopes: tuple[ApiScope, ...],
    days: int,
) -> tuple[str, ApiToken]:
    """A new token, which is told now and never again. RequestRejectedError when it cannot be as it
    is asked for."""
    called = clean_text(name)
    if not 0 < len(called) <= LONGEST_NAME:
        raise RequestRejectedError("token.name", length=len(called), most=LONGEST_NAME)
    if not 1 <= days <= LONGEST_LIFE:
        raise RequestRejectedError("token.days", said=days, most=LONGEST_LIFE)
    if await tx.api_tokens.count_live(context.at) >= MOST_TOKENS:
        raise RequestRejectedError("token.many", most=MOST_TOKENS)
    token, until = new_api_token(), context.at + timedelta(days=days)
    kept = (hash_api_token(token), called, unit.id, scopes, until)
    return token, await tx.api_tokens.load(await tx.api_tokens.add(context, *kept))


async def give_token(
    ctx: RequestContext, unit_id: int, name: str, scopes: tuple[ApiScope, ...], days: int
) -> None:
    """Make a token for a unit that the member administers, and tell it."""
    await ctx.check(Permission.CONNECT, unit_id)
    unit = await ctx.tx.units.find(unit_id)
    token, kept = await make_token(ctx.tx, ctx.audit_context(), unit, name, scopes, days)
    ctx.say(
        "token.made",
        token=token,
        name=kept.name,
        unit=unit.short_name,
        scopes=", ".join(one.value for one in kept.scopes),
        until=print_day(kept.expires_at),
    )


async def end_token(ctx: RequestContext, number: int) -> None:
    """Have a token let nobody read any more."""
    found = await ctx.tx.api_tokens.load(number)
    await ctx.check(Permission.CONNECT, found.unit)
    if not await ctx.tx.api_tokens.end(ctx.audit_context(), number):
        raise RequestRejectedError("token.ended_before", name=found.name)
    ctx.say("token.ended", name=found.name)
