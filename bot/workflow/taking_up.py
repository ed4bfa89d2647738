"""Going on with another report of one's own, by its form, its period or its unit."""

from __future__ import annotations

from bot.workflow.context import RequestContext
from bot.workflow.form_lookup import read_words
from bot.workflow.home import due_reports, show_home, take_up
from bot.workflow.lookup import is_meant, is_unit_name, match_units
from conversations.commands.unit_turn import read_unit_turn
from conversations.commands.workflow import TypedCommand, WorkflowCommand
from conversations.workflow.permissions import Role
from conversations.workflow.requests import TakeUp
from storage.workflow.units import Unit

MANY = 2  # units of one person


async def typed_take_up(ctx: RequestContext, argument: str) -> None:
    """`làm báo cáo bảo trợ`, `sang báo cáo quý I/2026 SNV`; the list of all of them where the words
    do not name one alone."""
    units = await _own_units(ctx)
    named = read_words(ctx, argument, lambda said: is_unit_name(units, said))
    meant = {one.id for one in (match_units(units, named.rest) if named.rest else units)}
    found = [
        one for one in await due_reports(ctx) if is_meant(ctx, named, one) and one.unit in meant
    ]
    if len(found) == 1 and argument.strip():
        await take_up(ctx, TakeUp(report=found[0].report))
    else:
        await show_home(ctx)


async def turn_to_unit(ctx: RequestContext, text: str) -> TypedCommand | None:
    """The command that `làm xã 20 trước` is for who fills the reports of several units, one of
    which it names; None for anything else."""
    words = read_unit_turn(text)
    if words is None or len(ctx.units_of(Role.OFFICER)) < MANY:
        return None
    if not is_unit_name(await _own_units(ctx), words):
        return None
    return TypedCommand(command=WorkflowCommand.TAKE_UP, argument=words)


async def _own_units(ctx: RequestContext) -> list[Unit]:
    """The units whose reports the member fills."""
    numbers = await ctx.tx.units.with_merged(ctx.units_of(Role.OFFICER))
    return [await ctx.tx.units.find(number) for number in numbers]
