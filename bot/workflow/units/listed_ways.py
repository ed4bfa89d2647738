"""Telephone numbers and e-mail addresses that a list of units has otherwise: of people who have
joined, and of those who are invited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.workflow.people.operations import change_person
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Role
from conversations.workflow.unit_list import Invitee
from storage.core.work import AuditContext
from storage.transaction import Transaction

_Key = tuple[int, Role, str]
WAYS = ("phone", "email")


@dataclass(frozen=True, slots=True)
class ListedNumber:
    """A person whose telephone number, or address (`way`), the list has otherwise; `member` once
    they have joined, else the `invitation` that waits for them."""

    said: Invitee
    unit: int
    way: str
    old: str | None
    member: int | None = None
    invitation: int | None = None

    @property
    def new(self) -> str:
        """What the list says."""
        return self.said.phone if self.way == "phone" else self.said.email


async def find_numbers(
    tx: Transaction, people: Sequence[Invitee], units: Mapping[str, int], now: datetime
) -> list[ListedNumber]:
    """What is to be changed so that the people are reached as the list says; who has no number or
    address in it keeps theirs."""
    said = {_key(one, units): one for one in people if one.unit in units}
    numbers = sorted({unit for unit, _, _ in said})
    found: dict[tuple[_Key, str], ListedNumber] = {}
    for asked in await tx.invitations.list_open(numbers, now):
        key = (asked.org_unit, Role(asked.role), fold_text(asked.person or ""))
        for way in WAYS if key in said else ():
            old = getattr(asked, way)
            found[key, way] = ListedNumber(said[key], key[0], way, old, invitation=asked.id)
    for person in await tx.roles.people_of(numbers):
        key = (person.unit, Role(person.role), fold_text(person.name))
        for way in WAYS if key in said else ():
            old = getattr(person, way)
            found[key, way] = ListedNumber(said[key], key[0], way, old, member=person.id)
    return [one for one in found.values() if one.new and one.old != one.new]


def _key(one: Invitee, units: Mapping[str, int]) -> _Key:
    return (units[one.unit], one.role, fold_text(one.name))


async def carry_out_numbers(
    tx: Transaction, context: AuditContext, changes: Sequence[ListedNumber]
) -> None:
    """Have the people be reached as the list says; an address is to be confirmed anew."""
    for one in changes:
        if one.member is not None:
            await change_person(tx, context, one.member, one.unit, **{one.way: one.new})
        elif one.invitation is not None and one.way == "phone":
            await tx.invitations.set_phone(context, one.invitation, one.new)
        elif one.invitation is not None:
            await tx.invitations.set_email(context, one.invitation, one.new)
