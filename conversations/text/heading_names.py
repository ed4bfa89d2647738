"""The grammar of the names of headings in a text: `mục 3 phần IV`, `phần IV, mục 3`, `IV.3`, `phần
4`, `nhóm 2`, `dòng 5 mục 3 phần IV`. It is matched on folded letters; spans are of the text as it
was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conversations.text.normalize import may_mean, spell_text

LONGEST_NAME = 40  # characters of a name alone
_SECTION = r"(?:phan|chuong)\s+(?:so\s+)?"
_GROUP = r"(?:muc|nhom)\s+(?:so\s+)?"
_ROMAN = r"[ivx]{1,5}(?!\w)"
_POINTS = r"(?:\.\d{1,2})+"
_OF = r"(?:\s*[,.\-–]\s*|\s+)(?:(?:cua|thuoc|o|trong)\s+)?"
_AND = r"(?:\s*[,;&+]\s*|\s+(?:va|voi|cung|lan)\s+)(?:ca\s+)?"
_ENDS = r"(?![\w.]*\d)(?!\w)"
_NAME = (
    rf"(?<!\w)(?:{_GROUP}(?P<number>\d{{1,2}}){_OF}(?:{_SECTION}|{_GROUP})(?P<behind>{_ROMAN})"
    rf"|(?:{_SECTION}|{_GROUP})(?P<section>{_ROMAN})"
    rf"(?:(?P<points>{_POINTS})|{_OF}{_GROUP}(?P<below>\d{{1,2}})(?!{_OF}{_SECTION}))?"
    rf"|{_SECTION}(?P<figure>\d{{1,2}})|(?<!\.)(?P<bare>[ivx]{{1,5}}{_POINTS})){_ENDS}"
)
_ALONE = rf"(?P<alone>[ivx]{{1,5}}(?:{_POINTS})?){_ENDS}"  # behind another one: `phần IV, V`
_ROW = r"(?:dong|chi tieu)\s+(?:so\s+)?(?P<row>\d{1,3})"


def _unnamed(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


# To stand in a larger pattern over folded text: one name, several of them, one without its section.
HEADING = _unnamed(_NAME)
NUMBERED_HEADING = rf"{_GROUP}\d{{1,2}}{_ENDS}"
HEADINGS = rf"{HEADING}(?:{_AND}(?:{HEADING}|{_unnamed(_ALONE)}))*"

_FIND = re.compile(_NAME)
_EACH = re.compile(rf"{_NAME}|\b{_ALONE}")
_WHOLE = re.compile(rf"(?:{_ROW}{_OF})?(?:{_NAME}|{_GROUP}(?P<group>\d{{1,2}}))")
_BESIDE = r"(?:\s*[,&+]\s*|\s+(?:va|voi|cung)\s+)"
_NUMBERS = rf"\d{{1,2}}(?:{_BESIDE}(?:{_GROUP})?\d{{1,2}}(?!\d))*"
_GROUPS = re.compile(
    rf"(?<!\w){_GROUP}(?P<numbers>{_NUMBERS})(?![\w.%/]|\s*=|{_OF}(?:{_SECTION}|{_GROUP}){_ROMAN})"
)
_LEADS_LINE = re.compile(
    rf"^[^\S\n]*(?:(?:{_SECTION}|{_GROUP})[^=:\n]{{1,40}}|[ivx]{{1,5}}\.\d{{1,2}})\s*:",
    re.MULTILINE,
)
_WORDS = {"phan": "phần", "chuong": "chương", "muc": "mục", "nhom": "nhóm"}


@dataclass(frozen=True, slots=True)
class HeadingName:
    """The name of a heading and where it stands in the text. `section` and `points` are its
    numbers, one of them may be missing; `row`: that of a row below it."""

    start: int
    end: int
    typed: str
    section: str = ""
    points: tuple[str, ...] = ()
    row: str = ""
    bare: bool = False

    @property
    def is_spoken(self) -> bool:
        """Whether its numbers stand apart, each behind its word: `mục 3 phần IV`."""
        return bool(self.section and self.points) and f"{self.section}." not in self.typed.upper()

    @property
    def key(self) -> str:
        """The numbers alone, `IV.3`, where both are told."""
        if not (self.section and self.points):
            return ""
        return ".".join((self.section, *self.points, *filter(None, (self.row,))))

    @property
    def place(self) -> str:
        """The same in words that forms know: `mục 3 phần IV`, `IV.3`, `phần IV`, `mục 3`."""
        points = ".".join(self.points)
        if self.is_spoken and not self.row:
            return f"mục {points} phần {self.section}"
        return self.key or (f"phần {self.section}" if self.section else f"mục {points}")

    @property
    def is_large(self) -> bool:
        """Whether the number of its section is written large: it is no word then."""
        return bool(re.search(rf"\b{self.section}\b", self.typed)) and self.section.isalpha()

    @property
    def is_accented(self) -> bool:
        """Whether its words have their accents: `muc` may be mức as well."""
        return not self.typed.isascii()


@dataclass(frozen=True, slots=True)
class NumberedGroups:
    """Headings that are named by their numbers alone: `mục 3`, `mục 6, 7`, `mục 6 và mục 7`."""

    start: int
    end: int
    numbers: tuple[str, ...]


def fold_in_place(text: str) -> str:
    """The text without accents and capitals, sign by sign: spans of it are those of the text."""
    folded = spell_text(text).letters
    if len(folded) == len(text):
        return folded
    signs = (spell_text(sign).letters for sign in text)
    return "".join(one if len(one) == 1 else sign for one, sign in zip(signs, text, strict=True))


def find_names(text: str) -> Iterator[HeadingName]:
    """The headings that are named with their section."""
    for found in _FIND.finditer(fold_in_place(text)):
        if (name := _name(found, text)) is not None:
            yield name


def read_names(text: str) -> tuple[HeadingName, ...]:
    """Those of an enumeration, where a section may be told without its word: `phần IV, V`; none
    where one of them only looks like a name."""
    names = [_name(found, text) for found in _EACH.finditer(fold_in_place(text))]
    return tuple(filter(None, names)) if all(names) else ()


def read_name(text: str) -> HeadingName | None:
    """The name that the text is, and nothing else; its section may be missing."""
    if len(text) > LONGEST_NAME:
        return None
    found = _WHOLE.fullmatch(fold_in_place(text))
    return _name(found, text) if found is not None else None


def find_groups(text: str) -> Iterator[NumberedGroups]:
    """The headings that are named without their section."""
    known = [*find_names(text)]
    for found in _GROUPS.finditer(fold_in_place(text)):
        inside = any(one.start < found.end() and found.start() < one.end for one in known)
        if not inside and _has_words(found, text):
            yield NumberedGroups(*found.span(), tuple(re.findall(r"\d+", found["numbers"])))


def heads_lines(text: str) -> bool:
    """Whether a line begins with a name and a colon, as before rows told by their numbers."""
    return _LEADS_LINE.search(fold_in_place(text)) is not None


def _name(found: re.Match[str], text: str) -> HeadingName | None:
    """None where a word or a number only looks like one of a name: `mức 3`, `phần vì`."""
    parts = found.groupdict()
    key = parts["bare"] or parts.get("alone") or ""
    section, _, points = key.partition(".")
    section = section or next(filter(None, map(parts.get, ("behind", "section", "figure"))), "")
    points = points or (parts["points"] or "").lstrip(".")
    number = points or next(filter(None, map(parts.get, ("number", "below", "group"))), "")
    if not _has_words(found, text) or not _is_plain(found, text):
        return None
    return HeadingName(
        *found.span(),
        typed=text[slice(*found.span())],
        section=section.upper(),
        points=tuple(number.split(".")) if number else (),
        row=parts.get("row") or "",
        bare=bool(key),
    )


def _is_plain(found: re.Match[str], text: str) -> bool:
    """Whether the numbers are typed without accents."""
    spans = (found.span(one) for one in found.groupdict() if found[one] is not None)
    return all(text[start:end].isascii() for start, end in spans)


def _has_words(found: re.Match[str], text: str) -> bool:
    words = re.findall(r"\w+", text[slice(*found.span())])
    known = ((word, _WORDS.get(spell_text(word).letters)) for word in words)
    return all(meant is None or may_mean(word, meant) for word, meant in known)
