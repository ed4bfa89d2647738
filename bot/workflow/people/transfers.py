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


async def typed_move(visit: RequestContext, argument: str) -> None:
    """`chuyển cán bộ Lan từ SNV sang X01`."""
    parts = _PARTS.fullmatch(argument.strip())
    if parts is None:
        raise RequestRejectedError("move.how")
    unit = await find_unit(visit, Right.PEOPLE, parts["unit"])
    to = await find_unit(visit, Right.PEOPLE, parts["to"])
    said = fold_text(parts["who"]).strip()
    there = await visit.tx.roles.people_of([unit.id])
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
        await move_member(visit, _move(meant[0].id, Role(meant[0].role), unit.id, to.id))
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
    visit.say("move.whom", rows, unit=unit.short_name, to=to.short_name)


def _move(member: int, role: Role, unit: int, to: int) -> MoveMember:
    return MoveMember(member=member, role=role, unit=unit, to=to)


async def move_member(visit: RequestContext, request: MoveMember) -> None:
    """Show what would change; do it once the member is sure. The reports stay with the unit."""
    for number in (request.unit, request.to):
        if not may_invite(visit.grants, request.role, await visit.tx.units.lineage(number)):
            raise DeniedError
    if request.role is Role.GUEST:
        raise DeniedError
    unit, to = await visit.tx.units.find(request.unit), await visit.tx.units.find(request.to)
    names = await visit.tx.roles.names_of([request.member])
    data: dict[str, Any] = {"name": names.get(request.member, ""), "role": request.role.value}
    data |= {"unit": unit.short_name, "to": to.short_name}
    has_it = Grant(role=request.role, unit=unit.id) in await visit.tx.roles.of_member(
        request.member
    )
    if not has_it or unit.id == to.id:
        raise RequestRejectedError("move.nothing", **data)
    if not request.sure:
        sure = request.model_copy(update={"sure": True})
        visit.say("move.ask", ((make_button("move", sure),),), **data)
        return
    await visit.tx.roles.revoke(visit.deed(), request.member, unit.id, request.role)
    await visit.tx.assignments.relieve(visit.deed(), request.member, unit.id)
    await visit.tx.roles.grant(visit.deed(), request.member, to.id, request.role)
    visit.say("move.done", **data)
    visit.tell(request.member, "notice.moved", **data)
    await visit.look_again([request.member])


async def cancel_invitation(visit: RequestContext, request: CancelInvitation) -> None:
    """Nobody comes in by this code any more."""
    await visit.check(Right.PEOPLE, request.unit)
    found = await visit.tx.invitations.list_open([request.unit], visit.now)
    meant = [one for one in found if one.id == request.invitation]
    line = await visit.tx.units.lineage(request.unit)
    if not meant:
        raise RequestRejectedError("invite.gone")
    if not may_invite(visit.grants, Role(meant[0].role), line):
        raise DeniedError
    await visit.tx.invitations.revoke(visit.deed(), request.invitation)
    visit.say("invite.cancelled", name=meant[0].person or "", role=meant[0].role)
