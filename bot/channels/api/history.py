"""The history of a report. Persons stand in it by number; by name for a token that may know."""

from __future__ import annotations

from bot.channels.api.asked import ApiAsk, Endpoint, paged
from bot.channels.api.resources import HistoryResource, Page
from conversations.workflow.connections import ApiScope


async def list_history(asked: ApiAsk) -> Page[HistoryResource]:
    """The entries, the oldest first."""
    found, limit = await asked.report(), asked.query["limit"]
    of = f"history {found.report}"
    after = asked.after(of)
    entries = await asked.tx.served_reports.list_history(found.report, after, limit + 1)
    named = ApiScope.PEOPLE in asked.token.scopes
    members = {one.member for one in entries if one.member is not None} if named else set()
    names = await asked.tx.roles.names_of(members)
    made = [
        (
            one.id,
            HistoryResource(
                entry=one.id,
                at=one.at,
                subject=one.subject,
                revision=one.revision,
                old=one.old,
                new=one.new,
                channel=one.channel,
                member=one.member,
                name=names.get(one.member) if one.member is not None else None,
            ),
        )
        for one in entries
    ]
    return asked.page(of, made, limit)


HISTORY = (
    Endpoint(
        "listHistory",
        "/reports/{report}/history",
        ApiScope.HISTORY,
        list_history,
        Page[HistoryResource],
        "The history of a report, the oldest entry first: also of answers before it was handed in",
        paged(),
    ),
)
