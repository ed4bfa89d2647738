"""An answer behind the label of its row, with nothing between them but a blank: `biên chế có mặt
46`, `IV.2.2 46`, `biên chế có mặt không phát sinh`; or a number before it, `46 biên chế có mặt`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Coded
from conversations.bulk.model import BulkEntry
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import named_rows, plain_label, sure_row
from conversations.parsing.result import Reading, ReadState, ReadValue, RefusedReading
from conversations.text.normalize import clean_text

MOST_WORDS = 60  # of a label and its answer
LEAST_PART = 2  # the half of a label is said at least, of a row that takes any text
LONGEST_ANSWER = 6  # words behind a label that has slips
_KEY = re.compile(r"[IVXivx]+(?:\.\d{1,2})+")
_NUMBER_BEFORE = re.compile(r"\d{1,3}[.)]\s+(?=\S)")  # 2. Tổng số …
_LINK = re.compile(r"(?:(?:là|la|thì|thi)\b[\s:,]*)+(?=\S)", re.IGNORECASE)
_LEAD = re.compile(r"(?:còn|con|về|ve|rồi|roi|à|dạ|da)\s+(?=\S)", re.IGNORECASE)
_WORDS = re.compile(r"\w+")
_SIGNS = " :=-–—|;,"
Places = Sequence[Sequence[str]]


def read_labelled(form: Form, text: str, *places: Sequence[str]) -> BulkEntry | None:
    """The answer of the row whose label the text begins with; None when it names none for sure,
    or what is behind the label cannot be its answer. `places` are looked through before the
    form. A label with slips counts only when no part of the text is one without."""
    words = strip_number(clean_text(text)).split()
    if words[:1] in (["dạ"], ["Dạ"]):
        words = words[1:]  # `dạ tuyển …` is not `đã tuyên truyền`
    if not 1 < len(words) <= MOST_WORDS or is_label(form, " ".join(words)):
        return None
    for at in range(len(words) - 1, 0, -1):  # the longest label: it may end in a number
        label, said = _parted(words, at)
        if said and (is_key(label) or is_label(form, label)):
            row = row_of_label(form, label, places)
            if row is not None:
                return _answered(row, said, label)
    found = _with_slips(form, words, places) or _before(form, words, places)
    lead = _LEAD.match(text) if found is None else None
    return read_labelled(form, text[lead.end() :], *places) if lead is not None else found


def _with_slips(form: Form, words: Sequence[str], places: Places) -> BulkEntry | None:
    for at in range(len(words) - 1, max(0, len(words) - LONGEST_ANSWER), -1):
        label, said = _parted(words, at)
        row = row_of_label(form, label, places) if said[:1].isdigit() else None
        if row is not None:
            return _answered(row, said)
    return None


def _before(form: Form, words: Sequence[str], places: Places) -> BulkEntry | None:
    label = " ".join(words[1:])
    row = row_of_label(form, label, places) if words[0][0].isdigit() else None
    return _answered(row, words[0]) if row is not None and is_label(form, label) else None


def _parted(words: Sequence[str], at: int) -> tuple[str, str]:
    return " ".join(words[:at]).rstrip(_SIGNS), " ".join(words[at:]).lstrip(_SIGNS)


def is_key(text: str) -> bool:
    """Whether the text looks like the key of a row: IV.2.2."""
    return _KEY.fullmatch(text) is not None


def strip_number(text: str) -> str:
    """Without the number that somebody put before a label: `2. Tổng số …`."""
    return _NUMBER_BEFORE.sub("", text, count=1) if _NUMBER_BEFORE.match(text) else text


def is_label(form: Form, text: str) -> bool:
    """Whether the text is nothing but a label, or a part of one."""
    return f" {plain_label(text)} " in all_labels(form)


def all_labels(form: Form) -> str:
    """All labels without accents and signs, a blank on each side of every word; and once more with
    their accents."""
    return form.derived(_titles)


def _titles(form: Form) -> str:
    titles = [row.title.casefold() for row in form.rows]
    accented = (" ".join(_WORDS.findall(title)) for title in titles)
    return " | ".join(f" {one} " for one in (*map(plain_label, titles), *accented))


def row_of_label(form: Form, label: str, places: Places = ()) -> Row | None:
    """The row that a label, or a key like IV.2.2, names beyond doubt. A word more or less is no
    slip: it may be `tăng` or `chưa`."""
    if is_key(label):
        rows = named_rows(form, label)
        return rows[0] if len(rows) == 1 and rows[0].answer is not None else None
    among = (sure_row(form, label, place) for place in places)
    here = next(filter(None, among), None)
    row = here or sure_row(form, label)
    if row is not None and here is None and any(places) and not is_mostly_said(row, label):
        return None  # a few words of the label of a row elsewhere
    if row is None or f" {plain_label(label)} " in f" {plain_label(row.title)} ":
        return row
    return row if len(plain_label(label).split()) == len(plain_label(row.title).split()) else None


def is_mostly_said(row: Row, label: str) -> bool:
    """Whether two thirds of the label of a row were said, or more: a few words name none that is
    far from the list in hand."""
    return 3 * len(plain_label(label)) >= 2 * len(plain_label(row.title))


def _names_text(row: Row, label: str) -> bool:
    """Whether so much of the label of a row that takes any text was said that the rest is its
    text: `tổ chức được 24 buổi` is none of `Củng cố tổ chức, đổi mới nội dung`."""
    whole, said = plain_label(row.title), plain_label(label)
    return whole.startswith(said) or LEAST_PART * len(said) >= len(whole)


def _answered(row: Row, said: str, label: str = "") -> BulkEntry | None:
    if row.is_free_text and (link := _LINK.match(said)) is not None:
        text = said[link.end() :]  # words behind `là` are the text, though no label ends there
        return BulkEntry(row=row.key, said=text, reading=read_answer(row, text))
    if row.is_free_text and label and not _names_text(row, label):
        return None
    readings = ((text, read_answer(row, text)) for text in _without_measure(row, said))
    for text, reading in readings:
        if not isinstance(reading, RefusedReading) and _is_plain(text, reading):
            return BulkEntry(row=row.key, said=text, reading=reading)
    return None


def _without_measure(row: Row, said: str) -> Iterator[str]:
    """The answer, and what stands behind the measure that was copied with the label."""
    yield said
    size = len(row.measure.split())
    first, rest = said.split()[:size], said.split()[size:]
    if size and rest and plain_label(" ".join(first)) == plain_label(row.measure):
        yield " ".join(rest).lstrip(_SIGNS)


def _is_plain(said: str, reading: Reading) -> bool:
    """A number in words is none: its beginning may be taken for the label's end."""
    coded = isinstance(reading, ReadValue) and isinstance(reading.value, Coded)
    sure = isinstance(reading, ReadValue) and not coded
    return coded or isinstance(reading, ReadState) or not sure or any(map(str.isdigit, said))
