"""Choices of a row that a sentence names in passing: `60 phiếu giấy` beside a number of forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from conversations.answer_types.reader import read_answer
from conversations.bulk.said_clause import Said
from conversations.bulk.said_words import is_idle, words_of
from conversations.bulk.sentence_values import is_bare_state, options_said
from conversations.bulk.vocabulary.known_words import is_of_labels
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.text.normalize import fold_text

LEAST_NAMED = 4  # letters of a word by which a choice is known
_FIGURES = re.compile(r"\d+")


def find_choice(form: Form, row: Row, one: Said) -> str:
    """The choice of the row that stands in a clause, the longest; empty where there is none."""
    return next((name for name in options_said(row, _one_thing(one)) if _tells(form, name)), "")


def is_only_choice(form: Form, row: Row, name: str, parts: Sequence[Said]) -> bool:
    """Whether no other choice of the row is named: `90 phiếu giấy, 60 phiếu online` are two."""
    said = {read_answer(row, name)}
    for one in parts:
        others = (other for other in options_said(row, one.clause) if _tells(form, other))
        said |= {read_answer(row, other) for other in others}
    return len(said) == 1 and not _names_other(form, row, name, parts)


def _names_other(form: Form, row: Row, name: str, parts: Sequence[Said]) -> bool:
    """Whether a word that only other choices have stands there too: `cả giấy lẫn online`."""
    choices = [(option.label, *option.aliases) for option in row.options]
    beside = (one.title for one in form.rows if one.parent == row.parent)
    known = _letters((*beside, *(one for names in choices if name in names for one in names)))
    others = _letters(one for names in choices if name not in names for one in names) - known
    said = _letters(one.clause for one in parts)
    return any(len(word) >= LEAST_NAMED and not is_idle(word) for word in others & said)


def _tells(form: Form, name: str) -> bool:
    """Whether the name of a choice says nothing of a row, and is more than yes or no."""
    return not is_bare_state(name) and (" " in name or not is_of_labels(form, name))


def _letters(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(fold_text(word) for text in texts for word in words_of(text))


def _one_thing(one: Said) -> str:
    """The clause, without a remark that says what the number is made of: `400 (giấy 150, online
    250)` names no single choice."""
    parts = len(_FIGURES.findall(one.remark)) > 1
    return replace(one, remark="").clause if parts else one.clause
