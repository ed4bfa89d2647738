"""What became of each unit, where a message cannot name them all: as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from bot.workflow.context import RequestContext
from conversations.calendar.dates import local_day
from storage.workflow.boards import BoardRow
from templates.documents.excel.workbook import ListSheet, write_workbook
from templates.loading.wording import load_wording

_HEAD, _WIDTHS = ("TT", "Đơn vị", "Tên tắt", "Kết quả"), (6, 44, 24, 48)


def give_results(
    ctx: RequestContext,
    act: str,
    period: str,
    done: Sequence[BoardRow],
    left: Mapping[str, Sequence[BoardRow]],
) -> None:
    """A line for each unit, those first with which something is to be done."""
    told = [(row, why) for why, rows in left.items() for row in rows]
    lines = [
        (n, row.name, row.short_name, word_result(act, why))
        for n, (row, why) in enumerate([*told, *((row, "") for row in done)], 1)
    ]
    sheet = ListSheet("Kết quả", _HEAD, lines, _WIDTHS)
    name = f"Ket-qua_{act}_{local_day(ctx.now):%Y%m%d}.xlsx"
    make = partial(write_workbook, (sheet,))
    ctx.give_file(name, make, "many.file", period=period, units=len(lines))


def word_result(act: str, why: str) -> str:
    """What became of a unit: that it is done, or why not."""
    return load_wording().say("many.result", {"act": act, "why": why}).strip()
