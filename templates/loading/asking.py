"""The order in which a form is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from conversations.forms.model import Row

_REFERENCE = re.compile(r"\[([^\[\]]*)\]")


def references(*expressions: str | None) -> tuple[str, ...]:
    """The row keys that expressions name, in order, each once."""
    found = (key for text in expressions if text for key in _REFERENCE.findall(text))
    return tuple(dict.fromkeys(key.strip() for key in found))


def asking_order(rows: Sequence[Row]) -> tuple[str, ...]:
    """The keys of all rows that take an answer: as printed, but a row computed or proposed
    from others not before the last of them. The form has no cycles."""
    asked = {row.key: row for row in rows if row.answer is not None}
    order: dict[str, None] = {}
    waiting: dict[str, set[str]] = {}
    for key, row in asked.items():
        waiting[key] = set(references(row.computed, row.proposal)) & asked.keys()
        while ready := [name for name, needs in waiting.items() if needs <= order.keys()]:
            order.update(dict.fromkeys(ready))
            waiting = {name: needs for name, needs in waiting.items() if name not in order}
    return tuple(order)


def cycle(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """One closed walk through `needs` (a, b, a), or nothing when there is none."""
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        walks = [iter((start,))]
        while walks:
            key = next(walks[-1], None)
            if key is None:
                walks.pop()
                if path:
                    done.add(path.pop())
            elif key in path:
                return (*path[path.index(key) :], key)
            elif key not in done:
                path.append(key)
                walks.append(iter(tuple(needs.get(key, ()))))
    return ()
