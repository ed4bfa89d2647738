"""Which of the periods that a title prints is the report's: asked where more than one may be."""

from __future__ import annotations

from dataclasses import replace

from templates.form_draft.model import DraftDoubt, DraftReading, FormDraft
from templates.form_draft.output.letterhead.period_gaps import doubtful_periods
from templates.form_draft.recognition.language.words import on_paper

TITLE_PERIOD = "title.period"  # the key of the doubt, and of what was decided
KEEP = "keep"
_QUESTION = "Tiêu đề in sẵn “{printed}”: khi báo cáo kỳ khác, chữ nào đổi theo kỳ báo cáo?"
_KEPT = "không chữ nào, in nguyên như trong tệp"
_EVIDENCE = "Tiêu đề: {title}"


def ask_period(draft: FormDraft) -> FormDraft:
    """The draft with a doubt about the periods of its title, where there is one."""
    printed = doubtful_periods(draft.title)
    if not printed:
        return draft
    readings = (
        DraftReading(KEEP, _KEPT),
        *(DraftReading(one, f"“{one}” là kỳ báo cáo") for one in printed),
    )
    question = _QUESTION.format(printed="”, “".join(printed))
    evidence = _EVIDENCE.format(title=on_paper(draft.title))
    doubt = DraftDoubt(TITLE_PERIOD, question, readings, evidence)
    return replace(draft, doubts=(*draft.doubts, doubt))


def chosen_period(draft: FormDraft) -> str:
    """The words of the title that were said to be the period; empty where none were."""
    return dict(draft.settled).get(TITLE_PERIOD, "")


def choose_period(draft: FormDraft, words: str) -> FormDraft:
    """The draft in which these words of the title are the period, or none where they are KEEP."""
    others = tuple(one for one in draft.settled if one[0] != TITLE_PERIOD)
    chosen = () if words == KEEP else ((TITLE_PERIOD, words),)
    return replace(draft, settled=(*others, *chosen))
