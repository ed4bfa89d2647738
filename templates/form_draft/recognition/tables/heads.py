"""Where the head of a table is: its lines, and the line that numbers the columns."""

from __future__ import annotations

from dataclasses import dataclass

from templates.form_draft.recognition.language.lexicon import (
    CODE_HEADS,
    LABEL_HEADS,
    LETTERHEAD,
    MEASURE_HEADS,
    NOTE_HEADS,
    NUMBER_HEADS,
    SIGNING,
    TITLES,
)
from templates.form_draft.recognition.language.printed_numbers import is_numbering
from templates.form_draft.recognition.language.words import (
    begins_with,
    has_words,
    is_blank,
    is_labelled,
    is_one_of,
    tell_words,
)
from templates.form_draft.recognition.paper.grid import Grid, GridCell

_LOOKED_AT = 20  # lines from the top in which a head begins
_DEEPEST = 9  # lines of a head
_WIDE = 80  # percent of a table's width; a single text of it is a title


@dataclass(frozen=True)
class TableHead:
    """Lines of a grid, from 0: `first` to `last` hold the heads, `numbers` numbers the columns if
    there is such a line, and `body` is the first line below."""

    first: int
    last: int
    numbers: int | None
    body: int


def find_head(grid: Grid) -> TableHead | None:
    """The head of a table; None for a grid that is none, such as a letterhead."""
    if grid.width < 2:
        return None
    for line in range(1, min(grid.height, _LOOKED_AT)):
        if is_numbering(grid, line) and _said(grid, line - 1):
            first = _first_line(grid, line - 1)
            return TableHead(first, line - 1, line, line + 1)
    for line in range(min(grid.height, _LOOKED_AT)):
        if _looks_like_head(grid, line):
            last = _last_line(grid, line)
            return TableHead(line, last, None, last + 1)
    return None


def head_texts(grid: Grid, head: TableHead) -> list[list[str]]:
    """The words of the head, to tell whether two pieces are of one table."""
    return [
        [tell_words(text) for text in grid.texts(line)] for line in range(head.first, head.last + 1)
    ]


def is_title_line(grid: Grid, line: int) -> bool:
    """Whether nothing but one wide text stands in a line."""
    said = _said(grid, line)
    return len(said) == 1 and said[0].width * 100 >= grid.width * _WIDE and grid.width > 1


def _heads_all(grid: Grid, line: int) -> bool:
    """Whether a wide text is the head of all columns: the head below it has no column of labels,
    and it is neither a title nor a note."""
    text = _said(grid, line)[0].text
    below = _said(grid, line + 1)
    labels = (*NUMBER_HEADS, *CODE_HEADS, *MEASURE_HEADS)
    if not below or is_one_of(below[0].text, labels) or begins_with(below[0].text, LABEL_HEADS):
        return False
    said = text.startswith("(") or ":" in text or begins_with(text, TITLES[:6])
    return not said and grid.at(line + 1, 0) is below[0]


def _said(grid: Grid, line: int) -> list[GridCell]:
    return [cell for cell in grid.row(line) if not is_blank(cell.text)]


def _first_line(grid: Grid, last: int) -> int:
    """The first line of the head that ends above the numbering line."""
    first = last
    while first > 0 and last - first < _DEEPEST:
        above = first - 1
        reaches = any(cell.line <= above and cell.height > 1 for cell in grid.row(first))
        if not reaches and (
            not _said(grid, above)
            or (is_title_line(grid, above) and not _heads_all(grid, above))
            or any(has_words(cell.text, (*LETTERHEAD, *SIGNING)) for cell in _said(grid, above))
        ):
            break
        first = above
    return first


def _looks_like_head(grid: Grid, line: int) -> bool:
    said = _said(grid, line)
    if len(said) < 2 or any(has_words(cell.text, SIGNING) for cell in said):
        return False
    if grid.height - line < 2:
        return False
    texts = [cell.text for cell in said]
    known = any(
        is_one_of(text, (*NUMBER_HEADS, *CODE_HEADS, *MEASURE_HEADS, *NOTE_HEADS))
        for text in texts
        if not is_labelled(text)
    )
    if known or line < grid.repeated:
        return True
    if any(has_words(text, LETTERHEAD) or is_labelled(text) for text in texts):
        return False
    body = _last_line(grid, line) + 1
    labelled = any(begins_with(text, LABEL_HEADS) for text in texts[:2]) and len(texts[0]) < 80
    set_apart = all(cell.bold for cell in said) or any(
        cell.height > 1 or cell.width > 1 for cell in said
    )
    to_fill = body < grid.height and _is_to_fill(grid, body)
    return to_fill and (labelled or (len(said) > 2 and set_apart))


def _is_to_fill(grid: Grid, first: int) -> bool:
    """Whether most cells of the lines below are blank."""
    cells = [cell for line in range(first, grid.height) for cell in grid.row(line)]
    return sum(is_blank(cell.text) for cell in cells) * 2 >= len(cells)


def _last_line(grid: Grid, first: int) -> int:
    """The last line of a head without a numbering line."""
    last = max(first, grid.repeated - 1)
    while last - first < _DEEPEST and last + 2 < grid.height + 1:
        reach = max(
            cell.line + cell.height - 1
            for line in range(first, last + 1)
            for cell in grid.row(line)
        )
        if reach > last:
            last = reach
        elif last + 1 < grid.height and _goes_on(grid, last):
            last += 1
        else:
            break
    return min(last, grid.height - 1)


def _goes_on(grid: Grid, last: int) -> bool:
    """Whether the line below is one more of the head: it parts a wide cell into several heads,
    says the same words again, or fills what is empty below others."""
    below = grid.row(last + 1)
    said = [cell for cell in below if not is_blank(cell.text)]
    front = grid.at(last + 1, 0)
    over = grid.at(last, 0)
    if front is None or over is None or not said:
        return False
    same = tell_words(front.text) == tell_words(over.text)
    if not is_blank(front.text) and not same and over.width == 1:
        return _is_bold_like(grid, last, said)
    if any(cell.text[:1].isdigit() and not cell.text.endswith("%") for cell in said):
        return False
    repeated = any(
        tell_words(cell.text) == tell_words(above.text)
        for cell in said
        if (above := grid.at(last, cell.column)) is not None and above.text
    )
    if repeated:
        return len(said) * 2 > len(below)
    parted = any(
        sum(cell.column <= one.column <= cell.last_column for one in said) > 1
        for cell in grid.row(last)
        if cell.width > 1 and cell.text
    )
    holes = [cell for cell in grid.row(last) if not cell.text]
    filled = len(said) > 1 and any(
        cell.column <= one.column <= cell.last_column for cell in holes for one in said
    )
    return parted or (filled and front.text == "")


def _is_bold_like(grid: Grid, last: int, said: list[GridCell]) -> bool:
    """Whether a line is set in bold as the head above it, and says more than a label."""
    above = _said(grid, last)
    beyond = any(cell.column > 1 for cell in said)
    bold = all(cell.bold for cell in (*above, *said))
    return beyond and bold and len(said) > 2 and not _ends_bold(grid)


def _ends_bold(grid: Grid) -> bool:
    return all(cell.bold for cell in _said(grid, grid.height - 1)) and bool(
        _said(grid, grid.height - 1)
    )
