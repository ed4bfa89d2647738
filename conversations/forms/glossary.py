"""The terms and abbreviations of a form, looked for in what people type and in labels."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from conversations.forms.model import Form, Term
from conversations.forms.row import Row
from conversations.text.normalize import fold_text, spell_text
from conversations.text.phrases import find_phrase

NEAR = 84  # percent of likeness from which a mistyped term is taken for one
LEAST_LETTERS = 4  # of a term that may be mistyped
LONGEST_TEXT = 1_000  # characters in which terms are looked for
_WORD = re.compile(r"[\w%]+(?:[-/]\w+)*")


def find_term(form: Form, text: str) -> Term | None:
    """The term that the text names, the longest one; None when it names none."""
    words = _WORD.findall(text[:LONGEST_TEXT].casefold())
    said = f" {' '.join(fold_text(word) for word in words)} "
    alike = (pair for pair in form.derived(_by_length) if f" {_plain(pair[0])} " in said)
    return next((term for name, term in alike if _stands(words, name)), None)


def nearest_term(form: Form, words: str) -> Term | None:
    """The term that these words are a slip of: `VBQPL`."""
    wanted = fold_text(words)
    if len(wanted) < LEAST_LETTERS:
        return None
    named = form.derived(_by_length)
    names = [fold_text(name) for name, _ in named]
    found = process.extractOne(wanted, names, scorer=fuzz.ratio, score_cutoff=NEAR)
    return named[found[2]][1] if found else None


def term_of(form: Form, name: str) -> Term | None:
    """The term of this very name."""
    return next((term for term in form.glossary if term.name == name), None)


def terms_of_row(form: Form, row: Row) -> tuple[Term, ...]:
    """The abbreviations in a row's label, in the order in which they stand there."""
    words = _WORD.findall(row.title)
    found = [(words.index(one.name), one) for one in form.glossary if one.name in words]
    return tuple(term for _, term in sorted(found, key=lambda pair: pair[0]))


def _by_length(form: Form) -> tuple[tuple[str, Term], ...]:
    """Every name of every term, the longest first."""
    named = [(name, term) for term in form.glossary for name in term.names]
    return tuple(sorted(named, key=lambda pair: (-len(pair[0].split()), -len(pair[0]))))


@lru_cache(maxsize=2_048)
def _plain(name: str) -> str:
    return fold_text(" ".join(_WORD.findall(name)))


def _stands(words: list[str], name: str) -> bool:
    wanted = " ".join(_WORD.findall(name.casefold()))
    return bool(wanted) and bool(find_phrase([spell_text(word) for word in words], wanted))
