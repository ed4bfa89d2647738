"""Headings that a text names by their numbers before values: `mục 3 phần IV người làm việc 76`,
`Phần VI: …`, `IV.3 biên chế 46`. What stands behind such a name is said of the rows below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conversations.bulk.said_states import read_state_of_rest
from conversations.forms.model import Form
from conversations.forms.search import named_rows
from conversations.text.heading_names import HeadingName, find_names, heads_lines
from conversations.text.labels import plain_label
from conversations.text.normalize import clean_text, fold_text

LONGEST = 1_500  # characters of such a message
MOST = 40  # headings that one message names
_APART = re.compile(r"(?:\A|[\n;.,:])\s*\Z")  # before a name without a word
_OF_ROWS = re.compile(  # behind it: words, or figures of its rows
    r"\s*[:,.)\-–]*\s*[^\W\d_]|\s*:\s*\d[\d.]*%?(?:\s*=|\s*[,;]\s*[\d_]|[^\S\n]+[\d_])"
)
_GOES = re.compile(
    r"(?:qua|sang|t[ớo]i|[đd][ếe]n|v[àa]o|xem|m[ởo]|v[ềe]|l[àa]m|h[ếe]t)\s+\Z", re.IGNORECASE
)
_ENDS = re.compile(r"[;\n]|[.!?](?=\s|$)")
_CLAUSE = re.compile(r"[,;:\n]|[.!?](?=\s|$)")
_WORD = re.compile(r"[^\W_]+")
_UP_TO_SIGN = re.compile(r"[^,;.\n]*")
_TITLE = re.compile(r"(?P<words>[^\d:=,;\n]{2,160}?)(?:\s*:\s*|\s+)(?=\d)")
_LINK = re.compile(r"\A[\s:,.)\-–]*(?:(?:thì|thi|là|la)\b[\s:,]*)?")


@dataclass(frozen=True)
class HeadedText:
    """A part of a text, and the heading that it names for what it says; "" where it names none.
    `shared`: the heading behind it has the same said of it, `mục 4, mục 5 kps`."""

    text: str
    heading: str = ""
    name: str = ""
    shared: bool = False

    @property
    def quoted(self) -> str:
        """The text with the name of its heading."""
        return f"{self.name}: {self.text}" if self.name else self.text


def names_heading(form: Form, text: str) -> bool:
    """Whether the text names a heading that something is said of."""
    return any(one.heading for one in part_by_headings(form, text))


def without_headings(form: Form, text: str) -> str:
    """The text without the names of headings, whose numbers are said of nothing."""
    parts = part_by_headings(form, text)
    named = any(one.heading for one in parts)
    return "; ".join(one.text.rstrip(". ") for one in parts) if named else text


def part_by_headings(form: Form, text: str) -> tuple[HeadedText, ...]:
    """The text in parts, each with its heading: a name is said of what follows it up to the next
    one, or, with nothing behind it, of the clause that it ends."""
    if len(text) > LONGEST or "\t" in text or ("=" in text and not heads_lines(text)):
        return (HeadedText(text),)
    found = [*_mentions(form, text)]
    if not 0 < len(found) <= MOST:
        return (HeadedText(text),)
    parts: list[HeadedText] = []
    waiting: list[tuple[HeadingName, str]] = []  # names behind which the next one follows
    start = 0
    for at, (name, heading) in enumerate(found):
        end = found[at + 1][0].start if at + 1 < len(found) else len(text)
        behind = _told(text[name.end : end])
        before = text[start : name.start]
        cut = _last_clause(before) if behind.strip(" ,;().") else _last_sentence(before)
        if before[:cut].strip(" ,;.\n"):
            parts.append(HeadedText(before[:cut].strip(" ,;\n")))
        behind = behind if before[cut:].strip(" ,;(") else _without_title(form, heading, behind)
        said = f"{before[cut:].strip(' ,;(')} {behind}".strip(" ,;()\n")
        if said:
            parts += _of_each([*waiting, (name, heading)], said)
        waiting = [] if said else [*waiting, (name, heading)]
        start = end
    return tuple(parts)


def _of_each(names: list[tuple[HeadingName, str]], said: str) -> Iterator[HeadedText]:
    """What is said of a heading, or of several. Figures behind several may be of any of them."""
    typed = [clean_text(name.typed).strip(" ,.") for name, _ in names]
    if names[1:] and any(map(str.isdigit, said)):
        yield HeadedText(f"{', '.join(typed)}: {said}")
        return
    for at, (_, heading) in enumerate(names, 1):
        yield HeadedText(said, heading, typed[at - 1], shared=at < len(names))


def _mentions(form: Form, text: str) -> Iterator[tuple[HeadingName, str]]:
    for name in find_names(text):
        if not name.is_large or len(name.points) > 1 or (name.bare and not _leads(text, name)):
            continue
        rows = named_rows(form, name.place)
        heading = rows[0].key if len(rows) == 1 else ""
        leads = heading in form.asked_by_heading and not _GOES.search(text[: name.start])
        answered = bool(heading) and form.row(heading).answer is not None
        if leads and not (name.bare and answered):
            yield name, heading


def _leads(text: str, name: HeadingName) -> bool:
    """Whether a number alone stands before what is said of its rows."""
    return bool(_APART.search(text[: name.start]) and _OF_ROWS.match(text, name.end))


def _told(text: str) -> str:
    """What is said behind the name."""
    return _LINK.sub("", text, count=1)


def end_of_title(form: Form, heading: str, behind: str) -> int:
    """Where the whole title of the heading ends in what is said behind its number, if a state
    follows: `tuyên truyền CCHC chưa có số`; else 0."""
    title = plain_label(form.row(heading).title).split()
    words = [*_WORD.finditer(behind)][: len(title)]
    if not title or [fold_text(word[0]) for word in words] != title:
        return 0
    end = words[-1].end()
    said = _UP_TO_SIGN.match(behind, end)
    return end if said is not None and read_state_of_rest(said[0].strip(" :")) else 0


def _without_title(form: Form, heading: str, behind: str) -> str:
    """What is said without words of the heading's title before figures: `bưu chính: 121, 4`; or
    the whole of it before a state, `tuyên truyền CCHC chưa có số`. Words that a row below it has
    as well may be of that row."""
    title = plain_label(form.row(heading).title)
    state = behind[end_of_title(form, heading, behind) :].strip(" :")
    if len(state) < len(behind.strip(" :")) and read_state_of_rest(state):
        return state
    found = _TITLE.match(behind)
    words = plain_label(found["words"]) if found is not None else ""
    if found is None or not words or f" {words} " not in f" {title} ":
        return behind
    labels = (plain_label(form.row(key).title) for key in form.asked_by_heading[heading])
    return behind if any(words in label for label in labels) else behind[found.end() :]


def _last_clause(before: str) -> int:
    """Where the clause begins that the name stands in, if it has no value before the name."""
    at = max((match.end() for match in _CLAUSE.finditer(before)), default=0)
    return len(before) if any(map(str.isdigit, before[at:])) else at


def _last_sentence(before: str) -> int:
    return max((match.end() for match in _ENDS.finditer(before.rstrip(" ,;.\n"))), default=0)
