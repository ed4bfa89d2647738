"""Where a unit's report stands, as a coordinator sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from conversations.answers.values import AnswerState
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.reports.model import Report, ReportState
from conversations.workflow.request_bases import BoardFilter

_SHOWN = {
    ReportState.SUBMITTED: BoardFilter.REVIEW,
    ReportState.RETURNED: BoardFilter.RETURNED,
    ReportState.CORRECTING: BoardFilter.CORRECTING,
    ReportState.APPROVED: BoardFilter.APPROVED,
}
ORDER = (
    *(BoardFilter.LATE, BoardFilter.RETURNED, BoardFilter.OPEN, BoardFilter.CORRECTING),
    *(BoardFilter.REVIEW, BoardFilter.APPROVED),
)


def is_late(state: str, due: datetime | None, now: datetime) -> bool:
    """Whether the report should have been handed in by now and never was. One that was sent
    back, or is being corrected, was handed in before."""
    return due is not None and now > due and state == ReportState.DRAFT


def report_status(state: str, due: datetime | None, now: datetime) -> BoardFilter:
    """The one word for it: late before everything else."""
    if is_late(state, due, now):
        return BoardFilter.LATE
    return _SHOWN.get(ReportState(state), BoardFilter.OPEN)


class SectionProgress(StrEnum):
    """How much of a section is answered."""

    NONE = "none"
    SOME = "some"
    MOST = "most"
    ALL = "all"


def fill_of(filled: int, asked: int) -> SectionProgress:
    """Most is two thirds."""
    if not filled or not asked:
        return SectionProgress.NONE
    if filled >= asked:
        return SectionProgress.ALL
    return SectionProgress.MOST if filled * 3 >= asked * 2 else SectionProgress.SOME


def asked_by_section(form: Form) -> dict[str, int]:
    """How much each section asks for, against which the progress that is kept with reports is
    held: of a list as much as one item."""
    return form.derived(_asked_by_section)


def asked_in_all(form: Form) -> int:
    """The sum of `asked_by_section`."""
    return sum(asked_by_section(form).values())


def _asked_by_section(form: Form) -> dict[str, int]:
    whole = form.pattern or form
    return {one.key: len(whole.counted_by_heading[one.key]) for one in form.sections}


def section_progress(form: Form, filled: Mapping[str, int]) -> tuple[SectionProgress, ...]:
    """Each section of the form, in order."""
    asked = asked_by_section(form)
    return tuple(fill_of(filled.get(one.key, 0), asked[one.key]) for one in form.sections)


def filled_by_section(form: Form, report: Report) -> dict[str, int]:
    """How many asked rows of each section are answered."""
    return {
        section.key: len(report.answered.keys.intersection(form.counted_by_heading[section.key]))
        for section in form.sections
    }


def share_by_section(form: Form, report: Report) -> dict[str, int]:
    """The same as it is kept with the report, to be held against `asked_by_section`. Of a form with
    lists, so much of that as is the share of what the report has."""
    filled = filled_by_section(form, report)
    if form.pattern is None:
        return filled
    asked, whole = form.counted_by_heading, asked_by_section(form)
    unfinished = {one.names for one in form.growths if report.answer(one.names).is_unfinished}
    return {
        key: (count - len(unfinished.intersection(asked[key]))) * whole[key] // len(asked[key])
        if asked[key]
        else 0
        for key, count in filled.items()
    }


def filled_after(
    filled: Mapping[str, int], form: Form, before: Report, after: Report, keys: Iterable[str]
) -> Mapping[str, int]:
    """The same after these rows have changed; `form` is that of the report before. What is asked
    of a form with lists is another after each of its items: it is counted anew."""
    if form.pattern is not None:
        return share_by_section(fit_form(form, after.answers), after)
    changed = dict(filled)
    for key in keys:
        was = before.answer(key).state is not AnswerState.BLANK
        is_ = after.answer(key).state is not AnswerState.BLANK
        if was != is_ and key in form.counted_at:
            changed[form.section_of(key).key] += 1 if is_ else -1
    return changed
