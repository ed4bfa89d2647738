"""Cells told by their printed rows: a row of twelve columns is one line to read, not twelve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from conversations.forms.model import Form
from conversations.forms.places import cells_under
from conversations.tables.cell_names import name_line, name_row, short_titles

T = TypeVar("T")


def gather_cells(form: Form, keys: Iterable[str]) -> list[tuple[str, ...]]:
    """The keys in their order, those of cells of one printed row together; any other alone."""
    found: dict[str, tuple[str, ...]] = {}
    for key in keys:
        cell = form.row(key).cell
        line = cell.row if cell is not None else key
        found[line] = (*found.get(line, ()), key)
    return [*found.values()]


def gather_alike(form: Form, said: Mapping[str, T]) -> list[tuple[tuple[str, ...], T]]:
    """The same of keys of which something is said: cells of a row of which different things are
    said stay apart."""
    found: list[tuple[tuple[str, ...], T]] = []
    for keys in gather_cells(form, said):
        parts: dict[int, tuple[str, ...]] = {}
        told: list[T] = []
        for key in keys:
            at = told.index(said[key]) if said[key] in told else len(told)
            told += [said[key]] if at == len(told) else []
            parts[at] = (*parts.get(at, ()), key)
        found += [(parts[at], one) for at, one in enumerate(told)]
    return found


def name_cells(form: Form, keys: Sequence[str]) -> str:
    """Cells of one printed row in words: the row alone where it is all of it that is asked, else
    with its columns; a row without cells as in any list."""
    first = form.row(keys[0])
    if first.cell is None or len(keys) == 1:
        return name_row(form, first)
    line = form.row(first.cell.row)
    asked = [key for key in cells_under(form, line) if form.row(key).computed is None]
    if {*asked} <= {*keys}:
        return name_line(form, line)
    titles = short_titles(form, keys)
    return f"{name_line(form, line)} · {', '.join(titles[key] for key in keys)}"


def tell_cells(form: Form, keys: Sequence[str]) -> str:
    """The same for a sentence: a row without cells by its words alone."""
    first = form.row(keys[0])
    return first.title if first.cell is None else name_cells(form, keys)


def list_figures(form: Form, keys: Sequence[str], figure: Callable[[str], str]) -> str:
    """The figures of cells of one row, each behind its column: `Tổng số 12; Nữ 5`; the figure alone
    of a row without cells."""
    if form.row(keys[0]).cell is None:
        return figure(keys[0])
    titles = short_titles(form, keys)
    shown = ((titles[key], figure(key)) for key in keys)
    return "; ".join(f"{title} {said}" for title, said in shown if said)
