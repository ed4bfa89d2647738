"""Each cell that holds something is read, asked about, or told with its place: the counts add up,
whatever stands in the file and however it looks."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.reports.previous import FiledAppendix
from templates.appendix_import.reader import read_filed
from tests.support.filed.excel import FIRST, Cells, excel_file
from tests.support.filed.form import LABELS, small_form
from tests.support.filed.word import run, word_file

KEYS = [key for key in LABELS if key != "A"]
HEAD = 5  # cells of the header of a sheet, and one for its title
LOOKS: tuple[dict[str, Any], ...] = (
    {},
    {"num_format": "0%"},
    {"num_format": "dd/mm/yyyy"},
    {"num_format": '0" người"'},
    {"num_format": ";;;"},
    {"font_strikeout": True},
    {"font_color": "white"},
    {"font_script": 1},
)
CONTENTS = st.one_of(
    st.integers(0, 10**9),
    st.floats(0, 2, allow_nan=False).map(lambda number: round(number, 4)),
    st.sampled_from(["21", "-", "x", "không phát sinh", "Có", "khoảng 5", "\u2611 Có", "ghi chú"]),
    st.booleans(),
)
CELLS = st.dictionaries(
    st.tuples(st.integers(FIRST, FIRST + 8), st.sampled_from("DEFG")),
    st.tuples(CONTENTS, st.sampled_from(LOOKS)),
    max_size=12,
)
WORDS = st.lists(
    st.tuples(
        st.sampled_from(["21", "9", "khoảng 5", "ghi chú", "Có", "-"]),
        st.sampled_from(["", "<w:strike/>", "<w:vanish/>", '<w:color w:val="FFFFFF"/>']),
    ),
    max_size=3,
)


def check(filed: FiledAppendix, held: int) -> None:
    count = filed.count
    assert count.held == held
    assert held == count.own + count.empty + count.read + count.doubtful + count.unread
    assert count.unread >= len(filed.left_out)
    assert sum(filed.left_counts.values()) == len(filed.left_out)
    assert all(one.where and one.why for one in filed.left_out)
    assert all(one.where for one in filed.unread)
    assert all(filed.unplaced_at)


@settings(max_examples=60, deadline=None)
@given(CELLS, st.sets(st.integers(FIRST, FIRST + 6), max_size=2), st.booleans())
def test_the_cells_of_a_sheet(cells: dict, hidden: set[int], hide_column: bool) -> None:
    def put(page: Any, book: Any) -> None:
        for (line, column), (content, look) in cells.items():
            page.write(f"{column}{line}", content, book.add_format(look))
        for line in hidden:
            page.set_row(line - 1, None, None, {"hidden": True})
        if hide_column:
            page.set_column("F:F", None, None, {"hidden": True})

    filed = read_filed(small_form(), "a.xlsx", excel_file(Cells(put=put)))
    check(filed, 1 + HEAD + len(LABELS) + len(cells))


def _runs(cells: dict) -> dict[str, str]:
    return {
        key: "".join(run(f"{text} ", look) for text, look in words) for key, words in cells.items()
    }


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), WORDS), st.dictionaries(st.sampled_from(KEYS), WORDS))
def test_the_cells_of_a_word_file(values: dict, notes: dict) -> None:
    made = [
        {
            key: "".join(run(f"{text} ", look) for text, look in words)
            for key, words in cells.items()
        }
        for cells in (values, notes)
    ]
    filed = read_filed(small_form(), "a.docx", word_file(made[0], notes=made[1]))
    held = 0
    for words in (*values.values(), *notes.values()):
        looks = [look for n, (_, look) in enumerate(words) if n == 0 or words[n - 1][1] != look]
        held += ("" in looks) + sum(look != "" for look in looks)
    check(filed, 4 + len(LABELS) + held)
