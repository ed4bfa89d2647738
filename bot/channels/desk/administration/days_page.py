"""The working days of the whole: those that are exchanged, entered and taken back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.administration.frame import DAYS, carry_out, show
from bot.channels.desk.form_fields import FormError, read_fields
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.calendar.day_entry import read_days
from bot.workflow.calendar.swaps import change_days, list_known_days, roots_to_enter
from bot.workflow.context import RequestContext, RequestRejectedError
from conversations.commands.day_swaps import SwapSide
from conversations.workflow.day_requests import ChangeDays

LONGEST = 300  # characters of an exchange in words, as in the chat


async def show_days(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """What is known of this year and the next, and what was entered."""
    async with desk.reading(person) as ctx:
        may = bool(await roots_to_enter(ctx))
        known = await list_known_days(ctx)
    return show("admin_days.html", person, DAYS, may=may, **known)


async def enter_days(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Enter what the words say; shown first with what it moves."""
    fields = await read_fields(request)
    said = fields.one("said").strip()

    async def done(ctx: RequestContext) -> None:
        if len(said) > LONGEST:
            raise RequestRejectedError("days.refused", why="unclear", said=said[:80], day="")
        await change_days(ctx, read_days(said, SwapSide.WORKED))

    return await carry_out(desk, person, fields, f"days: {said[:LONGEST]}", done, DAYS)


async def drop_days(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Take back what was entered under this number."""
    fields = await read_fields(request)
    numbers = fields.numbers("so")
    if len(numbers) != 1:
        raise FormError("so")

    async def done(ctx: RequestContext) -> None:
        await change_days(ctx, ChangeDays(back=(numbers[0],)))

    return await carry_out(desk, person, fields, f"days: -{numbers[0]}", done, DAYS)
