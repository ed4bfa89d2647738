"""Lines of a file on which people sign: the day, who signs, and how."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.forms.model import Form
from conversations.forms.search import plain_label

_HOW = re.compile(r"\(?\s*(?:ký|chữ ký)\b[^()]{0,60}\)?", re.IGNORECASE)
_DAY = re.compile(r"[^\d]{0,60}\bngày[\s.…_\d]*tháng[\s.…_\d]*năm[\s.…_\d]*", re.IGNORECASE)


def is_signed(form: Form, cells: Sequence[str]) -> bool:
    """Whether the line has nothing but such words, in a form that is signed."""
    signers = {plain_label(one) for block in form.blocks for one in block.signers}
    held = [cell.strip() for cell in cells if cell.strip()]
    return bool(signers and held) and all(
        plain_label(cell) in signers or _HOW.fullmatch(cell) or _DAY.fullmatch(cell)
        for cell in held
    )
