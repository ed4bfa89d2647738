"""Cells of a row by the heads of their columns: `nữ 7`, `tổng số 21 nữ 7`, `nữ: 7`,
`nữ không có`, `cột 2 là 7`. What is said of a column and is no answer is kept as its answer, to be
asked about: `tổng 21 kinh 7 còn lại dân tộc khác`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from conversations.bulk.model import BulkAnswers, BulkEntry, once_each, read_entry
from conversations.bulk.said_states import read_said_state
from conversations.forms.model import Form
from conversations.forms.search import plain_label
from conversations.parsing.result import ReadState
from conversations.parsing.states import read_state
from conversations.tables.cell_names import find_cell, name_total, names_of_cells, total_under
from conversations.tables.column_numbers import read_column_number
from conversations.tables.typed_values import strip_end

LONGEST = 2_000  # characters of a text that names cells; a row of 60 cells has fewer
MOST_WORDS = 20  # of a head
_WORD = re.compile(r"\S+")
_APART = re.compile(
    r"[\s,;.:]*(?:(?:và|va|còn|con|với|voi|gồm|gom|(?:trong\s+)?(?:đó|do)(?:\s+(?:có|co))?)"
    r"\s*[\s:]\s*(?!(?:lại|lai)\b))?",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"(?:cột|cot)\s+", re.IGNORECASE)
_LINK = re.compile(r"\s*(?:[=:]|(?:là|la|bằng|bang|có|co|được|duoc)(?=\s))?\s*", re.IGNORECASE)
_VALUE = re.compile(r"[-+]?\d[\d.,/]*(?<![.,/])\s?%?(?:\s*\([^()]*\))?(?=[\s,;.]|$)")
_COUNTED = re.compile(r"\s*[^\W\d_]+(?:\s+[^\W\d_]+){0,2}\s*(?=[,;\n]|$)")
_CLAUSE = re.compile(r"[^,;\n]*")
_PHRASE = re.compile(r"[^\d=:;,\n]+")
_OTHERS = re.compile(r"(?:còn|con)\s+(?:lại|lai)\s+(?:(?:là|la|của|cua)\s+)?", re.IGNORECASE)
_AGE = re.compile(r"(?<![\w.,])(\d{1,2})\s?t(?!\w)", re.IGNORECASE)  # `trên 35t`
_THIS = re.compile(r"\b(?:năm|nam)\s+nay\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?:năm|nam)\s+(?:ngoái|ngoai|rồi|roi|qua)\b", re.IGNORECASE)
_JOINED = re.compile(
    r"(?P<first>[^\W\d][^\d]*?)\s+(?:và|va|với|voi)\s+(?P<second>[^\W\d].*)", re.IGNORECASE
)
_INNER = re.compile(r"(?P<figure>[^\s()]+)\s*\((?P<inner>[^()]+)\)")
MOST_STATE_WORDS = 4  # of a state before the column that it is of: `không có nữ`


def read_named_cells(
    form: Form, keys: Sequence[str], text: str, numbers: Mapping[str, str] | None = None
) -> BulkAnswers | None:
    """The cells among these that the text names one after the other, each with its answer; None
    where a part of it names none of them. `numbers` are the cells by what `cột 2` may mean."""
    if len(text) > LONGEST or not keys:
        return None
    line = _Line(form, keys, numbers or {})
    entries: list[BulkEntry] = []
    rest = line.in_its_words(text.strip())
    while rest := _behind(_APART, rest):
        if (joined := _joined(line, rest)) is not None:
            both, value, rest = joined
            entries += [read_entry(form, key, value) for key in both]
            continue
        if entries and (reason := _reason(line, entries[-1], rest)):
            entries[-1] = read_entry(
                form, entries[-1].row, f"{entries[-1].said} ({reason.strip()})"
            )
            rest = rest[len(reason) :]
            continue
        found = _pair(line, rest, first=not entries)
        if found is None and line.is_computed(entries):
            entries.append(read_entry(form, None, rest.strip()))  # no figure is the total's
            break
        if found is None:
            return None
        key, value, rest = found
        value, inner = _part_inner(line, value)
        entries.append(read_entry(form, key, value))
        rest = f"{inner}, {rest}" if inner else rest
    return BulkAnswers(entries=once_each(entries)) if entries else None


def _reason(line: _Line, last: BulkEntry, rest: str) -> str:
    """The clause behind a state that says why, `bhxh chưa có số, bhxh huyện chưa gửi`; nothing
    where it has a figure, or answers another cell."""
    clause = _CLAUSE.match(rest)
    said = clause[0] if clause and last.row and isinstance(last.reading, ReadState) else ""
    if not said.strip() or any(map(str.isdigit, said)) or last.said.endswith(")"):
        return ""
    found = _pair(line, said, first=True)
    is_own = found is None or (found[0] == last.row and read_said_state(found[1]) is None)
    unread = _unread(line, said)
    return said if is_own and (unread is None or unread[0] == last.row) else ""


@dataclass(frozen=True)
class _Line:
    """The cells of a row that words may name."""

    form: Form
    keys: Sequence[str]
    numbers: Mapping[str, str]

    @cached_property
    def names(self) -> dict[str, str]:
        return names_of_cells(self.form, self.keys)

    @cached_property
    def computed(self) -> dict[str, str]:
        """The cells beside them that take no answer, by their whole heads: that is told."""
        line = self.form.line_of(self.keys[0])
        return names_of_cells(
            self.form, [key for key in line if self.form.row(key).computed is not None]
        )

    def is_computed(self, entries: Sequence[BulkEntry]) -> bool:
        """Whether what was said first is of a cell that takes no answer."""
        return bool(entries) and entries[0].row in self.computed.values()

    def find(self, words: str) -> str | None:
        """The cell that they name; that of the total where they are a head over several."""
        found = find_cell(self.form, self.keys, words)
        found = found or total_under(self.form, self.keys, words)
        return found or self.computed.get(plain_label(words))

    def in_its_words(self, text: str) -> str:
        """The text with `năm nay` and `năm ngoái` as the heads have it."""
        if any("ky nay" in name for name in self.names):
            text = _THIS.sub("kỳ này", text)
        if any("nam truoc" in name for name in self.names):
            text = _LAST.sub("năm trước", text)
        if any("tuoi" in name.split() for name in self.names):
            text = _AGE.sub(r"\1 tuổi", text)
        return text


def _pair(line: _Line, rest: str, *, first: bool) -> tuple[str, str, str] | None:
    """The cell that is named first, its answer, and what stands behind both."""
    key, behind = _numbered(line, rest)
    if key is None:
        rest = _behind(_COLUMN, rest)
        key, behind = _named(line, rest, first=first)
    if key is None:
        return (None if first else _unread(line, rest)) or _state_of(line, rest)
    behind = _behind(_LINK, behind)
    value = _VALUE.match(behind)
    if value is not None:
        end = value.end() + _size_of_counted(line, behind[value.end() :])
        return key, behind[:end].strip(), behind[end:]
    clause = _CLAUSE.match(behind)
    said = clause[0] if clause else ""
    if _is_state(strip_end(said)):
        return key, said.strip(), behind[len(said) :]
    return None if first else _unread(line, rest)


def _joined(line: _Line, rest: str) -> tuple[tuple[str, str], str, str] | None:
    """Two cells of which one thing is said, `kinh với dân tộc khác 0`: a state or 0 of both;
    another figure may be that of both together, and is asked for with all that was said."""
    clause = _CLAUSE.match(rest)
    words = clause[0] if clause else ""
    found = _JOINED.fullmatch(words.strip())
    first = line.find(found["first"]) if found is not None else None
    if found is None or first is None or read_said_state(found["first"]) is not None:
        return None
    second = _pair(line, found["second"], first=True)
    if second is None or second[0] == first or second[2].strip():
        return None
    shared = second[1] == "0" or not any(map(str.isdigit, second[1]))
    return (first, second[0]), second[1] if shared else words.strip(), rest[len(words) :]


def _part_inner(line: _Line, value: str) -> tuple[str, str]:
    """`25 (nữ 10)`: the figure, and what the brackets say of other cells; nothing where they are a
    remark."""
    found = _INNER.fullmatch(value)
    if found is None or not any(map(str.isdigit, found["inner"])):
        return value, ""
    said = read_named_cells(line.form, line.keys, found["inner"])
    return (found["figure"], found["inner"]) if said is not None else (value, "")


def _numbered(line: _Line, rest: str) -> tuple[str | None, str]:
    """`cột 2`: the cell of this number."""
    found = read_column_number(rest)
    if found is None or found[0] not in line.numbers:
        return None, rest
    return line.numbers[found[0]], found[1]


def _named(line: _Line, rest: str, *, first: bool) -> tuple[str | None, str]:
    """The cell that the words at the beginning name, and what stands behind them."""
    key, behind = _known_name(line.names, rest)
    if key is None:
        key, behind = _part_with_figures(line.form, line.keys, rest)
    phrase = _PHRASE.match(rest) if key is None else None
    if phrase is None:
        return key, behind
    words = _without_link(phrase[0])
    key = line.find(words) or (_total(line, words) if first else None)
    if key is not None and _has_figure_inside(line, key, rest):
        return None, rest
    if key is not None:
        return key, rest[phrase.end() :]
    return _before_state(line, phrase[0], rest)


def _has_figure_inside(line: _Line, key: str, rest: str) -> bool:
    """Whether the figure that follows stands where the head has another one: `dưới 1 tuổi 7`
    beside *Dưới 5 tuổi*."""
    said = plain_label(rest).split()
    at = next((n for n, word in enumerate(said) if word.isdecimal()), len(said))
    head = plain_label(line.form.row(key).title).split()
    around = {(head[n - 1], head[n + 1]) for n in range(1, len(head) - 1) if head[n].isdecimal()}
    return 0 < at < len(said) - 1 and (said[at - 1], said[at + 1]) in around


def _total(line: _Line, words: str) -> str | None:
    """The total of the row, also where it is computed."""
    return name_total(line.form, line.form.line_of(line.keys[0]) or line.keys, words)


def _before_state(line: _Line, phrase: str, rest: str) -> tuple[str | None, str]:
    """The cell before a state: `quá hạn không có`."""
    words = [*_WORD.finditer(phrase)]
    for word in reversed(words[:-1]):
        said = phrase[word.end() :]
        key = line.find(_without_link(phrase[: word.end()]))
        if key is not None and _is_state(strip_end(_behind(_LINK, said))):
            return key, rest[word.end() :]
    return None, rest


def _is_state(said: str) -> bool:
    """Whether it is a state or yes or no, or a state with its reason."""
    return read_said_state(said) is not None or isinstance(read_state(said), ReadState)


def _state_of(line: _Line, rest: str) -> tuple[str, str, str] | None:
    """A state with the cell behind it: `không có nữ`, and nothing else in the clause."""
    clause = _CLAUSE.match(rest)
    said = strip_end(clause[0]) if clause else ""
    for word in reversed([*_WORD.finditer(said)][:MOST_STATE_WORDS]):
        key = line.find(said[word.end() :])
        if key is not None and read_said_state(said[: word.end()]) is not None:
            return key, said[: word.end()], rest[len(clause[0]) if clause else 0 :]
    return None


def _unread(line: _Line, rest: str) -> tuple[str, str, str] | None:
    """A clause without figures that names a cell and says no answer of it, which is asked for:
    `đúng hạn hết`, `còn lại dân tộc khác`."""
    clause = _CLAUSE.match(rest)
    said = clause[0].strip() if clause else ""
    bare = _behind(_OTHERS, said)
    if not said or (any(map(str.isdigit, said)) and not _is_head(line, plain_label(bare))):
        return None
    for word in reversed([*_WORD.finditer(bare)]):
        named = plain_label(bare[: word.end()])
        key = line.names.get(named) or (line.find(named) if _is_head(line, named) else None)
        if key is not None:
            return key, said, rest[len(clause[0]) if clause else 0 :]
    return None


def _is_head(line: _Line, words: str) -> bool:
    """Whether these are words of a head as they stand there, and not only like them."""
    return any(f" {words} " in f" {name} " for name in line.names)


def _size_of_counted(line: _Line, behind: str) -> int:
    """How long the words are that say what a figure counts: `12 ca`; none of them names a cell."""
    found = _COUNTED.match(behind)
    if found is None:
        return 0
    words = [plain_label(word) for word in found[0].split()]
    heads = {word for name in line.names for word in name.split()}
    return 0 if heads & {*words} or read_said_state(found[0]) is not None else found.end()


def _known_name(names: Mapping[str, str], rest: str) -> tuple[str | None, str]:
    """The cell whose whole head the text begins with, the longest one."""
    best: tuple[str | None, str] = (None, rest)
    for count, word in enumerate(_WORD.finditer(rest)):
        if count >= MOST_WORDS:
            break
        said = plain_label(rest[: word.end()].rstrip("=:"))
        if said in names:
            end = word.end() - (len(word[0]) - len(word[0].rstrip("=:")))
            best = (names[said], rest[end:])
    return best


def _part_with_figures(form: Form, keys: Sequence[str], rest: str) -> tuple[str | None, str]:
    """The cell whose head has these words, of which one is a figure: `trên 35 tuổi 30`."""
    best: tuple[str | None, str] = (None, rest)
    for count, word in enumerate(_WORD.finditer(rest)):
        if count >= MOST_WORDS:
            break
        said, behind = rest[: word.end()], rest[word.end() :]
        if not any(map(str.isdigit, said)) or not _VALUE.match(_behind(_LINK, behind)):
            continue
        key = find_cell(form, keys, said)
        if key is not None and f" {plain_label(said)} " in f" {plain_label(form.row(key).title)} ":
            best = (key, behind)
    return best


def _without_link(phrase: str) -> str:
    return re.sub(r"\s+(?:là|la|bằng|bang|có|co|được|duoc)\s*$", "", phrase, flags=re.IGNORECASE)


def _behind(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return text[found.end() :] if found else text
