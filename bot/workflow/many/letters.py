"""A text of a coordinator's own, told to the people of many units: shown first, in the history,
never at night, and not too often."""

from __future__ import annotations

import re

from bot.workflow.context import (
    DeniedError,
    RequestContext,
    RequestRejectedError,
    UnitOutcome,
    deferred_until,
    shorten_list,
)
from bot.workflow.form_lookup import read_words
from bot.workflow.home import meters_of
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.lookup import is_unit_name, units_with
from bot.workflow.many.selection import find_selected, fits_unit, pick_selection, words_of
from bot.workflow.reachability import filter_reachable
from bot.workflow.round_lookup import find_round, top_units
from conversations.calendar.dates import local_day, print_time, start_of
from conversations.text.normalize import clean_text
from conversations.workflow.many_requests import ReportSelection, SendLetter
from conversations.workflow.pending_input import ManyInput
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.reminder_schedule import next_decent
from conversations.workflow.request_bases import BoardFilter

MOST = 6  # units that are named
SHORTEST, LONGEST = 5, 1_000  # characters of a letter
A_DAY = 5  # letters of one person
_REVIEWERS = re.compile(r"\b(?:các\s+)?(?:lãnh đạo|lanh dao|người duyệt|nguoi duyet)\b", re.I)
_OFFICERS = re.compile(r"\b(?:các\s+)?(?:cán bộ|can bo|anh chị|anh chi)\b", re.I)
_HEAD = re.compile(
    r"(?P<who>[^:\n]{0,200}?)\s*(?::|\n|\s+rằng\s|\s+là\s)\s*(?P<text>.*)", re.S | re.I
)


async def typed_letter(ctx: RequestContext, argument: str) -> None:
    """`nhắn xã trễ hạn: chiều nay 16 giờ khóa sổ`, `gửi thông báo cho tất cả: …`."""
    parts = _HEAD.fullmatch(argument.strip())
    who, text = (parts["who"], parts["text"]) if parts else (argument, "")
    reviewers = _REVIEWERS.search(who) is not None
    who = _OFFICERS.sub(" ", _REVIEWERS.sub(" ", who))
    units = await units_with(ctx, Permission.REMIND)
    named = read_words(ctx, who, lambda said: is_unit_name(units, said))
    words = words_of(ctx, units, named.rest.removeprefix("cho ").strip())
    if words.says_nothing and named.is_any:
        raise RequestRejectedError("letter.whom")
    which = pick_selection(units, words)
    if not named.is_any or words.show is not BoardFilter.ALL or words.clean:
        of, part = await find_round(ctx, Permission.REMIND, None, which.under, named)
        which = which.model_copy(update={"round": of.id, "under": which.under or part})
    await send_letter(ctx, SendLetter(which=which, text=clean_text(text), reviewers=reviewers))


async def send_letter(ctx: RequestContext, request: SendLetter) -> None:
    """Show whom it would reach; have it told once the member is sure."""
    names = await _units(ctx, request.which)
    if not names:
        raise RequestRejectedError("letter.nobody")
    text = request.text
    first, more = shorten_list([*names.values()], MOST)
    if len(text) < SHORTEST:
        await ctx.expect_input(ManyInput(request=request))
        ctx.say("letter.how", units=len(names), names=first, more=more)
        return
    if len(text) > LONGEST:
        raise RequestRejectedError("letter.long", length=len(text), limit=LONGEST)
    await _check_rate(ctx, text)
    role = Role.REVIEWER if request.reviewers else Role.OFFICER
    people = await ctx.tx.roles.people_of([*names], role)
    when = next_decent(ctx.now)
    reached = await filter_reachable(ctx.tx, ctx.catalogs, people, when, brief=False)
    whom = {one.id: one.unit for one in reached if one.id != ctx.member}
    there = {one.unit for one in reached}
    away, others = shorten_list([name for unit, name in names.items() if unit not in there], MOST)
    ctx.outcomes += [
        UnitOutcome(unit, name, "" if unit in there else "unreached")
        for unit, name in names.items()
    ]
    data = {
        "units": len(names),
        "names": first,
        "more": more,
        "people": len(whom),
        "role": role.value,
        "text": text,
        "at": deferred_until(ctx.now),
        "away": away,
        "others": others,
    }
    if not whom:
        raise RequestRejectedError("letter.unreached", **data)
    if not await confirm_request(ctx, request, "letter.ask", "letter.sure", data, count=len(whom)):
        return
    top = request.which.under or (await top_units(ctx, Permission.REMIND))[0]
    await ctx.tx.letters.mark_sent(ctx.audit_context(), top, text, len(names), len(whom))
    await ctx.tx.broadcasts.add_letter("notice.letter", ctx.member, text, [*whom], ctx.now)
    ctx.say("letter.done", **data, meters=await meters_of(ctx))


async def _units(ctx: RequestContext, which: ReportSelection) -> dict[int, str]:
    """The short names of the units that are meant."""
    if which.round is not None:
        found = await find_selected(ctx, Permission.REMIND, which)
        return {row.unit: row.short_name for row in found.rows}
    if which.under is not None:
        await ctx.check(Permission.REMIND, which.under)
        units = await ctx.tx.units.list_under(which.under)
    else:
        units = await units_with(ctx, Permission.REMIND)
    if not units:
        raise DeniedError
    heads = {one.parent for one in units}
    officers = await ctx.tx.roles.people_of([*filter(None, heads)], Role.OFFICER)
    staffed = {one.unit for one in officers}
    return {
        one.id: one.short_name
        for one in units
        if fits_unit(which, one.id, one.kind) and (one.id not in heads or one.id in staffed)
    }


async def _check_rate(ctx: RequestContext, text: str) -> None:
    """RequestRejectedError when the member has sent too many today, or this one already."""
    midnight = start_of(local_day(ctx.now))
    sent = await ctx.tx.letters.sent_since(ctx.member, midnight)
    same = [at for at, told in sent if told == text]
    if same:
        raise RequestRejectedError("letter.again", at=print_time(same[-1]))
    if len(sent) >= A_DAY:
        raise RequestRejectedError("letter.too_many", most=A_DAY)
