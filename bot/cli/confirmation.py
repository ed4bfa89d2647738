"""A question before something that cannot be undone."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli.administration import AdminError
from bot.runtime.language import tell

YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
_YES = frozenset({"y", "yes", "c", "có", "co", "ok"})


def confirm(question: str, *, sure: bool) -> None:
    """Go on when the answer is yes, or was given beforehand (`--yes`); AdminError otherwise."""
    if sure:
        return
    print(tell("{question} [y/N]", question=question), end=" ", flush=True)
    try:
        answer = sys.stdin.readline()
    except OSError:  # there is no standard input
        answer = ""
    if not answer:
        print()
        raise AdminError(tell("nothing was done: nobody answered; add --yes to be asked nothing"))
    if answer.strip().lower().rstrip(".!") not in _YES:
        raise AdminError(tell("nothing was done"))
