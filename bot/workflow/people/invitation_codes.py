"""Making one-time codes for people, in the chat or on a page, and making them anew."""

from __future__ import annotations

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.people.invitations import offer_invitation
from bot.workflow.people.mailboxes import invitation_letter, sends_mail
from bot.workflow.people.operations import INVITATION_LIFE, make_invitation
from conversations.calendar.dates import print_weekday
from conversations.protocol.messages import Reply
from conversations.protocol.person_names import invited_name
from conversations.workflow.permissions import Role, may_invite
from storage.core.sender_spaces import MAIL
from storage.workflow.units import Unit


async def invite_person(
    ctx: RequestContext,
    unit: Unit,
    role: Role,
    name: str | None,
    email: str | None = None,
    phone: str | None = None,
) -> None:
    """Tell a code for this role, and have it mailed to the address, if there is one. DeniedError
    for who may not bring anybody into the role."""
    if not may_invite(ctx.grants, role, await ctx.tx.units.lineage(unit.id)):
        raise DeniedError
    until = ctx.now + INVITATION_LIFE
    code, number = await make_invitation(
        ctx.tx, ctx.audit_context(), unit.id, role, until, name, email=email, phone=phone
    )
    invitation = offer_invitation(ctx, code)
    ctx.say(
        "invite.done",
        name=invited_name(name, number) or "",
        invitation=invitation,
        unit=unit.short_name,
        role=role.value,
        until=print_weekday(until),
    )
    if email is not None:
        _mail(ctx, email, invitation_letter(invitation, role, unit.name, name or "", until))


async def renew_invitation(ctx: RequestContext, unit_id: int, number: int) -> None:
    """A new code in the place of one that nobody has used: that one opens nothing any more."""
    unit = await ctx.tx.units.find(unit_id)
    waiting = await ctx.tx.invitations.list_unused([unit_id], ctx.now)
    old = next((one for one in waiting if one.id == number), None)
    if old is None or old.role == Role.GUEST:
        raise RequestRejectedError("invite.gone")
    await invite_person(ctx, unit, Role(old.role), old.person, old.email, old.phone)
    await ctx.tx.invitations.revoke(ctx.audit_context(), number)


def _mail(ctx: RequestContext, address: str, letter: Reply) -> None:
    """Have an invitation sent by mail too, and say so."""
    if sends_mail(ctx.catalogs):
        ctx.tell_at((MAIL, address), 0, letter.code, **letter.data)
        ctx.say("invite.mailed", address=address)
    else:
        ctx.say("invite.mail_off", address=address)
