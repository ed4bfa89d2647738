"""What a text would be taken for, without a database."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.administration import AdminError
from bot.cli.forms import find_form, find_row
from bot.cli.tables import print_json
from bot.runtime.language import tell

SHOWN = 9  # rows that stand under numbers in the state that is tried
STATES = {  # the states of a session, by what they await
    "asking": "value",
    "helper": "value",
    "listing": "list",
    "noting": "text",
    "raised": "reason",
    "explaining": "reason",
    "warning": "reason",
    "previewing": "consent",
    "submitting": "consent",
    "settling": "consent",
    "importing": "consent",
    "picking": "choice",
    "choosing": "choice",
    "summary": "nothing",
}
VERBS = ("ghi", "lưu", "nộp", "gửi")


def act(
    state: Annotated[
        str, typer.Argument(metavar="STATE", help="What is awaited: asking, listing, raised, …")
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What the officer typed.")],
    form: Annotated[str, typer.Option(help="The form's key.")] = "cchc-so",
    row: Annotated[str, typer.Option(help="The row that is asked.")] = "",
) -> None:
    """Print as JSON what act a text is taken for, in which state."""
    from conversations.speech.act_names import describe_act
    from conversations.speech.acts import Awaited
    from conversations.speech.recognition import Listening, recognise_act
    from conversations.text.normalize import clean_text

    known = {name: Awaited(what) for name, what in STATES.items()} | {
        one.value: one for one in Awaited
    }
    awaited = known.get(state)
    if awaited is None:
        raise AdminError(
            tell("no state {said!r}; there is: {states}", said=state, states=", ".join(known))
        )
    found, _ = find_form(form)
    asked = find_row(form, row) if row else found.row(found.order[0])
    said = clean_text(text)
    done = recognise_act(said, Listening(found, awaited, VERBS, SHOWN))
    told = {"state": awaited.value, "text": text} | describe_act(done, awaited, asked)
    print_json(told)
