"""What was proposed for lines of a preview in doubt, and is taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from conversations.dialog.previews.lines import refresh_line
from conversations.dialog.previews.placement import placed_line
from conversations.dialog.previews.storage import confirm_preview
from conversations.dialog.turn import Turn
from conversations.parsing.result import AmbiguousReading
from conversations.protocol.preview_states import Preview, PreviewLine

Plan = Callable[[], None]


def take_proposals(turn: Turn, focus: Preview) -> bool:
    """Take the one thing that is proposed for each line and store it: a yes, where nothing else
    stands there, is to that. False where something else does."""
    plan = plan_proposed(turn, focus) if all(map(is_proposed, focus.lines)) else None
    if plan is not None:
        plan()
    return plan is not None


def plan_proposed(turn: Turn, focus: Preview) -> Plan | None:
    right = [line for line in focus.lines if is_proposed(line)]
    if not right:
        return None
    held = take_proposed(turn, focus, right)
    rows = [line.entry.row for line in held.lines if line.entry.row is not None]
    if len({*rows}) < len(rows):  # two lines for one row
        return None
    return partial(confirm_preview, turn, held)


def take_proposed(turn: Turn, focus: Preview, right: list[PreviewLine]) -> Preview:
    """The preview with what was proposed for these lines."""
    settled = {line.number: _as_proposed(turn, line) for line in right}
    lines = tuple(settled.get(line.number, line) for line in focus.lines)
    return focus.model_copy(update={"lines": lines})


def is_proposed(line: PreviewLine) -> bool:
    """Whether one row, or one answer, is proposed for the line."""
    reading = line.entry.reading
    alone = isinstance(reading, AmbiguousReading) and len(reading.readings) == 1
    return bool(line.proposed) or alone


def _as_proposed(turn: Turn, line: PreviewLine) -> PreviewLine:
    if line.proposed:
        return placed_line(turn, line, line.proposed[0])
    reading = line.entry.reading
    assert isinstance(reading, AmbiguousReading)  # noqa: S101 - callers have looked
    return refresh_line(turn, line, line.entry.model_copy(update={"reading": reading.readings[0]}))
