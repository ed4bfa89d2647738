"""What is said in a letter: that something waits, and where, in words of its own.

A letter lies in mailboxes that others read. So no figure of a report goes into one, and nothing
that people typed: each letter has words of its own, which are filled with nothing but what `TOLD`
names. What has no such words is told as something that waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.ports.channel import LetterHead
from conversations.composing.markup import strip_markup
from conversations.protocol.messages import Button, Capabilities, Reply, Wording
from conversations.protocol.person_names import PersonName
from conversations.workflow.own_requests import TakeUp
from conversations.workflow.report_requests import ShowWaiting
from conversations.workflow.request_bases import ReportRequest
from conversations.workflow.round_requests import ShowBoard

MAIL_CAPABILITIES = Capabilities(
    buttons=0, edits=False, files=False, text_limit=40_000, takes_files=False, discreet=True
)
ROW_ID = "r-"  # before the key of a row: what the page of a report calls its label
HOME_PATH, REPORT_PATH, REVIEW_PATH, ROUND_PATH = "/ban", "/ban/bao-cao", "/ban/duyet", "/ban/dot"
TOLD = frozenset(  # what words of a letter may be filled with: names, days, counts of reports
    (
        *("unit", "period", "due", "late", "today", "days", "locked", "name", "role", "to"),
        *("kind", "state", "count", "waited", "more", "units", "items", "day", "sooner", "into"),
        *("ends", "ended", "number"),
    )
)


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The words of a letter and of its subject. `whole`: made for letters, filled with all its
    data, and not to be stopped by who gets it. `urgent`: somebody waits for it at a page."""

    code: str
    subject: str
    whole: bool = False
    urgent: bool = False


WAITS = LetterWords("mail.waits", "mail.subject.waits")
_DUE = LetterWords("mail.due", "mail.subject.due")
LETTERS: Mapping[str, LetterWords] = {  # by the code of what a chat would say
    "digest": LetterWords("mail.digest", "mail.subject.digest"),
    "notice.round": LetterWords("mail.round", "mail.subject.round"),
    "notice.nudge": LetterWords("mail.nudge", "mail.subject.nudge"),
    "notice.submitted": LetterWords("mail.submitted", "mail.subject.submitted"),
    "notice.returned": LetterWords("mail.returned", "mail.subject.returned"),
    "notice.approved": LetterWords("mail.approved", "mail.subject.approved"),
    "notice.handed": LetterWords("mail.handed", "mail.subject.handed"),
    "notice.due": _DUE,
    "notice.extended": _DUE,
    "notice.more_time_refused": _DUE,
    "notice.more_time": LetterWords("mail.more_time", "mail.subject.more_time"),
    "notice.withdrawn": LetterWords("mail.withdrawn", "mail.subject.withdrawn"),
    "notice.locked": LetterWords("mail.locked", "mail.subject.locked"),
    "notice.letter": LetterWords("mail.letter", "mail.subject.letter"),
    "notice.joined": LetterWords("mail.joined", "mail.subject.joined"),
    "notice.moved": LetterWords("mail.moved", "mail.subject.role"),
    "notice.dismissed": LetterWords("mail.dismissed", "mail.subject.role"),
    "history.head": LetterWords("mail.history", "mail.subject.history", whole=True),
    "history.missing": LetterWords("mail.history_missing", "mail.subject.history_missing"),
    "signin.code": LetterWords("signin.code", "mail.subject.code", whole=True, urgent=True),
    "mail.confirm": LetterWords("mail.confirm", "mail.subject.confirm", whole=True),
    "mail.invitation": LetterWords("mail.invitation", "mail.subject.invitation", whole=True),
    WAITS.code: WAITS,
}


def make_letter(replies: Sequence[Reply], wording: Wording) -> tuple[tuple[Reply, ...], LetterHead]:
    """What a letter says in place of these replies, and its head: a subject without any person's
    name, and the page where the first button of the replies would lead."""
    meant = [(LETTERS.get(reply.code, WAITS), reply) for reply in replies]
    words: list[Reply] = []
    for letter, reply in meant:
        made = Reply(letter.code, reply.data if letter.whole else _told(reply.data))
        if made not in words:
            words.append(made)
    first, reply = meant[0]
    stops = not any(letter.whole for letter, _ in meant)
    data = {name: one for name, one in _told(reply.data).items() if not isinstance(one, PersonName)}
    subject = " ".join(strip_markup(wording.say(first.subject, data)).split())
    urgent = any(letter.urgent for letter, _ in meant)
    return tuple(words), LetterHead(subject, _path(replies) if stops else "", stops, urgent)


def _told(data: Mapping[str, Any]) -> dict[str, Any]:
    """What of the data may stand in a letter."""
    return {name: _plain(one) for name, one in data.items() if name in TOLD}


def _plain(value: Any) -> Any:
    """The same of the parts of a value."""
    if isinstance(value, Mapping):
        return _told(value)
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _path(replies: Sequence[Reply]) -> str:
    buttons = [one for reply in replies for row in reply.buttons for one in row]
    return next((path for one in buttons if (path := _leads(one))), HOME_PATH)


def _leads(button: Button) -> str:
    """The page for what a button asks; "" where there is none."""
    match button.action:
        case TakeUp(report=report, key=key):
            return f"{REPORT_PATH}/{report}" + (f"#{ROW_ID}{quote(key)}" if key else "")
        case ShowWaiting():
            return REVIEW_PATH
        case ShowBoard(round=found):
            return ROUND_PATH if found is None else f"{ROUND_PATH}/{found}"
        case ReportRequest(report=report):
            return f"{REVIEW_PATH}/{report}"
        case _:
            return ""
