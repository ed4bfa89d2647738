"""Inline keyboards, checked as Telegram checks them."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram.bodies import Params
from tests.fakes.telegram.refusal import bad


def read_markup(params: Params) -> dict[str, Any] | None:
    """The keyboard of this call, or None when it has none."""
    markup = params.parsed("reply_markup")
    if markup in (None, "", {}):
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in markup:
        raise bad("the fake knows inline keyboards only")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("can't parse inline keyboard: rows must be of type Array")
    keyboard = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, keyboard)) > 100:
        raise bad("reply markup is too long")
    return {"inline_keyboard": keyboard} if keyboard else None


def _button(button: Any) -> dict[str, Any]:
    parse = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad(parse + "expected an Object")
    if "text" not in button:
        raise bad(parse + 'Can\'t find field "text"')
    label, data = button["text"], button.get("callback_data")
    if not isinstance(label, str):
        raise bad(parse + 'Field "text" must be of type String')
    if not label.strip():
        raise bad("inline keyboard button text must be non-empty")
    if "web_app" in button:
        return {"text": label, "web_app": _web_app(button)}
    if not data:
        raise bad(parse + "Text buttons are unallowed in the inline keyboard")
    if not isinstance(data, str) or len(data.encode()) > 64:
        raise bad("BUTTON_DATA_INVALID")
    return {"text": label, "callback_data": data}


def _web_app(button: dict[str, Any]) -> dict[str, str]:
    """The page that a button opens: over TLS alone, and the button does nothing else."""
    page = button["web_app"]
    url = page.get("url") if isinstance(page, dict) else None
    if not isinstance(url, str) or not url.startswith("https://"):
        raise bad(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
    if "callback_data" in button:
        raise bad("can't parse inline keyboard button: exactly one action is allowed")
    return {"url": url}
