"""The first page of the desk: what there is to do."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.pages import render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.desk.duties import list_duties


async def show_home(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """The person's reports, those that wait for their decision, and the rounds they watch."""
    async with desk.reading(person) as ctx:
        duties = await list_duties(ctx)
    return render("home.html", person, duties=duties)
