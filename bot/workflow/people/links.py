"""How an invitation is written: a link where there is one, and always the code."""

from __future__ import annotations


def invitation_text(telegram: str | None, token: str) -> dict[str, str]:
    """The code, and the deep link that opens the bot with it (empty without a bot's name)."""
    link = f"https://t.me/{telegram}?start={token}" if telegram else ""
    return {"code": token, "link": link}
