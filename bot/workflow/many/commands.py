"""What is typed about many units; about one it is what it always was."""

from __future__ import annotations

import re

from bot.workflow.board.nudge import nudge_units, typed_nudge
from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.form_lookup import read_words
from bot.workflow.lookup import is_unit_name, units_with
from bot.workflow.many.acts import act_on_many
from bot.workflow.many.letters import send_letter
from bot.workflow.many.selection import read_reports, words_of
from bot.workflow.review.approval import typed_approve as approve_one
from bot.workflow.round_lookup import top_units
from bot.workflow.rounds import due_days, locks
from conversations.commands.prompt_words import BECAUSE
from conversations.commands.spec import MAX_REASONED
from conversations.commands.workflow import WorkflowCommand
from conversations.commands.workflow_parser import TypedCommand
from conversations.text.normalize import shorten_text
from conversations.workflow.many_requests import ActOnMany, ManyAct, ReportSelection, SendLetter
from conversations.workflow.pending_input import ManyInput
from conversations.workflow.permissions import Permission
from conversations.workflow.request_bases import BoardFilter
from conversations.workflow.review_requests import Lock
from conversations.workflow.round_requests import Nudge

_MORE = re.compile(
    r"(?:thêm|them)\s+(?P<count>\d{1,3})\s+(?P<of>ngày|ngay|hôm|hom|tuần|tuan)\b(?:\s+nữa|\s+nua)?"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WHY = re.compile(rf"^{BECAUSE}[\s:]+", re.IGNORECASE)
_TO = re.compile(r"(?:^|\s)(?:đến|den|tới|toi|sang|thành|thanh)\s", re.IGNORECASE)
_FOR = re.compile(rf"\s+cho\s+(?P<who>[^:]+?)(?=\s*:|\s+{BECAUSE}\s|$)", re.IGNORECASE)


_OF_MANY = frozenset(
    {WorkflowCommand.APPROVE, WorkflowCommand.EXTEND, WorkflowCommand.NUDGE}
    | {WorkflowCommand.LOCK, WorkflowCommand.UNLOCK}
)


async def says_many(ctx: RequestContext, typed: TypedCommand) -> bool:
    """Whether what follows the command names several units, or all: then it is nothing that is
    said of the report before the member."""
    right = typed.command.spec.permission if typed.command in _OF_MANY else None
    if right is None or not typed.argument or not await top_units(ctx, right):
        return False
    units = await units_with(ctx, right)
    named = read_words(ctx, typed.argument, lambda said: is_unit_name(units, said))
    words = words_of(ctx, units, named.rest)
    plain = words.everyone or words.clean or bool(words.kinds) or len(words.names) > 1
    return plain or words.show is not BoardFilter.ALL


async def typed_extend(ctx: RequestContext, argument: str) -> None:
    """`gia hạn xã, phường đến 25/3: bão`, `gia hạn đợt quý I/2026 thêm 3 ngày: bão`."""
    who, rest = split_extension(argument)
    which = await _many(ctx, Permission.EXTEND, who)
    if which is None and rest and await _names_nobody(ctx, who):
        raise RequestRejectedError("many.extend_whom", said=rest[:80])
    if which is None:
        await due_days.typed_extend(ctx, argument)
        return
    await _extend(ctx, ActOnMany(act=ManyAct.EXTEND, which=which), rest)


def split_extension(text: str) -> tuple[str, str]:
    """Who gets a later day, and the day with its reason: `xã đến 25/3: bão`, `đến 25/3 cho xã:
    bão`, `xã thêm 3 ngày: bão`."""
    more = re.search(r"(?:^|\s)(?=(?:thêm|them)\s+\d)", text, re.IGNORECASE)
    found = more or _TO.search(text)
    if found is None:
        return text, ""
    who, rest = text[: found.start()].strip(), text[found.end() :].strip()
    behind = _FOR.search(rest)
    if not who and behind is not None:
        return behind["who"].strip(), f"{rest[: behind.start()]}{rest[behind.end() :]}".strip()
    return who.removeprefix("cho ").strip(), rest


def _counted(more: re.Match[str]) -> tuple[int, str]:
    """How many days more, and why."""
    weeks = more["of"].lower() in ("tuần", "tuan")
    reason = _WHY.sub("", more["rest"].strip(" :,;-–."))
    return int(more["count"]) * (7 if weeks else 1), reason


async def _extend(ctx: RequestContext, request: ActOnMany, text: str) -> None:
    """Extend to the day, or by the days, that the text names, for the reason behind it."""
    more = _MORE.match(text.strip())
    if more is not None:
        count, reason = _counted(more)
        await act_on_many(ctx, request.model_copy(update={"more": count, "reason": reason}))
        return
    day, reason = due_days.read_extension(text, ctx) if text.strip() else (None, "")
    if text.strip() and day is None:
        if request.until is None and not request.more:
            raise RequestRejectedError("extend.unclear", said=text[:80])
        reason = text.strip()
    until = day or request.until
    await act_on_many(ctx, request.model_copy(update={"until": until, "reason": reason}))


async def take_text(ctx: RequestContext, asked: ManyInput, text: str) -> None:
    """What was missing of an extension or a letter."""
    if (size := len(text)) > MAX_REASONED:
        said = shorten_text(text)
        raise RequestRejectedError("command.too_long", read=said, length=size, limit=MAX_REASONED)
    if isinstance(asked.request, SendLetter):
        await send_letter(ctx, asked.request.model_copy(update={"text": text.strip()}))
    else:
        await _extend(ctx, asked.request, text)


async def typed_lock(ctx: RequestContext, argument: str, *, locked: bool) -> None:
    """`khóa sổ 1001, 1002`, `mở khóa xã, phường`; all units of a round are the round itself."""
    which = await _many(ctx, Permission.LOCK, argument)
    if which is None:
        await locks.typed_lock(ctx, argument, locked=locked)
        return
    everyone = which == ReportSelection(round=which.round, under=which.under)
    if everyone and which.round is not None:
        of = await ctx.tx.rounds.find(which.round)
        if of.unit is not None and of.unit == which.under:
            await locks.lock_reports(ctx, Lock(round=of.id, locked=locked))
            return
    act = ManyAct.LOCK if locked else ManyAct.UNLOCK
    await act_on_many(ctx, ActOnMany(act=act, which=which))


async def typed_approve(ctx: RequestContext, argument: str) -> None:
    """`duyệt 1001, 1002`, `duyệt tất cả`, `duyệt những đơn vị không có cảnh báo`."""
    which = await _many(ctx, Permission.APPROVE, argument)
    if which is None:
        units = await top_units(ctx, Permission.APPROVE)
        everyone = not units and words_of(ctx, [], argument).everyone
        await approve_one(ctx, "" if everyone else argument)
        return
    named = bool(which.units)
    if which.show is BoardFilter.ALL and not named:
        which = which.model_copy(update={"show": BoardFilter.REVIEW})
    await act_on_many(ctx, ActOnMany(act=ManyAct.APPROVE, which=which))


async def typed_remind(ctx: RequestContext, argument: str) -> None:
    """`đôn đốc xã, phường`, `đôn đốc 1001, 1002`, `nhắc nộp sở trễ hạn`."""
    which = await _many(ctx, Permission.REMIND, argument) if argument.strip() else None
    if which is None or which.round is None:
        await typed_nudge(ctx, argument)
        return
    await nudge_units(ctx, Nudge(round=which.round, show=BoardFilter.OPEN, which=which))


async def _names_nobody(ctx: RequestContext, words: str) -> bool:
    """Whether it is not said whom the member means, who may mean many."""
    if ctx.current is not None or await ctx.looked_into() is not None:
        return False
    units = await units_with(ctx, Permission.EXTEND)
    return len(units) > 1 and words_of(ctx, units, words).says_nothing


async def _many(ctx: RequestContext, right: Permission, words: str) -> ReportSelection | None:
    if not words.strip() or not await top_units(ctx, right):
        return None
    return await read_reports(ctx, right, words)
