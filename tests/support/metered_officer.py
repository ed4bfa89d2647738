"""An officer with all numbers at hand, on a channel where every message counts: they answer
whole lists, with notes and reasons on lines of their own, and say when one is done."""

from __future__ import annotations

from dataclasses import dataclass, field

from conversations.answers.values import AnswerState
from conversations.forms.model import Form
from conversations.protocol.check_states import CheckExplanations
from conversations.protocol.preview_states import FileImport, Preview, ReadingChoice
from conversations.protocol.row_states import HelperQuestion, ListInput, RowQuestion
from conversations.protocol.session import Session, SubmitConfirmation, Summary
from conversations.reports.model import Report
from templates.loading.catalog import SampleAnswers


@dataclass
class Frugal:
    """Knows the sample's values, notes and reasons; types what the screen asks for."""

    form: Form
    sample: SampleAnswers
    noted: set[str] = field(default_factory=set)

    def next_text(self, report: Report, session: Session) -> str | None:
        """What to type now; None when the report is filed."""
        match session.focus:
            case ListInput(rows=rows):
                return self._list(report, rows)
            case CheckExplanations(checks=checks):
                reasons = [(n, self.sample.reasons.get(name)) for n, name in enumerate(checks, 1)]
                return "\n".join(f"{n}: {reason}" for n, reason in reasons if reason)
            case Preview() | FileImport():
                return "đồng ý"
            case ReadingChoice():
                return "1"
            case RowQuestion(row=row) | HelperQuestion(row=row):
                return self.sample.texts.get(row, "bỏ qua")
            case Summary():
                return None if report.state == "submitted" else "nộp"
            case SubmitConfirmation():
                return "nộp"
            case _:
                return "tiếp"

    def _list(self, report: Report, rows: tuple[str, ...]) -> str:
        """The numbers of the open rows, in the shorter way of writing them, and the notes."""
        blank = [key for key in rows if report.answer(key).state is AnswerState.BLANK]
        given = [self.sample.texts.get(key, "_") for key in blank]
        while given and given[-1] == "_":
            given.pop()
        named = [
            f"{n}={self.sample.texts[key]}"
            for n, key in enumerate(rows, 1)
            if key in blank and key in self.sample.texts
        ]
        in_order, addressed = "; ".join(given), "; ".join(named)
        short = in_order if len(in_order) < len(addressed) and len(given) > 1 else addressed
        on = ["xong"] if len(named) < len(blank) else []
        return "\n".join([*([short] if short else []), *self._notes(rows), *on])

    def _notes(self, rows: tuple[str, ...]) -> list[str]:
        """Notes of the rows in the list, and of their headings."""
        here = {*rows, *(self.form.group_of(key).key for key in rows)}
        found = [key for key in self.sample.notes if key in here and key not in self.noted]
        self.noted |= set(found)
        return [f"ghi chú {self._place(key, rows)}: {self.sample.notes[key]}" for key in found]

    def _place(self, key: str, rows: tuple[str, ...]) -> str:
        return str(rows.index(key) + 1) if key in rows else key
