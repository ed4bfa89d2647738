"""A heading of the section in hand whose number a row of the list has as well: `mục 4 kps`. Which
is meant, is asked."""

from __future__ import annotations

from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.dialog.readers.proposal import Proposal, TypedText
from conversations.forms.model import Form
from conversations.text.normalize import shorten_text

TITLE = 30  # characters of a title that tells a way
Entries = tuple[BulkEntry, ...]


def propose_group_or_row(
    asked: TypedText, below: Entries, bursts: tuple[BulkAnswers, ...]
) -> Proposal | None:
    """The answers below the heading, and those of the rows by their numbers beside them where these
    take what is said."""
    form = asked.turn.form
    if not below or not all(one.row for one in below):
        return None
    row = bursts[0] if len(bursts) == 1 else BulkAnswers(entries=())
    numbered = {one.row: one for one in row.entries if one.is_placed}
    others = [one for one in below if one.row not in numbered]
    alone = [one for key, one in numbered.items() if all(key != it.row for it in below)]
    of_heading = BulkAnswers(entries=below, heard=True, words=_told_below(form, others))
    if not others or not alone or len(numbered) < len(row.entries):
        return Proposal(ways=(of_heading.model_copy(update={"words": ""}),))
    of_rows = row.model_copy(update={"words": _told_rows(form, asked.rows, alone)})
    return Proposal(ways=(of_heading, of_rows))


def _told_below(form: Form, entries: list[BulkEntry]) -> str:
    heads = dict.fromkeys(form.group_of(str(one.row)).key for one in entries)
    counts = {key: sum(form.group_of(str(one.row)).key == key for one in entries) for key in heads}
    names = (
        f"mục {form.row(key).stt} “{_short(form, key)}” ({count} dòng)"
        for key, count in counts.items()
    )
    return f"{', '.join(names)}: {_said(entries)}"


def _told_rows(form: Form, rows: tuple[str, ...], entries: list[BulkEntry]) -> str:
    keys = [str(one.row) for one in entries]
    names = (f"dòng {rows.index(key) + 1} “{_short(form, key)}”" for key in keys if key in rows)
    return f"{', '.join(names)}: {_said(entries)}"


def _said(entries: list[BulkEntry]) -> str:
    return shorten_text(", ".join(dict.fromkeys(one.said for one in entries)), TITLE)


def _short(form: Form, key: str) -> str:
    return shorten_text(form.row(key).title, TITLE)
