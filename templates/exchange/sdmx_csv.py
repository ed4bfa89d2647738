"""A round as SDMX-CSV 2.0: one observation for each row of each report."""

from __future__ import annotations

from collections.abc import Sequence

from templates.exchange.csv_lines import Cell
from templates.exchange.sdmx_names import code_of

FILE = "data.sdmx.csv"
ACTION = "I"  # information: nobody is told to append or to replace anything
DIMENSIONS = ("UNIT", "ROW", "TIME_PERIOD")
MEASURE = "OBS_VALUE"
ATTRIBUTES = ("STATE", "NUMERATOR", "DENOMINATOR", "CODE", "TEXT", "REMARK", "NOTE")
HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, MEASURE, *ATTRIBUTES)


def observation(head: Sequence[Cell], said: Sequence[Cell]) -> tuple[Cell, ...]:
    """One line. `head` are the structure, the unit and the window; `said` is what the report says:
    row, state, value, its two parts, code, text, remark, note."""
    structure, unit, window = head
    row, state, value, *rest = said
    where = ("datastructure", structure, ACTION, unit, code_of(str(row)), window)
    return (*where, value, state, *rest)
