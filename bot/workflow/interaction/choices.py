"""One of several that the words of the member fit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from bot.workflow.context import Buttons, RequestContext
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.events import Action
from conversations.text.normalize import fold_text
from storage.workflow.roles import Person

Choice = tuple[Any, dict[str, Any]]  # a request, and what its button says


def offer_choices(button: str, choices: Iterable[tuple[Action, dict[str, Any]]]) -> Buttons:
    """A button for each, one below the other."""
    return tuple((make_button(button, request, **words),) for request, words in choices)


async def choose_request(
    ctx: RequestContext,
    carry_out: Callable[[RequestContext, Any], Awaitable[None]],
    choices: Sequence[Choice],
    question: str,
    button: str,
    most: int,
    **data: Any,
) -> None:
    """Carry out the only request there is; of several, ask which."""
    if len(choices) == 1:
        await carry_out(ctx, choices[0][0])
    else:
        ctx.say(question, offer_choices(button, choices[:most]), **data)


def match_people(people: Sequence[Person], words: str) -> list[Person]:
    """Those of this name; else those whose name holds the words."""
    said = fold_text(words).strip(" .,:")
    exact = [one for one in people if fold_text(one.name) == said]
    return exact or [one for one in people if said and said in fold_text(one.name)]
