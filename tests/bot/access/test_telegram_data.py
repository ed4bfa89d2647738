"""What Telegram tells a page of ours: taken when it is signed and fresh, and not otherwise."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

import pytest

from bot.access.telegram_data import read_telegram_data

TOKEN = "12345:ABCDEF"
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LAN = {"id": 42, "first_name": "Lan", "language_code": "vi"}


def signed(token: str = TOKEN, at: datetime = NOW, user: object = LAN, **more: str) -> str:
    """The data as Telegram signs it for the bot of this token."""
    fields = {
        "auth_date": str(int(at.timestamp())),
        "query_id": "AAHdF6IQAAAAAN0XohDhrOrc",
        "user": json.dumps(user, ensure_ascii=False),
        **more,
    }
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", token.encode(), sha256).digest()
    return urlencode(fields | {"hash": hmac.new(key, lines.encode(), sha256).hexdigest()})


def test_what_telegram_signed_names_the_sender() -> None:
    found = read_telegram_data(signed(signature="ed25519"), TOKEN, NOW)
    assert found is not None
    assert found.sender == "42"
    assert len(found.mark) == 64


def changed(data: str, name: str, value: str) -> str:
    return urlencode(dict(parse_qsl(data)) | {name: value})


@pytest.mark.parametrize(
    "data",
    [
        "",
        "hash=",
        signed("54321:OTHER"),
        signed(at=NOW - timedelta(minutes=11)),
        signed(at=NOW + timedelta(minutes=5)),
        changed(signed(), "user", json.dumps(LAN | {"id": 43})),
        changed(signed(), "auth_date", str(int(NOW.timestamp()) + 1)),
        changed(signed(), "hash", "0" * 64),
        changed(signed(), "hash", "ế"),
        changed(signed(), "more", "1"),
        signed() + "&user=" + json.dumps(LAN | {"id": 43}),
        signed(user=None),
        signed(user={"id": "42"}),
        signed(user={"id": True}),
        signed(user={"id": -1}),
        signed(user={}),
        signed(auth_date="9" * 30),
        signed(auth_date="x"),
        "&".join(f"f{number}=1" for number in range(500)),
        "user=" + "[" * 4_000,
        signed(padding="x" * 9_000),
    ],
)
def test_nothing_else_is_taken(data: str) -> None:
    assert read_telegram_data(data, TOKEN, NOW) is None
