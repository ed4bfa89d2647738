"""Rows that are sent back in many reports, as a page says them."""

from __future__ import annotations

from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.review.returned_lines import RefusedLine, example_rows, read_rows
from bot.workflow.round_lookup import find_round
from conversations.workflow.many_requests import ActOnMany, ManyAct, ReportSelection
from conversations.workflow.permissions import Permission

MOST_SAID = 3  # lines that are refused by name
_WHY = {
    "form": "chưa có dấu hai chấm giữa dòng và lý do",
    "none": "không có dòng nào như vậy",
    "many": "có nhiều dòng như vậy",
    "heading": "là một đề mục, hãy nêu dòng bên dưới",
    "computed": "là dòng tự tính, hãy nêu dòng thành phần",
    "reason": "lý do phải có ít nhất 5 chữ cái",
}


async def read_return(ctx: RequestContext, which: ReportSelection, text: str) -> ActOnMany | str:
    """The request that it is; or what is wrong with it, in words for the person."""
    if which.round is None:
        raise DeniedError
    found, _ = await find_round(ctx, Permission.RETURN, which.round, which.under)
    form = ctx.form_of(found)
    rows, bad = read_rows(form, text)
    if bad:
        return "Chưa trả lại gì. " + " ".join(_refusal(one) for one in bad[:MOST_SAID])
    if not rows:
        example = example_rows(form)[0]
        return f"Chưa có dòng nào. Ghi mỗi dòng một mục, ví dụ “{example}: số liệu không khớp”."
    return ActOnMany(act=ManyAct.RETURN, which=which, rows=rows)


def _refusal(line: RefusedLine) -> str:
    meant = f" ({'; '.join(line.labels[:MOST_SAID])})" if line.labels else ""
    return f"“{line.said}”: {_WHY[line.why]}{meant}."
