"""A patient officer: answers every prompt from a sample, as a person would type it.

Used to replay a form's sample through the engine, and by the tests to walk every channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from conversations.answers.values import AnswerState
from conversations.dialog.checks.explanations import open_points
from conversations.forms.growth import item_key, item_names
from conversations.forms.model import Form
from conversations.protocol.check_states import CheckExplanations, FailedCheck, ReasonConfirmation
from conversations.protocol.row_states import HelperQuestion, ListInput, RowQuestion
from conversations.protocol.session import Session, SubmitConfirmation, Summary
from conversations.reports.model import Report
from templates.loading.catalog import SampleAnswers


@dataclass
class SampleOfficer:
    """Knows the sample's values, notes and reasons; decides the next text to type."""

    form: Form
    sample: SampleAnswers
    noted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.form = self.sample.form_of(self.form)

    def next_text(self, report: Report, session: Session) -> str | None:
        """What to type now; None when the report is filed."""
        match focus := session.focus:
            case RowQuestion(row=row) | HelperQuestion(row=row):
                return self._answer(row, report)
            case ListInput(rows=rows):
                return self._line(rows, report)
            case FailedCheck(checks=checks):
                return self.sample.reasons.get(checks[0], "để sau")
            case CheckExplanations():
                return self._reasons(focus, report)
            case ReasonConfirmation():
                return "đúng"
            case Summary():
                return None if report.state == "submitted" else "nộp"
            case SubmitConfirmation():
                return "nộp"
            case _:
                return "tiếp"

    def _reasons(self, focus: CheckExplanations, report: Report) -> str:
        """The reasons of the points that have one; on one line, which a terminal sends."""
        points = open_points(self.form, report, focus)
        known = [
            (n, self.sample.reasons[name])
            for n, name in points.items()
            if name in self.sample.reasons
        ]
        return "; ".join(f"{n}: {reason}" for n, reason in known) or "để sau"

    def _answer(self, key: str, report: Report) -> str:
        note = self._note(key)
        if note is not None:
            return note
        if self.form.row(key).holds_names:
            return self._next_item(key, report)
        if key in self.sample.texts:
            return self.sample.texts[key]
        return self._skip(key, report)

    def _next_item(self, key: str, report: Report) -> str:
        """An item that the list has not yet, with its figures; that there are no more, or none."""
        names = self.sample.names(self.form).get(key, ())
        known = item_names(self.form, report.answers).get(key, ())
        for number, item in enumerate(known, 1):
            noted = item_key(key.rpartition(":")[0], item)
            if noted in self.sample.notes and noted not in self.noted:
                self.noted.add(noted)
                return f"ghi chú {number}: {self.sample.notes[noted]}"
        name = next((one for one in names if one not in known), None)
        if name is None:
            return "hết" if names else self.sample.texts.get(key, "bỏ qua")
        line = item_key(key.rpartition(":")[0], name)
        rows = (row for row in self.form.rows if row.key.partition(":")[0] == line)
        asked = [row.key for row in rows if row.answer is not None and row.computed is None]
        return "; ".join((name, *(self.sample.texts.get(one, "_") for one in asked)))

    def _line(self, rows: Sequence[str], report: Report) -> str:
        """The cells of a row in one go, those without an answer left blank; before them the note
        of the row."""
        place = self.form.row(rows[0]).cell
        if place is None:
            return "tiếp"
        if place.row in self.sample.notes and place.row not in self.noted:
            self.noted.add(place.row)
            return f"ghi chú {self.sample.notes[place.row]}"
        texts = self.sample.texts
        left = [key for key in rows if report.answer(key).state is AnswerState.BLANK]
        if not any(key in texts for key in left):
            return self._skip(rows[0], report)
        return "; ".join(texts.get(key, "_") for key in left)

    def _note(self, key: str) -> str | None:
        """Notes are typed while the row, or the first row of its group, is asked."""
        if key in self.sample.notes and key not in self.noted:
            self.noted.add(key)
            return f"ghi chú {self.sample.notes[key]}"
        group = self.form.group_of(key).key
        if group in self.sample.notes and group not in self.noted:
            self.noted.add(group)
            return f"ghi chú mục {self.sample.notes[group]}"
        return None

    def _skip(self, key: str, report: Report) -> str:
        """Pass over as much as is empty: the rest of the section, of the group, or the row."""
        section, group = self.form.section_of(key).key, self.form.group_of(key).key
        for heading, words in ((section, "bỏ qua phần"), (group, "bỏ qua mục")):
            rest = self.form.asked_by_heading[heading]
            rest = rest[rest.index(key) :]
            if len(rest) > 1 and not any(self._has(row, report) for row in rest):
                return words
        return "bỏ qua"

    def _has(self, key: str, report: Report) -> bool:
        group = self.form.group_of(key).key
        noted = {key, group} & (set(self.sample.notes) - self.noted)
        waiting = key in self.sample.texts and report.answer(key).state is AnswerState.BLANK
        return bool(noted) or waiting
