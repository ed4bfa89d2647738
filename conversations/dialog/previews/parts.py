"""Parts of a number that are told beside it, for the rows below its own: `132 trong đó tại sở 118,
đơn vị trực thuộc 14`."""

from __future__ import annotations

import re
from decimal import Decimal

from conversations.answers.values import Number
from conversations.bulk.model import BulkAnswers, BulkEntry, read_entry
from conversations.bulk.sentences import hear_answers
from conversations.forms.model import Form
from conversations.parsing.result import ReadValue
from conversations.text.numbers import print_number

_FIGURE = re.compile(r"(?<![\w.,])\d[\d.]*(?![\w,])")


def place_parts(form: Form, burst: BulkAnswers) -> BulkAnswers:
    """The answers with such parts at the rows below, where all of them come to the whole; a remark
    of which that cannot be said stays one."""
    given = {one.row: one for one in burst.entries if one.row is not None}
    entries: list[BulkEntry] = []
    for entry in burst.entries:
        found = _parts_of(form, entry, given)
        entries += [_without_remark(entry), *found] if found else [entry]
    if len(entries) == len(burst.entries):
        return burst
    return burst.model_copy(update={"entries": tuple(entries)})


def _parts_of(form: Form, entry: BulkEntry, given: dict[str, BulkEntry]) -> list[BulkEntry]:
    whole = _amount(entry)
    if whole is None or entry.row is None or not entry.remark:
        return []
    below = [key for key in form.order if key.startswith(f"{entry.row}.")]
    free = [key for key in below if key not in given]
    figures = _FIGURE.findall(entry.remark)
    if not free or len(figures) != len(free):
        return []
    apart = _FIGURE.sub(r"\g<0>,", entry.remark)  # `sở 118 đơn vị trực thuộc 14`
    heard = hear_answers(form, free, apart, within=True)
    placed = {one.row: one for one in heard if one.is_sure and one.row in free and not one.remark}
    left = [key for key in free if key not in placed]
    if len(left) == 1:  # what no other row takes
        said = [*figures]
        for one in placed.values():
            if one.said in said:
                said.remove(one.said)
        if len(said) == 1:
            placed[left[0]] = read_entry(form, left[0], said[0])
    amounts = [_amount(placed.get(key) or given.get(key)) for key in below]
    known = [one for one in amounts if one is not None]
    fits = len(known) == len(below) and sum(known) == whole
    return [placed[key] for key in free] if fits else []


def _amount(entry: BulkEntry | None) -> Decimal | None:
    reading = entry.reading if entry is not None else None
    value = reading.value if isinstance(reading, ReadValue) else None
    return value.amount if isinstance(value, Number) else None


def _without_remark(entry: BulkEntry) -> BulkEntry:
    assert isinstance(entry.reading, ReadValue)  # noqa: S101 - it has a number
    amount = _amount(entry)
    assert amount is not None  # noqa: S101 - it has one
    plain = entry.reading.model_copy(update={"remark": None})
    return entry.model_copy(update={"reading": plain, "said": print_number(amount)})
