"""Which request or command of the office an event is, and whether its speaker may give it."""

from __future__ import annotations

from bot.workflow import home
from bot.workflow.awaited_texts import is_consent
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.forms import drafted
from bot.workflow.handlers import HANDLERS
from bot.workflow.interaction import confirmation
from bot.workflow.people import invitations
from bot.workflow.review import review
from bot.workflow.typed_texts import serve_text
from conversations.commands.report import Command, RunCommand
from conversations.protocol.events import (
    ButtonTapped,
    ContactShared,
    Event,
    FileChecked,
    FileRefused,
    FormDrafted,
    TextSaid,
)
from conversations.text.normalize import shorten_text
from conversations.workflow import (
    own_requests,
    pending_input,
    report_requests,
    requests,
    review_requests,
)

_OF_REPORT_TOO = (
    *(
        report_requests.LookInto,
        report_requests.ShowChanges,
        report_requests.ShowHistory,
        report_requests.ShowAssignments,
    ),
    *(
        review_requests.Approve,
        review_requests.UndoApproval,
        review_requests.Return,
        review_requests.UndoReturn,
    ),
    *(review_requests.Extend, review_requests.Lock),
    *(report_requests.GetReportFile, report_requests.ReadWords, own_requests.Decline),
)


async def serve_request(ctx: RequestContext, event: Event, *, free_text: bool) -> bool:
    """Carry out what the event asks of the office; False when it asks nothing of it. `free_text`:
    the member's report awaits words of their own."""
    try:
        return await _serve_event(ctx, event, free_text=free_text)
    except DeniedError:
        ctx.say("denied")
    except RequestRejectedError as unclear:
        ctx.replies.append(unclear.reply)
    return True


async def _serve_event(ctx: RequestContext, event: Event, *, free_text: bool) -> bool:
    match event:
        case ButtonTapped(action=action) if isinstance(action, requests.REQUESTS):
            await _end_question(ctx, action)
            await HANDLERS[type(action)](ctx, action)
        case ButtonTapped(action=RunCommand(command=Command.START)) if ctx.current is None:
            if not (ctx.grants or await ctx.tx.assignments.reports_of(ctx.member)):
                return False  # a stranger, who is asked who they are
            await home.show_home(ctx)
        case ContactShared():
            await invitations.take_contact(ctx, event)
        case TextSaid(text=text, quotes=quotes) if quotes is not None and await is_consent(
            ctx, text
        ):
            ctx.say("reply.elsewhere", read=shorten_text(text))  # it was said to another message
        case TextSaid(text=text):
            return await serve_text(ctx, text, free_text=free_text)
        case FormDrafted():
            await drafted.take_drafted(ctx, event)
        case FileChecked(compared=compared) if compared.report != ctx.current:
            await review.looked_at(ctx, compared)
        case FileRefused(code=code, data=data) if (
            ctx.current is None and ctx.grants and code.startswith("file.")
        ):
            ctx.say(code, **data)
        case ButtonTapped():
            await confirmation.drop_question(ctx)
            return False
        case _:
            return False
    return True


async def _end_question(ctx: RequestContext, action: object) -> None:
    """A tap ends a question that waits for yes or no, and turns to something else than the report
    that is looked into, or not."""
    if not isinstance(action, own_requests.Decline):
        await confirmation.drop_question(ctx)
    if not isinstance(action, _OF_REPORT_TOO):
        looked = await ctx.expected_input()
        if isinstance(looked, pending_input.LookInput):
            await ctx.expect_input(None)
