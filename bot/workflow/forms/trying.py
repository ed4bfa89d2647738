"""Trying a drafted form in the chat: the questions as officers get them, on figures that are kept
beside the draft and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from bot.files.draft_folder import DraftFolder, draft_keys
from bot.files.form_intake import may_make_forms
from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.forms.drafted import MOST, check_making, find_draft
from conversations.dialog import engine
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.frozen import Frozen
from conversations.protocol.events import TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.session import Session
from conversations.reports.model import Report, ReportState
from conversations.text.normalize import fold_text
from conversations.workflow.requests import TryForm, TryInput
from templates.documents.word.render import render_word
from templates.loading.form_files import read_form_files
from templates.loading.form_folder import read_folder

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
    key = argument.strip()
    if not key and len(keys) != 1:
        raise RequestRejectedError("form.unknown", key="", keys=keys[:MOST])
    await try_form(ctx, TryForm(form=key or keys[0]))


async def try_named(ctx: RequestContext, key: str) -> bool:
    """`thử biểu td-0605`: whether the words name a draft that the member may try; of who has no
    report at hand, the only draft need not be named."""
    root = ctx.catalogs.forms
    keys = draft_keys(root) if root is not None else []
    meant = [one for one in keys if one == key or (not key and ctx.current is None)]
    if len(meant) != 1 or not await may_make_forms(ctx.tx, ctx.grants):
        return False
    await try_form(ctx, TryForm(form=meant[0]))
    return True


async def try_form(ctx: RequestContext, request: TryForm) -> None:
    """Begin, or begin anew."""
    folder, _ = await find_draft(ctx, request.form)
    form, state = await asyncio.to_thread(_begin, folder)
    await ctx.expect_input(TryInput(form=folder.key))
    ctx.say("form.trying", form=folder.key)
    await _step(ctx, folder, form, state, "bắt đầu")


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


def _begin(folder: DraftFolder) -> tuple[Form, TrialState]:
    """The form, and a report on the unit and period of its sample with nothing answered."""
    read = read_folder(read_form_files(folder.path), folder.path.parent.name)
    if not read.forms or read.sample is None:
        problems = [str(one) for one in read.problems]
        raise RequestRejectedError(
            "form.not_sound", form=folder.key, problems=problems[:MOST], more=0
        )
    form, sample = read.forms[0], read.sample
    report = Report(
        form_key=form.key,
        form_version=form.version,
        unit=sample.unit,
        period=sample.period,
        issue=sample.issue,
    )
    return form, TrialState(report=report, session=Session())
