"""Names of roles, states and kinds of change, for lines and sheets that hold them as data."""

from __future__ import annotations

from functools import cache

from templates.loading.wording import load_wording


@cache
def name_role(role: str) -> str:
    return load_wording().say("office.role", {"role": role})


@cache
def name_state(code: str, state: str) -> str:
    """What a state is called in a history or on a board."""
    return load_wording().say(code, {"state": state})


@cache
def name_change(code: str, kind: str) -> str:
    """What a history calls a kind of change."""
    return load_wording().say(code, {"kind": kind})
