"""Who a sender is: a known member, a member of another channel by a one-time code, or new."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from bot.channel import Incoming, Kind
from conversations.form import Form
from storage.store import Transaction
from templates.catalog import Catalog

CODE_BYTES = 16  # 128 bits
CODE_LIFE = timedelta(minutes=15)
LOCAL = "local"
LOCAL_CHANNELS = frozenset({"web", "terminal"})  # one person at this machine
_CODE = re.compile(r"/start\s+(\S+)|([A-Za-z0-9_-]{22})")


def code_in(text: str) -> str | None:
    """The link code that a text consists of, or whatever follows `/start`."""
    found = _CODE.fullmatch(text.strip())
    return (found[1] or found[2]) if found else None


def code_of(incoming: Incoming) -> str | None:
    """The link code that an event brings, right or wrong: typed, or in the link that opened the
    conversation."""
    match incoming.kind:
        case Kind.OPENED:
            return incoming.text.strip() or None
        case Kind.SAID:
            return code_in(incoming.text)
        case _:
            return None


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def new_code(tx: Transaction, member: int, now: datetime) -> str:
    """A one-time code that joins another channel to this member; only its hash is stored."""
    code = secrets.token_urlsafe(CODE_BYTES)
    await tx.add_link(_hashed(code), member, now + CODE_LIFE)
    return code


async def join_by_code(tx: Transaction, incoming: Incoming, code: str, now: datetime) -> bool:
    """Bind the sender to the member who asked for the code; False when it is not valid."""
    member = await tx.take_link(_hashed(code), now)
    if member is None:
        return False
    await tx.bind(identity(incoming), incoming.sender, member, incoming.conversation, now)
    return True


def identity(incoming: Incoming) -> str:
    """The name space a sender's id belongs to: the local channels share one."""
    return LOCAL if incoming.channel in LOCAL_CHANNELS else incoming.channel


async def member_of(tx: Transaction, incoming: Incoming, catalog: Catalog, now: datetime) -> int:
    """The sender's member id. A newcomer gets a trial report of his own, on the form's sample
    unit and period, that nobody else sees."""
    known = await tx.member_of(identity(incoming), incoming.sender)
    if known is not None:
        return known.id
    member = await tx.add_member(incoming.sender_name or "Cán bộ", now)
    await tx.bind(identity(incoming), incoming.sender, member, incoming.conversation, now)
    await tx.assign(member, await _trial_report(tx, catalog, now))
    return member


def trial_form(catalog: Catalog) -> Form:
    """The form on which a newcomer gets his trial report."""
    return next(iter(catalog.forms.values()))


async def _trial_report(tx: Transaction, catalog: Catalog, now: datetime) -> int:
    form = trial_form(catalog)
    sample = catalog.sample(form.key)
    org_unit = await tx.add_org_unit(sample.unit, now)
    round_id = await tx.add_round(form.key, form.version, sample.period, sample.issue, now)
    return await tx.add_report(round_id, org_unit, now)
