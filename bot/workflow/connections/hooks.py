"""Addresses of other systems that are told of acts: added, given another secret, paused, resumed
and ended, from the command line and from a page."""

from __future__ import annotations

from collections.abc import Iterable

from bot.access.hook_addresses import HookAddressError, HookRules, name_of_host
from bot.access.hook_signatures import new_hook_secret
from bot.workflow.context import RequestContext, RequestRejectedError
from conversations.workflow.connections import HookEvent, PauseReason, read_words
from conversations.workflow.permissions import Permission
from storage.core.work import AuditContext
from storage.exchange.hook_targets import HookTarget
from storage.transaction import Transaction

MOST_HOOKS = 50  # addresses that are told of anything at one time


def read_events(words: Iterable[str]) -> tuple[HookEvent, ...]:
    """The kinds of events of these words; all of them for no word. RequestRejectedError for a word
    that is none."""
    asked, unknown = read_words(HookEvent, words)
    if unknown:
        raise RequestRejectedError("webhook.events", said=unknown, events=", ".join(HookEvent))
    return asked or tuple(HookEvent)


async def add_hook(
    tx: Transaction,
    context: AuditContext,
    rules: HookRules,
    unit: int,
    url: str,
    kinds: tuple[HookEvent, ...],
) -> tuple[int, str]:
    """Have an address told of acts; its number, and the secret, which is told now and never again.
    RequestRejectedError for an address that may not be posted to."""
    try:
        rules.check(url)
    except HookAddressError as error:
        raise RequestRejectedError("webhook.url", why=error.reason) from None
    if await tx.hook_targets.count_live() >= MOST_HOOKS:
        raise RequestRejectedError("webhook.many", most=MOST_HOOKS)
    secret = new_hook_secret()
    return await tx.hook_targets.add(context, url, unit, kinds, secret), secret


async def connect_hook(
    ctx: RequestContext, rules: HookRules, unit_id: int, url: str, kinds: tuple[HookEvent, ...]
) -> None:
    """Add an address for a unit that the member administers, and tell its secret."""
    await ctx.check(Permission.CONNECT, unit_id)
    unit = await ctx.tx.units.find(unit_id)
    made = (ctx.tx, ctx.audit_context(), rules, unit_id, url.strip(), kinds)
    number, secret = await add_hook(*made)
    said = {"secret": secret, "host": name_of_host(url), "number": number}
    events = ", ".join(one.value for one in kinds)
    ctx.say("webhook.added", **said, unit=unit.short_name, events=events)


async def find_hook(ctx: RequestContext, number: int) -> HookTarget:
    """An address of a unit that the member administers, which was not ended."""
    found = await ctx.tx.hook_targets.load(number)
    await ctx.check(Permission.CONNECT, found.unit)
    if found.ended_at is not None:
        raise RequestRejectedError("webhook.ended_before", number=number)
    return found


async def rotate_hook(ctx: RequestContext, number: int) -> None:
    """Give an address another secret, and tell it."""
    found = await find_hook(ctx, number)
    secret = new_hook_secret()
    await ctx.tx.hook_targets.rotate(ctx.audit_context(), number, secret)
    ctx.say("webhook.rotated", secret=secret, host=name_of_host(found.url), number=number)


async def pause_hook(ctx: RequestContext, number: int) -> None:
    """Tell an address nothing for the time being."""
    found = await find_hook(ctx, number)
    await ctx.tx.hook_targets.pause(number, PauseReason.ASKED, ctx.now)
    ctx.say("webhook.paused", host=name_of_host(found.url), number=number)


async def resume_hook(ctx: RequestContext, number: int) -> None:
    """Tell an address again, what has waited first."""
    found = await find_hook(ctx, number)
    if not await ctx.tx.hook_targets.secrets_of(number, ctx.now):
        raise RequestRejectedError("webhook.unsigned", number=number)
    await ctx.tx.hook_targets.resume(ctx.audit_context(), number)
    ctx.say("webhook.resumed", host=name_of_host(found.url), number=number)


async def end_hook(ctx: RequestContext, number: int) -> None:
    """Tell an address nothing any more."""
    found = await find_hook(ctx, number)
    await ctx.tx.hook_targets.end(ctx.audit_context(), number)
    ctx.say("webhook.ended", host=name_of_host(found.url), number=number)
