"""Which row of the form a line of a file is: by its label, and by the heading it stands under.
The printed number is of no use, it repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from conversations.forms.model import Form
from conversations.forms.row import Row, RowKind
from conversations.forms.search import plain_label
from templates.appendix_import.tables.filed_table import FiledRow

EXACT = 100.0
LIKELY = 90  # percent of likeness that a label needs
AHEAD = 6  # percent by which it has to be likelier than any other
BETWEEN = 75  # percent that are enough between two neighbours that are sure

Name = tuple[str, tuple[str, ...], Row]  # a plain label, the figures in it, its row
_NUMBER = re.compile(r"\s*(?:[IVX]{1,4}|\d{1,3}(?:\.\d{1,3})*)\s*[.)]?\s+(?=\S)")


@dataclass(frozen=True)
class RowCandidate:
    score: float
    row: Row


def match_rows(form: Form, lines: list[FiledRow]) -> list[Row | None]:
    """For each line its row; None where two rows may be meant, or none is. No row twice."""
    names = _names(form)
    candidates = [_candidates(names, line) for line in lines]
    found = _by_label(form, candidates)
    contested = _drop_doubles(found, candidates, lines)
    _fill_between(form, found, candidates, contested)
    return found


def _names(form: Form) -> list[Name]:
    """The plain label of each row, with the figures in it."""
    plains = ((plain_label(row.title), row) for row in form.rows)
    return [(name, _figures(name), row) for name, row in plains]


def _candidates(names: list[Name], line: FiledRow) -> list[RowCandidate]:
    """The rows whose label is like the line's, the likeliest first; like what stands behind its
    number, if the number was written into the label."""
    likely = _alike(names, plain_label(line.label))
    if likely and likely[0].score >= LIKELY:
        return likely
    numbered = _NUMBER.match(line.label)
    return _alike(names, plain_label(line.label[numbered.end() :])) if numbered else likely


def _alike(names: list[Name], label: str) -> list[RowCandidate]:
    """A label that differs in a figure alone (mức độ 3, mức độ 4) is another one."""
    if not label:
        return []
    figures = _figures(label)
    scored = (
        RowCandidate(fuzz.ratio(label, name, score_cutoff=BETWEEN), row)
        for name, found, row in names
        if found == figures
    )
    return sorted((one for one in scored if one.score), key=lambda one: -one.score)


def _figures(label: str) -> tuple[str, ...]:
    return tuple(word for word in label.split() if any(sign.isdigit() for sign in word))


def _by_label(form: Form, candidates: list[list[RowCandidate]]) -> list[Row | None]:
    """Labels that stand out, and those that stand out under their heading."""
    rivals = [_rivals(likely) for likely in candidates]
    alone = [rows[0] if len(rows) == 1 else None for rows in rivals]
    found = list(alone)
    heading, groups = "", set[str]()
    for index, row in enumerate(alone):
        if row is not None and row.kind is not RowKind.INDICATOR:
            heading, groups = row.key, _groups_below(form, alone[index + 1 :])
        elif len(rivals[index]) > 1:
            found[index] = _of_heading(form, rivals[index], heading, groups)
    return found


def _rivals(likely: list[RowCandidate]) -> list[Row]:
    """The rows that a line may be: one, if its label stands out."""
    if not likely or likely[0].score < LIKELY:
        return []
    rivals = [one for one in likely if one.score > likely[0].score - AHEAD]
    exact = [one for one in rivals if one.score == EXACT]
    return [one.row for one in exact or rivals]


def _groups_below(form: Form, rows: list[Row | None]) -> set[str]:
    """The groups of the rows that stand between a heading and the next."""
    groups = set()
    for row in rows:
        if row is not None and row.kind is not RowKind.INDICATOR:
            break
        if row is not None:
            groups.add(form.group_of(row.key).key)
    return groups


def _of_heading(form: Form, rivals: list[Row], heading: str, groups: set[str]) -> Row | None:
    """The one that belongs to the heading; None when rows of another's group stand there too:
    then the heading says nothing."""
    theirs = {form.group_of(row.key).key for row in rivals}
    here = [row for row in rivals if form.group_of(row.key).key == heading]
    return here[0] if len(here) == 1 and not (groups & theirs) - {heading} else None


def _drop_doubles(
    found: list[Row | None], candidates: list[list[RowCandidate]], lines: list[FiledRow]
) -> set[str]:
    """Of lines matched to one row, the only one with something in it stays, unless an empty
    one has the very label; of several with something in them, none. Returns the rows that were
    claimed by several: no other line gets them."""
    claims: dict[str, list[int]] = {}
    for index, row in enumerate(found):
        if row is not None:
            claims.setdefault(row.key, []).append(index)
    for indexes in claims.values():
        filled = [index for index in indexes if lines[index].value or lines[index].note]
        best = max(indexes, key=lambda index: candidates[index][0].score)
        exact = candidates[best][0].score == EXACT
        claiming = [best] if exact and best not in filled else filled or [best]
        for index in indexes:
            if claiming != [index]:
                found[index] = None
    return {key for key, indexes in claims.items() if len(indexes) > 1}


def _fill_between(
    form: Form,
    found: list[Row | None],
    candidates: list[list[RowCandidate]],
    contested: set[str],
) -> None:
    """A line whose label was retyped freely, between two lines that are sure neighbours of a
    row without a line."""
    place = {row.key: n for n, row in enumerate(form.rows)}
    taken = {row.key for row in found if row is not None} | contested
    for index, row in enumerate(found):
        before = found[index - 1] if index else None
        after = found[index + 1] if index + 1 < len(found) else None
        if row is not None or before is None or not candidates[index]:
            continue
        between = form.rows[place[before.key] + 1 :][:1]
        fits = after is None or place[after.key] == place[before.key] + 2
        likely = candidates[index][0].row
        if between and fits and likely.key == between[0].key and likely.key not in taken:
            found[index] = likely
            taken.add(likely.key)
