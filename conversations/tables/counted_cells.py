"""Cells of a row by words behind their figures, clause by clause: `25 lao động, 10 nữ`. A figure
stands for no other column than one that its own clause names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers, read_entry
from conversations.forms.model import Form
from conversations.tables.cell_names import find_cell
from conversations.tables.typed_values import strip_end

LONGEST = 1_000  # characters
SEVERAL = 2  # clauses
_APART = re.compile(r",\s+|[;\n]\s*")
_BEFORE = re.compile(r"[\s,;]+(?:(?:và|va|với|voi|còn|con)\s+)?(?=\d)")
_CLAUSE = re.compile(r"(?P<value>\d[\d.,]*)\s+(?P<words>[^\W\d].*)")
_AGE = re.compile(r"(?<=\d)\s?t\b", re.IGNORECASE)  # `35t`


def read_counted_cells(form: Form, keys: Sequence[str], text: str) -> BulkAnswers | None:
    """The cells that clauses name behind a figure; what names none of them for sure has no row.
    None where not all clauses are like that, or fewer than one in two names a cell."""
    said = strip_end(text) if len(text) <= LONGEST else ""
    return _read(form, keys, _APART.split(said)) or _read(form, keys, _BEFORE.split(said))


def _read(form: Form, keys: Sequence[str], parts: Sequence[str]) -> BulkAnswers | None:
    clauses = [_CLAUSE.fullmatch(part.strip()) for part in parts if part.strip()]
    found = [one for one in clauses if one is not None]
    if len(found) < max(SEVERAL, len(clauses)):
        return None
    named = [find_cell(form, keys, _AGE.sub(" tuổi", one["words"])) for one in found]
    known = [key for key in named if key is not None]
    if len({*known}) < len(known) or len(known) * SEVERAL < len(found):
        return None
    entries = (
        read_entry(form, key, one["value"] if key is not None else one[0])
        for key, one in zip(named, found, strict=True)
    )
    return BulkAnswers(entries=tuple(entries))
