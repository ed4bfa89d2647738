"""Who signs: the lines below the last table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from templates.form_draft.model import DraftSigner
from templates.form_draft.recognition.language.lexicon import SIGNERS, SIGNING
from templates.form_draft.recognition.language.words import (
    DOTS,
    begins_with,
    has_words,
    is_blank,
    is_capital,
    on_paper,
)
from templates.form_draft.recognition.paper.grid import PaperLine

_HINT = re.compile(r"^\s*\(.*(?:ký|chữ ký|dấu|họ).*\)\s*$", re.IGNORECASE)
_DAY = re.compile(r"ngày.*tháng", re.IGNORECASE)
_MOST = 8


def read_signers(lines: Sequence[PaperLine]) -> tuple[DraftSigner, ...]:
    """The titles of those who sign, each with what stands in brackets below it."""
    found: list[DraftSigner] = []
    for at, line in enumerate(lines):
        text = on_paper(DOTS.sub(" ", line.words)).strip(" .")
        if is_blank(text) or _HINT.match(text) or _DAY.search(text) or text.startswith(("-", "+")):
            continue
        below = [one for one in lines[at + 1 :] if one.region == line.region][:3]
        hint = next((one.words for one in below[:2] if _HINT.match(one.words)), None)
        known = begins_with(text, SIGNERS) and (line.bold or is_capital(text) or hint)
        if (hint or known) and not begins_with(text, ("nơi nhận",)) and len(text) < 120:
            found.append(DraftSigner(text, hint))
    return tuple(found[:_MOST])


def is_signing(text: str) -> bool:
    """Whether a line belongs to the signatures."""
    return has_words(text, SIGNING) or _HINT.match(text) is not None
