"""What stands beside the answers to a list, and what is said of the list itself."""

from __future__ import annotations

import re

from conversations.bulk.extras import MessageExtras
from conversations.bulk.lead_ins.named_headings import part_by_headings
from conversations.bulk.model import BulkAnswers
from conversations.bulk.said_states import Rest
from conversations.dialog import carry_over, fill_rest, navigation, preview
from conversations.dialog.notes import MAX_NOTE
from conversations.dialog.prompts.lists import print_numbers
from conversations.dialog.turn import Turn
from conversations.text.normalize import fold_text
from conversations.text.polite_words import FOLDED

LONGEST = 80  # characters of words about the list itself
POLITE = r"(?:[ ,.!]+(?:" + FOLDED + "|di|roi|thoi|luon|nao))*[ .!]*"
_WHOLE = re.compile(
    r"(?:cho (?:em |chi |anh |minh )?)?(?:xem|hien|gui|in)?(?: lai)?(?: ca| toan bo| het)? ?"
    rf"danh sach(?: nay)?{POLITE}"
)


def asks_for_list(text: str) -> bool:
    """Whether the officer wants to see the whole list: `danh sách`, `xem lại danh sách`."""
    return len(text) <= LONGEST and _WHOLE.fullmatch(fold_text(text)) is not None


def skip_list(turn: Turn, rows: tuple[str, ...]) -> None:
    """On to the next list; what is left of one that was begun is said."""
    left = turn.open_among(rows)
    if left and len(left) < len(rows):
        turn.say("list.left", count=len(left), places=print_numbers(rows, left))
    navigation.skip_rows(turn, ())


def take_with(
    turn: Turn, rows: tuple[str, ...], asides: MessageExtras, bursts: tuple[BulkAnswers, ...]
) -> None:
    """Answers with notes beside them, and what is said of the rows that were left out."""
    notes = {key: note for key, note in asides.notes.items() if len(note) <= MAX_NOTE}
    for note in asides.notes.values():
        if len(note) > MAX_NOTE:
            turn.say("note.too_long", read=note[:40], limit=MAX_NOTE, length=len(note))
    ways = bursts or (BulkAnswers(entries=()),)
    rest = asides.rest
    if rest is not None and not bursts and not notes and not rest.keep:
        meant = turn.form.order if rest.whole else _rows_of_rest(turn, rows, rest)
        fill_rest.take_rest(turn, turn.open_among(meant), rest)
        return
    if rest is not None:
        given = ways
        ways = fill_rest.add_rest(turn, _rows_of_rest(turn, rows, rest), ways, rest)
        if rest.keep and ways == given and bursts:
            carry_over.say_nothing_kept(turn)
    if notes or any(way.entries for way in ways):
        preview.show_preview(turn, ways, turn.typed, rows, notes)
    else:
        carry_over.say_nothing_kept(turn)


def _rows_of_rest(turn: Turn, rows: tuple[str, ...], rest: Rest) -> tuple[str, ...]:
    """The rows that may be left: those below the heading that was named last, or of the list."""
    named = [one.heading for one in part_by_headings(turn.form, turn.typed) if one.heading]
    return turn.form.asked_by_heading[named[-1]] if named else rest.among(rows)
