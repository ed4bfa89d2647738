"""Who somebody is, as it is shown before anything is changed about it."""

from __future__ import annotations

from typing import Any

from bot.workflow.context import RequestContext


async def identity_of(ctx: RequestContext, member: int) -> dict[str, Any]:
    """Who somebody is: name, roles and units, and how many answers stand in their name."""
    grants = await ctx.tx.roles.of_member(member)
    units = {grant.unit: (await ctx.tx.units.find(grant.unit)).short_name for grant in grants}
    names = await ctx.tx.roles.names_of([member])
    return {
        "name": names.get(member, ""),
        "roles": [{"role": one.role.value, "unit": units[one.unit]} for one in grants],
        "answers": await ctx.tx.rebindings.count_answers(member),
    }
