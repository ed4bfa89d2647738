"""What a form is called: its title without a period, and the short name that people say."""

from __future__ import annotations

import re

from conversations.text.normalize import capitalise, fold_text
from templates.form_draft.model import FormDraft
from templates.form_draft.output.letterhead.period_doubt import chosen_period
from templates.form_draft.output.letterhead.period_gaps import without_period
from templates.form_draft.recognition.language.words import tell_words
from templates.loading.form_schema import LONGEST_NAME

_KINDS = (
    "báo cáo thống kê|báo cáo tổng hợp|báo cáo về|báo cáo|biểu tổng hợp|biểu thống kê|"
    "bảng tổng hợp|bảng kê|tổng hợp|thống kê|phụ lục"
)
_RESULTS = "kết quả thực hiện|kết quả|tình hình thực hiện|tình hình|tiến độ thực hiện|số liệu về"
_LED = tuple(
    re.compile(rf"^(?:{words})\b[\s:,–-]*(?=\w)", re.IGNORECASE) for words in (_KINDS, _RESULTS)
)
_JOINTS = re.compile(
    r"\s*[;:(–]\s*|\s*,\s*(?!chống|chữa|khen|xử lý)|\s+-\s+|"
    r"\s+(?=(?:của|trên|tại|theo|về|và|trong|đối với|cho|để|do|thuộc|giữa|"
    r"từ|đến|bằng|nhằm|hoặc|được|có|phục vụ|với|ở|trực thuộc)\b)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVX]+[.,]?")
_LOOSE = frozenset({"của", "trên", "tại", "theo", "về", "và", "các", "những", "được", "có", "cho"})


def title_form(draft: FormDraft) -> str:
    """The title without the period: a form is for every one."""
    return without_period(draft.title, chosen_period(draft))


def name_form(draft: FormDraft) -> str:
    """What people call the form, in at most 40 characters and whole words: its code, or the
    beginning of its title up to a joint."""
    coded = f"Biểu {draft.code}" if draft.code else ""
    if coded and len(coded) <= LONGEST_NAME:
        return coded
    words = _sentence(without_period(draft.title, any_of_them=True))
    for led in (None, *_LED):
        words = led.sub("", words) if led is not None else words
        if len(words) <= LONGEST_NAME:
            return capitalise(words)
    return capitalise(_shorten(words))


def _shorten(words: str) -> str:
    """The words up to the last joint that leaves enough of them; up to a whole word where there is
    none."""
    ends = [found.start() for found in _JOINTS.finditer(words) if found.start() <= LONGEST_NAME]
    for end in reversed(ends):
        if len(tell_words(words[:end]).split()) > 1:
            return words[:end]
    kept = words[: LONGEST_NAME + 1].rsplit(" ", 1)[0]
    while " " in kept and kept.split()[-1].lower() in _LOOSE:
        kept = kept.rsplit(" ", 1)[0]
    return kept[:LONGEST_NAME].rstrip(" ,;:-–(")


def _sentence(title: str) -> str:
    """A title in capitals as a sentence; abbreviations and Roman numbers stay large."""
    if not title.isupper():
        return title
    return " ".join(one if _is_short(one) else one.lower() for one in title.split())


def _is_short(word: str) -> bool:
    letters = [sign for sign in fold_text(word) if sign.isalpha()]
    return (len(letters) > 1 and not set(letters) & set("aeiouy")) or bool(_ROMAN.fullmatch(word))
