"""Rows of a sheet as the page takes them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conversations.desk.sheet import DeskCell, SheetCounts, SheetRow


def row_patch(row: SheetRow) -> dict[str, Any]:
    """A row as it stands, by the names that the page knows."""
    return {
        "row": row.address,
        "flags": " ".join(row.flags),
        "handed": row.handed,
        "returned": row.returned,
        "checks": [
            {
                "id": one.id,
                "hard": one.hard,
                "message": one.message,
                "reason": one.reason,
                "open": one.open,
            }
            for one in row.checks
        ],
        "cells": [cell_patch(cell) for cell in row.parts],
    }


def cell_patch(cell: DeskCell) -> dict[str, Any]:
    """A cell as it stands; `v` is its revision, `by` who wrote it."""
    return {
        "cell": cell.address,
        "text": cell.text,
        "shown": cell.shown,
        "v": cell.revision,
        "state": cell.state,
        "change": cell.change,
        "because": cell.because,
        "writable": cell.writable,
        "warned": cell.warned,
        "note": cell.note,
        "by": cell.author,
        "keep": cell.keep,
    }


def counts_patch(counts: SheetCounts) -> dict[str, int]:
    """How far the report is."""
    return {
        "asked": counts.asked,
        "filled": counts.filled,
        "waiting": counts.waiting,
        "hard": counts.hard,
        "soft": counts.soft,
    }


def changed_rows(
    before: Mapping[str, SheetRow], after: Mapping[str, SheetRow]
) -> Iterable[SheetRow]:
    """The rows that are another now; both sheets have the same ones."""
    return (row for name, row in after.items() if before.get(name) != row)


def has_other_rows(before: Mapping[str, SheetRow], after: Mapping[str, SheetRow]) -> bool:
    """Whether rows came or went: then the page is to be fetched anew."""
    return [*before] != [*after]
