"""The table of a sheet that draws no lines around its cells."""

from __future__ import annotations

from collections.abc import Mapping

from templates.form_draft.recognition.language.lexicon import (
    LABEL_HEADS,
    LETTERHEAD,
    NUMBER_HEADS,
    SIGNING,
)
from templates.form_draft.recognition.language.words import begins_with, has_words, is_one_of
from templates.form_draft.recognition.paper.grid import GridCell

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
    end = first
    for row in range(first, last + 1):
        said = rows.get(row, [])
        if any(has_words(cell.text, SIGNING) for cell in said):
            break
        if row not in rows and not any(one in rows for one in range(row + 1, row + 3)):
            break
        end = row if said else end
    within = [cell for row in range(first, end + 1) for cell in rows.get(row, [])]
    left = min(cell.column for cell in within)
    return first, end, left, max(cell.last_column for cell in within)


def _is_head(cells: list[GridCell]) -> bool:
    texts = [cell.text for cell in cells]
    if any(has_words(text, LETTERHEAD) or ":" in text or "…" in text for text in texts):
        return False
    if any(is_one_of(text, NUMBER_HEADS) for text in texts):
        return len(texts) > 1
    if len(texts) > 1 and any(begins_with(text, LABEL_HEADS) for text in texts):
        return True
    return len(texts) >= _FEWEST and all(not text[:1].isdigit() for text in texts)
