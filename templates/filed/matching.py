"""Which row of the form a line of a file is: by its label, and by the heading it stands under.
The printed number is of no use, it repeats."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from conversations.finding import plain
from conversations.form import Form, Kind, Row
from templates.filed.tables import FiledRow

EXACT = 100.0
LIKELY = 90  # percent of likeness that a label needs
AHEAD = 6  # percent by which it has to be likelier than any other
BETWEEN = 75  # percent that are enough between two neighbours that are sure


@dataclass(frozen=True)
class Candidate:
    score: float
    row: Row


def match(form: Form, lines: list[FiledRow]) -> list[Row | None]:
    """For each line its row; None where two rows may be meant, or none is. No row twice."""
    candidates = [_candidates(form, line) for line in lines]
    found = _by_label(form, candidates)
    _drop_doubles(found, candidates, lines)
    _fill_between(form, found, candidates)
    return found


def _candidates(form: Form, line: FiledRow) -> list[Candidate]:
    """The rows whose label is like the line's, the likeliest first. A label that differs in a
    figure alone (mức độ 3, mức độ 4) is another one."""
    label = plain(line.label)
    if not label:
        return []
    figures = _figures(label)
    scored = (
        Candidate(fuzz.ratio(label, name, score_cutoff=BETWEEN), row)
        for row in form.rows
        if _figures(name := plain(row.title)) == figures
    )
    return sorted((one for one in scored if one.score), key=lambda one: -one.score)


def _figures(label: str) -> tuple[str, ...]:
    return tuple(word for word in label.split() if any(sign.isdigit() for sign in word))


def _by_label(form: Form, candidates: list[list[Candidate]]) -> list[Row | None]:
    """Labels that stand out, and those that stand out under their heading."""
    found: list[Row | None] = []
    heading: Row | None = None
    for likely in candidates:
        row = _standing_out(form, likely, heading)
        found.append(row)
        if row is not None and row.kind is not Kind.INDICATOR:
            heading = row
    return found


def _standing_out(form: Form, likely: list[Candidate], heading: Row | None) -> Row | None:
    if not likely or likely[0].score < LIKELY:
        return None
    rivals = [one for one in likely if one.score > likely[0].score - AHEAD]
    if len(rivals) > 1:
        exact = [one for one in rivals if one.score == likely[0].score == EXACT]
        rivals = exact or rivals
    if len(rivals) > 1 and heading is not None:
        rivals = [one for one in rivals if form.group_of(one.row.key).key == heading.key]
    return rivals[0].row if len(rivals) == 1 else None


def _drop_doubles(
    found: list[Row | None], candidates: list[list[Candidate]], lines: list[FiledRow]
) -> None:
    """Of lines that claim one row, the only one with something in it stays, unless an empty
    one has the very label; of several with something in them, none."""
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


def _fill_between(form: Form, found: list[Row | None], candidates: list[list[Candidate]]) -> None:
    """A line whose label was retyped freely, between two lines that are sure neighbours of a
    row that nobody claims."""
    place = {row.key: n for n, row in enumerate(form.rows)}
    taken = {row.key for row in found if row is not None}
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
