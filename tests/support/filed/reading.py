"""A file for the small form, as it is read: the counts of its cells always add up."""

from __future__ import annotations

from conversations.reports.previous import FiledAppendix
from conversations.reports.printed_answers import print_answer
from templates.appendix_import.reader import read_filed
from tests.support.filed.form import small_form


def read_counted(name: str, content: bytes) -> FiledAppendix:
    """What is read from the file of this name."""
    filed = read_filed(small_form(), name, content)
    count = filed.count
    told = (count.own, count.empty, count.read, count.doubtful, count.unread)
    assert count.held == sum(told), count
    return filed


def values(filed: FiledAppendix) -> dict[str, str]:
    """The answers as they are printed, by row."""
    form = small_form()
    return {key: print_answer(form.row(key), one) for key, one in filed.answers.items()}
