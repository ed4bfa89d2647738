"""A list that is shown some at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.events import Action
from conversations.protocol.messages import Button

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """What is on the page of this `number`, counted from 0, of so many `pages`; `first` is the
    place of its first item in the whole list."""

    items: Sequence[T]
    number: int
    pages: int
    first: int

    def newer(self, request: Action) -> tuple[Button, ...]:
        """The button to the page before, if there is one."""
        return self._turn("newer", request, self.number - 1)

    def older(self, request: Action) -> tuple[Button, ...]:
        """The button to the page behind, if there is one."""
        return self._turn("older", request, self.number + 1)

    def _turn(self, code: str, request: Action, to: int) -> tuple[Button, ...]:
        if not 0 <= to < self.pages:
            return ()
        return (make_button(code, request.model_copy(update={"page": to})),)


def cut_page(items: Sequence[T], number: int, size: int) -> ListPage[T]:
    """The page of this number, or the nearest one that there is."""
    pages = max(1, -(-len(items) // size))
    number = min(max(number, 0), pages - 1)
    first = number * size
    return ListPage(items[first : first + size], number, pages, first)
