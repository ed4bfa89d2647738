"""What a new version of its form means for a draft, and what its officer is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from conversations.answers.values import Answer
from conversations.composing.markup import strip_markup
from conversations.forms.form_changes import FormChanges, FormPart, compare_forms
from conversations.forms.key_map import KeyMap
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.printed_answers import print_answer
from storage.workflow.open_drafts import OpenDraft
from templates.loading.wording import load_wording

MOST = 10  # rows that are named


@dataclass(frozen=True, slots=True)
class DraftChange:
    """What a new version means for a draft on the `old` one, whose keys in the new one are `names`:
    how many answers stay, and the keys of those that have no place in it."""

    draft: OpenDraft
    old: Form
    names: KeyMap
    kept: int
    set_aside: tuple[str, ...]

    @property
    def typed(self) -> tuple[str, ...]:
        """Those of them that somebody answered, without what is computed."""
        rows = self.old.by_key
        return tuple(key for key in self.set_aside if key not in rows or not rows[key].computed)


def asked_otherwise(old: Form, new: Form, names: KeyMap) -> set[str]:
    """The rows that are asked for something else, by their old keys."""
    found = set()
    for key, row in old.by_key.items():
        now = new.by_key.get(names.find(key) or "")
        if now is not None and (row.answer, row.measure) != (now.answer, now.measure):
            found.add(key)
    return found


def describe_renewal(new: Form, one: DraftChange) -> str:
    """What an officer reads about it: the rows that are new, and the answers that have no place."""
    old = one.old
    changes = compare_forms(old, new, one.names)
    asked, lost = _by_line(new, _newly_asked(one, new)), _by_line(old, one.typed)
    named = [_name_of(new, keys) for keys in asked[:MOST]]
    lines = [_told(old, keys, one.draft.answers) for keys in lost[:MOST]]
    data = {
        "form": new.name,
        "old": old.version,
        "new": new.version,
        "kept": one.kept,
        "differences": _differences(changes),
        "asked": named,
        "asked_count": sum(map(len, asked)),
        "more": sum(map(len, asked[MOST:])),
        "lost": lines,
        "lost_count": sum(map(len, lost)),
        "others": sum(map(len, lost[MOST:])),
    }
    return strip_markup(load_wording().say("form.renewed", data)).strip()


def _by_line(form: Form, keys: Iterable[str]) -> list[list[str]]:
    """The cells of each printed row together, the rest one by one, in their order."""
    return [[*some] for _, some in groupby(keys, partial(_printed_row, form))]


def _printed_row(form: Form, key: str) -> str:
    row = form.by_key.get(key)
    return key if row is None or row.cell is None else row.cell.row


def _name_of(form: Form, keys: Sequence[str]) -> str:
    """One row; of several cells the row that they stand in, and how many they are."""
    row, line = form.by_key.get(keys[0]), form.by_key.get(_printed_row(form, keys[0]))
    if row is None or len(keys) == 1 or line is None:
        return row.numbered_title if row is not None else keys[0]
    return f"{line.numbered_title} ({len(keys)} ô)"


def _told(old: Form, keys: Sequence[str], answers: Mapping[str, Answer]) -> str:
    """A row of the old version with what was answered or noted there."""
    said = " · ".join(filter(None, (_said(old, key, answers[key]) for key in keys)))
    name = _name_of(old, keys).removesuffix(f" ({len(keys)} ô)")
    return f"{name}: {said}" if said else name


def _said(old: Form, key: str, answer: Answer) -> str:
    row = old.by_key.get(key)
    if row is None:
        return ""
    note = f"[{answer.note}]" if answer.note else ""
    return " ".join(filter(None, (print_answer(row, answer), note)))


def _newly_asked(one: DraftChange, new: Form) -> list[str]:
    """The rows that are asked for the first time, or ask for something else."""
    known = {now for key in one.old.order if (now := one.names.find(key)) is not None}
    otherwise = {one.names.find(key) for key in asked_otherwise(one.old, new, one.names)}
    return [
        key
        for key in new.order
        if new.row(key).computed is None and (key not in known or key in otherwise)
    ]


def _differences(changes: FormChanges) -> list[str]:
    """What is different, in numbers: `3 chỉ tiêu mới`, `2 bỏ`, `1 đổi đơn vị tính`."""
    counts = {
        "new": len(_lines(changes.new)),
        "gone": len(_lines(changes.gone)),
        "renamed": len({*changes.renamed.values(), *_changed(changes, FormPart.LABEL)}),
        "measured": len(_changed(changes, FormPart.MEASURE)),
        "columns_new": len(changes.new_columns),
        "columns_gone": len(changes.gone_columns),
    }
    told = {what: count for what, count in counts.items() if count}
    say = load_wording().say
    return [
        say("form.difference", {"what": what, "count": count, "first": not at}).strip()
        for at, (what, count) in enumerate(told.items())
    ]


def _lines(rows: Sequence[Row]) -> set[str]:
    """The printed rows that take an answer."""
    return {row.key.partition(":")[0] for row in rows if row.answer is not None}


def _changed(changes: FormChanges, what: FormPart) -> set[str]:
    """The printed rows of which this changed."""
    return {
        one.key.partition(":")[0]
        for one in changes.changed
        if what in {part.part for part in one.parts}
    }
