"""Words beside an answer that only say again what the row asks: `12 ld phong`, `84 người có thư
điện tử`. They are no explanation, and nothing is asked about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.bulk.said_values import cut_values
from conversations.bulk.said_words import words_of
from conversations.bulk.vocabulary.known_words import words_left
from conversations.bulk.vocabulary.row_fits import fit_rows
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.aside import is_aside
from conversations.parsing.explanation import is_explanation
from conversations.parsing.result import AmbiguousReading, Reading, ReadState, ReadValue
from conversations.text.courtesy import is_courtesy

CODES = ("which.remark", "which.choice", "which.state")  # questions whether words are to be printed
_CLAUSE = re.compile(r"[,;:]\s+|\s*\(")
NEARLY = 0.9  # of how well words fit the row that they fit best, so that they may be this one's


def without_own_label(form: Form, row: Row, reading: Reading) -> Reading:
    """The answer without words that are all of the label of the row, and of no other row of its
    section rather, where the only question is whether to print them. What explains it behind a
    comma stays."""
    if not isinstance(reading, AmbiguousReading) or reading.code not in CODES:
        return reading
    values = [one for one in reading.readings if isinstance(one, ReadValue | ReadState)]
    if len(values) != 2 or len(reading.readings) != 2:
        return reading
    bare, remarked = values
    if bare.remark or not remarked.remark or _without_remark(remarked) != _without_remark(bare):
        return reading
    head, *more = _CLAUSE.split(remarked.remark, maxsplit=1)
    if not _says_label(form, row, head):
        return reading
    if not more:
        return _without_remark(bare)
    counts = not is_aside(more[0]) and any(one.value for one in cut_values(more[0]))
    explains = is_explanation(more[0]) and not counts
    return bare.model_copy(update={"remark": more[0].rstrip(") ")}) if explains else reading


def _without_remark(reading: ReadValue | ReadState) -> ReadValue | ReadState:
    return reading.model_copy(
        update={"remark": None, "heard": None}
        if isinstance(reading, ReadValue)
        else {"remark": None}
    )


def _says_label(form: Form, row: Row, remark: str) -> bool:
    counts = any(map(str.isdigit, remark))
    said = [word for word in words_of(remark) if not word.isdecimal()]
    words = [word for word in said if not is_courtesy(word)]
    if not words or (counts and not row.options) or words_left(form, row.key, words):
        return False
    its = fit_rows(form, words).get(row.key)
    return its is not None and not its.headed and is_own(form, row, words)


def is_own(form: Form, row: Row, words: Sequence[str]) -> bool:
    """Whether words fit the row nearly as well as any other one of its section; or none at all."""
    fits, section = fit_rows(form, words), form.section_of(row.key).key
    near = [fit.score for key, fit in fits.items() if form.section_of(key).key == section]
    return not fits or (row.key in fits and fits[row.key].score >= NEARLY * max(near))
