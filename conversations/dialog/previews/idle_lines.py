"""Lines between answers that say nothing of the report: `trễ quá em ơi`, `mệt quá, mai chị nộp`,
and the order to store, `rồi ghi cả 3`. They are no lines of a preview."""

from __future__ import annotations

import re

from conversations.bulk.model import BulkAnswers
from conversations.speech.postponement import is_postponement
from conversations.speech.small_talk import read_small_talk
from conversations.text.normalize import fold_text

_ORDER = re.compile(  # a number in it counts lines, or is one: `ghi 2 dòng`, `rồi ghi cả 3`
    r"(?:(?:roi|xong|thi|va|thoi|ok)[ ,]+)*(?:ghi|luu)(?: (?:luon|het|ca|giup|tat ca|di|du))*"
    r"[ :]*\d{1,3}(?: (?:dong|cau|cai|chi tieu))?(?: (?:do|nay|luon|di|het|nhe|nha|em))*[ .!]*"
)


def without_small_talk(burst: BulkAnswers) -> BulkAnswers:
    """The answers without such lines; all of them where there are no others."""
    kept = tuple(one for one in burst.entries if one.row is not None or not _is_idle(one.said))
    if not kept or len(kept) == len(burst.entries):
        return burst
    return burst.model_copy(update={"entries": kept})


def _is_idle(said: str) -> bool:
    if read_small_talk(said) is not None or _ORDER.fullmatch(fold_text(said)):
        return True
    first, *others = [one.strip() for one in said.split(",") if one.strip()] or [""]
    if not others or read_small_talk(first) is None:
        return False
    return all(read_small_talk(one) is not None or is_postponement(one) for one in others)
