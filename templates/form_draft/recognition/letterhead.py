"""What stands around the tables of a form: its code, who issued it, who sends it to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from templates.form_draft.recognition.language.words import DOTS, on_paper

_CODE = re.compile(
    r"(?:biểu|mẫu)(?:\s+mẫu|\s+báo\s+cáo)?(?:\s+số)?\s*[:.]?\s*"
    r"((?:[A-Z]{1,3}\s(?=\d))?(?=[^\s:;,]*\d)[0-9A-ZĐÀ-Ỹ][0-9A-Za-zĐđÀ-ỹ./\-]*(?:\s*[-–/]\s*[0-9A-ZĐ]+)*)",
    re.IGNORECASE,
)
_APPENDIX = re.compile(
    r"^\s*(phụ\s+lục\s+(?:số\s+)?(?:[IVX]+|\d+|[A-Z])(?:\.\d+)?)\b", re.IGNORECASE
)
_ACT = (
    r"(?:thông\s+tư|nghị\s+định|quyết\s+định|công\s+văn|nghị\s+quyết|luật|kế\s+hoạch|"
    r"hướng\s+dẫn|chỉ\s+thị)"
)
_ISSUED = re.compile(
    rf"(?:ban\s+hành\s+)?(?:kèm\s+)?theo\s+({_ACT}(?:\s+liên\s+tịch)?\s+(?:số\s*)?.*)",
    re.IGNORECASE,
)
_SENT_BY = re.compile(
    r"(?:đơn\s+vị|cơ\s+quan|nơi)\s+(?:báo\s+cáo|gửi(?:\s+báo\s+cáo)?|lập(?:\s+báo\s+cáo)?)\s*[:.]?\s*(.*)",
    re.IGNORECASE,
)
_SENT_TO = re.compile(
    r"(?:(?:đơn\s+vị|cơ\s+quan|nơi)\s+nhận(?:\s+báo\s+cáo)?|kính\s+gửi)\s*[:.]?\s*(.*)",
    re.IGNORECASE,
)
_LONGEST = 200  # characters


@dataclass(frozen=True)
class Letterhead:
    """What the lines above the tables say; None where they do not."""

    code: str | None = None
    issued_by: str | None = None
    sent_by: str | None = None
    sent_to: str | None = None


def read_letterhead(lines: Sequence[str]) -> Letterhead:
    """From the lines above the tables, in order."""
    return Letterhead(
        code=next(filter(None, map(read_code, lines)), None),
        issued_by=_issued(lines),
        sent_by=_said(_SENT_BY, lines),
        sent_to=_said(_SENT_TO, lines),
    )


def read_code(line: str) -> str | None:
    """The code of the form in a line: `Biểu số: 0601.N/BNV-TĐKT`; None for a line without one."""
    for part in line.split("\t"):
        found = _CODE.search(part)
        if found is not None and not found[1].isalpha():
            said = found[1].replace("–", "-")
            return re.sub(r"\s*([-/])\s*", r"\1", said).strip(" .-–/") or None
    return None


def read_appendix_name(line: str) -> str | None:
    """`Phụ lục II`, which parts the forms of a file."""
    found = _APPENDIX.match(line)
    return on_paper(found[1]) if found is not None else None


def _issued(lines: Sequence[str]) -> str | None:
    text = "\n".join(lines)
    for at, line in enumerate(lines):
        found = _ISSUED.search(line)
        if found is not None:
            said = on_paper(found[1])
            goes_on = at + 1 < len(lines) and not re.search(r"\d{4}", said.split("ngày")[-1])
            if goes_on and re.match(r"\s*(?:ngày|của)\b", lines[at + 1], re.IGNORECASE):
                said = f"{said} {on_paper(lines[at + 1])}"
            return said.strip(" ().;,")[:_LONGEST]
    found = re.search(rf"^\(?\s*({_ACT}\s+số\s+\S+[^\n]*)", text, re.IGNORECASE | re.MULTILINE)
    return on_paper(found[1]).strip(" ().;,")[:_LONGEST] if found is not None else None


def _said(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    """The words behind a label of the letterhead; None where dots stand."""
    for at, line in enumerate(lines):
        found = pattern.match(line.strip(" -+*"))
        if found is None:
            continue
        said = on_paper(DOTS.sub(" ", found[1])).strip(" .:;-")
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if not said and below.lstrip().startswith(("-", "+")):
            said = on_paper(DOTS.sub(" ", below)).strip(" .:;-+")
        return said[:_LONGEST] or None
    return None
