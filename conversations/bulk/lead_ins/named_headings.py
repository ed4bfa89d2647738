"""Headings that a text names by their numbers before values: `mục 3 phần IV người làm việc 76`,
`Phần VI: …`, `IV.3 biên chế 46`. What stands behind such a name is said of the rows below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conversations.forms.model import Form
from conversations.forms.search import named_rows
from conversations.text.normalize import clean_text

LONGEST = 1_500  # characters of such a message
MOST = 40  # headings that one message names
_SECTION = r"(?:[Pp]h[ầa]n|PH[ẦA]N|[Cc]h[ưu][ơo]ng)\s+(?:s[ốo]\s+)?"
_GROUP = r"(?:[Mm][ụu]c|M[ỤU]C|[Nn]h[óo]m|NH[ÓO]M)\s+(?:s[ốo]\s+)?"
_ROMAN = r"[IVX]{1,4}"
_OF = r"(?:\s*[,.\-–]\s*|\s+(?:c[ủu]a|thu[ộo]c|[ởo]|trong)\s+|\s+)"
_LETTER = r"(?=\s*[:,.)\-–]*\s*[^\W\d_])"
_FIGURES = r"(?=\s*:\s*\d[\d.]*%?(?:\s*=|\s*[,;]\s*[\d_]|[^\S\n]+[\d_]))"  # of its rows
_LEADS_LINE = re.compile(  # before rows that are told by their numbers: `IV.1: 1=8`
    rf"^\s*(?:(?:{_SECTION}|{_GROUP})[^=:\n]{{1,40}}|{_ROMAN}\.\d{{1,2}})\s*:", re.MULTILINE
)
_NAMED = re.compile(
    rf"(?<!\w)(?:{_GROUP}(?P<number>\d{{1,2}}){_OF}(?:{_SECTION}|{_GROUP})(?P<behind>{_ROMAN})(?!\w)"
    rf"|(?:{_SECTION}|{_GROUP})(?P<section>{_ROMAN})(?:\.(?P<point>\d{{1,2}})"
    rf"|{_OF}{_GROUP}(?P<below>\d{{1,2}}))?(?![\w.]*\d)(?!\w)"
    rf"|(?<![^\n;.,:])\s*(?P<bare>{_ROMAN}\.\d{{1,2}})(?![\w.]*\d)"
    rf"(?:{_LETTER}|{_FIGURES}))"
)
_GOES = re.compile(
    r"(?:qua|sang|t[ớo]i|[đd][ếe]n|v[àa]o|xem|m[ởo]|v[ềe]|l[àa]m|h[ếe]t)\s+\Z", re.IGNORECASE
)
_ENDS = re.compile(r"[;\n]|[.!?](?=\s|$)")
_CLAUSE = re.compile(r"[,;:\n]|[.!?](?=\s|$)")
_LINK = re.compile(r"\A[\s:,.)\-–]*(?:(?:thì|thi|là|la)\b[\s:,]*)?")


@dataclass(frozen=True)
class HeadedText:
    """A part of a text, and the heading that it names for what it says; "" where it names none."""

    text: str
    heading: str = ""
    name: str = ""

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
    if len(text) > LONGEST or "\t" in text or ("=" in text and not _LEADS_LINE.search(text)):
        return (HeadedText(text),)
    found = [*_mentions(form, text)]
    if not 0 < len(found) <= MOST:
        return (HeadedText(text),)
    parts: list[HeadedText] = []
    start = 0
    for at, (name, heading) in enumerate(found):
        end = found[at + 1][0].start() if at + 1 < len(found) else len(text)
        behind = _told(text[name.end() : end])
        before = text[start : name.start()]
        cut = _last_clause(before) if behind.strip(" ,;().") else _last_sentence(before)
        if before[:cut].strip(" ,;.\n"):
            parts.append(HeadedText(before[:cut].strip(" ,;\n")))
        said = f"{before[cut:].strip(' ,;(')} {behind}".strip(" ,;()\n")
        if said:
            parts.append(HeadedText(said, heading, clean_text(name[0]).strip(" ,.")))
        start = end
    return tuple(parts)


def _mentions(form: Form, text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _NAMED.finditer(text):
        section = match["behind"] or match["section"] or match["bare"]
        number = match["number"] or match["point"] or match["below"]
        place = match["bare"] or (f"{section}.{number}" if number else f"phần {section}")
        rows = named_rows(form, place)
        heading = rows[0].key if len(rows) == 1 else ""
        leads = heading in form.asked_by_heading and not _GOES.search(text[: match.start()])
        answered = bool(heading) and form.row(heading).answer is not None
        if leads and not (match["bare"] and answered):
            yield match, heading


def _told(text: str) -> str:
    """What is said behind the name."""
    return _LINK.sub("", text, count=1)


def _last_clause(before: str) -> int:
    """Where the clause begins that the name stands in, if it has no value before the name."""
    at = max((match.end() for match in _CLAUSE.finditer(before)), default=0)
    return len(before) if any(map(str.isdigit, before[at:])) else at


def _last_sentence(before: str) -> int:
    return max((match.end() for match in _ENDS.finditer(before.rstrip(" ,;.\n"))), default=0)
