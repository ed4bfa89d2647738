"""Going on with another report of one's own, by its form, its period or its unit."""

from __future__ import annotations

import re

from bot.workflow.context import RequestContext
from bot.workflow.form_lookup import read_words
from bot.workflow.home import due_reports, show_home, take_up
from bot.workflow.lookup import is_meant, is_unit_name, match_units
from conversations.bulk.model import BRACKETS
from conversations.commands.unit_turn import read_unit_turn
from conversations.commands.workflow import WorkflowCommand
from conversations.commands.workflow_parser import TypedCommand
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.session import Session
from conversations.text.courtesy import strip_courtesy
from conversations.text.normalize import fold_text, shorten_text
from conversations.text.unit_names import names_unit, plain_name, spoken_names
from conversations.workflow.own_requests import Decline, TakeUp
from conversations.workflow.pending_input import ConfirmInput, FormInput
from conversations.workflow.permissions import Role
from storage.workflow.units import Unit

_OF = r"(?:\b(?:cua|ben|o|cho|phia|thuoc) )?"
MANY = 2  # units of one person
LONGEST_SAID = 300  # characters of a text that speaks of a unit


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
        return
    await show_home(ctx)
    shown = tuple(dict.fromkeys(one.form_key for one in found))
    if len(found) > 1:
        await ctx.expect_input(FormInput(forms=shown, turn=await turn_of(ctx)))


async def take_choice(ctx: RequestContext, text: str) -> bool:
    """Go on with the one of the member's reports that a text names by form, period or unit and by
    nothing else, after the list of them. False for any other text."""
    units = await _own_units(ctx)
    named = read_words(ctx, strip_courtesy(text), lambda said: is_unit_name(units, said))
    of = match_units(units, named.rest, exactly=True) if named.rest else units
    meant = {one.id for one in of}
    if (named.is_any and not named.rest) or not meant:
        return False
    found = [
        one for one in await due_reports(ctx) if is_meant(ctx, named, one) and one.unit in meant
    ]
    if len(found) == 1:
        await take_up(ctx, TakeUp(report=found[0].report))
    return len(found) == 1


async def turn_of(ctx: RequestContext) -> int:
    """How far the conversation on the member's report is."""
    saved = await ctx.tx.sessions.of_member(ctx.member)
    return Session.model_validate_json(saved).turn if saved else 0


async def turn_to_unit(ctx: RequestContext, text: str) -> TypedCommand | None:
    """The command that `làm xã 20 trước` is for who fills the reports of several units, one of
    which it names; None for anything else."""
    words = read_unit_turn(text)
    if words is None or len(ctx.units_of(Role.OFFICER)) < MANY:
        return None
    units = await _own_units(ctx)
    if is_unit_name(units, words):
        return TypedCommand(command=WorkflowCommand.TAKE_UP, argument=words)
    called = [one for one in units if plain_name(words) in spoken_names(_names(one))]
    name = called[0].name if len(called) == 1 else ""
    return TypedCommand(command=WorkflowCommand.TAKE_UP, argument=name) if name else None


async def ask_elsewhere(ctx: RequestContext, text: str) -> bool:
    """Ask where a text is to go that speaks of another unit of the member's than the one whose
    report is at hand: `nội vụ phát hiện 2 vấn đề`. False for any other text."""
    if ctx.current is None or len(ctx.units_of(Role.OFFICER)) < MANY or _is_pasted(text):
        return False
    here = await ctx.tx.duties.unit_of(ctx.current)
    said = BRACKETS.sub(" ", text)
    spoken = [one for one in await _own_units(ctx) if names_unit(said, _names(one))]
    reports = [one for one in await due_reports(ctx) if spoken and one.unit == spoken[0].id]
    if len(spoken) != 1 or spoken[0].id == here or len(reports) != 1:
        return False
    there, now = spoken[0], await ctx.tx.units.find(here)
    request = TakeUp(report=reports[0].report, said=_without(text, there))
    buttons = (
        make_button("elsewhere", request, unit=there.short_name),
        make_button("not_yet", Decline()),
    )
    data = {"there": there.short_name, "here": now.short_name, "read": shorten_text(text)}
    ctx.say("elsewhere", (buttons,), **data)
    await ctx.expect_input(ConfirmInput(request=request))
    return True


def _is_pasted(text: str) -> bool:
    return len(text) > LONGEST_SAID or "\t" in text or "\n" in text.strip()


def _without(text: str, unit: Unit) -> str:
    """The text without the name of the unit, and the word before it: `bên nội vụ`."""
    folded = fold_text(text)
    for name in spoken_names(_names(unit)):
        found = re.search(
            rf"(?:\b(?:cua|ben|o|cho|phia|thuoc) )?\b{re.escape(name)}\b[\s,:]*", folded
        )
        if found and len(folded) == len(text):
            return f"{text[: found.start()]} {text[found.end() :]}".strip()
    return text


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, unit.short_name, unit.abbreviation)


async def _own_units(ctx: RequestContext) -> list[Unit]:
    """The units whose reports the member fills."""
    numbers = await ctx.tx.units.with_merged(ctx.units_of(Role.OFFICER))
    return [await ctx.tx.units.find(number) for number in numbers]
