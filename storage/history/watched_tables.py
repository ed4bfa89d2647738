"""Every column of every table: how a change of it beside the product is seen, or why it may go
unseen. `tests/storage/history/test_tampering.py` changes each of them and fails for a column that
is not here.

- `held`: stands in the register as it is.
- `hashed`: stands there as SHA-256: it is large, or secret, and says nothing about a person.
- `personal`: stands there as a digest salted for the person; without the salt it says nothing.
- `chained`: held against the history of its report (`storage.reports.audit_check`) or the
  chain itself.
- `loose`: may go unseen, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Table

from storage.tables.schema import metadata

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Watch:
    """How one table is watched. `salted_by` is the column that names the member whose salt
    covers the personal columns; "" for the row's own. `named` is the only rows that are watched,
    by their key. `may_go` is why a row that is gone is not missed, `may_come` why one that has
    come is not noticed; empty when they are."""

    held: tuple[str, ...] = ()
    hashed: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    chained: tuple[str, ...] = ()
    loose: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ("id",)
    salted_by: str = ""
    named: tuple[str, ...] = ()
    may_go: str = ""
    may_come: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """What stands in the register."""
        return (*self.held, *self.hashed, *self.personal)


_DELIVERY = "says how far a message or an event has come; what came of it is in the history"
_SPOKEN = "what was said; what it came to is in the history. Whoever writes events can speak for \
anybody while the product runs"
_CURSOR = "where a conversation stands; rights are asked anew at each event"
_CLOCK = "when somebody is told next"
_PASSING = "of the moment, and worthless once it has passed"
_RETIRED = "a right that is taken away harms nobody: its owner asks for a new one"
_FILED_AWAY = "files go when their time is over; what was issued is in `issued`"
_COUNTED = "may be counted anew from the answers"
_DERIVED = "follows from the names; lists are sorted and searched by it"
_OWN = "the key of the chain's own entries"


def _all(reason: str, *columns: str) -> Watch:
    """A table that is not watched at all."""
    return Watch(loose=dict.fromkeys(columns, reason), key=(), may_go=reason, may_come=reason)


WATCHED: Mapping[str, Watch] = {
    "org_unit": Watch(
        held=(
            *("id", "name", "short_name", "abbreviation", "created_at", "code", "kind"),
            *("parent", "trial", "ended_at", "successor", "phone", "identification_code"),
        ),
        loose=dict.fromkeys(("name_key", "code_key", "search_text"), _DERIVED),
    ),
    "unit_name": Watch(
        held=("org_unit", "since", "name", "short_name", "abbreviation"), key=("org_unit", "since")
    ),
    "member": Watch(
        held=("id", "created_at", "erased_at"),
        personal=("name", "heard_channel", "heard_conversation", "phone", "email"),
        loose={
            "report": _CURSOR,
            "asking": _CURSOR,
            "unreachable_since": _DELIVERY,
        },
    ),
    "binding": Watch(
        held=("member", "channel", "bound_at"),
        personal=("sender", "conversation"),
        loose={"lost_at": _DELIVERY},
        key=("channel", "sender", "member"),
        salted_by="member",
    ),
    "salt": Watch(
        chained=("owner", "salt"),  # a wrong one makes the digests of its owner wrong
        key=(),
        may_come="a salt that belongs to nobody covers nothing",
    ),
    "link": Watch(
        held=("member", "expires_at", "taken_at", "hash"), key=("hash",), may_go=_RETIRED
    ),
    "role": Watch(held=("id", "member", "org_unit", "role", "since", "until")),
    "invitation": Watch(
        held=(
            *("id", "hash", "org_unit", "role", "report", "made_by", "made_at", "expires_at"),
            *("taken_at", "taken_by", "revoked_at"),
        ),
        personal=("person", "phone", "email"),
    ),
    "assignment": Watch(
        held=("id", "report", "key", "member", "invitation", "made_by", "made_at", "ended_at")
    ),
    "round": Watch(
        held=(
            *("id", "form_key", "form_version", "period", "issue", "created_at", "org_unit"),
            *("due", "locked_at", "withdrawn_at"),
        )
    ),
    "report": Watch(
        held=("id", "round", "org_unit", "created_at", "due_at", "late", "unit"),
        chained=("state", "version", "approved", "locked_at", "correction", "issue", "head"),
        loose=dict.fromkeys(("filled", "answered", "warnings", "counted"), _COUNTED),
    ),
    "day_swap": Watch(held=("id", "year", "off", "worked", "at", "ended_at")),
    "calendar_feed": Watch(held=("id", "member", "hash", "made_at", "ended_at"), may_go=_RETIRED),
    "published_form": Watch(held=("id", "key", "version", "digest", "at"), hashed=("content",)),
    "pinned_form": Watch(held=("report", "version"), key=("report",)),
    "past": Watch(
        held=("org_unit", "form_key", "period_end", "period", "member", "at"),
        hashed=("answers", "file_name"),
        key=("org_unit", "form_key", "period_end"),
    ),
    "signed_link": Watch(
        held=(
            *("id", "kind", "member", "document", "paper", "channel", "made_at", "expires_at"),
            *("browser", "opened_at", "revoked_at"),
        ),
        personal=("conversation",),
        salted_by="member",
        may_go=_RETIRED,
    ),
    "web_session": Watch(
        held=(
            *("id", "member", "mark", "key", "signed_link", "begun_by", "agent", "made_at"),
            *("expires_at", "ended_at"),
        ),
        loose={"seen_at": _DELIVERY},
        may_go=_RETIRED,
    ),
    "passkey": Watch(
        held=("id", "member", "credential", "made_at", "ended_at"),
        hashed=("public_key",),
        personal=("name",),
        loose={"sign_count": _DELIVERY, "used_at": _DELIVERY},
        salted_by="member",
        may_go=_RETIRED,
    ),
    "sign_in_code": _all(
        "of ten minutes; the session that one begins stands in `web_session`",
        *("id", "kind", "place", "browser", "member", "hash", "tries", "made_at", "expires_at"),
        "taken_at",
    ),
    "challenge": _all(_PASSING, "hash", "kind", "member", "expires_at", "taken_at"),
    "api_token": Watch(
        held=(
            *("id", "hash", "org_unit", "scopes", "made_by", "made_at", "expires_at"),
            "ended_at",
        ),
        hashed=("name",),
        loose={"used_at": _DELIVERY},
    ),
    "webhook": Watch(
        held=("id", "org_unit", "kinds", "made_by", "made_at", "ended_at"),
        hashed=("url",),
        loose=dict.fromkeys(("failing_since", "paused_at", "paused_why"), _DELIVERY),
    ),
    "webhook_secret": Watch(
        held=("id", "webhook", "made_at", "until"),
        hashed=("secret",),
        may_go="no backup holds them: an address that has none is told nothing until it gets one",
    ),
    "webhook_delivery": _all(
        _DELIVERY,
        *("id", "webhook", "message_id", "kind", "body", "state", "attempts", "made_at"),
        *("not_before", "leased_until", "leased_by", "tried_at", "status", "error"),
        "settled_at",
    ),
    "document": Watch(
        held=("id", "report", "kind", "made_at"),
        hashed=("file_name", "content"),
        may_go=_FILED_AWAY,
    ),
    "paper": Watch(
        held=("id", "member", "made_at"), hashed=("file_name", "content"), may_go=_FILED_AWAY
    ),
    "issued": Watch(
        held=("digest", "report", "code", "version", "what", "made_at"), key=("digest", "report")
    ),
    "office": Watch(
        held=("name",),
        hashed=("text",),
        key=("name",),
        named=("link.key",),
        may_come="marks of what was said once, and the place an installation has moved to",
    ),
    "answer": Watch(
        chained=(
            *("report", "key", "revision", "state", "value", "remark", "note", "member"),
            "at",
        ),
        key=(),
    ),
    "reason": Watch(chained=("report", "check_id", "text", "operands", "member", "at"), key=()),
    "returned": Watch(chained=("report", "key", "reason", "revision", "member", "at"), key=()),
    "submission": Watch(
        chained=(
            *("report", "version", "answers", "words", "late", "reason", "member", "at"),
            *("decision", "decided_by", "decided_at"),
        ),
        key=(),
    ),
    "figure": Watch(chained=("report", "key", "state", "amount", "base", "code", "text"), key=()),
    "history": Watch(
        chained=(
            *("report", "subject", "revision", "old", "new", "member", "channel", "event", "at"),
            *("hash", "chain"),
        ),
        loose={"id": "the order is in the chain; a number is in a head that is kept outside"},
        key=(),
    ),
    "session": _all(_CURSOR, "member", "report", "body", "saved_at"),
    "errand": _all(_CURSOR, "member", "body"),
    "event": _all(
        _SPOKEN,
        *("id", "channel", "event_id", "conversation", "message_ref", "body", "row_key"),
        *("received_at", "handled_at"),
    ),
    "message": _all(
        _DELIVERY,
        *("id", "channel", "conversation", "body", "document", "paper", "state", "attempts"),
        *("not_before", "leased_until", "leased_by", "once", "begun_at", "reference", "error"),
        *("queued_at", "sent_at", "settled_at"),
    ),
    "fleeting": _all(_DELIVERY, "message"),
    "event_attempt": _all(
        _DELIVERY,
        *("channel", "event_id", "points", "process", "begun_at", "error", "set_aside_at"),
        *("settled_at", "org_unit"),
    ),
    "rebinding": _all(
        "what was asked for; what was agreed to or undone is in the history",
        *("id", "channel", "sender", "via", "conversation", "old_member", "new_member"),
        *("asked_at", "expires_at", "done_at", "undo_until", "ended_at"),
    ),
    "contact": _all(
        "what a person told of themselves; it gives no right", "id", "member", "name", "phone", "at"
    ),
    "upload": _all(_PASSING, "id", "channel", "conversation", "content", "received_at"),
    "reminder": _all(_CLOCK, "id", "report", "member", "due_at", "rows", "made_at", "told_at"),
    "digest": _all(_CLOCK, "member", "next_at", "told_on", "snoozed_until", "reckoned_at"),
    "announcement": _all(_CLOCK, "id", "code", "member", "report", "text", "writer", "made_at"),
    "usage": _all(
        "whom to tell of a correction; reading is in no history",
        *("report", "version", "member", "at"),
    ),
    "attempt": _all("wrong codes of an hour; a code has 128 bits", "id", "channel", "sender", "at"),
    "spending": _all(
        "what messages cost; the channel's own account says it too",
        *("channel", "month", "kind", "count"),
    ),
    "channel_token": _all(
        "renewed by the channel; a wrong one is refused by it",
        *("name", "access", "refresh", "access_until", "generation", "leased_until", "leased_by"),
        *("lost", "at"),
    ),
    "process": _all(_PASSING, "id", "host", "pid", "started_at", "seen_at"),
    "pause": _all(_PASSING, "channel", "until"),
}


def watched() -> list[tuple[Table, Watch]]:
    """The tables whose rows stand in the register."""
    found = [(metadata.tables[name], one) for name, one in WATCHED.items()]
    return [(table, one) for table, one in found if one.columns]


def watch_of(table: Table) -> Watch:
    """How this table is watched."""
    return WATCHED[table.name]
