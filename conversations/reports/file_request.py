"""Which file an officer asks for: `tải về`, `tải pdf`, `tải bản 1`, `tải word nghị định 30`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from conversations.forms.model import Layout
from conversations.frozen import Frozen
from conversations.text.normalize import fold_text


class FileFormat(StrEnum):
    """The kinds of files a report is handed out as."""

    WORD = "word"
    PDF = "pdf"
    EXCEL = "excel"
    FILL = "fill"  # the form as a workbook, to be filled and sent back


class FilePart(StrEnum):
    """What of a report is in the file."""

    APPENDIX = "appendix"
    WORDS = "words"  # the report in words
    WHOLE = "whole"  # the report in words, and the appendix behind it


IN_WORDS = (FileFormat.WORD, FileFormat.PDF)  # the formats that the report in words has


class FileRequest(Frozen):
    """`version` is a submission, None the report as it stands; `layout` is a name of the form's,
    empty for the first one."""

    what: FileFormat = FileFormat.WORD
    version: int | None = None
    layout: str = ""
    part: FilePart = Field(default=FilePart.APPENDIX, exclude_if=FilePart.APPENDIX.__eq__)


_KINDS = {
    FileFormat.FILL: r"(?:bieu mau|mau bieu|bieu)(?: excel| xlsx| trong| trang)?",
    FileFormat.WORD: r"word|docx",
    FileFormat.PDF: r"pdf",
    FileFormat.EXCEL: r"excel|xlsx",
}
_PARTS = {
    FilePart.WHOLE: r"(?:ca )?bao cao(?: loi)? (?:va|kem|cung|voi)(?: ca)? phu luc"
    r"|(?:(?:ca )?phu luc )?(?:va|kem|cung|voi)(?: ca)? bao cao(?: loi)?"
    r"|ca bao cao|tron bo|ca bo|ca hai",
    FilePart.WORDS: r"bao cao(?: bang)?(?: loi)?|phan loi|loi bao cao",
}
_PART = "|".join(_PARTS.values())
_KIND = "|".join(_KINDS.values())
_VERSION = r"(?:ban nop|ban|lan nop|lan|phien ban)(?: lan| so| thu)? (?P<version>\d{1,3})"
_ASKED = re.compile(r"tai(?: (?P<start>ve|file|tep|phu luc))?(?: (?P<rest>.*))?")
_OPENS = re.compile(rf"(?:{_KIND}|{_PART}|{_VERSION}|theo|mau|nghi dinh|nd)\b")
_WHOLE = re.compile(rf"(?:(?:{_KIND}|{_PART}|{_VERSION})(?: |$))*")


def parse_file_request(text: str, *, whole: bool = False) -> str | None:
    """What follows `tải`, when a text asks for a file; None when it does not. `whole`: only
    when nothing in it could be anything else."""
    found = _ASKED.fullmatch(fold_text(text).strip(" .!/"))
    if found is None or not (found["start"] or found["rest"]):
        return None
    rest = (found["rest"] or "").strip()
    pattern = _WHOLE.fullmatch(rest) if whole else not rest or _OPENS.match(rest)
    before = 1 + len((found["start"] or "").split())
    return " ".join(text.split()[before:]) if pattern else None


def read_wanted(words: str, layouts: Sequence[Layout]) -> FileRequest | None:
    """What these words ask for; None when one of them means nothing here."""
    left = fold_text(words).strip(" .!")
    what, version, part = FileFormat.WORD, None, FilePart.APPENDIX
    for one, pattern in _PARTS.items():
        if found := re.search(rf"\b(?:{pattern})(?![^ ])", left):
            part, left = one, left[: found.start()] + left[found.end() :]
            break
    for kind, pattern in _KINDS.items():
        if found := re.search(rf"\b(?:{pattern})(?![^ ])", left):
            what, left = kind, left[: found.start()] + left[found.end() :]
            break
    if found := re.search(rf"\b{_VERSION}\b", left):
        version, left = int(found["version"]), left[: found.start()] + left[found.end() :]
    left = " ".join(left.replace("theo ", " ").split())
    if not left:
        return FileRequest(what=what, version=version, part=part)
    named = [
        one for one in layouts if left in {fold_text(word) for word in (one.label, *one.called)}
    ]
    if not named:
        return None
    return FileRequest(what=what, version=version, layout=named[0].name, part=part)
