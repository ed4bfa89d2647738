"""A request with consequences: they are shown first, and a button carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.workflow.context import RequestContext
from conversations.dialog.prompts.keyboard import make_button
from conversations.workflow import requests

_Confirmed = (
    requests.AddUnit
    | requests.Dismiss
    | requests.EndUnit
    | requests.Lock
    | requests.MoveMember
    | requests.Nudge
    | requests.OpenRound
    | requests.RenameUnit
    | requests.Return
)


def confirm_request(
    ctx: RequestContext,
    request: _Confirmed,
    question: str,
    button: str,
    data: Mapping[str, Any],
    **on_button: Any,
) -> bool:
    """Whether the member has confirmed the request; else they are asked, with a button for it."""
    if not request.sure:
        confirmed = request.model_copy(update={"sure": True})
        ctx.say(question, ((make_button(button, confirmed, **on_button),),), **data)
    return request.sure
