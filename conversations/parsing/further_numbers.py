"""Numbers in the words behind an answer: parts and names of it, or numbers of their own."""

from __future__ import annotations

import re
from decimal import Decimal

from conversations.parsing.amount import Amount
from conversations.parsing.aside import is_aside
from conversations.parsing.suffix import MeasuredRow, is_own_measure
from conversations.text.normalize import fold_text

_FIGURE = re.compile(r"(?<![\w.,/])\d{1,9}(?![\w%/]|[.,]\d)")
_ROW = re.compile(
    r"\b(?:cau|dong|chi tieu) (?:\w+ ){0,3}\d|^(?:con |ma )?(?:ben|phong|don vi|phia|cho) \D*\d"
)
_NAMED = re.compile(r"(?:so|ngay|thang|nam|quy|ky|qd|kh|cv|nq|ct|dieu|khoan|dot) \d")
_WORD = re.compile(r"[^\W\d_]{3,}")


def counts_more(row: MeasuredRow, amount: Amount, words: str) -> bool:
    """Whether further numbers of what the row counts stand behind, which are no parts of this one:
    `báo 3 bài, zalo 10 tin`."""
    if is_aside(words):
        return False
    figures = [Decimal(figure[0]) for figure in _FIGURE.finditer(words)]
    found = [
        Decimal(figure[0])
        for figure in _FIGURE.finditer(words)
        if is_own_measure(words[figure.end() :].strip(), row)
    ]
    told = amount.meanings[0].value
    if sum(figures) == told:
        return False
    if len(figures) > 1:
        return True  # `36 nhiệm vụ, tới nay được 28, văn bản 11`
    if not found:
        return bool(figures) and _is_of_other(fold_text(words), figures[0], told)
    label, measure = _words(row.label), _words(row.measure)
    return sum(found) > told or not (_words(words) - measure).isdisjoint(label)


def _is_of_other(words: str, figure: Decimal, told: Decimal) -> bool:
    """Whether the number is no part of the answer, nor of a name: `6, sẵn ghi câu sau 14`."""
    return _ROW.search(words) is not None or (figure > told and not _NAMED.search(words))


def _words(text: str) -> set[str]:
    return {*_WORD.findall(fold_text(text))}
