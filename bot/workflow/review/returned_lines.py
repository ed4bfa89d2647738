"""The lines of a return: which row each names, and why; or why it is not taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from conversations.commands.prompt_words import strip_prompt
from conversations.forms.model import Form
from conversations.forms.places import cells_under, lines_at, rows_at
from conversations.forms.row import Row
from conversations.forms.search import find_rows, lines_named, named_rows
from conversations.speech.returned_rows import split_returned
from conversations.text.normalize import fold_text, shorten_text

SHORTEST_REASON = 5
MOST = 10  # lines that are refused by name, and rows that are named of one
_BECAUSE = re.compile(r"^(?:vì|bởi vì|bởi)\s+(?=\S{2})", re.IGNORECASE)
_SET_APART = re.compile("[:=]")
_LINE_WORD = re.compile(r"^(?:dòng|dong|hàng|hang)\s+(?=\d)", re.IGNORECASE)
_OWN_WORDS = re.compile(r"(?:cau )?(?:bao cao )?loi (?:so )?(?P<n>\d{1,2})")
_PLACED = re.compile(
    r"(?P<row>(?:câu|cau)\s+\d+|[IVX]+(?:\.\d+)+"
    r"|(?:dòng|dong|hàng|hang)\s+\w+(?:[\s,]+(?:cột|cot)\s+\w+)?)\s+(?P<why>\S.*)",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that is not taken. `why`: `form`, `none`, `many`, `heading`, `computed`, `reason`;
    `labels` are the rows that it may mean."""

    said: str
    why: str
    labels: tuple[str, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        return {"said": self.said, "why": self.why, "labels": self.labels}


def split_lines(text: str) -> list[str]:
    lines = (line for one in re.split(r"[\n;]", text) if (line := one.strip()))
    return [row for line in lines for row in split_returned(line)]


def read_rows(form: Form, text: str) -> tuple[dict[str, str], list[RefusedLine]]:
    """Rows and reasons, and the lines that are not taken."""
    rows: dict[str, str] = {}
    bad: list[RefusedLine] = []
    for line in split_lines(text):
        words, why = _parted(line)
        found = place_rows(form, words) if words else RefusedLine("", "form")
        if isinstance(found, RefusedLine):
            bad.append(RefusedLine(shorten_text(line, 80), found.why, found.labels))
        elif len(why) < SHORTEST_REASON:
            named = tuple(name_row(form, row) for row in found)
            bad.append(RefusedLine(shorten_text(line, 80), "reason", named))
        else:
            said = strip_prompt(_BECAUSE.sub("", why), reason=True)
            rows |= dict.fromkeys((row.key for row in found), said)
    return rows, bad


def place_rows(form: Form, words: str) -> tuple[Row, ...] | RefusedLine:
    """The row that the words name, by its place or its label, or all cells of a row of a table; or
    why it is not just one that may be returned."""
    if (asked := _words_named(form, words)) is not None:
        return (asked,)
    lines = rows_at(form, words) or lines_named(form, words)
    words = words if lines else _LINE_WORD.sub("câu ", words, count=1)
    if len(lines) > 1:
        return RefusedLine(words, "many", tuple(f"{row.key} {row.title}" for row in lines))
    if len(lines) == 1 and (cells := cells_under(form, lines[0])):
        own = tuple(row for key in cells if (row := form.row(key)).computed is None)
        return own or RefusedLine(words, "computed", (name_row(form, form.row(cells[0])),))
    found = _place_row(form, words)
    return found if isinstance(found, RefusedLine) else (found,)


def _words_named(form: Form, words: str) -> Row | None:
    """The question of the report in words that is named: `lời 10`, or its key."""
    said = fold_text(words).strip(" .")
    named = {key: key.casefold() for key in form.words_asked}
    number = _OWN_WORDS.fullmatch(said)
    at = int(number["n"]) if number is not None else 0
    if 1 <= at <= len(form.words_asked):
        return form.row(form.words_asked[at - 1])
    return next((form.row(key) for key, name in named.items() if name == said), None)


def _place_row(form: Form, words: str) -> Row | RefusedLine:
    found = [*named_rows(form, words)] or find_rows(form, words)
    answered = [row for row in found if row.answer is not None and row.computed is None]
    if not found:
        return RefusedLine(words, "none")
    if found[0] in answered and (len(found) == 1 or named_rows(form, words)):
        return found[0]  # where two numberings differ the printed one counts
    if answered:
        return RefusedLine(words, "many", tuple(name_row(form, row) for row in found[:MOST]))
    if found[0].computed is not None:
        return RefusedLine(words, "computed", (name_row(form, found[0]),))
    below = [form.row(key) for key in form.asked_by_heading.get(found[0].key, ())]
    return RefusedLine(words, "heading", tuple(name_row(form, row) for row in below[:MOST]))


def name_row(form: Form, row: Row) -> str:
    """A row by the number of its question, which no other has; a heading by its first rows."""
    if form.is_of_words(row.key):
        return f"lời {form.words_asked.index(row.key) + 1} {shorten_text(row.title)}"
    if row.key in form.asked_at:
        return f"câu {form.order.index(row.key) + 1} {shorten_text(row.title)}"
    below = form.asked_by_heading.get(row.key, ())
    first = form.order.index(below[0]) + 1 if below else 0
    numbers = f" (câu {first}–{first + len(below) - 1})" if below else ""
    return f"mục {shorten_text(row.title)}{numbers}"


def _parted(line: str) -> tuple[str, str]:
    """The words for a row, and the reason behind them."""
    if (placed := _PLACED.fullmatch(line)) is not None:
        return placed["row"].strip(), placed["why"].lstrip(":= ").strip()
    apart = _SET_APART.search(line)
    if apart is None:
        return "", ""
    return line[: apart.start()].strip(), line[apart.end() :].strip()


def example_rows(form: Form) -> list[str]:
    """Two rows of the form, as they may be named; of a form of tables a printed row and a cell."""
    wide = [form.row(line.key) for block in form.blocks if block.is_wide for line in block.lines]
    coded = [row for row in wide if row.code and lines_at(form, row.code) == (row,)]
    if len(coded) > 1:
        cell = next(form.row(key) for key in cells_under(form, coded[1]))
        column = cell.cell.column if cell.cell is not None else ""
        return [f"dòng {coded[0].code}", f"dòng {coded[1].code} cột {column}"]
    keys = [key for key in form.order if form.row(key).computed is None]
    return [keys[0], f"câu {form.order.index(keys[min(1, len(keys) - 1)]) + 1}"]
