"""What the tables and the prose of a form's sheet have in common: the page, how its cells look, and
what they take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conversations.answers.values import Answer, AnswerState
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.model import Report
from conversations.reports.printed_answers import STATE_WORDS
from templates.documents.excel.cells import COUNT_FORMAT, own_looks

LONGEST_LIST = 255  # characters of a drop-down, as Excel has it
GREY = {"bg_color": "#D9D9D9"}


@dataclass
class BlockSheet:
    book: Any
    page: Any
    form: Form
    report: Report
    fill: bool
    at: int = 0  # the line that is written next
    looks: dict[str, Any] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    labels: int = 1  # columns over which the headings of prose stand


OPEN, SHUT = {"bg_color": "#FFFBE6", "locked": False}, {"bg_color": "#F2F4F6"}
LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "align": "center", "bg_color": "#E8EDF2"},
    "number": {"italic": True, "align": "center", "font_size": 10},
    "text": {},
    "bold": {"bold": True},
    "centre": {"align": "center"},
    "count": {"align": "right", "num_format": COUNT_FORMAT},
    "value": {"align": "right"},
    "key": {"font_color": "#707070", "font_size": 9},
    "grey": GREY,
    "open.count": OPEN | {"align": "right", "num_format": COUNT_FORMAT},
    "open.value": OPEN | {"align": "right"},
    "open.text": OPEN,
    "shut.count": SHUT | {"align": "right", "num_format": COUNT_FORMAT},
    "shut.value": SHUT | {"align": "right"},
}


def find_looks(form: Form) -> dict[str, dict[str, Any]]:
    """The looks of numbers and days with formats of their own, also in cells to be filled."""
    own = own_looks(form, "right")
    return own | {
        f"{side}.{name}": shade | look
        for side, shade in (("open", OPEN), ("shut", SHUT))
        for name, look in own.items()
    }


def state_words(answer: Answer) -> str | None:
    return STATE_WORDS.get(answer.state) if answer.state is not AnswerState.VALUE else None


def limit_cell(sheet: BlockSheet, row: Row, at: int) -> None:
    """What the cell takes; other words than a number are warned of, as a state may be written."""
    rule = row.answer_type.cell_rule
    if rule is None:
        source = [option.label for option in row.options]
        if not source or len(",".join(source)) > LONGEST_LIST:
            return
        about: dict[str, Any] = {"validate": "list", "source": source, "error_type": "warning"}
    else:
        about = {
            "validate": rule.holds,
            "criteria": "between",
            "minimum": rule.least,
            "maximum": rule.most,
            "error_type": "warning",
        }
    told = rule.message if rule is not None else "Chọn một mục trong danh sách."
    about |= {"error_title": "Chưa đúng", "error_message": told}
    if row.hint:
        about |= {"input_title": "Gợi ý", "input_message": row.hint[:255]}
    sheet.page.data_validation(sheet.at, at, sheet.at, at, about)
