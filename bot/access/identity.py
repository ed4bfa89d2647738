"""Who a sender is: a known member, a member of another channel by a one-time code, or new."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports.channel import Incoming, IncomingKind
from conversations.text.normalize import clean_text, shorten_text
from conversations.workflow.unit_lines import MAX_PERSON
from storage.core.sender_spaces import LOCAL_CHANNELS, space_of
from storage.transaction import Transaction
from storage.workflow.invitations import Invitation
from templates.loading.catalog import SampleReport

CODE_BYTES = 16  # 128 bits
CODE_LENGTH = 22  # letters, figures and signs
CODE_LIFE = timedelta(minutes=15)
WRONG_CODES, PAUSE = 5, timedelta(hours=1)  # codes a sender may try in vain before they wait
_VISIT = re.compile(r"m\d{1,15}")
_PLACE = re.compile(r"b\d{1,15}")
_CODE = re.compile(r"/start\s+(\S+)|([A-Za-z0-9_-]{22})")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,26}")
NEWCOMER = "Cán bộ"  # what somebody is called who has told no name
MOST_CODES = 3  # of one text that are looked at


def code_in(text: str) -> str | None:
    """The link code that a text consists of, or whatever follows `/start`."""
    found = _CODE.fullmatch(text.strip())
    return (found[1] or found[2]) if found else None


def codes_within(text: str) -> list[str]:
    """What may be codes among the words of a text: `mã mời là rMhLy… đó em`, a whole paragraph that
    was forwarded, one with a full stop or a hyphen beside it."""
    found = [one.strip("-_") if len(one) > CODE_LENGTH else one for one in _TOKEN.findall(text)]
    codes = [one for one in found if len(one) == CODE_LENGTH and not one.islower()]
    return [*dict.fromkeys(codes)][:MOST_CODES]


def code_of(incoming: Incoming) -> str | None:
    """The link code that an event brings, right or wrong: typed, or in the link that opened the
    conversation."""
    match incoming.kind:
        case IncomingKind.OPENED:
            return incoming.text.strip() or None
        case IncomingKind.SAID:
            return code_in(incoming.text)
        case _:
            return None


def hash_code(code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def new_token() -> str:
    """A code that nobody guesses, and that `codes_within` tells from a word: three in a million
    have no capital letter."""
    while (token := secrets.token_urlsafe(CODE_BYTES)).islower():
        pass
    return token


async def new_code(tx: Transaction, member: int, now: datetime) -> str:
    """A one-time code that joins another channel to this member; only its hash is stored, and
    an earlier one is worth nothing any more."""
    code = new_token()
    await tx.link_codes.drop(member)
    await tx.link_codes.add(hash_code(code), member, now + CODE_LIFE)
    return code


@dataclass(frozen=True, slots=True)
class CodeResult:
    """What a code is for: to join this channel to the member `owner`, an invitation, or nothing;
    then `wait` says that the sender has tried too many."""

    owner: int | None = None
    invitation: Invitation | None = None
    wait: bool = False

    @property
    def opens(self) -> bool:
        """Whether the code is good for anything."""
        return self.owner is not None or self.invitation is not None


async def enter_code(tx: Transaction, incoming: Incoming, code: str, now: datetime) -> CodeResult:
    """Look at a code that a sender brought; nothing is done by it yet. After some wrong ones no
    code counts for a while."""
    who = sender_namespace(incoming)
    if await tx.invitations.count_wrong_codes(who, incoming.sender, now - PAUSE) >= WRONG_CODES:
        return CodeResult(wait=True)
    entry = await _look_up(tx, code, now)
    if not entry.opens:
        await tx.invitations.add_wrong_code(who, incoming.sender, now)
    return entry


async def find_code(
    tx: Transaction, incoming: Incoming, now: datetime
) -> tuple[str | None, CodeResult]:
    """The code among the words of a text, and what it is for. To somebody who has nothing to do
    here yet whatever looks like a code is one, right or wrong; to others only a code that is good
    for something: their words may hold anything."""
    codes = codes_within(incoming.text) if incoming.kind is IncomingKind.SAID else []
    if codes and await _is_new(tx, incoming):
        for code in codes:
            entry = await enter_code(tx, incoming, code, now)
            if entry.opens or entry.wait:
                return code, entry
        return codes[0], CodeResult()
    for code in codes:
        entry = await _look_up(tx, code, now)
        if entry.opens:
            return code, entry
    return None, CodeResult()


async def _is_new(tx: Transaction, incoming: Incoming) -> bool:
    """Whether the sender has no role and no report."""
    known = await tx.members.find(sender_namespace(incoming), incoming.sender)
    if known is None:
        return True
    return not await tx.roles.of_member(known.id) and await tx.members.report_of(known.id) is None


async def _look_up(tx: Transaction, code: str, now: datetime) -> CodeResult:
    owner = await tx.link_codes.owner(hash_code(code), now)
    if owner is not None:
        return CodeResult(owner=owner)
    return CodeResult(invitation=await tx.invitations.find(hash_code(code), now))


def sender_namespace(incoming: Incoming) -> str:
    """The name space a sender's id belongs to: at this machine the channels share one."""
    return incoming.channel if is_visit(incoming) else channel_namespace(incoming.channel)


def channel_namespace(channel: str) -> str:
    """The name space of a channel's senders: the local channels share one."""
    return space_of(channel)


def visit_of(member: int) -> str:
    """What a member is called, and their conversation, where they came in by a link of another
    channel."""
    return f"m{member}"


def place_of(member: int) -> str:
    """What a member is called, and their conversation, at a browser of their own beside that of the
    person at this machine."""
    return f"b{member}"


def is_visit(incoming: Incoming) -> bool:
    """Whether the person only came by: they are not to be looked for here later."""
    return incoming.channel in LOCAL_CHANNELS and _VISIT.fullmatch(incoming.sender) is not None


async def member_of(
    tx: Transaction, incoming: Incoming, trial: SampleReport | None, now: datetime, *, invited: bool
) -> int:
    """The sender's member id. While there is no office yet, a newcomer gets the `trial` report, if
    there is one to be had without being asked for, that nobody else sees; else they have nothing
    until they bring a code."""
    known = await tx.members.find(sender_namespace(incoming), incoming.sender)
    if known is not None and (invited or not await _begins(tx, incoming, known.id)):
        return known.id
    member = known.id if known is not None else await tx.members.add(_name_of(incoming), now)
    if known is None:
        await tx.members.bind(
            sender_namespace(incoming), incoming.sender, member, incoming.conversation, now
        )
    if trial is not None and not invited and not await tx.units.roots():
        await start_trial(tx, member, trial, now)
    return member


async def start_trial(tx: Transaction, member: int, trial: SampleReport, now: datetime) -> int:
    """A report of the member's own on the form's sample unit and period, to work on from now."""
    form, sample = trial
    org_unit = await tx.units.add(sample.unit, now, trial=True)
    round_id = await tx.rounds.add(form.key, form.version, sample.period, sample.issue, now)
    report = await tx.rounds.add_report(round_id, org_unit, now)
    await tx.members.assign(member, report)
    return report


async def _begins(tx: Transaction, incoming: Incoming, member: int) -> bool:
    """Whether somebody at a browser of their own, who is a member since it was signed in, says
    their first word."""
    if incoming.channel not in LOCAL_CHANNELS or not _PLACE.fullmatch(incoming.sender):
        return False
    return await tx.members.report_of(member) is None


def _name_of(incoming: Incoming) -> str:
    """What the sender is called, on one line, without what hides or turns letters around."""
    return shorten_text(clean_text(incoming.sender_name), MAX_PERSON) or NEWCOMER
