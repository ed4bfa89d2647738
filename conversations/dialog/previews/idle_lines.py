"""Lines between answers that say nothing of the report: `trễ quá em ơi`, `mệt quá, mai chị nộp`.
They are no lines of a preview."""

from __future__ import annotations

from conversations.bulk.model import BulkAnswers
from conversations.speech.postponement import is_postponement
from conversations.speech.small_talk import read_small_talk


def without_small_talk(burst: BulkAnswers) -> BulkAnswers:
    """The answers without such lines; all of them where there are no others."""
    kept = tuple(one for one in burst.entries if one.row is not None or not _is_idle(one.said))
    if not kept or len(kept) == len(burst.entries):
        return burst
    return burst.model_copy(update={"entries": kept})


def _is_idle(said: str) -> bool:
    if read_small_talk(said) is not None:
        return True
    first, *others = [one.strip() for one in said.split(",") if one.strip()] or [""]
    if not others or read_small_talk(first) is None:
        return False
    return all(read_small_talk(one) is not None or is_postponement(one) for one in others)
