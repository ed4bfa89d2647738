"""The hash chain of the history: whoever changes, drops or reorders an entry breaks it.

Each chain belongs to one report, to the office (what was done to no report), or is the register
(how each row that decides who may do what stood after a change). The way of hashing may never
change: entries written years ago are verified with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

GENESIS = "0" * 64
REGISTER = -1  # the register's number among the chains, where the office's is 0
SHORT = 20  # signs of a hash that are kept outside, and stand in a code for people: 80 bits
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
FIELDS = ("subject", "revision", "old", "new", "member", "channel", "event", "at")


class ChainEntry(NamedTuple):
    """One entry as it is stored: what is hashed, by `FIELDS`, and its hash."""

    number: int
    fields: Mapping[str, Any]
    hash: str


def link_hash(previous: str, fields: Mapping[str, Any]) -> str:
    """The hash of an entry behind `previous`. `at` is an ISO moment in UTC; old and new are
    JSON. Hexadecimal SHA-256."""
    body = [previous, *(fields[name] for name in FIELDS)]
    return hashlib.sha256(_ENCODER.encode(body).encode()).hexdigest()


def heads_hash(heads: Mapping[int, str]) -> str:
    """One hash over the ends of all chains, by report; the office's is number 0, the register's
    -1."""
    return hashlib.sha256(_ENCODER.encode(sorted(heads.items())).encode()).hexdigest()


def first_broken(links: Iterable[ChainEntry], head: str | None) -> int | None:
    """The number of the first entry that does not follow from the one before it; 0 when all do
    but the chain does not end in `head`; None when it is whole."""
    previous = GENESIS
    for link in links:
        if link_hash(previous, link.fields) != link.hash:
            return link.number
        previous = link.hash
    return None if previous == (head or GENESIS) else 0


def head_code(entry: int, hashed: str) -> str:
    """A head for people to keep: the number of the newest entry, and the beginning of the hash
    over the ends of all chains as of that entry."""
    return f"{entry}-{hashed[:SHORT]}"
