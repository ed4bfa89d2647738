"""How full each section of each report is: a table of units by sections."""

from __future__ import annotations

from dataclasses import dataclass

from bot.workflow.context import RequestContext
from bot.workflow.desk.unit_table import UnitLine, UnitTable, read_unit_table
from conversations.desk.unit_query import UnitQuery
from conversations.forms.model import Form
from conversations.workflow.report_status import SectionProgress, asked_by_section, fill_of
from conversations.workflow.unit_state import FILED_STATES


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One section of one report."""

    section: str
    answered: int
    asked: int
    progress: SectionProgress


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One unit and its sections."""

    line: UnitLine
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatPage:
    """A page of units by sections; `sections` are key, printed number and words."""

    table: UnitTable
    form: Form
    sections: tuple[tuple[str, str, str], ...]
    rows: tuple[HeatRow, ...]


async def read_heat(ctx: RequestContext, number: int, query: UnitQuery) -> HeatPage:
    """The same units as the table shows, in the same order; errors as of `read_unit_table`."""
    table = await read_unit_table(ctx, number, query)
    form = ctx.form_of(table.round)
    sections = tuple((one.key, form.section_tag(one.key), one.title) for one in form.sections)
    return HeatPage(table, form, sections, tuple(_row(form, line) for line in table.lines))


def _row(form: Form, line: UnitLine) -> HeatRow:
    return HeatRow(line, tuple(_cell(form, line, one.key) for one in form.sections))


def _cell(form: Form, line: UnitLine, section: str) -> HeatCell:
    """What was handed in counts as done: a blank is no fault of it."""
    asked = asked_by_section(form)[section]
    answered = min(line.sections.get(section, 0), asked)
    filed = line.state in FILED_STATES
    progress = SectionProgress.ALL if filed else fill_of(answered, asked)
    return HeatCell(section, answered, asked, progress)
