"""Setting up a new installation: its units from a list, and whoever does it becomes their
administrator and coordinator."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access.identity import NEWCOMER
from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.desk.administration.lists import CodesTold, ListTrial, describe_list, make_listed
from bot.workflow.people.operations import checked_name
from bot.workflow.units.listed_units import Lines
from conversations.workflow.permissions import Role

HEADED = ("Mã", "Tên", "Tên ngắn", "Viết tắt")


@dataclass(frozen=True, slots=True)
class SetupProgress:
    """How far an installation has come."""

    organisation: str  # the name of the unit at the top; empty before there is one
    units: int
    people: int
    invited: int
    rounds: int
    passkeys: int
    public: bool  # whether others reach it: there is a public address


def one_unit_list(name: str, short_name: str, code: str) -> Lines:
    """A list of one unit, to begin with."""
    short, code = short_name.strip() or name.strip(), code.strip()
    return [[*HEADED], [code, name.strip(), short, code]]


async def check_unfounded(ctx: RequestContext) -> None:
    """DeniedError where there are units: who may do something about them is settled then."""
    if await ctx.tx.units.roots():
        raise DeniedError


async def try_first_list(ctx: RequestContext, lines: Lines) -> ListTrial:
    """What founding the office by this list would do; nothing is done."""
    await check_unfounded(ctx)
    return await describe_list(ctx, lines, coordinated=True)


async def found_office(ctx: RequestContext, lines: Lines, name: str, *, mail: bool) -> CodesTold:
    """Make the units of the list, and the codes of its people; the member, who is called so, looks
    after all of it from now on, and their trial is over. RequestRejectedError for a list or a name
    that cannot be taken."""
    await ctx.tx.units.hold_top()
    await check_unfounded(ctx)
    called = checked_name(name) if name.strip() else None
    made = await make_listed(ctx, lines, changes=False, mail=mail)
    for root in await ctx.tx.units.roots():
        for role in (Role.ADMINISTRATOR, Role.COORDINATOR):
            await ctx.tx.roles.grant(ctx.audit_context(), ctx.member, root.id, role)
    if called is not None:
        await ctx.tx.members.rename(ctx.member, called)
    await ctx.tx.duties.take_up([ctx.member], None)
    return made


async def read_progress(ctx: RequestContext) -> SetupProgress:
    """How far the installation has come."""
    roots = await ctx.tx.units.roots()
    units = [one.id for root in roots for one in await ctx.tx.units.list_under(root.id)]
    people = {one.id for one in await ctx.tx.roles.people_of(units)}
    rounds = [one for root in roots for one in await ctx.tx.rounds.list_under(root.id)]
    return SetupProgress(
        roots[0].name if roots else "",
        len(units),
        len(people),
        len(await ctx.tx.invitations.list_open(units, ctx.now)),
        len(rounds),
        len(await ctx.tx.passkeys.of_member(ctx.member)),
        ctx.catalogs.links is not None,
    )


def is_named(name: str) -> bool:
    """Whether a member has told a name."""
    return name != NEWCOMER
