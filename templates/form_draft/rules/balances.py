"""Stocks: the end of a period follows from its beginning, and from what came and went."""

from __future__ import annotations

import re
from collections.abc import Iterator

from templates.form_draft.rules.items import Item
from templates.form_draft.rules.relations import FigureRelation, may_compare, name_of

_BALANCE = {
    "first": re.compile(r"\b(đầu (kỳ|năm|quý|tháng))\b"),
    "more": re.compile(r"\b(tăng|nhập|phát sinh tăng)\b(?!.*(giảm|cuối|đầu))"),
    "less": re.compile(r"\b(giảm|xuất|phát sinh giảm)\b(?!.*(tăng|cuối|đầu))"),
    "last": re.compile(r"\b(cuối (kỳ|năm|quý|tháng))\b"),
}


def find_balances(root: Item) -> Iterator[FigureRelation]:
    """What is there at the end: what was there, and what came in, without what went out."""
    for item in (root, *root.walk()):
        names = {
            name: [one for one in item.items if one.key and pattern.search(one.words)]
            for name, pattern in _BALANCE.items()
        }
        if any(len(found) != 1 for found in names.values()):
            continue
        first, more, less, last = (found[0] for found in names.values())
        if len({first.place, more.place, less.place, last.place}) == 4 and all(
            may_compare(one, last) for one in (first, more, less)
        ):
            right = f"[{first.key}] + [{more.key}] - [{less.key}]"
            keys = (str(first.key), str(more.key), str(less.key))
            why = f"{name_of(last)}: {name_of(first)} cộng {name_of(more)} trừ {name_of(less)}"
            yield FigureRelation(str(last.key), "==", right, keys, "soft", why)
