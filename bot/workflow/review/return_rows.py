"""Sending single rows back, each with its reason; all others stay closed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from bot.workflow.context import RequestContext, RequestRejectedError, name_report, people_of
from bot.workflow.home import take_up_button
from bot.workflow.interaction.confirmation import confirm_request, offer_others
from bot.workflow.lookup import find_report, is_filed, is_waiting
from bot.workflow.review.approval import UNDO_LIFE, find_waiting
from bot.workflow.review.returned_lines import (
    MOST,
    SHORTEST_REASON,
    RefusedLine,
    example_rows,
    place_rows,
    read_rows,
    split_lines,
)
from bot.workflow.review.review import look_again_at
from conversations.bulk.model import MAX_ENTRIES
from conversations.commands.prompt_words import strip_prompt
from conversations.commands.spec import MAX_ARGUMENT, MAX_RETURNED
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.speech.consent import read_consent
from conversations.speech.postponement import is_postponement
from conversations.speech.returned_rows import read_remark, read_returned
from conversations.tables.printed_rows import gather_alike, gather_cells, name_cells
from conversations.text.courtesy import is_courtesy
from conversations.text.normalize import shorten_text
from conversations.workflow.pending_input import ConfirmInput, LookInput, ReturnInput
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_requests import LookInto
from conversations.workflow.review_requests import Return, UndoReturn
from storage.workflow.units import Unit

LONGEST_REASON = 500
_DOTTED = re.compile(r"(?<!\S)\w+(?:\.\w+)+")
_FIRST_ROW = re.compile(
    r"\s(?=(?:câu|cau)\s+\d|(?:dòng|dong|hàng|hang|mã số|ma so)\s+\w|[IVX]+(?:\.\d+)+\b)",
    re.IGNORECASE,
)


async def return_(ctx: RequestContext, request: Return) -> None:
    """Ask which rows, or send them back once they are named and confirmed."""
    unit, report, form = await ctx.report(Permission.RETURN, request.report)
    if not report.filed:
        raise RequestRejectedError("return.not_filed", **name_report(unit, report))
    if report.closed:
        raise RequestRejectedError("return.locked", **name_report(unit, report))
    if not request.rows:
        await ctx.expect_input(ReturnInput(report=request.report))
        data = name_report(unit, report) | {"examples": example_rows(form)}
        ctx.say("return.how", offer_others(ctx, request), **data)
        return
    await _return(ctx, request, unit, report, form)


async def _ask(ctx: RequestContext, request: Return, refused: Sequence[RefusedLine]) -> None:
    """Ask about the rows that were read, and tell of the lines that were not."""
    _tell_left_out(ctx, refused)
    await return_(ctx, request)


def _tell_left_out(ctx: RequestContext, refused: Sequence[RefusedLine]) -> None:
    if refused:
        bad = [one.data for one in refused[:MOST]]
        ctx.say("return.left_out", bad=bad, more=len(refused) - len(bad))


async def _return(
    ctx: RequestContext, request: Return, unit: Unit, report: Report, form: Form
) -> None:
    rows = {key: why[:LONGEST_REASON] for key, why in request.rows.items() if key in form.by_key}
    lines = describe_rows(form, rows)
    data = name_report(unit, report) | {"rows": lines}
    if not await confirm_request(ctx, request, "return.ask", "return.sure", data, count=len(lines)):
        return
    await settle_return(ctx, request.report, rows, unit, report, form)
    await ctx.expect_input(None)
    undo = make_button("undo", UndoReturn(report=request.report, version=report.version))
    minutes = int(UNDO_LIFE.total_seconds() // 60)
    ctx.say("return.done", ((undo,),), **data, minutes=minutes)


def describe_rows(form: Form, rows: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows and their reasons, cells of one printed row together."""
    return [{"label": name_cells(form, keys), "why": why} for keys, why in gather_alike(form, rows)]


async def settle_return(
    ctx: RequestContext,
    number: int,
    rows: Mapping[str, str],
    unit: Unit,
    report: Report,
    form: Form,
) -> None:
    """The rows are open again from now on; tell the unit's officers."""
    await ctx.tx.submissions.return_rows(ctx.audit_context(number), number, {**rows})
    await look_again_at(ctx, number)
    data = name_report(unit, report) | {"rows": describe_rows(form, rows)}
    resume = take_up_button(number, unit.short_name, report.period_name)
    officers = await people_of(ctx.tx, unit.id, Role.OFFICER)
    name = (await ctx.tx.roles.names_of([ctx.member])).get(ctx.member, "")
    ctx.tell_all(officers, "notice.returned", (resume,), **data, name=name)


async def undo_return(ctx: RequestContext, request: UndoReturn) -> None:
    """Have the report stand as it did before rows of it were sent back, as long as nobody has
    done more with it."""
    data = await take_return_back(ctx, request)
    await ctx.expect_input(LookInput(report=request.report))
    look = make_button("look.head", LookInto(report=request.report))
    state = (await ctx.tx.reports.load(request.report)).state.value
    ctx.say("undo.return_done", ((look,),), **data, state=state)


async def take_return_back(ctx: RequestContext, request: UndoReturn) -> dict[str, Any]:
    """The same, without a word to the member; what it is about. RequestRejectedError when it is
    too late."""
    unit, report, _ = await ctx.report(Permission.RETURN, request.report)
    data = name_report(unit, report)
    if report.version != request.version or not await ctx.tx.decisions.undo_return(
        ctx.audit_context(request.report), request.report, ctx.now - UNDO_LIFE
    ):
        raise RequestRejectedError(
            "undo.return_gone", **data, minutes=int(UNDO_LIFE.total_seconds() // 60)
        )
    await look_again_at(ctx, request.report)
    officers = await people_of(ctx.tx, unit.id, Role.OFFICER)
    ctx.tell_all(officers, "notice.return_undone", **data)
    return data


async def take_rows(ctx: RequestContext, asked: ReturnInput, text: str) -> None:
    """The rows to return as they were typed, one a line, each with its reason."""
    _, _, form = await ctx.report(Permission.RETURN, asked.report)
    size = len(text)
    if size > MAX_RETURNED:
        said = shorten_text(text)
        raise RequestRejectedError("command.too_long", read=said, length=size, limit=MAX_RETURNED)
    count = len(split_lines(text))
    if count > MAX_ENTRIES:
        raise RequestRejectedError(
            "return.too_many", read=shorten_text(text), count=count, limit=MAX_ENTRIES
        )
    rows, bad = read_rows(form, text)
    if asked.rows and not rows:
        await _take_reason(ctx, asked, form, text)
        return
    if (bad or not rows) and await _take_words(ctx, asked, form, text):
        return
    if not rows:
        _refuse_all(bad, form)
    await _ask(ctx, Return(report=asked.report, rows=rows), bad)


async def return_in_words(ctx: RequestContext, text: str) -> None:
    """`câu 2 sai`, `trả câu 2 và 5 vì …`: rows of the report that the member looks into, or of
    the only one that waits."""
    asked = ReturnInput(report=await find_waiting(ctx, Permission.RETURN))
    _, _, form = await ctx.report(Permission.RETURN, asked.report)
    if not await _take_words(ctx, asked, form, text):
        await return_(ctx, Return(report=asked.report))


async def _take_words(ctx: RequestContext, asked: ReturnInput, form: Form, text: str) -> bool:
    """Return the rows that the words name, once their reason is known; False when they name
    none."""
    places = read_returned(text) or read_remark(text)
    found = {one: place_rows(form, one.place) for one in places}
    rows = {
        row.key: strip_prompt(one.why, reason=True)
        for one, named in found.items()
        if not isinstance(named, RefusedLine)
        for row in named
    }
    bad = [
        RefusedLine(f"{one.place}: {shorten_text(one.why)}".rstrip(": "), named.why, named.labels)
        for one, named in found.items()
        if isinstance(named, RefusedLine)
    ]
    if not found:
        return False
    if not rows:
        _refuse_all(bad, form)
    if any(len(why) < SHORTEST_REASON for why in rows.values()):
        _tell_left_out(ctx, bad)
        await _ask_reason(ctx, asked.report, form, tuple(rows))
    else:
        before = await _asked_about(ctx, asked.report)
        await _ask(ctx, Return(report=asked.report, rows={**before, **rows}), bad)
    return True


async def _asked_about(ctx: RequestContext, number: int) -> Mapping[str, str]:
    """The rows of a return that is asked about already: those that come now are added."""
    asked = await ctx.expected_input()
    meant = asked.request if isinstance(asked, ConfirmInput) else None
    return meant.rows if isinstance(meant, Return) and meant.report == number else {}


def _refuse_all(bad: Sequence[RefusedLine], form: Form) -> NoReturn:
    refused = [one.data for one in bad[:MOST]]
    raise RequestRejectedError("return.unclear", bad=refused, examples=example_rows(form))


async def _ask_reason(ctx: RequestContext, number: int, form: Form, keys: tuple[str, ...]) -> None:
    await ctx.expect_input(ReturnInput(report=number, rows=keys))
    ctx.say("return.why", rows=[name_cells(form, some) for some in gather_cells(form, keys)])


async def _take_reason(ctx: RequestContext, asked: ReturnInput, form: Form, text: str) -> None:
    """Why the rows that were named are returned, in any words but a yes, a question or a delay."""
    places = read_returned(text)
    if places and await _take_words(ctx, asked, form, text):
        return
    why = strip_prompt(text.strip(), reason=True)
    is_none = read_consent(text) is not None or is_postponement(text) or text.strip().endswith("?")
    if is_none or len(why) < SHORTEST_REASON:
        await _ask_reason(ctx, asked.report, form, asked.rows)
    else:
        await return_(ctx, Return(report=asked.report, rows=dict.fromkeys(asked.rows, why)))


async def add_rows(ctx: RequestContext, asked: Return, text: str) -> bool:
    """Further rows for a return that is not confirmed yet; False when the text names none."""
    _, _, form = await ctx.report(Permission.RETURN, asked.report)
    rows, bad = read_rows(form, text)
    if rows:
        merged = {**asked.rows, **rows}
        await _ask(ctx, Return(report=asked.report, rows=merged), bad)
    return bool(rows)


def _start_of_rows(ctx: RequestContext, text: str) -> int:
    """Where the first row is named: by its number, its place, or its key in one of the forms."""
    if found := _FIRST_ROW.search(f" {text}"):
        return found.start()
    keys = {row.key.upper() for form in ctx.catalogs.catalog.forms.values() for row in form.rows}
    dotted = (one for one in _DOTTED.finditer(text) if one[0].upper() in keys)
    return next((one.start() for one in dotted), len(text))


async def typed_return(ctx: RequestContext, argument: str) -> None:
    """`trả lại STC`, or at once with rows: `trả lại STC II.01.03: không khớp`, the rows in the
    same line or below."""
    first, _, below = argument.partition("\n")
    start = _start_of_rows(ctx, first)
    words, rest = first[:start], f"{first[start:]}\n{below}" if first[start:] else below
    if len(words) > MAX_ARGUMENT:
        said, size = shorten_text(words), len(words)
        raise RequestRejectedError("command.too_long", read=said, length=size, limit=MAX_ARGUMENT)
    words = "" if is_courtesy(words) else words  # `trả lại em câu 4`
    if words.strip() or ctx.current is not None:
        number = await find_report(ctx, Permission.RETURN, words, is_waiting, is_filed)
    else:
        number = await find_waiting(ctx, Permission.RETURN)
    if rest.strip():
        await take_rows(ctx, ReturnInput(report=number), rest)
    else:
        await return_(ctx, Return(report=number))
