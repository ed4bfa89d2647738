"""What is known of one row of a report beside what it says: who wrote it when, and whom one may
ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.workflow.context import RequestContext, people_of
from conversations.answers.values import Answer, AnswerState
from conversations.calendar.dates import print_moment
from conversations.forms.row import Row
from conversations.reports.printed_answers import tell_answer
from conversations.workflow.permissions import Permission, Role
from storage.history.entries import HistoryEntry

MOST_TOLD = 20  # changes of one row, the newest first
MOST_COLLEAGUES = 12
CHANNELS = {"desk": "bàn làm việc", "web": "khung chat trên web", "telegram": "Telegram"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be asked for a row."""

    member: int
    name: str


async def tell_changes(ctx: RequestContext, report: int, row: Row) -> list[str]:
    """The changes of a row, the newest first, each in a line."""
    found = await ctx.tx.audit_log.of_report(report, row.key)
    newest = found[::-1][:MOST_TOLD]
    numbers = {one.member for one in newest if one.member is not None}
    names = await ctx.tx.roles.names_of(sorted(numbers))
    return [_line(row, one, names) for one in newest]


def _line(row: Row, one: HistoryEntry, names: Mapping[int, str]) -> str:
    who = names.get(one.member or 0, "(quản trị)")
    where = CHANNELS.get(one.channel, one.channel)
    before, after = _printed(row, one.old), _printed(row, one.new)
    return f"{print_moment(one.at)} · {who} ({where}): {before} → {after}"


def _printed(row: Row, said: Mapping[str, object] | None) -> str:
    answer = Answer.model_validate(said) if said is not None else Answer()
    words = [] if answer.state is AnswerState.BLANK else [tell_answer(row, answer)]
    words += [f"ghi chú: {answer.note}"] if answer.note else []
    return "; ".join(words) or "trống"


async def find_colleagues(ctx: RequestContext, unit: int) -> Sequence[Colleague]:
    """The other officers of the unit, if the member may hand rows to them."""
    if not await ctx.may(Permission.HAND_OVER, unit):
        return []
    found = await people_of(ctx.tx, unit, Role.OFFICER)
    others = [Colleague(one.id, one.name) for one in found if one.id != ctx.member]
    return others[:MOST_COLLEAGUES]
