"""A list of units on a page: what it would do, and doing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.people.invitations import invitation_text
from bot.workflow.people.mailboxes import ask_to_confirm, invitation_letter, sends_mail
from bot.workflow.units.list_words import describe_changes, describe_notes, describe_refusal
from bot.workflow.units.listed_units import (
    ImportPlan,
    Invited,
    Lines,
    ListRefusedError,
    carry_out_changes,
    carry_out_import,
    plan_import,
)
from bot.workflow.words import name_role
from conversations.calendar.dates import print_day
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.unit_list import Invitee, ListedUnit, place_units
from storage.core.sender_spaces import MAIL

MOST_SHOWN = 500  # units of the tree


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A new unit in the tree, how deep it stands, and its people in words."""

    depth: int
    code: str
    name: str
    kind: str
    people: str


@dataclass(frozen=True, slots=True)
class ListTrial:
    """What a list would do. Where it is not `good`, `problems` say why nothing of it is taken."""

    good: bool
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    tree: tuple[TreeLine, ...] = ()
    units: int = 0
    people: tuple[tuple[str, int], ...] = ()
    addresses: int = 0


@dataclass(frozen=True, slots=True)
class ToldCode:
    """A code that is shown once, for whom and where."""

    unit: str
    unit_name: str
    role: str
    name: str
    code: str
    link: str
    until: str
    email: str


@dataclass(frozen=True, slots=True)
class CodesTold:
    """What came of a list: how many units were made and changed, and the codes of its people."""

    units: int
    changes: int
    codes: tuple[ToldCode, ...]
    mailed: int


async def check_list_rights(ctx: RequestContext) -> None:
    """DeniedError for who does not administer the whole: a list may name any unit."""
    roots = await ctx.tx.units.roots()
    if not roots:
        raise DeniedError
    for root in roots:
        await ctx.check(Permission.UNITS, root.id)


async def try_list(ctx: RequestContext, lines: Lines) -> ListTrial:
    """What the list would do; nothing is done."""
    await check_list_rights(ctx)
    return await describe_list(ctx, lines)


async def describe_list(
    ctx: RequestContext, lines: Lines, *, coordinated: bool = False
) -> ListTrial:
    """The same for whom the caller has looked at. `coordinated`: they will coordinate."""
    try:
        plan = await plan_import(ctx.tx, ctx.catalogs, lines, ctx.now, coordinated=coordinated)
    except ListRefusedError as refused:
        return ListTrial(good=False, problems=tuple(describe_refusal(refused)))
    counts = Counter(one.role for one in plan.found.people)
    return ListTrial(
        good=True,
        notes=tuple(describe_notes(plan)),
        changes=tuple(describe_changes(plan)),
        tree=_tree(ctx, plan.found.units, plan.found.people),
        units=len(plan.found.units),
        people=tuple((name_role(role), count) for role, count in counts.items()),
        addresses=sum(bool(one.email) for one in plan.found.people),
    )


def _tree(
    ctx: RequestContext, units: Sequence[ListedUnit], people: Sequence[Invitee]
) -> tuple[TreeLine, ...]:
    """The new units, each below the one it stands below."""
    below, staff = place_units(units, people)
    found: list[TreeLine] = []
    waiting = [(one, 0) for one in reversed(below[None])]
    while waiting and len(found) < MOST_SHOWN:
        unit, depth = waiting.pop()
        kind = ctx.catalogs.calendars.kind_name(unit.kind) if unit.kind else ""
        found.append(TreeLine(depth, unit.code, unit.name, kind, _people(staff[unit.code])))
        waiting += [(child, depth + 1) for child in reversed(below[unit.code])]
    return tuple(found)


def _people(people: Sequence[Invitee]) -> str:
    return "; ".join(
        f"{name_role(role)}: {', '.join(one.name for one in people if one.role is role)}"
        for role in Role
        if any(one.role is role for one in people)
    )


async def carry_out_list(
    ctx: RequestContext, lines: Lines, *, changes: bool, mail: bool
) -> CodesTold:
    """Make the units and the codes of their people; have units that are there be as the list says,
    if `changes`; send the codes by `mail` to who has an address. RequestRejectedError for a list
    that cannot be taken."""
    await check_list_rights(ctx)
    return await make_listed(ctx, lines, changes=changes, mail=mail)


async def make_listed(ctx: RequestContext, lines: Lines, *, changes: bool, mail: bool) -> CodesTold:
    """The same for whom the caller has looked at."""
    try:
        plan = await plan_import(ctx.tx, ctx.catalogs, lines, ctx.now)
    except ListRefusedError as refused:
        problems = describe_refusal(refused)
        raise RequestRejectedError("units.list_refused", problems=problems) from refused
    made = await carry_out_import(ctx.tx, ctx.audit_context(), plan)
    if changes:
        await carry_out_changes(ctx.tx, ctx.audit_context(), plan)
        for one in plan.new_addresses:
            await ask_to_confirm(ctx, *one)
    codes = tuple(_told(ctx, one) for one in made)
    mailed = _mail_all(ctx, made) if mail and sends_mail(ctx.catalogs) else 0
    return CodesTold(len(plan.found.units), _count(plan) if changes else 0, codes, mailed)


def _count(plan: ImportPlan) -> int:
    return len(plan.changes) + len(plan.numbers)


def _invitation(ctx: RequestContext, one: Invited) -> dict[str, str]:
    public = ctx.catalogs.links.public_url if ctx.catalogs.links is not None else ""
    return invitation_text(ctx.catalogs.telegram.name, one.code, public)


def _told(ctx: RequestContext, one: Invited) -> ToldCode:
    made = _invitation(ctx, one)
    where = (one.unit, one.unit_name, name_role(one.role), one.name, one.code)
    return ToldCode(*where, made["web"] or made["link"], print_day(one.until), one.email)


def _mail_all(ctx: RequestContext, made: Sequence[Invited]) -> int:
    """Have each code sent to who has an address; how many."""
    mailed = [one for one in made if one.email]
    for one in mailed:
        told = _invitation(ctx, one)
        letter = invitation_letter(told, one.role, one.unit_name, one.name, one.until)
        ctx.tell_at((MAIL, one.email), 0, letter.code, **letter.data)
    return len(mailed)
