"""How a report should stand, by the entries of its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conversations.reports.model import ReportState
from conversations.reports.report_text import OWN_WORDS
from storage.history.entries import HistoryEntry

_DECISIONS = {
    ReportState.APPROVED: "approved",
    ReportState.DRAFT: "recalled",
    ReportState.CORRECTING: "recalled",
}


@dataclass
class HandedInVersion:
    """A submission as the history has it."""

    answers: Mapping[str, HistoryEntry]
    entry: HistoryEntry
    correction: str | None
    decision: str | None = None
    decided: HistoryEntry | None = None
    approval: HistoryEntry | None = None


@dataclass
class ToldReport:
    """What the entries of one report come to."""

    last: dict[str, HistoryEntry] = field(default_factory=dict)
    handed_in: list[HandedInVersion] = field(default_factory=list)
    returned: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    returning: bool = False  # rows are being sent back just now
    approved: int = 0
    correction: str | None = None

    def take(self, entry: HistoryEntry) -> None:
        kind, _, key = entry.subject.partition(":")
        if kind == "returned":
            self._sent_back(key, entry)
        if entry.subject == "state":
            self.returning = False
            self._moved(entry)
        if entry.subject == "form":
            self._renewed(entry)
        self.last[entry.subject] = entry

    def _renewed(self, entry: HistoryEntry) -> None:
        """A new version of the form: it has no place for some answers, and other keys for some."""
        for key in entry.new.get("set_aside", ()):
            self.last.pop(f"answer:{key}", None)
        moved = {
            now: self.last.pop(f"answer:{key}", None)
            for key, now in entry.new.get("moved", {}).items()
        }
        self.last |= {f"answer:{key}": one for key, one in moved.items() if one is not None}

    def _sent_back(self, key: str, entry: HistoryEntry) -> None:
        if not self.returning:
            self.returned = {}
        self.returning = True
        answered = self.last.get(f"answer:{key}")
        revision = answered.revision if answered else 0
        self.returned[key] = (entry.new["reason"], revision, entry.member, entry.at)

    def _moved(self, entry: HistoryEntry) -> None:
        state, old = ReportState(entry.new["state"]), (entry.old or {}).get("state")
        if entry.new.get("undone") == "returned":
            self._undo_return(state)
            return
        if state is ReportState.SUBMITTED and old == ReportState.APPROVED:
            self._undo_approval()
            return
        if state is ReportState.SUBMITTED:
            self.handed_in.append(HandedInVersion(self.answers(), entry, self.correction))
            return
        if state is ReportState.APPROVED:
            self.returned, self.correction = {}, None
        if state is ReportState.CORRECTING and old == ReportState.APPROVED:
            self.correction = entry.new.get("reason")
        taken_back = state is ReportState.RETURNED and old == ReportState.APPROVED
        if old != ReportState.SUBMITTED and not taken_back:
            return
        recalled = "returned" if entry.new.get("reason") else "recalled"
        self.handed_in[-1].decision = _DECISIONS.get(state, recalled)
        self.handed_in[-1].decided = entry
        if state is ReportState.APPROVED:
            self.approved = len(self.handed_in)
            self.handed_in[-1].approval = entry

    def _undo_approval(self) -> None:
        """The newest version waits again, and the one approved before it is in force."""
        newest = self.handed_in[-1]
        newest.decision = newest.decided = None
        self.correction = newest.correction
        numbers = range(len(self.handed_in), 0, -1)
        approved = (at for at in numbers if self.handed_in[at - 1].decision == "approved")
        self.approved = next(approved, 0)

    def _undo_return(self, state: ReportState) -> None:
        """The newest version stands as it did before rows of it were sent back."""
        newest = self.handed_in[-1]
        approved = state is ReportState.APPROVED
        newest.decision, newest.decided = (
            ("approved", newest.approval) if approved else (None, None)
        )
        self.returned = {}

    def answers(self) -> dict[str, HistoryEntry]:
        start = "answer:"
        return {
            subject.removeprefix(start): entry
            for subject, entry in self.last.items()
            if subject.startswith(start)
        }

    @property
    def counting(self) -> Mapping[str, HistoryEntry]:
        """The answers of the version that is added up, but for words."""
        number = self.approved or len(self.handed_in)
        if not number:
            return {}
        one = self.handed_in[number - 1]
        in_words = "words" in one.entry.new
        return {
            key: entry
            for key, entry in one.answers.items()
            if not (in_words and key.startswith(OWN_WORDS))
        }
