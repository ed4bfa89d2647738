"""People as an administrator looks for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cli.administration import AdminError, Administration, role_word
from bot.runtime.language import tell
from bot.workflow.people.mailboxes import confirmation_letter, queue_letter
from bot.workflow.people.operations import change_person, checked_name
from conversations.text.addresses import read_email
from conversations.text.normalize import fold_text
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.units import Unit
from templates.loading.wording import load_wording


async def known_person(tx: Transaction, member: int) -> str:
    """The name of the person of this number; AdminError when there is none."""
    names = await tx.roles.names_of([member])
    if member not in names:
        raise AdminError(tell("no member {number}; see: phuluc person find NAME", number=member))
    return names[member]


async def find_people(tx: Transaction, words: str) -> list[tuple[int, str]]:
    """Number and name of those who are called so."""
    return [
        (one.id, one.name) for one in await tx.members.list_all() if _is_called(one.name, words)
    ]


async def find_invited(
    tx: Transaction, units: Sequence[Unit], words: str, now: datetime
) -> list[tuple[object, ...]]:
    """Who is invited by such a name and has not come yet, as `describe_people` has others."""
    names = {one.id: one.short_name for one in units}
    text = "{role} of {unit}, invited (code {number})"
    return [
        (
            *("-", one.person),
            tell(text, role=role_word(one.role), unit=names[one.org_unit], number=one.id),
            "-",
        )
        for one in await tx.invitations.list_open([*names], now)
        if one.person and _is_called(one.person, words)
    ]


def _is_called(name: str, words: str) -> bool:
    """Whether a name holds all of the words, with or without accents."""
    asked, mine = fold_text(words).split(), fold_text(name)
    whole = all(word in mine.split() for word in asked)
    return bool(asked) and (whole or " ".join(asked) in mine)


async def rename_person(tx: Transaction, context: AuditContext, member: int, name: str) -> str:
    """Call a person otherwise; the name as it is kept. RequestRejectedError when it is empty or
    too long."""
    grants = await tx.roles.of_member(member)
    if grants:
        await change_person(tx, context, member, grants[0].unit, name=name)
    else:
        await tx.members.rename(member, checked_name(name))
    return checked_name(name)


def read_address(said: str) -> str:
    """The address as it is kept; AdminError for what is none."""
    found = read_email(said)
    if found is None:
        example = "lan@sotuphap.gov.vn"
        text = "{said!r} is no e-mail address such as {example}"
        raise AdminError(tell(text, said=said[:80], example=example))
    return found


async def change_address(at: Administration, member: int, address: str) -> list[str]:
    """Have the person written to there, once they have confirmed it; "" for nowhere. What is to be
    said of it."""
    grants = await at.tx.roles.of_member(member)
    if not grants:
        raise AdminError(tell("member {number} has no role", number=member))
    await change_person(at.tx, at.context(), member, grants[0].unit, email=address)
    data = {"number": member, "address": address}
    if not address:
        return [tell("member {number} is written to by e-mail no more", **data)]
    box = await at.tx.mailboxes.of_member(member)
    if box is not None and box.confirmed and not box.lost:
        return [tell("member {number} has confirmed {address} already", **data)]
    if at.settings.smtp_host is None:
        text = "{address} is kept; no letters can be sent: PHULUC_SMTP_HOST is not set"
        return [tell(text, **data)]
    public = str(at.settings.public_url or "")
    letter = await confirmation_letter(at.tx, public, member, address, at.now)
    await queue_letter(at.tx, load_wording(), address, letter, at.now, member)
    return [tell("a letter to {address} asks member {number} to confirm it", **data)]


async def describe_people(
    tx: Transaction, people: Sequence[tuple[int, str]]
) -> list[tuple[object, ...]]:
    """Number, name, roles and channel of each."""
    places = await tx.members.places_of([number for number, _ in people])
    rows: list[tuple[object, ...]] = []
    for number, name in people:
        grants = await tx.roles.of_member(number)
        units = {one.unit: (await tx.units.find(one.unit)).short_name for one in grants}
        roles = ", ".join(
            tell("{role} of {unit}", role=role_word(one.role.value), unit=units[one.unit])
            for one in grants
        )
        place = places.get(number)
        rows.append((number, name, roles or "-", place.channel if place else "-"))
    return rows
