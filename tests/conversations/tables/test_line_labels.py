"""A printed row of a table is told by its label and its figures, in every form with tables."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from conversations.forms.model import Form
from conversations.forms.places import cells_under
from conversations.forms.row import Row
from conversations.tables.line_labels import part_turned, split_labelled
from templates.loading.catalog import load_catalog
from tests.conversations.dialog.test_what_is_meant import said_at

CATALOG = load_catalog()
LABOUR = CATALOG.forms["pli-02"]
ROWS_TRIED = 8
LEAST_TABLES = 5
WITHOUT_LABEL = ("22 lao động", "ở hợp tác xã kia có 5", "", "htxx 5", "xyz: 5")


def open_cells(form: Form, row: Row) -> list[str]:
    return [key for key in cells_under(form, row) if form.row(key).computed is None]


def told_rows(form: Form) -> Iterator[Row]:
    """Rows of several cells to be told, whose label no other row has and no digit begins."""
    lines = [line for block in form.blocks for line in block.lines if line.cells]
    rows = [form.row(line.key) for line in lines]
    titles = [row.title.casefold() for row in rows]
    for row in rows:
        alone = titles.count(row.title.casefold()) == 1 and row.title[:1].isalpha()
        if alone and len(open_cells(form, row)) > 1:
            yield row


TABLES = sorted(key for key, form in CATALOG.forms.items() if any(told_rows(form)))


def test_most_forms_with_tables_have_such_rows() -> None:
    assert len(TABLES) >= LEAST_TABLES


@pytest.mark.parametrize("key", TABLES)
def test_figures_behind_a_label_are_the_cells_of_its_row_in_order(key: str) -> None:
    form, random = CATALOG.forms[key], Random(key)
    rows = [*told_rows(form)]
    for row in random.sample(rows, min(ROWS_TRIED, len(rows))):
        cells = open_cells(form, row)
        figures = [str(random.randint(2, 99)) for _ in cells]
        found = said_at(f"form={key}|@{cells[0]}", f"{row.title}: {' '.join(figures)}")
        assert found == dict(zip(cells, figures, strict=True))


def test_a_text_is_parted_at_the_labels_with_which_its_clauses_begin() -> None:
    said = split_labelled(LABOUR, (), "Hợp tác xã: 22 lao động, nữ 9; doanh nghiệp 40 12")
    assert [(one.row.title, one.said) for one in said] == [
        ("Hợp tác xã", "22 lao động, nữ 9"),
        ("Doanh nghiệp", "40 12"),
    ]


def test_first_letters_name_a_label() -> None:
    assert [one.row.title for one in split_labelled(LABOUR, (), "htx 12 5")] == ["Hợp tác xã"]


@pytest.mark.parametrize("text", WITHOUT_LABEL)
def test_a_text_that_begins_with_no_label_is_not_parted(text: str) -> None:
    assert split_labelled(LABOUR, (), text) == []


def test_a_cell_is_told_by_its_column_and_then_its_row() -> None:
    assert part_turned(LABOUR, "lao động nữ của hợp tác xã: 9") == ("02:4", "9")
    assert part_turned(LABOUR, "lao động nữ: 9") is None
