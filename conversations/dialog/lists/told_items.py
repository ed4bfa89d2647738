"""An item told in a sentence: its name, and figures with the words of their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from conversations.answers.item_names import clean_name, compare_name, is_name
from conversations.bulk.said_words import folded_words
from conversations.forms.row import Row
from conversations.forms.tables import Block
from conversations.tables.item_answers import ListAtHand
from conversations.text.normalize import clean_text, fold_text

LONGEST = 300  # characters of such a sentence
_TOKEN = re.compile(r"\S+")
_LINK = re.compile(r"(?:hien )?(?:co|la|thi|duoc|gom|bao)")
_AROUND = " ,.;:()–-"
_ADD = re.compile(r"(?:thêm|them)(?:\s+(?:mục|muc|dòng|dong|cả|ca))?(?:\s*:)?\s+(?=\S)", re.I)
_LEAD = re.compile(
    r"(?:(?:à|ừ|dạ|ờ|không|khong|nhầm|nham|sửa|sua|đổi|doi|lại|còn|rồi|roi|thì)\b[ ,.]*)+",
    re.I,
)
_MORE = re.compile(r"\s+(?:nữa|nua|luôn|luon|với|voi|đi|di|nhé|nhe|em|ạ|a|nha)[\s.!]*$", re.I)
_AMOUNT = re.compile(r"\d\s?(?:k|nghin|ngan|trieu|tr|ty|dong|d|%)(?:\b|(?<=%))")
_ASKS = re.compile(r"\b(?:bao nhieu|la gi|the nao|lam sao|vi sao|o dau|ai vay)\b|\?")
_APART = re.compile(r"\s*(?:,|;|\n|\s(?:và|va|với|voi)\s)\s*", re.I)


@dataclass(frozen=True)
class ToldItem:
    """The name as it was said, empty where columns alone are spoken of, and the words behind it."""

    name: str
    figures: str


@dataclass(frozen=True)
class _Word:
    start: int
    is_figure: bool
    is_of_column: bool
    is_idle: bool
    is_link: bool
    ends_clause: bool


def read_told_item(here: ListAtHand, row: Row, text: str) -> ToldItem | None:
    """The item and what is told of it; None where no word of a column stands beside a figure."""
    if len(text) > LONGEST or "\n" in text.strip() or "\t" in text:
        return None
    said = without_title(row, _ADD.sub("", _LEAD.sub("", clean_text(text), count=1), count=1))
    block = here.form.blocks_by_key[here.growth.table]
    known = _known_name(said, (*here.own, *here.known))
    words = _words(block, said[len(known) :])
    if not _speaks_of_columns(words):
        return None
    if known:
        return ToldItem(known, said[len(known) :].strip(_AROUND))
    at = _end_of_name(words)
    if at is None:
        return None
    name = clean_name(_without_link(said[: words[at].start])) if at else ""
    if at and not is_name(name):
        return None
    return ToldItem(name, said[words[at].start if at else 0 :])


def split_items(here: ListAtHand, row: Row, text: str) -> tuple[str, ...]:
    """Items of one kind behind each other, `trường A, trường B 12`, or what is behind `thêm`: those
    that begin like the items of the list. None where some part is anything else."""
    said = clean_text(text.strip())
    bare = without_add(said)
    parts = tuple(part for part in _APART.split(bare) if part)
    if len(said) > LONGEST or ";" in text or "\n" in text or not all(map(is_name, parts)):
        return ()
    first = {_first(part) for part in parts}
    added = _ADD.match(said) is not None
    alike = len(parts) > 1 and len(first) == 1
    if added or alike or all(begins_like_item(here, row, part) for part in parts):
        return parts
    return ()


def without_title(row: Row, said: str) -> str:
    """The text behind the title of the list and a colon: `các trường: …`."""
    title, colon, behind = said.partition(":")
    named = colon and fold_text(clean_name(title)) == fold_text(row.title)
    return behind.strip() if named and behind.strip() else said


def without_add(said: str) -> str:
    """The names without `thêm` before them and what is said by the way behind them."""
    return _MORE.sub("", _ADD.sub("", said, count=1))


def are_names_alone(parts: Sequence[str]) -> bool:
    """Whether a figure at the end of each belongs to its name: `khu phố 7, khu phố 8`."""
    heads = {compare_name(part.rpartition(" ")[0]) for part in parts}
    return len(parts) > 1 and len(heads) == 1


def begins_like_item(here: ListAtHand, row: Row, name: str) -> bool:
    """Whether the name begins with a word with which others of the list do, or what its items are
    called: `trường` in the list of schools."""
    block = here.form.blocks_by_key[here.growth.table]
    kinds = [stub.label for stub in block.stubs if stub.holds == "label"]
    others = {_first(one) for one in (*here.own, *here.known, here.kind.shown) if one}
    called = {word for words in (row.title, *kinds) for word in folded_words(words)}
    return _first(name) in others | called


def has_amount(name: str) -> bool:
    """Whether the name has an amount in it, with what it counts: `gạo tẻ 18 nghìn`."""
    return _AMOUNT.search(fold_text(name)) is not None


def asks_something(name: str) -> bool:
    """Whether the words ask: no item is called so."""
    return _ASKS.search(fold_text(name)) is not None


def _known_name(said: str, known: Sequence[str]) -> str:
    """What of the text is a name that is known, as it was typed."""
    folded = fold_text(said)
    for name in sorted(known, key=len, reverse=True):
        begin = fold_text(compare_name(name))
        if begin and folded.startswith(begin) and not folded[len(begin) :][:1].isalnum():
            return said[: len(begin)]
    return ""


def _words(block: Block, said: str) -> list[_Word]:
    columns = frozenset[str]().union(
        *(folded_words(" ".join((*one.path, one.measure))) for one in block.columns)
    )
    found = []
    for token in _TOKEN.finditer(said):
        bare = token[0].strip(_AROUND)
        telling = folded_words(bare)
        found.append(
            _Word(
                start=token.start(),
                is_figure=bare[:1].isdigit() and "/" not in bare,
                is_of_column=bool(telling) and telling <= columns,
                is_idle=not telling,
                is_link=_LINK.fullmatch(fold_text(bare)) is not None,
                ends_clause=token[0][-1] in ",:;",
            )
        )
    return found


def _speaks_of_columns(words: Sequence[_Word]) -> bool:
    """Whether a word of a column stands beside a figure, before or behind it."""
    telling = [one for one in words if one.is_figure or not one.is_idle]
    if any(one.is_figure and two.is_figure for one, two in pairwise(words)):
        return False  # figures in order
    return any(
        (one.is_figure and two.is_of_column) or (two.is_figure and one.is_of_column)
        for one, two in pairwise(telling)
    )


def _end_of_name(words: Sequence[_Word]) -> int | None:
    """The word with which the figures begin; 0 where there is no name before them; None where it
    cannot be told."""
    figure = next((n for n, one in enumerate(words) if one.is_figure), None)
    if figure is None:
        return None
    if all(one.is_of_column or one.is_idle for one in words[:figure]):
        return 0
    for n, one in enumerate(words[:-1]):
        after = words[n + 1].is_figure if one.is_link else _begins_figures(words, n + 1)
        if n and after and (one.is_link or one.ends_clause):
            return n + 1
    last = next(one for one in reversed(words) if one.is_figure or not one.is_idle)
    if not last.is_figure:  # `12 biên chế, 10 có mặt`
        return figure
    while words[figure - 1].is_of_column or words[figure - 1].is_idle:
        figure -= 1
    return figure


def _begins_figures(words: Sequence[_Word], at: int) -> bool:
    """Whether a figure comes next, or words of columns and then a figure."""
    for one in words[at:]:
        if one.is_figure:
            return True
        if not (one.is_of_column or one.is_idle):
            return False
    return False


def _without_link(name: str) -> str:
    said = name.rstrip(_AROUND)
    head, _, last = said.rpartition(" ")
    return head if head and _LINK.fullmatch(fold_text(last)) else said


def _first(name: str) -> str:
    return fold_text(clean_name(name)).partition(" ")[0]
