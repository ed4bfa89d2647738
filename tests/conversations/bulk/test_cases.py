"""Several answers in one message, case by case: what each means was written down by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.parser import read_burst
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from conversations.reports.printed_answers import print_answer
from templates.loading.catalog import load_catalog
from tests.support.appendix import sample_report
from tests.support.reports import LAST_QUARTER, blank_report

FORM = load_catalog().forms["cchc-so"]
FOLDER = Path(__file__).parent / "cases"
HANDS = {
    "staff": ("IV.02.01", "IV.02.02", "IV.02.03", "IV.02.04", "IV.02.05"),
    "plan": ("I.01.01", "I.01.02", "I.01.03", "I.02.01"),
    "codes": ("III.01", "III.01.01", "III.02", "III.03"),
    "text": ("I.09", "II.01"),
    "checks": (*(f"IV.06.0{n}" for n in range(1, 5)), *(f"IV.07.0{n}" for n in range(1, 6))),
    "media": ("I.03.01", "I.03.02", "I.03.05"),
    "kept": ("IV.02.01", "IV.02.02", "IV.02.03", "IV.02.04"),  # with the last quarter's numbers
    "part": ("IV.02.01", "IV.02.02", "IV.02.03", "IV.02.04"),  # 1 and 3 are answered
}


def cases() -> list[tuple[str, str, str, str]]:
    found = []
    for path in sorted(FOLDER.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                hand, mode, text, expected = line.split("\t")
                found.append((hand, mode, text, expected))
    return found


@pytest.mark.parametrize(("hand", "mode", "text", "expected"), cases())
def test_case(hand: str, mode: str, text: str, expected: str) -> None:
    typed = text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t")
    ways = read_burst(FORM, report(hand), HANDS[hand], typed, listed=mode == "L")
    assert (" || ".join(map(shown, ways)) or "-") == expected


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 400
    assert len({case[:3] for case in cases()}) == len(cases())


def report(hand: str) -> Report:
    made = blank_report(FORM)
    if hand == "kept":
        return made.with_past(PreviousReport(period=LAST_QUARTER, answers=sample_report().answers))
    if hand == "part":
        for key in ("IV.02.01", "IV.02.03"):
            made = made.with_answer(key, sample_report().answer(key))
    return made


def shown(burst: BulkAnswers) -> str:
    """`{words} KEY=answer; KEY?code; [text]?code +KEY #note !warning`"""
    words = f"{{{burst.words}}} " if burst.words else ""
    warned = f" !{','.join(burst.warnings)}" if burst.warnings else ""
    notes = "".join(f" +{key} #{note}" for key, note in burst.notes.items())
    return (words + "; ".join(map(_entry, burst.entries)) + notes + warned).strip()


def _entry(entry: BulkEntry) -> str:
    where = entry.row or f"[{entry.said}]"
    note = f" #{entry.note}" if entry.note else ""
    match entry.reading:
        case (ReadValue() | ReadState()) as reading if entry.row is not None:
            return f"{where}={print_answer(FORM.row(entry.row), as_answer(reading))}{note}"
        case reading:
            return f"{where}?{getattr(reading, 'code', '')}{note}"
