"""Requests about units and the people in them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from conversations.frozen import Frozen
from conversations.workflow.permissions import Role
from conversations.workflow.request_bases import ConfirmedRequest


def _is_none(value: object) -> bool:
    return value is None


class ShowOfficeHistory(Frozen):
    """Who changed what beside the reports: roles, invitations, rounds, units; as a workbook when
    `file`."""

    do: Literal["office_trail"] = "office_trail"
    page: int = 0
    file: bool = False


class Dismiss(ConfirmedRequest):
    """End somebody's role in a unit; the unit's reports stay where they are."""

    do: Literal["dismiss"] = "dismiss"
    member: int
    unit: int
    role: Role


class RenameUnit(ConfirmedRequest):
    """Call a unit otherwise."""

    do: Literal["rename_unit"] = "rename_unit"
    unit: int
    name: str
    short_name: str
    abbreviation: str


class ChangeUnit(ConfirmedRequest):
    """Have a unit be of another kind, stand below another unit, be called at another number, or
    have another identification code."""

    do: Literal["change_unit"] = "change_unit"
    unit: int
    kind: str | None = None
    parent: int | None = None
    phone: str | None = None
    identification_code: str | None = Field(default=None, exclude_if=_is_none)


class EndUnit(ConfirmedRequest):
    """End a unit, or merge it `into` another one."""

    do: Literal["end_unit"] = "end_unit"
    unit: int
    into: int | None = None


class AddUnit(ConfirmedRequest):
    """Make a unit below another one."""

    do: Literal["add_unit"] = "add_unit"
    parent: int
    code: str
    name: str
    short_name: str
    abbreviation: str
    kind: str | None = None


class MoveMember(ConfirmedRequest):
    """Have somebody do in another unit what they do in this one."""

    do: Literal["move_member"] = "move_member"
    member: int
    role: Role
    unit: int
    to: int


class ChangePerson(ConfirmedRequest):
    """Call a person otherwise, or at another number, or write to them at another address."""

    do: Literal["change_person"] = "change_person"
    member: int
    name: str | None = None
    phone: str | None = None
    email: str | None = None


class CancelInvitation(Frozen):
    """Make a code worthless that nobody has used."""

    do: Literal["cancel_invitation"] = "cancel_invitation"
    unit: int
    invitation: int
