"""Trying a drafted form: behind a link to a page of its own, or in the chat, with the questions as
officers get them, on figures that are kept beside the draft and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from bot.access.signed_links import GivenLink, LinkKind, SignedLinks, hours_of
from bot.delivery.issue_limits import refuse_page
from bot.files.draft_folder import DraftFolder, draft_keys
from bot.files.form_intake import may_make_forms, read_tried
from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.forms.drafted import MOST, check_making, find_draft
from conversations.calendar.period_words import parse_any_period
from conversations.calendar.periods import Period
from conversations.dialog import engine
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.frozen import Frozen
from conversations.protocol.events import TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.session import Session
from conversations.reports.model import Report, ReportState
from conversations.text.normalize import fold_text, shorten_text
from conversations.workflow.draft_requests import TryForm
from conversations.workflow.pending_input import TryInput
from templates.documents.word.render import render_word

LONGEST_PERIOD = 40  # characters of the words for a period
_ENDS = frozenset(
    {"thoi thu", "dung thu", "ket thuc thu", "het thu", "ngung thu", "bo thu", "xong thu"}
)


class TrialState(Frozen):
    """How far somebody has come in trying a draft."""

    report: Report
    session: Session


async def typed_try(ctx: RequestContext, argument: str) -> None:
    """`thử biểu nháp td-0605`; the key may be left out where there is one draft."""
    keys = draft_keys(await check_making(ctx))
    asked = _asked(ctx, argument, keys)
    if not asked.form:
        raise RequestRejectedError("form.unknown", key="", keys=keys[:MOST])
    await try_form(ctx, asked)


async def try_named(ctx: RequestContext, key: str) -> bool:
    """`thử biểu td-0605`: whether the words name a draft that the member may try; of who has no
    report at hand, the only draft need not be named."""
    root = ctx.catalogs.forms
    keys = draft_keys(root) if root is not None else []
    asked = _asked(ctx, key, keys)
    if asked.form not in keys or (not key and ctx.current is not None):
        return False
    if not await may_make_forms(ctx.tx, ctx.grants):
        return False
    await try_form(ctx, asked)
    return True


def _asked(ctx: RequestContext, argument: str, keys: Sequence[str]) -> TryForm:
    """`td-0605 quý I/2026`: the draft, and the period. The only draft need not be named: then all
    words may be the period."""
    words = argument.split()
    only = keys[0] if len(keys) == 1 else ""
    if not words or (only and only != words[0] and _period(ctx, argument) is not None):
        return TryForm(form=only, period=" ".join(words))
    return TryForm(form=words[0], period=" ".join(words[1:]))


def _period(ctx: RequestContext, words: str) -> Period | None:
    return parse_any_period(words, ctx.catalogs.windows, ctx.now.date())


async def try_form(ctx: RequestContext, request: TryForm) -> None:
    """Tell where the form is tried in the browser, where the product has an address; else, or if
    it is to be `here`, begin in this conversation, or begin anew."""
    folder, _ = await find_draft(ctx, request.form)
    period = _period(ctx, request.period) if request.period else None
    if request.period and (period is None or len(request.period) > LONGEST_PERIOD):
        raise RequestRejectedError(
            "form.try_period", form=folder.key, said=shorten_text(request.period)
        )
    form, state = await asyncio.to_thread(_begin, folder, period)
    if ctx.catalogs.links is not None and not request.here:
        await _tell_link(ctx, ctx.catalogs.links, request, state.report.period_name)
        return
    await ctx.expect_input(TryInput(form=folder.key))
    ctx.say("form.trying", form=folder.key)
    await _step(ctx, folder, form, state, "bắt đầu")


async def _tell_link(
    ctx: RequestContext, links: SignedLinks, request: TryForm, period: str
) -> None:
    """The member's own link to a page on which the form is tried."""
    place = f"{request.form} {request.period}".strip()
    to = (ctx.tx, ctx.member, LinkKind.TRIAL, ctx.channel, place, ctx.now)
    given = await links.known_page_link(*to)
    if given is None:
        refused = await refuse_page(ctx.tx, ctx.member, ctx.now)
        if refused is not None:
            ctx.replies.append(refused)
            return
        given = GivenLink(await links.make_page_link(*to), hours_of(LinkKind.TRIAL))
    here = make_button("form.try_here", request.model_copy(update={"here": True}))
    told = {"form": request.form, "period": period}
    ctx.say("form.try_page", ((here,),), url=given.url, hours=given.hours, **told)


async def take_text(ctx: RequestContext, asked: TryInput, text: str) -> None:
    """What the member typed while they try a draft."""
    if " ".join(fold_text(text).strip(" .!").split()) in _ENDS:
        await ctx.expect_input(None)
        ctx.say("form.tried", form=asked.form)
        return
    folder, _ = await find_draft(ctx, asked.form)
    said = await asyncio.to_thread(folder.read_trial, ctx.member)
    if said is None:
        await try_form(ctx, TryForm(form=asked.form))  # the draft was changed meanwhile
        return
    form, _ = await asyncio.to_thread(_begin, folder)
    await _step(ctx, folder, form, TrialState.model_validate_json(said), text)


async def _step(
    ctx: RequestContext, folder: DraftFolder, form: Form, state: TrialState, text: str
) -> None:
    days = ctx.catalogs.calendars.days
    step = engine.step(
        form, state.report, state.session, TextSaid(text=text), now=ctx.now, calendar=days
    )
    kept = TrialState(report=step.report, session=step.session).model_dump_json()
    await asyncio.to_thread(folder.write_trial, ctx.member, kept)
    ctx.replies += _without_buttons(step.replies)
    if step.report.state is ReportState.SUBMITTED:
        await ctx.expect_input(None)
        whole = fit_form(form, step.report.answers)
        name = f"THU_{folder.key}.docx"
        ctx.give_file(name, partial(render_word, whole, step.report), "form.tried", form=folder.key)


def _without_buttons(replies: Iterable[object]) -> list[Reply]:
    """What is said, as text: a button would belong to a report of the product's."""
    return [replace(one, buttons=(), rows=()) for one in replies if isinstance(one, Reply)]


def _begin(folder: DraftFolder, period: Period | None = None) -> tuple[Form, TrialState]:
    """The form, and a report of its sample's unit, on this period or that of the sample, with
    nothing answered."""
    read = read_tried(folder)
    if isinstance(read, list):
        raise RequestRejectedError("form.not_sound", form=folder.key, problems=read[:MOST], more=0)
    form, sample = read
    report = Report(
        form_key=form.key,
        form_version=form.version,
        unit=sample.unit,
        period=period or sample.period,
        issue=sample.issue,
    )
    return form, TrialState(report=report, session=Session())
