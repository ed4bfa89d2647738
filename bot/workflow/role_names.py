"""What a role is called."""

from __future__ import annotations

from templates.loading.wording import load_wording


def name_role(role: str) -> str:
    return load_wording().say("office.role", {"role": role}).strip()
