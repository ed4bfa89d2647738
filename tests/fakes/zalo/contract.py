"""What the Zalo Bot Platform really says, held against the fixtures: keys and types, no values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.channels.zalo.http import new_client, post_body
from bot.runtime.redaction import redact_secrets
from tests.fakes.zalo.shapes import differences, fixture

_SECONDS = 40.0


async def contract(
    url: str, token: str, *, chat: str = "", hook: str = "", folder: Path | None = None
) -> dict[str, list[str]]:
    """Where each answer differs from its fixture. With `chat` one message goes to this consenting
    person, with `hook` the webhook is set and taken down again, which leaves none. Recordings go
    into `folder`, without the token."""
    calls: list[tuple[str, str, Mapping[str, Any]]] = [("getMe", "bot.getMe", {})]
    if hook:
        secret = {"url": hook, "secret_token": "chi-de-thu-nghiem"}
        calls += [
            ("setWebhook", "bot.setWebhook", secret),
            ("getWebhookInfo", "bot.getWebhookInfo", {}),
            ("deleteWebhook", "bot.deleteWebhook", {}),
        ]
    if chat:
        text = {"chat_id": chat, "text": "Phuluc: tin thử"}
        calls += [
            ("sendMessage", "bot.sendMessage", text),
            ("sendMessage", "bot.error", {**text, "text": "x" * 2_001}),
            ("getUpdates", "bot.event.text", {"timeout": 30}),
        ]
    found: dict[str, list[str]] = {}
    client = new_client()
    for number, (method, expected, params) in enumerate(calls):
        answer = await post_body(
            client, f"{url.rstrip('/')}/bot{token}/{method}", body=params, seconds=_SECONDS
        )
        said = redact_secrets(json.dumps(answer.body, ensure_ascii=False, indent=1), token)
        if folder is not None:
            (folder / f"{number}-{method}.json").write_text(said, encoding="utf-8")
        wrong = [*differences(fixture(expected).body, answer.body)]
        found[f"{number} {method} as {expected}"] = wrong
    await client.aclose()
    return found
