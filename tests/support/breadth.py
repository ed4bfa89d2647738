"""How many of many like cases a run tries: PHULUC_WIDE=1 tries them all, for some hours."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

WIDE = bool(os.environ.get("PHULUC_WIDE"))
T = TypeVar("T")


def share(cases: Sequence[T], of: int, turn: int = 0) -> Sequence[T]:
    """One case in so many, beginning at another one in each turn: where turns follow one another,
    each case is tried in one of them."""
    return cases if WIDE else cases[turn % of :: of]
