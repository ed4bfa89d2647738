"""A form that is made of a ministry's file: asked for, shown with what is doubtful, decided about,
printed as its sample."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from bot.files.draft_folder import CORRECTIONS, DraftFolder, StoredDraft, draft_keys
from bot.files.drafted_form import FormMaker
from bot.files.form_intake import describe_draft, may_make_forms, new_version, read_naming
from bot.runtime.print_check import type_sample
from bot.workflow.context import Buttons, DeniedError, RequestContext, RequestRejectedError
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.form_names import names_of
from conversations.forms.model import Form
from conversations.forms.search import plain_label
from conversations.protocol.events import DoubtedPoint, FormDrafted
from conversations.reports.file_request import FileFormat
from conversations.workflow.draft_requests import (
    DecideDoubt,
    GetDraftFile,
    PublishForm,
    ShowDraftedForm,
    TryForm,
)
from templates.documents.formats import FORMATS
from templates.loading.form_files import read_form_files
from templates.loading.form_folder import read_folder

MOST = 12  # drafts, and sentences about one, that are named
_KINDS = {"word": FileFormat.WORD, "pdf": FileFormat.PDF, "excel": FileFormat.EXCEL}


async def check_making(ctx: RequestContext) -> Path:
    """The folder of the installation's own forms; DeniedError for who may not make any."""
    if ctx.catalogs.forms is None or not await may_make_forms(ctx.tx, ctx.grants):
        raise DeniedError
    return ctx.catalogs.forms


async def typed_make(ctx: RequestContext, argument: str) -> None:
    """`tạo biểu`, `tạo biểu td-0605`, `tạo biểu td-0605 biểu 2`: the next file is the form."""
    await check_making(ctx)
    asked = read_naming(argument)
    await ctx.expect_input(asked)
    ctx.say("form.send", key=asked.form, only=asked.only)


async def typed_drafts(ctx: RequestContext, argument: str) -> None:
    """`biểu nháp`: those that are being made; with a key, that one."""
    root = await check_making(ctx)
    keys = draft_keys(root)
    key = argument.strip()
    if key or len(keys) == 1:
        await show_drafted(ctx, ShowDraftedForm(form=key or keys[0]))
        return
    rows = tuple(
        (make_button("form.open", ShowDraftedForm(form=one), form=one),) for one in keys[:MOST]
    )
    ctx.say("form.drafts", rows, keys=keys[:MOST], more=max(len(keys) - MOST, 0))


async def take_drafted(ctx: RequestContext, event: FormDrafted) -> None:
    """Say what became of a file."""
    await check_making(ctx)
    if event.titles is not None:
        code = "form.several" if event.titles else "form.none"
        ctx.say(code, key=event.form, titles=list(event.titles[:MOST]))
        return
    if event.problems:
        data = {"form": event.form, "corrected": event.corrected}
        many = len(event.problems) - MOST
        ctx.say("form.faulty", problems=list(event.problems[:MOST]), more=max(many, 0), **data)
        return
    await ctx.expect_input(None)
    _show(ctx, event)


async def show_drafted(ctx: RequestContext, request: ShowDraftedForm) -> None:
    """What the draft is now."""
    folder, stored = await find_draft(ctx, request.form)
    _show(ctx, describe_draft(folder.key, stored.draft))


async def decide_doubt(ctx: RequestContext, request: DecideDoubt) -> None:
    """Have a doubtful point be as the member says, and ask about the next one."""
    folder, stored = await find_draft(ctx, request.form)
    old = describe_draft(folder.key, stored.draft)
    asked = next((one for one in old.doubts if one.key == request.doubt), None)
    words = dict(asked.readings).get(request.value) if asked is not None else None
    if asked is None or words is None:
        ctx.say("form.decided_before", form=folder.key)
        _ask(ctx, old)
        return
    version = new_version(ctx.catalogs.catalog, folder.key, ctx.now)
    readers = ctx.catalogs.readers
    if readers is None:
        raise DeniedError
    maker = FormMaker(folder.path.parent, readers, version)
    outcome = await maker.decide(folder.key, request.doubt, request.value)
    if outcome.draft is None or outcome.problems:
        ctx.say(
            "form.faulty", form=folder.key, problems=[*outcome.problems], more=0, corrected=True
        )
        return
    ctx.say("form.decided", question=asked.question, words=words)
    _ask(ctx, describe_draft(folder.key, outcome.draft))


async def draft_file(ctx: RequestContext, request: GetDraftFile) -> None:
    """The workbook of corrections, or the form with the figures of its sample."""
    folder, _ = await find_draft(ctx, request.form)
    if request.kind == "corrections":
        _give_corrections(ctx, folder.key)
        return
    kind = _KINDS[request.kind]
    name = f"VI-DU_{folder.key}.{FORMATS[kind].ending}"
    ctx.give_file(name, partial(print_sample, folder.path, kind), "form.sample", form=folder.key)


async def find_draft(ctx: RequestContext, key: str) -> tuple[DraftFolder, StoredDraft]:
    """The draft of this key; RequestRejectedError where there is none."""
    root = await check_making(ctx)
    keys = draft_keys(root)
    if key not in keys:
        raise RequestRejectedError("form.unknown", key=key, keys=keys[:MOST])
    folder = DraftFolder(root, key)
    return folder, await asyncio.to_thread(folder.load)


def print_sample(folder: Path, kind: FileFormat) -> bytes:
    """The form with the figures of its sample, as a file of this kind."""
    read = read_folder(read_form_files(folder), folder.parent.name)
    form, sample = read.forms[0], read.sample
    if sample is None:
        message = f"no sample of {form.key}"
        raise ValueError(message)
    grown = sample.form_of(form)
    report, _ = type_sample(grown, sample)
    return FORMATS[kind].render(grown, report, layout="")


def _show(ctx: RequestContext, made: FormDrafted) -> None:
    """The draft in a message, the workbook to correct it, the first doubtful point."""
    told = list(made.told)
    twin = find_twin(ctx, made)
    data = made.model_dump(exclude={"doubts", "told", "titles", "problems"})
    ctx.say(
        "form.drafted",
        _ways(made.form),
        told=told[:MOST],
        more=max(len(told) - MOST, 0),
        doubts=len(made.doubts),
        twin=twin.key if twin else "",
        twin_name=twin.name if twin else "",
        **data,
    )
    _give_corrections(ctx, made.form)
    _ask(ctx, made)


def find_twin(ctx: RequestContext, made: FormDrafted) -> Form | None:
    """The form in use, under another key, that has the draft's number or title."""
    said = {plain_label(words) for words in (made.printed_code, made.title) if words}
    known = ctx.catalogs.catalog.forms.values()
    return next((one for one in known if one.key != made.form and said & names_of(one)), None)


def _give_corrections(ctx: RequestContext, key: str) -> None:
    if ctx.catalogs.forms is not None:
        path = ctx.catalogs.forms / key / CORRECTIONS
        ctx.give_file(f"sua-bieu_{key}.xlsx", path.read_bytes, "form.corrections", form=key)


def _ways(key: str) -> Buttons:
    prints = tuple(
        make_button(f"form.{kind}", GetDraftFile(form=key, kind=kind))
        for kind in ("word", "pdf", "excel")
    )
    tried = make_button("form.try", TryForm(form=key))
    return (
        prints,
        (
            tried,
            make_button("form.publish", PublishForm(form=key), form=key),
        ),
    )


def _ask(ctx: RequestContext, made: FormDrafted) -> None:
    """The first point that nobody has decided, with a button for each reading."""
    point: DoubtedPoint | None = next((one for one in made.doubts if one.readings), None)
    if point is None:
        if made.doubts == ():
            return
        point = made.doubts[0]
    rows = tuple(
        (
            make_button(
                "form.reading",
                DecideDoubt(form=made.form, doubt=point.key, value=value),
                words=words,
            ),
        )
        for value, words in point.readings
    )
    ctx.say(
        "form.doubt",
        rows,
        question=point.question,
        evidence=point.evidence,
        now=point.readings[0][1] if point.readings else "",
        left=len(made.doubts) - 1,
    )
