"""Labels of printed rows in a text, `Từ 31 đến 40: tổng số 81, nữ 27; htx 12 5`: where each begins
and what is said behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conversations.forms.model import Form
from conversations.forms.places import asked_lines, cells_under
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.tables.cell_names import find_cell

MOST_WORDS = 40  # of a label
LEAST_LETTERS = 2  # of the first letters of a label: `htx`, `dn`
_WORD = re.compile(r"[^\W_]+")
_PRINTED = re.compile(r"(?:[IVX]+|\d{1,2}|[a-zđ])\.\s+")  # before a label
_LINK = re.compile(r"\s*(?:[:=–—-]\s*|(?:là|la|có|co|thì|thi)\s+)?", re.IGNORECASE)
_OF = re.compile(r"[\s,]+(?:(?:của|cua|ở|o|tại|tai|dòng|dong|hàng|hang)\s+)*$", re.IGNORECASE)
_ROW_WORD = frozenset(("dong", "hang", "ca", "con", "va", "rieng"))  # may stand before a label
_ENDS = frozenset(";,.\n")
Words = tuple[str, ...]


@dataclass(frozen=True)
class LabelledText:
    """A printed row, and what is said of it."""

    row: Row
    said: str


def split_labelled(form: Form, rows: Sequence[str], text: str) -> list[LabelledText]:
    """The text, parted at the labels of printed rows with which its clauses begin; nothing where
    it does not begin with one. What may be the name of a column of `rows` is one where no other
    column stands behind it."""
    found = [*_labels_in(form, rows, text)]
    if not found or text[: found[0][0]].strip(" -+•"):
        return []
    ends = [start for start, _, _ in found[1:]] + [len(text)]
    said = [
        text[behind:end].strip(" ,;.\n") for (_, behind, _), end in zip(found, ends, strict=True)
    ]
    return [LabelledText(row, one) for (_, _, row), one in zip(found, said, strict=True)]


def part_turned(form: Form, text: str) -> tuple[str, str] | None:
    """A cell by its column and then its row, `nữ đại học 12`, `tổng số từ 31 đến 40: 81`, and what
    is said of it; None for other texts, and where several are named."""
    known = form.derived(_known_labels)
    words = [*_WORD.finditer(text)]
    folded = [plain_label(word[0]) for word in words]
    for at in range(1, min(len(words), MOST_WORDS)):
        size, row = _label_at(known, folded, at)
        if row is None:
            continue
        column = _OF.sub("", text[: words[at].start()])
        key = find_cell(form, cells_under(form, row), column)
        link = _LINK.match(text, words[at + size - 1].end())
        if key is not None and link is not None:
            return key, text[link.end() :].strip(" ,;.")
    return None


def _labels_in(form: Form, rows: Sequence[str], text: str) -> Iterator[tuple[int, int, Row]]:
    """Where each label begins, where what is said of it does, and its row."""
    known = form.derived(_known_labels)
    words = [*_WORD.finditer(text)]
    folded = [plain_label(word[0]) for word in words]
    columns, at = tuple(rows), 0  # those that may be meant by a label
    while at < len(words):
        size, row = _label_at(known, folded, at) if _begins_clause(text, words, at) else (0, None)
        if row is None:
            at += 1
            continue
        end = words[at + size - 1].end()
        link = _LINK.match(text, end)
        behind = link.end() if link is not None else end
        label = text[words[at].start() : end]
        if find_cell(form, columns, label) is None or _names_cell(form, row, text[behind:]):
            start = (
                words[at - 1].start() if at and folded[at - 1] in _ROW_WORD else words[at].start()
            )
            yield start, behind, row
            columns, at = cells_under(form, row), at + size
        else:
            at += 1


def _begins_clause(text: str, words: Sequence[re.Match[str]], at: int) -> bool:
    """Whether nothing stands before the word in its clause, but a word for a row; or a figure of
    the row before."""
    if at and plain_label(words[at - 1][0]) in _ROW_WORD:
        at -= 1
    before = text[words[at - 1].end() if at else 0 : words[at].start()]
    is_behind_figure = at > 0 and words[at - 1][0].isdecimal() and not words[at][0].isdecimal()
    return not at or is_behind_figure or not _ENDS.isdisjoint(before)


def _label_at(
    known: dict[str, dict[Words, tuple[Row, ...]]], folded: Sequence[str], at: int
) -> tuple[int, Row | None]:
    """How many words the longest label has that begins here, and its row, if it is the only one."""
    ways = known.get(folded[at], {})
    fitting = (name for name in ways if (*folded[at : at + len(name)],) == name)
    name = max(fitting, key=len, default=())
    rows = ways.get(name, ())
    return (len(name), rows[0]) if len(rows) == 1 else (0, None)


def _names_cell(form: Form, row: Row, said: str) -> bool:
    """Whether what is said of a row begins with the name of one of its columns."""
    keys, words = cells_under(form, row), [*_WORD.finditer(said)]
    ends = (word.end() for word in words[:MOST_WORDS] if not word[0].isdecimal())
    first = next((word.start() for word in words if word[0].isdecimal()), len(said))
    return any(find_cell(form, keys, said[:end]) is not None for end in ends if end <= first)


def _known_labels(form: Form) -> dict[str, dict[Words, tuple[Row, ...]]]:
    """The printed rows of several cells, and the heads under which a long one is asked, by their
    labels, and by the first letters of one; by the first word."""
    printed = (line.key for block in form.blocks for line in block.lines if line.cells)
    keys = dict.fromkeys((*printed, *form.derived(asked_lines)))
    rows = [row for row in map(form.row, keys) if len(cells_under(form, row)) > 1]
    found: dict[Words, tuple[Row, ...]] = {}
    for row in rows:
        for name in _names_of(row):
            found[name] = (*found.get(name, ()), row)
    by_first: dict[str, dict[Words, tuple[Row, ...]]] = {}
    for name, named in found.items():
        by_first.setdefault(name[0], {})[name] = named
    return by_first


def _names_of(row: Row) -> set[Words]:
    bare = _PRINTED.sub("", row.title, count=1)
    whole = [(*plain_label(one).split(),) for one in (row.title, bare)]
    letters = "".join(word[0] for word in whole[-1])
    short = {(letters,)} if len(letters) >= LEAST_LETTERS and letters.isalpha() else set()
    return {name for name in whole if name and len(name) <= MOST_WORDS} | short
