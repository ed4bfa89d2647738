"""Showing a preview after some of its lines were changed or dropped."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from conversations.dialog.outline import LONGEST_LABEL
from conversations.dialog.previews.lines import count_lines, describe_line
from conversations.dialog.turn import Turn
from conversations.protocol.preview_states import Preview, PreviewLine
from conversations.text.normalize import shorten_text

NO_NOTES: Mapping[str, str] = MappingProxyType({})
SHORT = 8  # lines of a preview that is shown again as a whole when it changes


def show_changed(
    turn: Turn,
    focus: Preview,
    lines: tuple[PreviewLine, ...],
    *,
    fixed: Collection[int] = (),
    gone: Collection[int] = (),
    notes: Mapping[str, str] = NO_NOTES,
) -> None:
    """The changed preview, and what was dropped; of a long one only what has changed. `notes` are
    those that were added, by key."""
    after = focus.model_copy(
        update={"lines": lines, "warnings": (), "asked": 0, "newest": tuple(fixed)}
    )
    turn.decided = True
    was = {line.number: describe_line(turn.form, turn.report, line) for line in focus.lines}
    turn.look_at(after)
    long = len(lines) > SHORT
    if not long and not gone:
        return
    now = {line.number: describe_line(turn.form, turn.report, line) for line in lines}
    tally = count_lines(turn.form, turn.report, after)
    turn.say(
        "preview.edited",
        lines=[now[n] for n in sorted(fixed)] if long else [],
        gone=[was[n] for n in sorted(gone) if n in was],
        count=tally.written if long else 0,
        notes=[
            {"label": shorten_text(turn.form.row(key).title, LONGEST_LABEL), "note": note}
            for key, note in notes.items()
        ],
        all_notes=tally.notes,
    )
    turn.quiet = long
