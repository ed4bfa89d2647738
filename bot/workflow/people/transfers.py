"""People who go to another unit, and invitations that are taken back."""

from __future__ import annotations

import re

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.interaction.choices import choose_request, match_people
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.lookup import find_unit
from bot.workflow.people.operations import end_role
from conversations.workflow.people_requests import CancelInvitation, MoveMember
from conversations.workflow.permissions import Grant, Permission, Role, may_invite

MOST = 6  # people that are offered
_PARTS = re.compile(
    r"(?P<who>.+?)\s+(?:từ|tu)\s+(?P<unit>.+?)\s+(?:sang|đến|den)\s+(?P<to>.+)", re.IGNORECASE
)


async def typed_move(ctx: RequestContext, argument: str) -> None:
    """`chuyển cán bộ Lan từ SNV sang X01`."""
    parts = _PARTS.fullmatch(argument.strip())
    if parts is None:
        raise RequestRejectedError("move.how")
    unit = await find_unit(ctx, Permission.PEOPLE, parts["unit"])
    to = await find_unit(ctx, Permission.PEOPLE, parts["to"])
    there = [one for one in await ctx.tx.roles.people_of([unit.id]) if one.role != Role.GUEST]
    meant = match_people(there, parts["who"])
    data = {"unit": unit.short_name, "to": to.short_name}
    if not meant:
        names = [*dict.fromkeys(one.name for one in there)][:MOST]
        said = parts["who"][:80]
        raise RequestRejectedError("move.nobody", said=said, unit=unit.short_name, names=names)
    choices = [
        (
            MoveMember(member=one.id, role=Role(one.role), unit=unit.id, to=to.id),
            {"name": one.name, "role": one.role},
        )
        for one in meant
    ]
    await choose_request(ctx, move_member, choices, "move.whom", "move.whom", MOST, **data)


async def move_member(ctx: RequestContext, request: MoveMember) -> None:
    """Show what would change; do it once the member is sure. The reports stay with the unit."""
    for number in (request.unit, request.to):
        if not may_invite(ctx.grants, request.role, await ctx.tx.units.lineage(number)):
            raise DeniedError
    if request.role is Role.GUEST:
        raise DeniedError
    unit, to = await ctx.tx.units.find(request.unit), await ctx.tx.units.find(request.to)
    names = await ctx.tx.roles.names_of([request.member])
    data = {
        "name": names.get(request.member, ""),
        "role": request.role.value,
        "unit": unit.short_name,
        "to": to.short_name,
    }
    has_it = Grant(role=request.role, unit=unit.id) in await ctx.tx.roles.of_member(request.member)
    if not has_it or unit.id == to.id:
        raise RequestRejectedError("move.nothing", **data)
    if not await confirm_request(ctx, request, "move.ask", "move", data):
        return
    await end_role(ctx.tx, ctx.audit_context(), request.member, unit.id, request.role, to.id)
    ctx.say("move.done", **data)
    ctx.tell(request.member, "notice.moved", **data)
    await ctx.look_again([request.member])


async def cancel_invitation(ctx: RequestContext, request: CancelInvitation) -> None:
    """Nobody comes in by this code any more."""
    await ctx.check(Permission.PEOPLE, request.unit)
    found = await ctx.tx.invitations.list_open([request.unit], ctx.now)
    meant = next((one for one in found if one.id == request.invitation), None)
    if meant is None:
        raise RequestRejectedError("invite.gone")
    if not may_invite(ctx.grants, Role(meant.role), await ctx.tx.units.lineage(request.unit)):
        raise DeniedError
    await ctx.tx.invitations.revoke(ctx.audit_context(), request.invitation)
    ctx.say("invite.cancelled", name=meant.person or "", role=meant.role)
