"""A heading of the section in hand whose number a row of the list has as well: `mục 4 kps`. Which
is meant, is asked."""

from __future__ import annotations

from conversations.bulk.lead_ins.group_names import name_groups
from conversations.bulk.model import BulkAnswers
from conversations.dialog.readers.headed_lists import read_headed
from conversations.dialog.readers.proposal import Proposal, TypedText
from conversations.forms.model import Form
from conversations.text.normalize import shorten_text

TITLE = 30  # characters of a title that tells a way


def propose_group_or_row(
    asked: TypedText, text: str, bursts: tuple[BulkAnswers, ...]
) -> Proposal | None:
    """The answers below the heading, and that of the row beside them where it takes what is
    said."""
    form = asked.turn.form
    named = name_groups(form, asked.rows, text, every=True)
    below = read_headed(asked, named) if named != text else ()
    if not below or not all(one.is_placed for one in below):
        return None
    of_heading = BulkAnswers(entries=below, heard=True)
    row = bursts[0] if len(bursts) == 1 else None
    if row is None or not row.entries or not all(one.is_placed for one in row.entries):
        return Proposal(ways=(of_heading,))
    ways = (of_heading, row)
    return Proposal(ways=tuple(_told(form, asked.rows, way) for way in ways))


def _told(form: Form, rows: tuple[str, ...], way: BulkAnswers) -> BulkAnswers:
    """The way with words of what it answers."""
    keys = [str(one.row) for one in way.entries]
    numbered = way.entries[0].row in rows
    heads = dict.fromkeys(form.group_of(key) for key in keys)
    if numbered:
        told = (f"dòng {rows.index(key) + 1} “{_short(form.row(key).title)}”" for key in keys)
    else:
        told = (
            f"mục {one.stt} “{_short(one.title)}” ({_count(form, one.key, keys)} dòng)"
            for one in heads
        )
    said = way.entries[0].said
    return way.model_copy(update={"words": f"{', '.join(told)}: {shorten_text(said, TITLE)}"})


def _count(form: Form, heading: str, keys: list[str]) -> int:
    return sum(key in form.asked_by_heading[heading] for key in keys)


def _short(title: str) -> str:
    return shorten_text(title, TITLE)
