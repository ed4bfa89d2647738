"""A person's e-mail address: told, and confirmed by a link that is sent there; invitations by
mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.access.mail_tokens import CONFIRM_LIFE, CONFIRM_PATH, make_confirm_token
from bot.access.signatures import signing_key
from bot.delivery.letters import MAIL_CAPABILITIES
from bot.delivery.recipient import Recipient
from bot.delivery.reply_writer import ReplyWriter
from bot.workflow.catalogs import Catalogs
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.people import operations
from conversations.calendar.dates import print_weekday
from conversations.protocol.messages import Reply, Wording
from conversations.text.addresses import read_email
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Role
from storage.core.sender_spaces import MAIL
from storage.transaction import Transaction

CONFIRMATIONS = 3  # letters an hour that ask one person to confirm
_HOUR = timedelta(hours=1)
_IS = re.compile(r"^(?:(?:là|la)\s+|[:=]\s*)", re.IGNORECASE)
_NONE = frozenset({"khong", "khong co", "khong co gi", "bo", "xoa", "trong", "chua co"})


def sends_mail(catalogs: Catalogs) -> bool:
    """Whether letters can be sent, with links that lead here."""
    return MAIL in catalogs.channels and catalogs.links is not None


async def typed_own_email(ctx: RequestContext, argument: str) -> None:
    """`email của tôi là lan@x.gov.vn`: for reminders where nothing else reaches the person, and for
    codes to sign in by."""
    said = _IS.sub("", argument.strip())
    address = "" if fold_text(said).strip(" .") in _NONE else read_email(said)
    if address is None or not said:
        raise RequestRejectedError("email.own_how", said=said[:80])
    units = ctx.units_of(*(role for role in Role if role is not Role.GUEST))
    if not units:
        raise DeniedError
    await set_email(ctx, ctx.member, units[0], address)


async def set_email(
    ctx: RequestContext, member: int, unit: int, address: str, name: str = ""
) -> None:
    """Have the member written to at this address, as `read_email` reads it, once they confirm it;
    "" for none. It is said what happens next; `name` is that of somebody else."""
    await operations.change_person(ctx.tx, ctx.audit_context(), member, unit, email=address)
    if not address:
        ctx.say("email.removed", name=name)
        return
    box = await ctx.tx.mailboxes.of_member(member)
    if box is not None and box.confirmed and not box.lost:
        ctx.say("email.same", address=address, name=name)
    elif not sends_mail(ctx.catalogs):
        ctx.say("email.off", address=address)
    elif not await may_ask(ctx.tx, member, ctx.now):
        ctx.say("email.often", count=CONFIRMATIONS)
    else:
        await ask_to_confirm(ctx, member, address)
        ctx.say("email.sent", address=address, name=name)


async def may_ask(tx: Transaction, member: int, now: datetime) -> bool:
    """Whether one more letter may ask the member to confirm; it is counted as asked."""
    who = f"m{member}"
    if await tx.invitations.count_wrong_codes(MAIL, who, now - _HOUR) >= CONFIRMATIONS:
        return False
    await tx.invitations.add_wrong_code(MAIL, who, now)
    return True


async def ask_to_confirm(ctx: RequestContext, member: int, address: str) -> None:
    """Have the letter sent to there that asks the member to confirm it; nothing where there are no
    letters."""
    if sends_mail(ctx.catalogs) and ctx.catalogs.links is not None:
        at = (ctx.catalogs.links.public_url, member, address, ctx.now)
        letter = await confirmation_letter(ctx.tx, *at)
        ctx.tell_at((MAIL, address), member, letter.code, **letter.data)


async def confirmation_letter(
    tx: Transaction, public_url: str, member: int, address: str, now: datetime
) -> Reply:
    """The letter with the link that confirms the member's address."""
    token = make_confirm_token(await signing_key(tx), member, address, now)
    url = f"{public_url.rstrip('/')}{CONFIRM_PATH}/{token}"
    names = await tx.roles.names_of([member])
    until = print_weekday(now + CONFIRM_LIFE)
    data = {"name": names.get(member, ""), "url": url, "until": until}
    return Reply("mail.confirm", data)


def invitation_letter(
    invitation: Mapping[str, str], role: Role, unit: str, person: str, until: datetime
) -> Reply:
    """The letter that brings somebody a code, and links that open with it."""
    told = {"web": "", "link": "", **invitation}
    day = print_weekday(until)
    data = {"invitation": told, "role": role.value, "unit": unit, "person": person, "until": day}
    return Reply("mail.invitation", data)


async def queue_letter(
    tx: Transaction, wording: Wording, address: str, letter: Reply, now: datetime, member: int = 0
) -> None:
    """Have a letter sent to an address, by whatever process serves the channel."""
    writer = ReplyWriter(wording, {MAIL: MAIL_CAPABILITIES}, lambda: now)
    await writer.speak(tx, Recipient(MAIL, address, member, 0), [letter])
