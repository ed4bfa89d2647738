"""Looking into a report that waits for a decision, or into any other."""

from __future__ import annotations

from bot.workflow.context import RequestContext, name_report, people_of, reviewers_of, shorten_list
from bot.workflow.form_lookup import read_words
from bot.workflow.home import submitted_below, waiting_reports
from bot.workflow.interaction.confirmation import offer_others
from bot.workflow.lookup import find_report, is_meant, is_unit_name, look_buttons, units_with
from bot.workflow.many.selection import fits_unit, pick_selection, words_of
from bot.workflow.report_files import give_report
from bot.workflow.review.report_head import (
    changed_rows,
    describe_head,
    describe_review,
    head_buttons,
    review_buttons,
)
from bot.workflow.review.words import changed_words
from conversations.dialog.file_reply import describe_comparison
from conversations.dialog.overview import section_data
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.protocol.messages import Reply
from conversations.reports.file_comparison import FileComparison
from conversations.reports.file_request import FileRequest
from conversations.reports.model import Report, ReportState
from conversations.text.normalize import shorten_text
from conversations.workflow.pending_input import LookInput
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_requests import GetReportFile, LookInto, ShowChanges, ShowWaiting
from storage.workflow.duties import DueReport
from storage.workflow.units import Unit

MOST = 10  # reports that a list offers
MOST_CHANGES = 30


async def show_waiting(ctx: RequestContext, request: ShowWaiting | None = None) -> None:
    """The reports that wait for this member's decision."""
    await typed_waiting(ctx, "")


async def typed_waiting(ctx: RequestContext, argument: str) -> None:
    """`chờ duyệt`, `chờ duyệt bảo trợ quý I/2026`, `chờ duyệt xã`: of those, or all."""
    units = await units_with(ctx, Permission.READ) if argument.strip() else []
    named = read_words(ctx, argument, lambda said: is_unit_name(units, said))
    which = pick_selection(units, words_of(ctx, units, named.rest))
    kinds = {one.id: one.kind for one in units}

    def is_asked_for(one: DueReport) -> bool:
        fits = fits_unit(which, one.unit, kinds.get(one.unit)) if units else True
        return fits and is_meant(ctx, named, one)

    found = [*filter(is_asked_for, await waiting_reports(ctx))]
    own = {one.report for one in found}
    below = [one for one in await submitted_below(ctx) if is_asked_for(one)]
    others = [one for one in below if one.report not in own]
    rows = look_buttons([*found, *others][:MOST])
    said = shorten_text(argument)
    ctx.say("waiting", rows, count=len(found), others=len(others), shown=len(rows), said=said)


async def look_into(ctx: RequestContext, request: LookInto) -> None:
    """What a reviewer needs to know of a report that waits; else its head, or one of its
    sections with values."""
    unit, report, form = await ctx.report(Permission.READ, request.report)
    await _mark_used(ctx, request.report, report)
    await _keep_in_mind(ctx, request.report, unit)
    if request.section is not None and request.section in form.asked_by_heading:
        _show_section(ctx, request, request.section, unit, report, form)
    elif report.state is ReportState.SUBMITTED and report.version and not request.whole:
        data = await describe_review(ctx, request.report, unit, form, report)
        buttons = await review_buttons(ctx, request.report, unit, form, report)
        ctx.say("review", (*buttons, *offer_others(ctx, request)), **data)
    else:
        data = describe_head(form, unit, report, ctx.now)
        ctx.say("look", await head_buttons(ctx, request.report, unit, form, report), **data)


async def _mark_used(ctx: RequestContext, number: int, report: Report) -> None:
    """The member was given the version that counts, if one was ever handed in."""
    if version := report.approved or report.version:
        await ctx.tx.submissions.mark_used(number, version, ctx.member, ctx.now)


async def _keep_in_mind(ctx: RequestContext, number: int, unit: Unit) -> None:
    """What is said next may be about this report, if its speaker may decide on it."""
    asked = await ctx.expected_input()
    if isinstance(asked, LookInput | None) and await ctx.may(Permission.APPROVE, unit.id):
        await ctx.expect_input(LookInput(report=number))


def _show_section(
    ctx: RequestContext, request: LookInto, section: str, unit: Unit, report: Report, form: Form
) -> None:
    data = section_data(form, report, section)
    keys = [one.key for one in form.sections]
    at = keys.index(section) if section in keys else 0
    buttons = [make_button("look.head", LookInto(report=request.report))]
    if at + 1 < len(keys):
        following = form.sections[at + 1]
        to = LookInto(report=request.report, section=following.key)
        buttons.append(make_button("look.section", to, stt=following.stt or following.title))
    ctx.say("look.section", (tuple(buttons),), unit=unit.short_name, **data)


async def announce_review(ctx: RequestContext, number: int) -> Reply:
    """What a reviewer is told of a report that was just handed in: the review itself."""
    unit = await ctx.tx.units.find(await ctx.tx.duties.unit_of(number))
    report = await ctx.tx.reports.load(number)
    data = await describe_review(ctx, number, unit, ctx.form_of(report), report)
    return Reply(code="notice.submitted", data=data | {"unit": unit.short_name})


async def report_file(ctx: RequestContext, request: GetReportFile) -> None:
    """The report as a file, as it stands."""
    _, report, form = await ctx.report(Permission.READ, request.report)
    await _mark_used(ctx, request.report, report)
    wanted = FileRequest(what=request.what, part=request.part)
    await give_report(ctx, request.report, form, report, wanted)


async def looked_at(ctx: RequestContext, compared: FileComparison) -> None:
    """What a file of somebody's report turned out to be."""
    await ctx.unit_with(Permission.READ, compared.report)
    ctx.replies.append(describe_comparison(compared))


async def show_changes(ctx: RequestContext, request: ShowChanges) -> None:
    """What differs between the last submission and the one before it."""
    unit, report, form = await ctx.report(Permission.READ, request.report)
    found = await ctx.tx.submissions.list_of(request.report)
    if len(found) < 2:
        ctx.say("changes.first", **name_report(unit, report), version=report.version)
        return
    old, new = found[-2], found[-1]
    shown, more = shorten_list(changed_rows(form, old.answers, new.answers), MOST_CHANGES)
    back = (make_button("look.head", LookInto(report=request.report)),)
    ctx.say(
        "changes",
        (back,),
        **name_report(unit, report),
        old=old.version,
        new=new.version,
        reason=new.reason or "",
        lines=shown,
        more=more,
        **changed_words(found),
    )


async def look_again_at(ctx: RequestContext, number: int) -> None:
    """Everybody who is reminded of this report is reckoned with anew."""
    unit = await ctx.tx.duties.unit_of(number)
    persons = await people_of(ctx.tx, unit, Role.OFFICER, Role.REVIEWER, Role.GUEST)
    persons += await reviewers_of(ctx.tx, unit)
    await ctx.look_again([one.id for one in persons])


async def typed_look(ctx: RequestContext, argument: str) -> None:
    await look_into(ctx, LookInto(report=await find_report(ctx, Permission.READ, argument)))


async def typed_changes(ctx: RequestContext, argument: str) -> None:
    await show_changes(ctx, ShowChanges(report=await find_report(ctx, Permission.READ, argument)))
