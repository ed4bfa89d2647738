"""What a column is called beside a row: its own head, with as much of the heads above it as tells
it from the other columns."""

from __future__ import annotations

import re
from collections.abc import Mapping

from templates.loading.blocks.block_schema import ColumnSpec

_LEAD = re.compile(r"^(?:trong đó|chia ra|gồm|tr\.\s*đ)\s*:?\s+(?=\S)", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]{1,80}\)$")
_BREAKS = re.compile(r"\s+")
_NUMERAL = re.compile(r"(?P<number>[IVX]{1,5})\.\s+(?P<words>\S.*)")
JOINT = " · "


def clean_head(text: str) -> str:
    """A head in one line, without blanks before its colon and a colon at its end."""
    line = _BREAKS.sub(" ", text.replace("<i>", "").replace("</i>", "")).strip()
    return line.replace(" :", ":").rstrip(":").strip()


def name_head(text: str) -> str:
    """A head as it is said: without what stands in brackets at its end, and not in capitals."""
    bare = _BRACKETS.sub("", clean_head(text)) or clean_head(text)
    return bare.capitalize() if bare.isupper() and " " in bare else bare


def split_numeral(title: str) -> tuple[str, str]:
    """The numeral before the title of a part, and the title as it is said: of `II. KẾT QUẢ` the
    `II` and `Kết quả`."""
    found = _NUMERAL.fullmatch(title)
    number, words = (found["number"], found["words"]) if found else ("", title)
    return number, words.capitalize() if found and words.isupper() else words


def name_columns(columns: Mapping[str, ColumnSpec]) -> dict[str, str]:
    """The title of each column, by key: the author's, or the shortest that no other has."""
    paths = {key: _path(one) for key, one in columns.items()}
    return {key: one.title or _shortest(key, paths) for key, one in columns.items()}


def _path(column: ColumnSpec) -> tuple[str, ...]:
    heads = (name_head(one) for one in (*column.under, column.label))
    return tuple(head for head in heads if head) or (column.number or "",)


def _shortest(key: str, paths: Mapping[str, tuple[str, ...]]) -> str:
    mine = paths[key]
    for size in range(1, len(mine) + 1):
        tail = mine[-size:]
        if sum(path[-size:] == tail for path in paths.values()) == 1:
            return JOINT.join((*tail[:-1], _LEAD.sub("", tail[-1]) or tail[-1]))
    return f"{JOINT.join(mine)} ({key})"
