"""Telephone numbers that a list of units has otherwise: of people who have joined, and of those
who are invited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cli.administration import command_line_context
from bot.runtime.language import tell
from bot.workflow.people.operations import change_person
from bot.workflow.words import name_role
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Role
from conversations.workflow.unit_import import Invitee
from storage.transaction import Transaction

_Key = tuple[int, Role, str]


@dataclass(frozen=True, slots=True)
class ListedNumber:
    """A person whose telephone number the list has otherwise; `member` once they have joined, else
    the `invitation` that waits for them."""

    said: Invitee
    unit: int
    old: str | None
    member: int | None = None
    invitation: int | None = None


async def find_numbers(
    tx: Transaction, people: Sequence[Invitee], units: Mapping[str, int], now: datetime
) -> list[ListedNumber]:
    """What is to be changed so that the people have the numbers that the list says; who has none
    in it keeps theirs."""
    said = {_key(one, units): one for one in people if one.phone and one.unit in units}
    numbers = sorted({unit for unit, _, _ in said})
    found: dict[_Key, ListedNumber] = {}
    for asked in await tx.invitations.list_open(numbers, now):
        key = (asked.org_unit, Role(asked.role), fold_text(asked.person or ""))
        if key in said:
            found[key] = ListedNumber(said[key], key[0], asked.phone, invitation=asked.id)
    for person in await tx.roles.people_of(numbers):
        key = (person.unit, Role(person.role), fold_text(person.name))
        if key in said:
            found[key] = ListedNumber(said[key], key[0], person.phone, member=person.id)
    return [one for one in found.values() if one.old != one.said.phone]


def _key(one: Invitee, units: Mapping[str, int]) -> _Key:
    return (units[one.unit], one.role, fold_text(one.name))


async def carry_out_numbers(
    tx: Transaction, changes: Sequence[ListedNumber], now: datetime
) -> None:
    """Have the people be reached at the numbers of the list."""
    context = command_line_context(now)
    for one in changes:
        if one.member is not None:
            await change_person(tx, context, one.member, one.unit, phone=one.said.phone)
        elif one.invitation is not None:
            await tx.invitations.set_phone(context, one.invitation, one.said.phone)


def number_notes(changes: Sequence[ListedNumber]) -> list[str]:
    """Each of the changes in a line."""
    text = "{unit}, {role} {name}: has the telephone number {old}, not {new}"
    return [
        tell(
            text,
            unit=one.said.unit,
            role=name_role(one.said.role),
            name=one.said.name,
            old=str(one.old) if one.old else tell("nothing"),
            new=one.said.phone,
        )
        for one in changes
    ]
