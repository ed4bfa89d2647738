"""Rows by some words of their labels, as people say them: those near the last one that was named
come first, then the others of the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.forms.model import Form, Row
from conversations.forms.search import plain_label
from conversations.text.normalize import fold_text, spell_text, stands_for

LEAST_LETTERS = 5  # of words that name a row anywhere in the form
_FILLERS = frozenset(
    phrase
    for line in (
        "ờ|ừ|à|ạ|ừm|ờm|ơ|thì|là|mà|cái|này|kia|đó|ấy|còn|nó|vẫn|với|và|nữa|nha|nhé|nhe|em",
        "chị|anh|ơi|dạ|có|được|đạt|gồm|bằng|cho|bên|mình|hết|luôn|trong|tổng|cộng|tất|cả",
        "rồi|nè|đây|ghi|báo|cáo|ta|tui|tụi|tôi|ví|như|mấy|các|những|đang|đã|chỉ|riêng",
        "phần|mục|chỗ|vậy|á|hả|nghen|hen|e|c|a|lại|tại|nay|vừa|bữa|khi|lúc|nãy|ok|oke",
        "trên|ở|qua|theo|về|của|cỡ|khoảng|gần|hơn|số|lượng|giùm|giúp|chứ|trừ|thôi|sửa|đổi",
        "thay",
    )
    for phrase in line.split("|")
)
_SLIPS = frozenset(
    ("à", "ý", "ấy", "ủa", "nhầm", "lộn", "quên", "chết", "không", "phải", "í", "lại", "ui", "nói")
)
_BY_LETTERS = {fold_text(word) for word in _FILLERS}


@dataclass(frozen=True)
class _Words:
    """The words of a row's label as they are written, and those of its headings."""

    label: tuple[str, ...]
    around: tuple[str, ...]


def _words_of(form: Form) -> dict[str, _Words]:
    found = {}
    for row in form.rows:
        headings = [one.title for one in (form.section_of(row.key), form.group_of(row.key))]
        parent = [one.title for one in form.rows if row.key.startswith(one.key + ".")]
        own, around = f"{row.title} {row.measure}", " ".join((*headings, *parent))
        found[row.key] = _Words(_split(own), _split(around))
    return found


def _split(text: str) -> tuple[str, ...]:
    signs = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    return tuple(dict.fromkeys(signs.split()))


def content_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words that may be a label's: no fillers, nothing polite, no figures."""
    return tuple(
        word
        for word in words
        if word[0].isalpha() and not (word.casefold() in _FILLERS or _is_bare_filler(word))
    )


def is_slip(word: str) -> bool:
    """Whether a word between two values takes the first of them back: `mười hai à mười ba`."""
    return word.casefold() in _SLIPS


def _is_bare_filler(word: str) -> bool:
    return word.isascii() and word.casefold() in _BY_LETTERS and len(word) < 4


def rows_of_words(
    form: Form, words: Sequence[str], among: Sequence[str], behind: str | None, *, exact: bool
) -> tuple[Row, ...]:
    """Those of the rows whose label has these words, the likeliest first. Behind the row named
    before (`behind`) comes before it. `exact`: the accents have to be the label's."""
    said = content_words(words)
    if not said or (exact and len(" ".join(said)) < LEAST_LETTERS):
        return ()
    known = form.derived(_words_of)
    found = [key for key in among if _has(known[key], said, exact=exact)]
    figures = {word for word in words if word.isdecimal()}
    found = [key for key in found if figures <= {*known[key].label}] or found
    return tuple(form.row(key) for key in _ranked(form, found, said, behind))


def _has(row: _Words, said: Sequence[str], *, exact: bool) -> bool:
    """Whether every word is the row's or of its headings, and one its own."""
    own = [word for word in said if _is_among(word, row.label, exact=exact)]
    return bool(own) and all(
        word in own or _is_among(word, row.around, exact=exact) for word in said
    )


def _is_among(typed: str, words: Sequence[str], *, exact: bool = False) -> bool:
    if exact:
        return typed.casefold() in words
    spelled = spell_text(typed)
    return any(stands_for(spelled, word) for word in words)


def _ranked(form: Form, keys: list[str], said: Sequence[str], behind: str | None) -> list[str]:
    known, last = form.derived(_words_of), form.asked_at.get(behind or "", -1)
    phrase = f" {plain_label(' '.join(said))} "

    def rank(key: str) -> tuple[int, bool, bool, int]:
        own = sum(_is_among(word, known[key].label) for word in said)
        together = phrase in f" {plain_label(form.row(key).title)} "
        at = form.asked_at[key]
        return -own, not together, at <= last, at

    return sorted(keys, key=rank)
