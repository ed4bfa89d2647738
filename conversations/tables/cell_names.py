"""The cells of a row that words name: by a head, or by a part of it that no other has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from conversations.forms.column_names import holds_words, names_of_column
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.forms.tables import CellPlace, Column

NEAR, AHEAD = 88, 8  # percent of likeness that a mistyped head needs, alone and before the next
JOINT = " · "  # between the heads of a title
TOTALS = frozenset({"tong", "tong so", "tong cong", "tong chung"})  # as plain labels
LEAST_LETTERS = 5  # of a head that may be mistyped


def short_titles(form: Form, keys: Sequence[str]) -> dict[str, str]:
    """What the columns of these cells are called beside each other: the last head, with as much of
    those above it as tells one from another."""
    titles = {key: _place(form, key).title.split(JOINT) for key in keys if form.row(key).cell}
    return {key: _tail(key, titles) for key in titles}


def _tail(key: str, titles: Mapping[str, list[str]]) -> str:
    mine = titles[key]
    for size in range(1, len(mine)):
        if sum(other[-size:] == mine[-size:] for other in titles.values()) == 1:
            return JOINT.join(mine[-size:])
    return JOINT.join(mine)


def name_line(form: Form, row: Row) -> str:
    """The printed row of a cell, or a row itself, by its number and words: `03. Từ 31 đến 40`; a
    table of one row without words by the name of the table."""
    line = form.row(row.cell.row) if row.cell is not None else row
    section = form.section_of(line.key)
    return line.title if line.title == section.title else line.numbered_title


def name_cell(form: Form, row: Row) -> str:
    """A cell by its printed row and its column: `03. Từ 31 đến 40 · Nữ`; a row without cells as
    itself."""
    if row.cell is None:
        return name_line(form, row)
    line = form.row(row.cell.row)
    if line.title == form.section_of(line.key).title:
        return row.cell.title
    return f"{line.numbered_title}{JOINT}{row.cell.title}"


def name_row(form: Form, row: Row) -> str:
    """Any row in a list of many: a cell by its printed row and column, a question of the report in
    words by its words, any other by its key."""
    if form.is_of_words(row.key):
        return f"lời {form.words_asked.index(row.key) + 1}. {row.title}"
    known = row.cell is not None or any(
        line.key == row.key for block in form.blocks if block.is_wide for line in block.lines
    )
    return name_cell(form, row) if known else f"{row.key} {row.title}"


def number_columns(form: Form, keys: Sequence[str]) -> list[str]:
    """The columns of these cells, each behind its printed number: `2 Nữ`."""
    titles = short_titles(form, keys)
    return [f"{_column(form, key).printed_number} {titles[key]}".strip() for key in titles]


def find_cell(form: Form, keys: Sequence[str], words: str) -> str | None:
    """The one of these cells whose column the words name; None when none or several."""
    said = plain_label(words)
    if not said:
        return None
    names = {
        key: names_of_column(_column(form, key)) for key in keys if form.row(key).cell is not None
    }
    exact = [key for key, known in names.items() if said in known]
    if len(exact) == 1:
        return exact[0]
    if exact:
        return None
    holding = [key for key, known in names.items() if any(holds_words(one, said) for one in known)]
    if holding:
        return holding[0] if len(holding) == 1 else None
    return _nearest(names, said)


def name_total(form: Form, keys: Sequence[str], words: str) -> str | None:
    """The cell of the total, by nothing but the words for one: the first, as the others are of
    parts."""
    if plain_label(words) not in TOTALS:
        return None
    totals = (key for key in keys if _is_total(form, key))
    return next(totals, None)


def total_under(form: Form, keys: Sequence[str], words: str) -> str | None:
    """The cell of the total under a head over several columns: `quá hạn`; None where the words
    are no such head, or there are several totals."""
    said = plain_label(words)
    names = {f"{said} {total}" for total in TOTALS} if said else set()
    cells = (key for key in keys if form.row(key).cell is not None)
    found = [key for key in cells if names & names_of_column(_column(form, key))]
    return found[0] if len(found) == 1 else None


def _is_total(form: Form, key: str) -> bool:
    """Whether the last head of the column is that of a total."""
    last = plain_label(_column(form, key).title.rpartition(JOINT)[2])
    return form.row(key).cell is not None and last in TOTALS


def names_of_cells(form: Form, keys: Sequence[str]) -> dict[str, str]:
    """The cells by each of the names that only one of them has."""
    found: dict[str, list[str]] = {}
    for key in keys:
        if form.row(key).cell is not None:
            for name in names_of_column(_column(form, key)):
                found.setdefault(name, []).append(key)
    return {name: owners[0] for name, owners in found.items() if len(owners) == 1}


def _nearest(names: Mapping[str, frozenset[str]], said: str) -> str | None:
    if len(said) < LEAST_LETTERS:
        return None
    pairs = [(name, key) for key, known in names.items() for name in known]
    near = process.extract(
        said, [name for name, _ in pairs], scorer=fuzz.ratio, score_cutoff=NEAR - AHEAD, limit=None
    )
    best: dict[str, float] = {}
    for _, score, at in near:
        key = pairs[at][1]
        best[key] = max(best.get(key, 0), score)
    ranked = sorted(best.items(), key=lambda one: -one[1])
    if not ranked or ranked[0][1] < NEAR:
        return None
    clear = len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= AHEAD
    return ranked[0][0] if clear else None


def _column(form: Form, key: str) -> Column:
    place = _place(form, key)
    return form.blocks_by_key[place.table].by_key[place.column]


def _place(form: Form, key: str) -> CellPlace:
    place = form.row(key).cell
    assert place is not None  # noqa: S101 - callers have looked
    return place
