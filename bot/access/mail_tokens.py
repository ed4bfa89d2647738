"""What the links in letters show: that whoever opens one reads the mailbox it was sent to. They are
signed, and kept nowhere."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.access.signatures import is_same_secret, sign_text
from conversations.text.addresses import read_email

CONFIRM_LIFE = timedelta(days=7)
STOP_PATH, CONFIRM_PATH = "/hom-thu/dung", "/hom-thu/xac-nhan"
_CONFIRM = re.compile(r"([1-9][0-9]{0,14})\.([1-9][0-9]{0,14})\.([\w-]{22})", re.ASCII)
_STOP = re.compile(r"([\w-]{1,200})\.([\w-]{22})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Of which member an address is to be confirmed, until when (seconds since 1970)."""

    member: int
    until: int
    signature: str


def make_confirm_token(key: bytes, member: int, address: str, now: datetime) -> str:
    """What confirms the member's address, for some days."""
    until = int((now + CONFIRM_LIFE).timestamp())
    return f"{member}.{until}.{sign_text(key, _confirms(member, address, until))}"


def read_confirm_token(token: str, now: datetime) -> Confirmation | None:
    """The parts of such a token while it holds; whether it is signed is asked with the address."""
    found = _CONFIRM.fullmatch(token)
    if found is None or int(found[2]) < now.timestamp():
        return None
    return Confirmation(int(found[1]), int(found[2]), found[3])


def is_confirmed_by(key: bytes, given: Confirmation, address: str) -> bool:
    """Whether it was made for this address."""
    signed = sign_text(key, _confirms(given.member, address, given.until))
    return is_same_secret(signed, given.signature)


def make_stop_token(key: bytes, address: str) -> str:
    """What ends letters to this address, for good."""
    name = urlsafe_b64encode(address.encode()).decode().rstrip("=")
    return f"{name}.{sign_text(key, _stops(address))}"


def read_stop_token(key: bytes, token: str) -> str | None:
    """The address of such a token; None when it is none of ours."""
    found = _STOP.fullmatch(token)
    if found is None:
        return None
    try:
        address = urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4)).decode("ascii")
    except ValueError:
        return None
    good = read_email(address) == address and is_same_secret(
        sign_text(key, _stops(address)), found[2]
    )
    return address if good else None


def _confirms(member: int, address: str, until: int) -> str:
    return f"mail confirm 1:{member}:{until}:{address}"


def _stops(address: str) -> str:
    return f"mail stop 1:{address}"
