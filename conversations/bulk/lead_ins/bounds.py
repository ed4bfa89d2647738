"""Answers are of rows below the heading that was named for them, or in doubt."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.bulk.lead_ins.named_headings import HeadedText, part_by_headings
from conversations.bulk.model import BulkAnswers, BulkEntry, put_in_doubt
from conversations.bulk.number_owners import OwnedNumbers
from conversations.forms.model import Form
from conversations.text.normalize import clean_text

LIKE = 0.8  # of how well words fit a row of elsewhere: less is no sure row below the heading


def doubt_outside_headings(form: Form, said: str, burst: BulkAnswers) -> BulkAnswers:
    """With answers in doubt that the message gives below the name of a heading which their rows
    are not under, `phần V phát hiện 5` is of no row of part I; and those whose words are rather of
    rows that are not."""
    parts = part_by_headings(form, said)
    if not any(one.heading for one in parts):
        return burst
    strange = {row for one in parts if one.heading for row in _strangers(form, one, burst)}
    entries = tuple(
        put_in_doubt(one) if one.row in strange or _is_outside(form, parts, one) else one
        for one in burst.entries
    )
    return burst.model_copy(update={"entries": entries})


def _strangers(form: Form, part: HeadedText, burst: BulkAnswers) -> Iterator[str]:
    """The rows below the heading that other rows are likelier than."""
    rows = form.asked_by_heading[part.heading]
    below = [one for one in burst.entries if one.row in rows]
    numbers = OwnedNumbers(form, part.text, below, rows)
    for at, row in numbers.owners.items():
        scores = (fit.score for fits in numbers.fits_at(at) for fit in fits.values())
        if numbers.score(at, row) < LIKE * max(scores, default=0.0):
            yield row


def _is_outside(form: Form, parts: tuple[HeadedText, ...], entry: BulkEntry) -> bool:
    if entry.row is None or not entry.said:
        return False
    around = [one.heading for one in parts if _holds(one.text, entry.said)]
    headings = around or [one.heading for one in parts]
    return not any(
        not heading or entry.row in form.asked_by_heading[heading] for heading in headings
    )


def _holds(text: str, said: str) -> bool:
    return {*_words(said)} <= {*_words(text)}


def _words(text: str) -> list[str]:
    return [word.strip(",;:.()").casefold() for word in clean_text(text).split()]
