"""What differs between two versions of a report in words, paragraph by paragraph."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import zip_longest

from conversations.frozen import Frozen
from conversations.reports.report_text import ReportText


class TextChange(Frozen):
    """A paragraph that reads otherwise; `old` is empty of a new one, `new` of one that is gone."""

    old: str
    new: str


def compare_texts(old: ReportText | None, new: ReportText | None) -> tuple[TextChange, ...]:
    """The paragraphs that differ, in order; none where one of the two is not there."""
    if old is None or new is None:
        return ()
    before, after = list(old.lines), list(new.lines)
    found: list[TextChange] = []
    for what, *at in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            first, last, begin, end = at
            pairs = zip_longest(before[first:last], after[begin:end], fillvalue="")
            found += [TextChange(old=one, new=other) for one, other in pairs]
    return tuple(found)
