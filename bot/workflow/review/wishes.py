"""What a reviewer says in their own words of the report before them."""

from __future__ import annotations

from bot.workflow.context import RequestContext, RequestRejectedError, name_report
from bot.workflow.home import waiting_reports
from bot.workflow.review.approval import UNDO_LIFE, find_waiting, typed_approve
from bot.workflow.review.notable import describe_notable
from bot.workflow.review.report_head import review_buttons
from bot.workflow.review.return_rows import return_in_words
from bot.workflow.review.review import look_into, report_file, show_changes, show_waiting
from bot.workflow.review.slips import decided_lately, named_decisions, undo_slips
from conversations.speech.review import (
    ReviewAct,
    ReviewWish,
    read_remark_wish,
    read_review_wish,
    says_slip,
)
from conversations.text.places import ROMAN, read_place
from conversations.workflow.pending_input import ExtensionInput, LookInput, ReturnInput
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_requests import GetReportFile, LookInto, ShowChanges

_LOOKING = frozenset(
    {
        *(ReviewAct.ODD, ReviewAct.CHANGES, ReviewAct.WHOLE, ReviewAct.SECTION, ReviewAct.FILE),
    }
)
RETURNING = frozenset({ReviewAct.RETURN, ReviewAct.REMARK})
DECIDING = frozenset({ReviewAct.APPROVE, ReviewAct.NOT_YET, ReviewAct.UNDO})


async def wish_of(ctx: RequestContext, text: str) -> ReviewWish | None:
    """What the text wants of the report that the member looks into or is to decide on; None when
    it may as well be about the report that they fill, or be what was asked for: rows to return."""
    if not ctx.units_of(Role.REVIEWER, Role.COORDINATOR):
        return None
    asked = await ctx.expected_input()
    if isinstance(asked, ReturnInput) and asked.rows:  # the reason for them is awaited
        wish = read_review_wish(text)
        return wish if wish is not None and wish.act is ReviewAct.UNDO else None
    if isinstance(asked, ReturnInput | ExtensionInput) and any(map(str.isdigit, text)):
        return None
    if says_slip(text) and named_decisions(await decided_lately(ctx), text):
        return ReviewWish(act=ReviewAct.UNDO, said=text)
    looks = await ctx.looked_into() is not None
    bare = isinstance(asked, LookInput) and ctx.current is None
    wish = read_review_wish(text, bare=bare)
    if wish is None and looks and ctx.current is None:
        wish = read_remark_wish(text)
    if wish is None or looks or wish.act in DECIDING:
        return wish
    if wish.act is ReviewAct.SLIP and not await waiting_reports(ctx):
        decided = await decided_lately(ctx)
        return wish if decided and ctx.current is None else None
    if ctx.current is not None or (wish.act in _LOOKING and not await waiting_reports(ctx)):
        return None  # there is nothing that it could be about
    return wish


async def serve_wish(ctx: RequestContext, wish: ReviewWish) -> None:
    """Carry out what a reviewer has said; a decision is asked about first."""
    match wish.act:
        case ReviewAct.APPROVE:
            await typed_approve(ctx, "")
        case ReviewAct.RETURN | ReviewAct.REMARK:
            await return_in_words(ctx, wish.said)
        case ReviewAct.UNDO | ReviewAct.NOT_YET | ReviewAct.SLIP:
            await _take_back(ctx, wish)
        case ReviewAct.WAITING:
            await show_waiting(ctx)
        case ReviewAct.ODD:
            await _show_odd(ctx, await find_waiting(ctx, Permission.READ))
        case ReviewAct.CHANGES:
            await show_changes(ctx, ShowChanges(report=await find_waiting(ctx, Permission.READ)))
        case ReviewAct.FILE:
            await report_file(ctx, GetReportFile(report=await find_waiting(ctx, Permission.READ)))
        case ReviewAct.WHOLE:
            number = await find_waiting(ctx, Permission.READ)
            await look_into(ctx, LookInto(report=number, whole=True))
        case ReviewAct.SECTION:
            await _show_section(ctx, wish.section, await find_waiting(ctx, Permission.READ))


async def _take_back(ctx: RequestContext, wish: ReviewWish) -> None:
    """Undo what was just decided; else say that nothing was."""
    if await undo_slips(ctx, wish.said):
        return
    if wish.act is not ReviewAct.UNDO:
        unit, report, _ = await ctx.report(
            Permission.READ, await find_waiting(ctx, Permission.READ)
        )
        data = name_report(unit, report) | {"state": report.state.value}
        ctx.say("approve.not_yet", **data)
        return
    minutes = int(UNDO_LIFE.total_seconds() // 60)
    raise RequestRejectedError("undo.nothing", minutes=minutes)


async def _show_odd(ctx: RequestContext, number: int) -> None:
    """The warnings with their reasons, the leaps and the gaps, and nothing else."""
    unit, report, form = await ctx.report(Permission.READ, number)
    data = name_report(unit, report) | describe_notable(form, report, whole=True)
    ctx.say("review.odd", await review_buttons(ctx, number, unit, form, report), **data)


async def _show_section(ctx: RequestContext, said: str, number: int) -> None:
    _, _, form = await ctx.report(Permission.READ, number)
    place = read_place(said)
    names = {said, ROMAN[place - 1] if place and place <= len(ROMAN) else said, str(place)}
    section = next((one.key for one in form.sections if form.section_tag(one.key) in names), None)
    if section is None:
        raise RequestRejectedError(
            "review.section",
            said=said,
            sections=[form.section_tag(one.key) for one in form.sections],
        )
    await look_into(ctx, LookInto(report=number, section=section))
