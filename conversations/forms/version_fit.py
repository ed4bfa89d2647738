"""Which answers to one version of a form answer another version too."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.answers.values import Answer
from conversations.forms.growth import fit_form
from conversations.forms.key_map import KeyMap, map_keys
from conversations.forms.model import Form
from conversations.forms.row import Row

NO_ANSWERS: Mapping[str, Answer] = {}
GONE = "-"  # before the key of a row that is gone: no row's own key begins with it


def keeps_answer(old: Row | None, new: Row | None, answer: Answer) -> bool:
    """Whether an answer to a row of one version answers that row of another version too: the row
    is there, and asks for the same in the same measure. A heading keeps its note."""
    if not _asks_the_same(old, new):
        return False
    if new is None or new.answer is None or answer.value is None:
        return True
    return new.answer.fits(answer.value)


def _asks_the_same(old: Row | None, new: Row | None) -> bool:
    """Whether what a row of one version says can stand in a row of another."""
    if old is None or new is None or (old.answer is None) is not (new.answer is None):
        return False
    if old.answer is None or new.answer is None:
        return True
    if (spell_plainly(old.measure), old.basis) != (spell_plainly(new.measure), new.basis):
        return False
    return new.answer.means_as(old.answer)


def rows_apart(
    old: Form,
    new: Form,
    answers: Mapping[str, Answer] = NO_ANSWERS,
    names: KeyMap | None = None,
) -> frozenset[str]:
    """The rows of one version whose figures are not to be added to, or compared with, those of
    another: they are not there, or ask for something else. Of lists, the rows that these answers
    have. `names` are its keys in the other, where that is not the one that follows."""
    names = names or map_keys(old, new)
    old, new = fit_form(old, answers), fit_form(new, names.rename_answers(answers))
    before, after = _all_rows(old), _all_rows(new)
    return frozenset(
        key
        for key, row in before.items()
        if not _asks_the_same(row, after.get(names.find(key) or GONE))
    )


def _all_rows(form: Form) -> dict[str, Row]:
    """The rows of a form, and those that stand for what is added to its lists."""
    return {**(form.pattern or form).by_key, **form.by_key}


def answers_set_aside(
    old: Form, new: Form, answers: Mapping[str, Answer], names: KeyMap | None = None
) -> tuple[str, ...]:
    """The keys of the answers that have no place in another version, as the old one prints them.
    What was added to a list stays if the list does. `names` are its keys in the other, where that
    is not the one that follows."""
    names = names or map_keys(old, new)
    old, new = fit_form(old, answers), fit_form(new, names.rename_answers(answers))
    lost = {
        key
        for key, answer in answers.items()
        if not keeps_answer(old.by_key.get(key), new.by_key.get(names.find(key) or GONE), answer)
    }
    return tuple(sorted(lost, key=lambda key: (old.printed_at.get(key, len(old.rows)), key)))


def spell_plainly(words: str) -> str:
    return " ".join(words.split()).casefold()
