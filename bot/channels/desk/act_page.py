"""An act of the office on a page: previewed, confirmed, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.form_fields import FormError, read_fields
from bot.channels.desk.pages import render
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.dispatch.desk_acts import ActOutcome
from conversations.frozen import Frozen
from conversations.protocol.events import Action
from conversations.protocol.messages import ComposedButton
from conversations.workflow.own_requests import Decline
from conversations.workflow.requests import REQUESTS

_ACTION: TypeAdapter[Action] = TypeAdapter(Action)


async def do_act(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Carry out the request in the field `action`, and show what is said of it."""
    fields = await read_fields(request)
    try:
        wanted = read_request(fields.one("action"))
    except FormError:
        return render("act.html", person, status=422, told=None, back=_back(fields.one("back")))
    outcome = await desk.acts.ask(person.member, fields.event(), wanted)
    status = 422 if outcome.rejected else 404 if outcome.denied else 200
    back = _back(fields.one("back"))
    return render("act.html", person, status=status, told=describe_outcome(outcome), back=back)


def read_request(text: str) -> Frozen:
    """The request in its JSON; FormError for anything else."""
    try:
        found: Frozen = _ACTION.validate_json(text)
    except ValidationError as error:
        raise FormError("action") from error
    if not is_request(found):
        raise FormError("action")
    return found


def is_request(action: Frozen) -> bool:
    """Whether an action asks something of the office."""
    return isinstance(action, REQUESTS)


def describe_outcome(outcome: ActOutcome) -> dict[str, Any]:
    """What is shown of an act: paragraphs of spans, the buttons under them, each with the request
    that it is, and a name for the act that a tap on it would be."""
    buttons = [
        [shown_button(one) for one in row] for told in outcome.messages for row in told.buttons
    ]
    return {
        "spans": [told.spans for told in outcome.messages],
        "buttons": [[one for one in row if one] for row in buttons],
        "repeated": outcome.repeated,
        "refused": outcome.denied or outcome.rejected,
    }


def shown_button(button: ComposedButton) -> dict[str, Any] | None:
    """A button as a form; None for what a page does not do."""
    if not is_request(button.action):
        return None
    if isinstance(button.action, Decline):
        return {"label": button.label, "decline": True, "action": "", "event": ""}
    action = button.action.model_dump_json()
    return {"label": button.label, "decline": False, "action": action, "event": str(uuid4())}


def _back(path: str) -> str:
    """Where to go back to: a page of the desk and nothing else."""
    return path if path.startswith("/ban") and "//" not in path and "\\" not in path else "/ban"
