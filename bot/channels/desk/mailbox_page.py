"""A person's own e-mail address, for who has no chat to say it in."""

from __future__ import annotations

from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.act_page import describe_outcome
from bot.channels.desk.form_fields import read_fields
from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.workflow.context import RequestContext
from bot.workflow.people.mailboxes import sends_mail, typed_own_email

MAILBOX = "/ban/thu"
NONE = "không có"


async def show_mailbox(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """The address, whether it is confirmed, and a field for another one."""
    async with desk.reading(person) as ctx:
        box, on = await ctx.tx.mailboxes.of_member(person.member), sends_mail(ctx.catalogs)
    event = str(uuid4())
    return render("mailbox.html", person, policy=FORMS_POLICY, box=box, on=on, event=event)


async def set_mailbox(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Have letters go to another address, once it is confirmed, or to none."""
    fields = await read_fields(request)
    said = fields.one("email").strip() or NONE

    async def work(ctx: RequestContext) -> None:
        await typed_own_email(ctx, said)

    outcome = await desk.acts.do(person.member, fields.event(), "own e-mail address", work)
    status = 422 if outcome.rejected else 404 if outcome.denied else 200
    told = describe_outcome(outcome)
    return render("act.html", person, status=status, told=told, back=MAILBOX)
