"""The table of a sheet that draws no lines around its cells."""

from __future__ import annotations

from collections.abc import Mapping

from templates.form_draft.recognition.language.lexicon import (
    CODE_HEADS,
    LABEL_HEADS,
    LETTERHEAD,
    MEASURE_HEADS,
    NUMBER_HEADS,
    SIGNING,
)
from templates.form_draft.recognition.language.words import (
    begins_with,
    has_words,
    is_labelled,
    is_one_of,
)
from templates.form_draft.recognition.paper.grid import GridCell

_MOST = 5  # cells with words of a row that is printed
_SPACE = 2  # blank rows below a table that are only a distance
_FEWEST = 3  # cells with words that make a row the head of a table


def find_unlined(
    cells: Mapping[tuple[int, int], GridCell], last: int
) -> tuple[int, int, int, int] | None:
    """First and last row, first and last column of the one table that stands there; None where
    no row looks like the head of one."""
    rows: dict[int, list[GridCell]] = {}
    for (row, _), cell in sorted(cells.items()):
        if cell.text:
            rows.setdefault(row, []).append(cell)
    first = next((row for row in sorted(rows) if _is_head(rows[row])), None)
    if first is None:
        return None
    end, body = first, False
    for row in range(first, last + 1):
        said = rows.get(row, [])
        if any(has_words(cell.text, SIGNING) for cell in said):
            break
        if row not in rows and not any(one in rows for one in range(row + 1, row + 3)):
            break
        body = body or (row > first and _is_row(said))
        end = row if said else end
    if not body:  # only the head has words: the lines below it are blank
        after = next((row for row in sorted(rows) if row > end), end + 2)
        blank = after - end - 1
        end += blank if blank > _SPACE else 1
    within = [cell for row in range(first, end + 1) for cell in rows.get(row, [])]
    left = min(cell.column for cell in within)
    return first, end, left, max(cell.last_column for cell in within)


def _is_row(cells: list[GridCell]) -> bool:
    """Whether a line of words is none of a head: it has few of them, and is not set in bold."""
    return 0 < len(cells) < _MOST and not all(cell.bold for cell in cells)


def _is_head(cells: list[GridCell]) -> bool:
    texts = [cell.text for cell in cells]
    known = (*NUMBER_HEADS, *CODE_HEADS, *MEASURE_HEADS)
    if len(texts) > 1 and any(is_one_of(one, known) and not is_labelled(one) for one in texts):
        return True
    if any(has_words(text, LETTERHEAD) or is_labelled(text) for text in texts):
        return False
    if len(texts) > 1 and any(begins_with(text, LABEL_HEADS) for text in texts):
        return True
    return len(texts) >= _FEWEST and all(not text[:1].isdigit() for text in texts)
