"""Bars of one scale."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conversations.desk.bars import WIDTH, scale_bars


@pytest.mark.parametrize(
    ("amounts", "bars"),
    [
        ([10, 5, None, 0], [(0, WIDTH), (0, 500), (0, 0)]),
        ([-5, 15], [(0, 250), (250, 750)]),
        ([7], []),
        ([0, 0], []),
        ([None, None], []),
        ([1, 1_000_000], [(0, 1), (0, WIDTH)]),
        ([-1, -4], [(750, 250), (0, WIDTH)]),
    ],
)
def test_bars_share_a_scale_and_a_zero(
    amounts: list[int | None], bars: list[tuple[int, int]]
) -> None:
    values = [("x", "", None if one is None else Decimal(one)) for one in amounts]
    assert [(bar.start, bar.long) for bar in scale_bars(values)] == bars
