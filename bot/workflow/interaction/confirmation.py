"""A request with consequences: it is shown first, and a button of its own, or words that agree,
carry it out. A number never does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.workflow.context import RequestContext
from conversations.dialog.prompts.keyboard import make_button
from conversations.frozen import Frozen
from conversations.text.normalize import shorten_text
from conversations.workflow import many_requests, requests
from conversations.workflow.many_requests import ManyAct
from conversations.workflow.requests import ConfirmInput

_Confirmed = (
    many_requests.ActOnMany
    | requests.AddUnit
    | requests.Approve
    | requests.ChangePerson
    | requests.ChangeUnit
    | requests.Dismiss
    | requests.EndUnit
    | requests.Lock
    | requests.MoveMember
    | requests.Nudge
    | requests.OpenRound
    | requests.RenameUnit
    | requests.Return
    | many_requests.SendLetter
    | many_requests.WithdrawRound
)
_VERBS: Mapping[type[Frozen], tuple[str, ...]] = {  # what agrees to each, beside a plain yes
    requests.AddUnit: ("thêm", "thêm đơn vị"),
    requests.Approve: ("duyệt", "duyệt báo cáo", "phê duyệt", "thông qua"),
    requests.Dismiss: ("cho thôi", "cho nghỉ"),
    requests.ChangePerson: ("đổi", "sửa", "ghi"),
    requests.ChangeUnit: ("đổi", "sửa", "chuyển", "ghi"),
    requests.EndUnit: ("giải thể", "sáp nhập", "kết thúc"),
    requests.Join: ("tham gia", "nhận lời", "nhận", "vào"),
    requests.MoveMember: ("chuyển", "điều chuyển"),
    requests.Nudge: ("nhắc", "nhắn", "gửi", "đôn đốc", "nhắc nộp"),
    requests.OpenRound: ("mở", "mở đợt", "thêm", "thêm vào đợt"),
    requests.RenameUnit: ("đổi tên", "đổi"),
    many_requests.SendLetter: ("gửi", "nhắn", "gửi đi"),
    many_requests.WithdrawRound: ("rút", "hủy", "xóa", "rút đợt", "hủy đợt", "xóa đợt", "thu hồi"),
    requests.Return: ("trả", "trả lại", "trả về", "gửi", "gửi trả"),
}
_LOCK, _UNLOCK = ("khóa", "khóa sổ", "khóa đợt"), ("mở", "mở khóa")
_OF_MANY: Mapping[ManyAct, tuple[str, ...]] = {
    ManyAct.APPROVE: _VERBS[requests.Approve],
    ManyAct.EXTEND: ("gia hạn", "lùi hạn", "lùi", "đổi hạn", "cho gia hạn"),
    ManyAct.LOCK: _LOCK,
    ManyAct.UNLOCK: _UNLOCK,
}


def agreeing_verbs(request: Frozen) -> tuple[str, ...]:
    """The words for what a request does: `duyệt luôn em` agrees to an approval alone."""
    if isinstance(request, many_requests.ActOnMany):
        return _OF_MANY[request.act]
    if isinstance(request, requests.Lock):
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
        no = make_button("not_yet", requests.Decline())
        ctx.say(question, ((make_button(button, confirmed, **on_button), no),), **data)
        await ctx.expect_input(ConfirmInput(request=confirmed))
    return request.sure


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
    rows = ((yes, make_button("not_yet", requests.Decline())),)
    ctx.say("request.unclear", rows, said=shorten_text(text), verb=verb)


def _verb(request: Frozen) -> str:
    return next(iter(agreeing_verbs(request)), "")
