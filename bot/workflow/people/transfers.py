"""People who go to another unit, and invitations that are taken back."""

from __future__ import annotations

import re
from typing import Any

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.lookup import find_unit
from conversations.dialog.prompts.keyboard import make_button
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Grant, Role, may_invite
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.requests import CancelInvitation, MoveMember

MOST = 6  # people that are offered
_PARTS = re.compile(
    r"(?P<who>.+?)\s+(?:từ|tu)\s+(?P<unit>.+?)\s+(?:sang|đến|den)\s+(?P<to>.+)", re.IGNORECASE
)


async def typed_move(ctx: RequestContext, argument: str) -> None:
    """`chuyển cán bộ Lan từ SNV sang X01`."""
    parts = _PARTS.fullmatch(argument.strip())
    if parts is None:
        raise RequestRejectedError("move.how")
    unit = await find_unit(ctx, Right.PEOPLE, parts["unit"])
    to = await find_unit(ctx, Right.PEOPLE, parts["to"])
    said = fold_text(parts["who"]).strip()
    there = await ctx.tx.people_of([unit.id])
    roles = [one for one in there if one.role != Role.GUEST]
    meant = [one for one in roles if fold_text(one.name) == said] or [
        one for one in roles if said in fold_text(one.name)
    ]
    if not meant:
        names = [*dict.fromkeys(one.name for one in roles)][:MOST]
        raise RequestRejectedError(
            "move.nobody", said=parts["who"][:80], unit=unit.short_name, names=names
        )
    if len(meant) == 1:
        await move_member(ctx, _move(meant[0].id, Role(meant[0].role), unit.id, to.id))
        return
    rows = tuple(
        (
            make_button(
                "move.whom",
                _move(one.id, Role(one.role), unit.id, to.id),
                name=one.name,
                role=one.role,
            ),
        )
        for one in meant[:MOST]
    )
    ctx.say("move.whom", rows, unit=unit.short_name, to=to.short_name)


def _move(member: int, role: Role, unit: int, to: int) -> MoveMember:
    return MoveMember(member=member, role=role, unit=unit, to=to)


async def move_member(ctx: RequestContext, request: MoveMember) -> None:
    """Show what would change; do it once the member is sure. The reports stay with the unit."""
    for number in (request.unit, request.to):
        if not may_invite(ctx.grants, request.role, await ctx.tx.lineage(number)):
            raise DeniedError
    if request.role is Role.GUEST:
        raise DeniedError
    unit, to = await ctx.tx.unit(request.unit), await ctx.tx.unit(request.to)
    names = await ctx.tx.names_of([request.member])
    data: dict[str, Any] = {"name": names.get(request.member, ""), "role": request.role.value}
    data |= {"unit": unit.short_name, "to": to.short_name}
    has_it = Grant(role=request.role, unit=unit.id) in await ctx.tx.grants_of(request.member)
    if not has_it or unit.id == to.id:
        raise RequestRejectedError("move.nothing", **data)
    if not request.sure:
        sure = request.model_copy(update={"sure": True})
        ctx.say("move.ask", ((make_button("move", sure),),), **data)
        return
    await ctx.tx.revoke(ctx.deed(), request.member, unit.id, request.role)
    await ctx.tx.relieve(ctx.deed(), request.member, unit.id)
    await ctx.tx.grant(ctx.deed(), request.member, to.id, request.role)
    ctx.say("move.done", **data)
    ctx.tell(request.member, "notice.moved", **data)
    await ctx.look_again([request.member])


async def cancel_invitation(ctx: RequestContext, request: CancelInvitation) -> None:
    """Nobody comes in by this code any more."""
    await ctx.check(Right.PEOPLE, request.unit)
    found = await ctx.tx.outstanding([request.unit], ctx.now)
    meant = [one for one in found if one.id == request.invitation]
    line = await ctx.tx.lineage(request.unit)
    if not meant:
        raise RequestRejectedError("invite.gone")
    if not may_invite(ctx.grants, Role(meant[0].role), line):
        raise DeniedError
    await ctx.tx.revoke_invitation(ctx.deed(), request.invitation)
    ctx.say("invite.cancelled", name=meant[0].person or "", role=meant[0].role)
