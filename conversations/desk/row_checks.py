"""The checks that do not hold, beside the rows that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conversations.desk.sheet import RowCheck
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.rules.checks import explained_checks


@dataclass(frozen=True, slots=True)
class FailedRows:
    """`of_row` are the checks by the printed row they name, `cells` the cells that they name."""

    of_row: Mapping[str, tuple[RowCheck, ...]] = field(default_factory=dict)
    cells: frozenset[str] = frozenset()
    hard: int = 0
    soft: int = 0

    def other_rows(self, other: FailedRows) -> set[str]:
        """The printed rows that this and the other one do not say the same of."""
        rows = {*self.of_row, *other.of_row}
        return {key for key in rows if self.of_row.get(key) != other.of_row.get(key)}


def find_failed_rows(form: Form, report: Report) -> FailedRows:
    """The checks as they are judged while answers may still come, unless it is handed in."""
    of_row: dict[str, list[RowCheck]] = {}
    cells: set[str] = set()
    counts = {Severity.HARD: 0, Severity.SOFT: 0}
    for verdict, reason in explained_checks(form, report, settled=report.filed):
        check = verdict.check
        hard = check.severity is Severity.HARD
        shown = RowCheck(check.id, hard, check.message, reason, open=not reason)
        counts[check.severity] += not reason
        cells.update(verdict.rows)
        for key in dict.fromkeys(printed_row(form, one) for one in verdict.rows):
            of_row.setdefault(key, []).append(shown)
    found = {key: tuple(some) for key, some in of_row.items()}
    return FailedRows(found, frozenset(cells), counts[Severity.HARD], counts[Severity.SOFT])


def printed_row(form: Form, key: str) -> str:
    """The row in which a cell stands; a row with one answer is itself."""
    cell = form.row(key).cell
    return cell.row if cell is not None else key
