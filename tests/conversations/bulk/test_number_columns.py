"""Columns of numbers alone, pasted from Excel."""

from __future__ import annotations

import pytest

from conversations.bulk.parser import read_burst
from templates.loading.catalog import load_catalog
from templates.loading.sample import blank_report

CATALOG = load_catalog()
FORM = CATALOG.forms["cchc-so"]
REPORT = blank_report(FORM, CATALOG.sample("cchc-so"))
ROWS = ("I.02.01", "I.02.02", "I.02.03", "I.02.04")


def _ways(text: str) -> list[str]:
    bursts = read_burst(FORM, REPORT, ROWS, text, listed=True)
    return [" ".join(one.said for one in way.entries) for way in bursts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2\t1\n4\t3\n5\t2\n5\t2", ["2 4 5 5", "1 3 2 2"]),
        ("1\t20\t22\n2\t5\t8\n3\t4\t6", ["20 5 4", "22 8 6"]),
        ("Kỳ trước\tKỳ này\n2\t1\n4\t3\n5\t2\n5\t2", ["1 3 2 2"]),
        ("1\t20\n2\t5\n3\t4", ["20 5 4"]),
        ("80%\t100%\n1\t2\n_\t3\nKhông\tKhông", ["80% 1 Không", "100% 2 3 Không"]),
        ("Không\tKhông\n2\t2", ["Không 2"]),
        ("20\t5\t4", ["20 5 4"]),  # one line of cells is answers in order
    ],
)
def test_the_columns_are_told_apart(text: str, expected: list[str]) -> None:
    assert _ways(text) == expected
