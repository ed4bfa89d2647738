"""E-mail addresses as people type them."""

from __future__ import annotations

import re

LONGEST = 120  # characters; a place in the store holds 128
_LOCAL = r"[a-z0-9_](?:[a-z0-9_+-]|\.(?=[a-z0-9_+-])){0,63}"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[a-z]{{2,24}}")
_LEAD = re.compile(r"^(?:mailto:|e-?mail\b|thư điện tử|hộp thư|địa chỉ)[\s:.]*", re.IGNORECASE)


def read_email(text: str) -> str | None:
    """The address as it is kept, in small letters, without what stands around it; None for what is
    none. Mail servers here tell no small letters from large ones."""
    said = text.strip()
    while (bare := _LEAD.sub("", said)) != said:
        said = bare
    said = said.strip(" \t\n<>()[]\"'“”;,").rstrip(".").casefold()
    return said if len(said) <= LONGEST and _ADDRESS.fullmatch(said) else None
