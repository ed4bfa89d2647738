"""What a command prints: tables for people, the same parted by tabs for other programs, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

from bot.runtime.language import tell


def print_json(data: object) -> None:
    """The data for other programs, with the letters as they are."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def lay_out(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """The lines of a table whose head is still to be translated; none for a table without rows."""
    rows = [*rows]
    if not rows:
        return []
    lines = [[tell(one) for one in head]]
    lines += [["" if one is None else str(one) for one in row] for row in rows]
    if not sys.stdout.isatty():
        return ["\t".join(line) for line in lines]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return [padded[0], "  ".join("─" * width for width in widths), *padded[1:]]
