"""A drafted form comes in use: what changes is shown first, and it is never taken from a number."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.files.draft_folder import draft_keys
from bot.runtime.form_check import CheckedForm, check_folder
from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.form_publication import (
    OldVersionError,
    OtherFilesError,
    Publication,
    carry_out_publication,
    plan_publication,
)
from bot.workflow.forms.drafted import MOST, check_making, find_draft
from bot.workflow.interaction.confirmation import confirm_request
from conversations.forms.model import Form
from conversations.workflow.draft_requests import PublishForm
from templates.loading.problem_words import describe_problem
from templates.loading.problems import CatalogError


async def typed_publish(ctx: RequestContext, argument: str) -> None:
    """`công bố td-0605`; the key may be left out where there is one draft."""
    keys = draft_keys(await check_making(ctx))
    key = argument.strip()
    if not key and len(keys) != 1:
        raise RequestRejectedError("form.publish_which", keys=keys[:MOST])
    await publish_form(ctx, PublishForm(form=key or keys[0]))


async def publish_form(ctx: RequestContext, request: PublishForm) -> None:
    """Show what publishing comes to; publish once the member is sure, if the form is still what
    they were shown."""
    folder, stored = await find_draft(ctx, request.form)
    try:
        checked = await asyncio.to_thread(check_folder, folder.path, ctx.catalogs.catalog)
        plan = await plan_publication(ctx.tx, checked)
    except CatalogError as error:
        problems = [describe_problem(one) for one in error.problems]
        more = max(len(problems) - MOST, 0)
        raise RequestRejectedError(
            "form.not_sound", form=folder.key, problems=problems[:MOST], more=more
        ) from error
    except (OldVersionError, OtherFilesError) as error:
        raise RequestRejectedError("form.version_taken", form=folder.key) from error
    form = checked.form
    if plan.known:
        ctx.say("form.published_before", name=form.name, version=form.version)
        return
    shown = request.model_copy(update={"digest": checked.files.digest})
    if request.digest != shown.digest:
        shown = shown.model_copy(update={"sure": False})
    data = _described(plan, checked, len(stored.draft.doubts))
    question, button = "form.publish_ask", "form.publish"
    if not await confirm_request(ctx, shown, question, button, data, form=form.key):
        return
    told = await carry_out_publication(ctx.tx, ctx.audit_context(), plan, keep_drafts=False)
    ctx.say("form.published", told=told, period=_example(ctx, form), **data)


def _example(ctx: RequestContext, form: Form) -> str:
    """A period of this year that the form is reported on, as one types it."""
    windows = [*form.periods.windows, *ctx.catalogs.calendars.windows]
    found = (window.period(ctx.now.year) for window in windows)
    return next(
        (one.name[0].lower() + one.name[1:] for one in found if form.periods.takes(one)),
        f"từ 1/4/{ctx.now.year} đến 30/6/{ctx.now.year}",
    )


def _described(plan: Publication, checked: CheckedForm, doubts: int) -> Mapping[str, Any]:
    form, changes = checked.form, plan.changes
    about = {"form": form.key, "name": form.name, "version": form.version, "doubts": doubts}
    about |= {"asked": (form.pattern or form).asked_count, "drafts": len(plan.drafts)}
    if changes is None or plan.in_force is None:
        return about | {"old": ""}
    named = (*changes.renamed, *changes.new_rows, *changes.gone_rows)
    lines = [
        *(f"= {was} → {now}" for was, now in changes.renamed.items()),
        *(f"+ {row.numbered_title}" for row in changes.new_rows),
        *(f"– {row.numbered_title}" for row in changes.gone_rows),
        *(f"~ {one.title}" for one in changes.changed),
    ]
    return about | {
        "old": plan.in_force.version,
        "kept": changes.kept,
        "new": len(changes.new_rows),
        "gone": len(changes.gone_rows),
        "changed": len(changes.changed),
        "lines": lines[:MOST],
        "more": max(len(named) + len(changes.changed) - MOST, 0),
    }
