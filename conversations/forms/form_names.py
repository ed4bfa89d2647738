"""What a form is called, and which form words name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from conversations.forms.model import Form
from conversations.forms.search import plain_label

NEAR = 88  # percent of likeness from which a name with slips is taken
LEAST_NEAR = 6  # letters of a name that may have slips
LEAST_PART = 5  # letters of a part of a name
MAX_WORDS = 16  # of a form's name
_AROUND = " .,:;()[]“”\"'"


class FormWords(NamedTuple):
    """The forms that words may mean, and the words around them."""

    forms: tuple[Form, ...]
    rest: str


def name_period(period: str, form: str) -> str:
    """The name of a period, `Quý I/2026 (Cải cách hành chính)` with that of a form, if there is
    one: the one way in which a report, a round or a total is told from those of other forms."""
    return f"{period} ({form})" if form else period


def names_of(form: Form) -> frozenset[str]:
    """All words that mean the form, for comparing."""
    return form.derived(_names)


def _names(form: Form) -> frozenset[str]:
    return frozenset(filter(None, (plain_label(words) for _, words in _given(form))))


def _given(form: Form) -> Iterator[tuple[str, str]]:
    yield "form", form.key
    yield "name", form.name
    yield "title", form.title
    yield "file_code", form.file_code
    for words in form.called:
        yield "called", words


def shared_names(form: Form, other: Form) -> Iterator[tuple[str, str]]:
    """The words that mean both forms, and so neither, each with the field of the first that has
    them; a title that is the name as well is told once."""
    told: set[str] = set()
    for field, words in _given(form):
        name = plain_label(words)
        if name and name in names_of(other) and name not in told:
            told.add(name)
            yield field, words


def read_form_words(words: str, forms: Iterable[Form]) -> FormWords:
    """Which form the words begin or end with, by its key or one of its names, with or without
    accents, perhaps with a slip; the longest name counts. Words that name none are left as they
    are."""
    known = [*forms]
    for said, rest in _spans(words.split()):
        if found := _called(known, said) or _nearly_called(known, said):
            return FormWords(found, rest)
    return FormWords((), words)


def read_leading_form(words: str, forms: Iterable[Form]) -> FormWords:
    """Which form the words begin with, just as it is called: what follows may hold anything."""
    known, pieces = [*forms], words.split()
    for size in range(min(MAX_WORDS, len(pieces)), 0, -1):
        if found := _called(known, plain_label(" ".join(pieces[:size]))):
            behind = words.split(maxsplit=size)[size:]
            return FormWords(found, behind[0].lstrip(_AROUND) if behind else "")
    return FormWords((), words)


def forms_like(words: str, forms: Iterable[Form]) -> tuple[Form, ...]:
    """The forms with these words in one of their names: `bảo trợ` for Bảo trợ xã hội."""
    said = plain_label(words)
    if len(said) < LEAST_PART:
        return ()
    return tuple(form for form in forms if any(f" {said} " in f" {one} " for one in names_of(form)))


def _spans(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words that a name may be, the most first, and those beside them."""
    for size in range(min(MAX_WORDS, len(words)), 0, -1):
        for start in dict.fromkeys((0, len(words) - size)):
            rest = " ".join((*words[:start], *words[start + size :]))
            yield plain_label(" ".join(words[start : start + size])), rest.strip(_AROUND)


def _called(forms: Sequence[Form], said: str) -> tuple[Form, ...]:
    return tuple(form for form in forms if said in names_of(form))


def _nearly_called(forms: Sequence[Form], said: str) -> tuple[Form, ...]:
    """Those of which a name of as many words is nearest to these."""
    if len(said) < LEAST_NEAR:
        return ()
    scored = [(max(_likeness(said, one) for one in names_of(form)), form) for form in forms]
    best = max((score for score, _ in scored), default=0)
    return tuple(form for score, form in scored if score == best) if best >= NEAR else ()


def _likeness(said: str, name: str) -> float:
    return fuzz.ratio(said, name) if said.count(" ") == name.count(" ") else 0
