"""Which tables hold something of a person, how it is found, and what becomes of it when the person
is erased. A test holds this list to the schema: no table with a person in it is left out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Table

from storage.tables.calendars import calendar_feed
from storage.tables.core import (
    answer,
    binding,
    event,
    history,
    link,
    member,
    message,
    paper,
    past,
    reason,
    reminder,
    session,
    upload,
)
from storage.tables.exchange import api_token, webhook
from storage.tables.identity import contact, rebinding
from storage.tables.operations import signed_link, web_session
from storage.tables.sign_in import challenge, passkey, sign_in_code
from storage.tables.workflow import (
    announcement,
    assignment,
    attempt,
    digest,
    errand,
    invitation,
    returned,
    role,
    submission,
    usage,
)


class Erasing(StrEnum):
    """What is done to a person's rows."""

    DELETED = "deleted"
    BLANKED = "blanked"  # the row stays, with nothing in it that names the person
    KEPT = "kept"  # the unit's record, which knows the person by number alone


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table with something of a person: found by columns that hold the member's number, by
    channel and conversation (`placed`), or by name space and sender (`sent`)."""

    table: Table
    erasing: Erasing
    members: tuple[str, ...] = ("member",)
    placed: bool = False
    sent: bool = False


_DELETED, _BLANKED, _KEPT = Erasing.DELETED, Erasing.BLANKED, Erasing.KEPT
_NONE: tuple[str, ...] = ()
PERSONAL_TABLES = (
    PersonalTable(member, _BLANKED, ("id",)),
    PersonalTable(binding, _DELETED),
    PersonalTable(rebinding, _DELETED, ("old_member", "new_member"), sent=True),
    PersonalTable(contact, _DELETED),
    PersonalTable(link, _DELETED),
    PersonalTable(session, _DELETED),
    PersonalTable(reminder, _DELETED),
    PersonalTable(digest, _DELETED),
    PersonalTable(errand, _DELETED),
    PersonalTable(announcement, _DELETED, ("member", "writer")),
    PersonalTable(usage, _DELETED),
    PersonalTable(signed_link, _DELETED),
    PersonalTable(web_session, _DELETED),
    PersonalTable(passkey, _DELETED),
    PersonalTable(sign_in_code, _DELETED),
    PersonalTable(challenge, _DELETED),
    PersonalTable(calendar_feed, _DELETED),
    PersonalTable(paper, _DELETED),
    PersonalTable(attempt, _DELETED, _NONE, sent=True),
    PersonalTable(upload, _DELETED, _NONE, placed=True),
    PersonalTable(event, _BLANKED, _NONE, placed=True),
    PersonalTable(message, _BLANKED, _NONE, placed=True),
    PersonalTable(invitation, _BLANKED, ("taken_by", "made_by")),
    PersonalTable(role, _KEPT),
    PersonalTable(api_token, _KEPT, ("made_by",)),
    PersonalTable(webhook, _KEPT, ("made_by",)),
    PersonalTable(assignment, _KEPT, ("member", "made_by")),
    PersonalTable(answer, _KEPT),
    PersonalTable(reason, _KEPT),
    PersonalTable(past, _KEPT),
    PersonalTable(returned, _KEPT),
    PersonalTable(submission, _KEPT, ("member", "decided_by")),
    PersonalTable(history, _KEPT),
)
OF_NOBODY = {  # tables without a person, and why
    "org_unit": "units",
    "unit_name": "units",
    "round": "rounds",
    "report": "belongs to the unit",
    "pinned_form": "belongs to the unit's report",
    "published_form": "forms; who published one is in the history",
    "day_swap": "days; who entered one is in the history",
    "document": "a file of the unit's report",
    "figure": "numbers of the unit",
    "issued": "hashes of files of the unit",
    "office": "what there is one of",
    "fleeting": "numbers of messages, which are exported themselves",
    "spending": "counts of a channel",
    "channel_token": "the account's own tokens",
    "webhook_secret": "what events to other systems are signed by",
    "webhook_delivery": "events to other systems, which name units and reports alone",
    "event_attempt": "how often an event was tried; events are exported themselves",
    "salt": "what the digests of a person are salted with; goes with the person",
    "process": "processes",
    "pause": "channels",
}
