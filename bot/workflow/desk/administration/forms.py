"""The forms that are in use, and those that are being made."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.files.draft_folder import draft_keys
from bot.files.form_intake import FormIntake, describe_draft, read_form
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.forms.drafted import check_making, find_draft, find_twin
from conversations.protocol.events import FormDrafted


@dataclass(frozen=True, slots=True)
class FormInUse:
    """A form of which reports are made: its newest version, and how many reports are on it."""

    key: str
    name: str
    title: str
    version: str
    versions: int
    reports: int


@dataclass(frozen=True, slots=True)
class FormDesk:
    """All forms; `makes`: new ones can be made here."""

    used: tuple[FormInUse, ...]
    drafts: tuple[str, ...]
    makes: bool


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """A form that is being made, the key of one in use that looks like it, and whether the version
    in its folder is published."""

    made: FormDrafted
    twin: str
    version: str
    published: bool


async def list_forms(ctx: RequestContext) -> FormDesk:
    """The forms; DeniedError for who may not make any."""
    root = await check_making(ctx)
    counts = await ctx.tx.published_forms.count_reports()
    catalog = ctx.catalogs.catalog
    used = [
        FormInUse(
            key,
            form.name,
            form.title,
            form.version,
            sum(one.key == key for one in catalog.versions.values()),
            sum(count for (of, _), count in counts.items() if of == key),
        )
        for key, form in catalog.forms.items()
    ]
    drafts = tuple(await asyncio.to_thread(draft_keys, root))
    ordered = sorted(used, key=lambda one: (-one.reports, one.name))
    return FormDesk(tuple(ordered), drafts, ctx.catalogs.readers is not None)


async def read_draft(ctx: RequestContext, key: str) -> DraftSheet:
    """One that is being made; LookupError where there is none of this key."""
    try:
        folder, stored = await find_draft(ctx, key)
    except RequestRejectedError as unknown:
        raise LookupError(key) from unknown
    made = describe_draft(folder.key, stored.draft)
    twin, form = find_twin(ctx, made), await asyncio.to_thread(read_form, folder)
    known = ctx.catalogs.catalog.versions
    version = form.version if form is not None else ""
    published = form is not None and (form.key, form.version) in known
    return DraftSheet(made, twin.key if twin is not None else "", version, published)


async def open_intake(ctx: RequestContext) -> FormIntake:
    """What makes forms of files; DeniedError for who may not."""
    root, readers = await check_making(ctx), ctx.catalogs.readers
    if readers is None:
        raise DeniedError
    return FormIntake(root, readers, ctx.catalogs.catalog)
