"""The reports of many units, parted into those that something is done to and those it is not, and
what is said of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.workflow.context import RequestContext, RequestRejectedError, shorten_list
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.many.result_file import give_results
from bot.workflow.many.selection import SelectedReports
from conversations.workflow.many_requests import ActOnMany
from storage.workflow.boards import BoardRow

MOST = 8  # units that are named


@dataclass
class SortedReports:
    """The reports that it is done to, and those it is not done to, by the reason."""

    done: list[BoardRow] = field(default_factory=list)
    left: dict[str, list[BoardRow]] = field(default_factory=dict)

    def add(self, row: BoardRow, why: str | None) -> None:
        if why is None:
            self.done.append(row)
        else:
            self.left.setdefault(why, []).append(row)

    def told(self) -> dict[str, Any]:
        names, more = shorten_list([row.short_name for row in self.done], MOST)
        left = []
        for why, rows in self.left.items():
            first, others = shorten_list([row.short_name for row in rows], MOST)
            left.append({"why": why, "count": len(rows), "names": first, "more": others})
        return {"units": len(self.done), "names": names, "more": more, "left": left}


def refuse_locked(found: SelectedReports) -> None:
    """RequestRejectedError where the whole round is locked."""
    if found.round.locked:
        raise RequestRejectedError("many.locked", period=found.round.period_name)


def describe_result(
    request: ActOnMany, found: SelectedReports, result: SortedReports
) -> dict[str, Any]:
    """What the words about it are filled in with."""
    return {
        "act": request.act.value,
        "period": found.round.period_name,
        "reason": request.reason,
        "day": "",
        "odd": [],
        "odd_count": 0,
        **result.told(),
    }


async def is_sure(
    ctx: RequestContext, request: ActOnMany, result: SortedReports, data: Mapping[str, Any]
) -> bool:
    """Whether the member has confirmed it; RequestRejectedError when it is done to nobody."""
    ctx.tell_units(result.done)
    for why, rows in result.left.items():
        ctx.tell_units(rows, why)
    if not result.done:
        raise RequestRejectedError("many.left", **data)
    count = len(result.done)
    return await confirm_request(
        ctx, request, "many.ask", "many.sure", data, act=request.act.value, count=count
    )


def say_result(ctx: RequestContext, result: SortedReports, data: Mapping[str, Any]) -> None:
    """What was done, and to whom not; as a file too, where not all can be named."""
    ctx.say("many.done", **data)
    if len(result.done) > MOST or any(len(rows) > MOST for rows in result.left.values()):
        give_results(ctx, str(data["act"]), str(data["period"]), result.done, result.left)
