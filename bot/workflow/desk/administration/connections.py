"""What an administrator's page shows of tokens and of addresses that are told of acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.access.hook_addresses import name_of_host
from bot.workflow.connections.hooks import find_hook
from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.lookup import units_with
from conversations.workflow.permissions import Permission
from storage.exchange.api_tokens import ApiToken
from storage.exchange.hook_deliveries import HookTry
from storage.exchange.hook_targets import HookTarget
from storage.workflow.units import Unit

MOST_TRIES = 50  # events of an address that are shown
MOST_SHOWN = 200  # tokens, and addresses; those that let nobody read any more come last


@dataclass(frozen=True, slots=True)
class ShownToken:
    """A token with the name of its unit; `live`: it lets somebody read."""

    token: ApiToken
    unit: str
    live: bool


@dataclass(frozen=True, slots=True)
class ShownHook:
    """An address with the name of its unit, and how many events wait for it."""

    target: HookTarget
    host: str
    unit: str
    waiting: int


@dataclass(frozen=True, slots=True)
class OfficeConnections:
    """All connections of the units that the member administers; `top` is the first of them."""

    tokens: tuple[ShownToken, ...]
    hooks: tuple[ShownHook, ...]
    top: Unit


async def read_connections(ctx: RequestContext) -> OfficeConnections:
    """What there is. DeniedError for who administers nothing."""
    units = {one.id: one for one in await units_with(ctx, Permission.CONNECT)}
    if not units:
        raise DeniedError
    roots = [one.id for one in units.values() if one.parent not in units]
    tokens = [
        ShownToken(one, _name(units, one.unit), one.is_live(ctx.now))
        for one in await ctx.tx.api_tokens.list_under(roots)
    ]
    waiting = await ctx.tx.hook_deliveries.count_waiting()
    hooks = [
        ShownHook(one, name_of_host(one.url), _name(units, one.unit), waiting.get(one.id, 0))
        for one in await ctx.tx.hook_targets.list_under(roots)
    ]
    return OfficeConnections(
        tuple(sorted(tokens, key=lambda one: not one.live)[:MOST_SHOWN]),
        tuple(sorted(hooks, key=lambda one: one.target.ended_at is not None)[:MOST_SHOWN]),
        units[roots[0]],
    )


def _name(units: dict[int, Unit], number: int) -> str:
    return units[number].short_name if number in units else f"số {number}"


async def read_hook(ctx: RequestContext, number: int) -> tuple[ShownHook, Sequence[HookTry]]:
    """One address, and the newest events for it."""
    target = await find_hook(ctx, number)
    unit = await ctx.tx.units.find(target.unit)
    waiting = await ctx.tx.hook_deliveries.count_waiting()
    shown = ShownHook(target, name_of_host(target.url), unit.short_name, waiting.get(number, 0))
    return shown, await ctx.tx.hook_deliveries.list_last(number, MOST_TRIES)
