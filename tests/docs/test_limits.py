"""docs/limits.md names every limit with the value it has in the code."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module

import pytest

from tests.support.paths import ROOT

LINE = re.compile(r"^\| `([\w.]+)\.([A-Z_]+)` \| ([\d,]+) \|", re.MULTILINE)
TABLE = LINE.findall((ROOT / "docs" / "limits.md").read_text(encoding="utf-8"))


def test_there_are_limits() -> None:
    assert len(TABLE) > 40
    assert len({(module, name) for module, name, _ in TABLE}) == len(TABLE)


@pytest.mark.parametrize(("module", "name", "value"), TABLE)
def test_the_value_is_what_is_told(module: str, name: str, value: str) -> None:
    limit = getattr(import_module(module), name)
    if isinstance(limit, timedelta):
        limit = limit.total_seconds()
    assert int(limit) == int(value.replace(",", ""))
