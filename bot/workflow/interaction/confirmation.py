"""A request with consequences: it is shown first, and a button of its own, or words that agree,
carry it out. A number never does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.workflow.context import Buttons, RequestContext
from bot.workflow.lookup import look_button
from conversations.dialog.prompts.keyboard import make_button
from conversations.frozen import Frozen
from conversations.protocol.events import Action
from conversations.text.normalize import shorten_text
from conversations.workflow import (
    day_requests,
    draft_requests,
    many_requests,
    own_requests,
    pending_input,
    people_requests,
    report_requests,
    review_requests,
    round_requests,
)
from conversations.workflow.many_requests import ManyAct
from conversations.workflow.pending_input import ConfirmInput, Errand
from conversations.workflow.request_bases import ReportRequest

MOST_OTHERS = 3  # reports that are offered beside the one that is asked about
_Confirmed = (
    many_requests.ActOnMany
    | many_requests.AddToRound
    | people_requests.AddUnit
    | review_requests.Approve
    | day_requests.ChangeDays
    | people_requests.ChangePerson
    | people_requests.ChangeUnit
    | people_requests.Dismiss
    | people_requests.EndUnit
    | review_requests.Extend
    | review_requests.Lock
    | people_requests.MoveMember
    | round_requests.Nudge
    | round_requests.OpenRound
    | draft_requests.PublishForm
    | people_requests.RenameUnit
    | review_requests.Return
    | many_requests.SendLetter
    | many_requests.WithdrawRound
)
_VERBS: Mapping[type[Frozen], tuple[str, ...]] = {  # what agrees to each, beside a plain yes
    people_requests.AddUnit: ("thêm", "thêm đơn vị"),
    many_requests.AddToRound: ("thêm", "thêm vào đợt", "bổ sung", "đưa vào"),
    review_requests.Approve: ("duyệt", "duyệt báo cáo", "phê duyệt", "thông qua"),
    people_requests.Dismiss: ("cho thôi", "cho nghỉ"),
    day_requests.ChangeDays: ("ghi", "ghi ngày làm bù", "hoán đổi", "bỏ"),
    people_requests.ChangePerson: ("đổi", "sửa", "ghi"),
    people_requests.ChangeUnit: ("đổi", "sửa", "chuyển", "ghi"),
    people_requests.EndUnit: ("giải thể", "sáp nhập", "kết thúc"),
    review_requests.Extend: ("gia hạn", "cho gia hạn", "lùi hạn"),
    own_requests.Join: ("tham gia", "nhận lời", "nhận", "vào"),
    people_requests.MoveMember: ("chuyển", "điều chuyển"),
    round_requests.Nudge: ("nhắc", "nhắn", "gửi", "đôn đốc", "nhắc nộp"),
    round_requests.OpenRound: ("mở", "mở đợt", "thêm", "thêm vào đợt"),
    draft_requests.PublishForm: ("công bố", "công bố biểu", "dùng"),
    people_requests.RenameUnit: ("đổi tên", "đổi"),
    many_requests.SendLetter: ("gửi", "nhắn", "gửi đi"),
    many_requests.WithdrawRound: ("rút", "hủy", "xóa", "rút đợt", "hủy đợt", "xóa đợt", "thu hồi"),
    own_requests.TakeUp: ("sang", "qua", "chuyển", "mở", "sang đó", "chuyển sang", "làm"),
    review_requests.Return: ("trả", "trả lại", "trả về", "gửi", "gửi trả"),
}
_LOCK, _UNLOCK = ("khóa", "khóa sổ", "khóa đợt"), ("mở", "mở khóa")
_OF_MANY: Mapping[ManyAct, tuple[str, ...]] = {
    ManyAct.APPROVE: _VERBS[review_requests.Approve],
    ManyAct.EXTEND: ("gia hạn", "lùi hạn", "lùi", "đổi hạn", "cho gia hạn"),
    ManyAct.RETURN: _VERBS[review_requests.Return],
    ManyAct.LOCK: _LOCK,
    ManyAct.UNLOCK: _UNLOCK,
}


def agreeing_verbs(request: Frozen) -> tuple[str, ...]:
    """The words for what a request does: `duyệt luôn em` agrees to an approval alone."""
    if isinstance(request, many_requests.ActOnMany):
        return _OF_MANY[request.act]
    if isinstance(request, review_requests.Lock):
        return _LOCK if request.locked else _UNLOCK
    return _VERBS.get(type(request), ())


async def confirm_request(
    ctx: RequestContext,
    request: _Confirmed,
    question: str,
    button: str,
    data: Mapping[str, Any],
    **on_button: Any,
) -> bool:
    """Whether the member has confirmed the request; else they are asked, with a button for yes and
    one for no."""
    if not request.sure:
        confirmed = request.model_copy(update={"sure": True})
        no = make_button("not_yet", own_requests.Decline())
        decide = (make_button(button, confirmed, **on_button), no)
        ctx.say(question, (decide, *offer_others(ctx, request)), **data)
        await ctx.expect_input(ConfirmInput(request=confirmed))
    return request.sure


def offer_others(ctx: RequestContext, request: Frozen) -> Buttons:
    """The same request about each of the other reports that the words may have meant."""
    if not isinstance(request, ReportRequest | review_requests.Lock):
        return ()
    return tuple((look_button(one, _about(request, one.report)),) for one in ctx.also[:MOST_OTHERS])


def _about(request: Any, report: int) -> Action:
    """A version is approved that was looked at, and no other."""
    if isinstance(request, review_requests.Approve):
        return report_requests.LookInto(report=report)
    about: Action = request.model_copy(update={"report": report})
    return about


async def decline_request(ctx: RequestContext, _: object = None) -> None:
    """Nothing is done of what was asked about."""
    asked = await drop_question(ctx)
    ctx.say("request.declined", verb=_verb(asked.request) if asked else "")


async def drop_question(ctx: RequestContext) -> ConfirmInput | None:
    """The question before the member, if there is one: it is not answered later by a word that
    belongs elsewhere."""
    asked = await ctx.expected_input()
    if not isinstance(asked, ConfirmInput):
        return None
    await ctx.expect_input(await ctx.looked_into())
    return asked


def ask_again(ctx: RequestContext, asked: ConfirmInput, text: str) -> None:
    """Say that the text is neither yes nor no."""
    verb = _verb(asked.request)
    yes = make_button("sure", asked.request, verb=verb)
    rows = ((yes, make_button("not_yet", own_requests.Decline())),)
    ctx.say("request.unclear", rows, said=shorten_text(text), verb=verb)


def remind_errand(ctx: RequestContext, pending: Errand) -> None:
    """Say that what was asked for still is."""
    if isinstance(pending, ConfirmInput):
        verb = _verb(pending.request)
        yes = make_button("sure", pending.request, verb=verb or "đồng ý")
        rows = ((yes, make_button("not_yet", own_requests.Decline())),)
        ctx.say("request.waits", rows, verb=verb, what=pending.request.do)
    elif not isinstance(pending, pending_input.LookInput):
        ctx.say("errand.waits", what=pending.for_)


def _verb(request: Frozen) -> str:
    return next(iter(agreeing_verbs(request)), "")
