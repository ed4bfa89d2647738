"""A list is turned page by page, and an old button leads to a page that is there."""

from __future__ import annotations

import pytest

from bot.workflow.interaction.pages import cut_page
from conversations.workflow.round_requests import ListRounds


@pytest.mark.parametrize(
    ("asked", "number", "items", "newer", "older"),
    [
        (0, 0, [0, 1, 2], [], [1]),
        (1, 1, [3, 4, 5], [0], [2]),
        (2, 2, [6], [1], []),
        (9, 2, [6], [1], []),
        (-1, 0, [0, 1, 2], [], [1]),
    ],
)
def test_pages_of_seven_things(
    asked: int, number: int, items: list[int], newer: list[int], older: list[int]
) -> None:
    page = cut_page(range(7), asked, 3)
    assert (page.number, page.pages, page.first) == (number, 3, number * 3)
    assert [*page.items] == items
    request = ListRounds(page=number)
    assert [one.action.page for one in page.newer(request)] == newer  # type: ignore[union-attr]
    assert [one.action.page for one in page.older(request)] == older  # type: ignore[union-attr]


def test_an_empty_list_has_one_page() -> None:
    page = cut_page([], 3, 10)
    assert (page.number, page.pages, [*page.items]) == (0, 1, [])
    assert page.newer(ListRounds()) == page.older(ListRounds()) == ()
