"""Names of headings are made whole to be read, `mục 9 phần VII`; they are quoted and kept as they
were typed: `mục 9`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conversations.dialog.turn import Turn
from conversations.frozen import Frozen
from conversations.protocol.messages import Reply
from conversations.reports.model import AnswerChange


def quote_as_typed(turn: Turn) -> None:
    """Leave out what was added to the names, wherever the step quotes or keeps the text."""
    if not turn.added:
        return
    turn.replies[:] = [
        replace(one, data=_in_all(turn.as_typed, one.data)) if isinstance(one, Reply) else one
        for one in turn.replies
    ]
    focus = _in_all(turn.as_typed, turn.session.focus)
    turn.session = turn.session.model_copy(update={"focus": focus})
    for at, change in enumerate(turn.changes):
        if isinstance(change, AnswerChange):
            answer = _in_all(turn.as_typed, change.answer)
            turn.changes[at] = change.model_copy(update={"answer": answer})
            if turn.report.answer(change.key) is change.answer:
                turn.report = turn.report.with_answer(change.key, answer)


def _in_all(mend: Callable[[str], str], found: Any) -> Any:
    """The value with all texts in it mended; itself where nothing is to be."""
    match found:
        case str():
            return mend(found)
        case dict():
            return {key: _in_all(mend, one) for key, one in found.items()}
        case list() | tuple():
            return type(found)(_in_all(mend, one) for one in found)
        case Frozen():
            parts = {name: getattr(found, name) for name in type(found).model_fields}
            mended = {name: _in_all(mend, one) for name, one in parts.items()}
            changed = {name: one for name, one in mended.items() if one != parts[name]}
            return found.model_copy(update=changed) if changed else found
        case _:
            return found
