"""Which paragraphs of a report in words read otherwise in another version."""

from __future__ import annotations

from conversations.reports.report_text import ReportText, TextPart, TextPoint
from conversations.reports.text_changes import TextChange, compare_texts


def text(*paragraphs: str) -> ReportText:
    point = TextPoint(heading="1. Kết quả", paragraphs=paragraphs)
    return ReportText(title="Kết quả", parts=(TextPart(heading="I. KẾT QUẢ", points=(point,)),))


def test_the_same_text_has_no_change() -> None:
    assert compare_texts(text("Một."), text("Một.")) == ()


def test_changed_new_and_lost_paragraphs_are_told_apart() -> None:
    assert compare_texts(text("Một.", "Hai."), text("Một.", "Ba.")) == (
        TextChange(old="Hai.", new="Ba."),
    )
    assert compare_texts(text("Một."), text("Một.", "Hai.")) == (TextChange(old="", new="Hai."),)
    assert compare_texts(text("Một.", "Hai."), text("Hai.")) == (TextChange(old="Một.", new=""),)


def test_a_version_without_words_is_not_compared() -> None:
    assert compare_texts(None, text("Một.")) == ()
    assert compare_texts(text("Một."), None) == ()


def test_the_digest_hangs_on_every_line() -> None:
    whole = text("Một.").model_copy(
        update={"lead": "Mở đầu", "closing": "Hết./.", "addressed": ("Sở",), "receivers": ("VT",)}
    )
    others = [
        whole.model_copy(update={name: value})
        for name, value in (
            *(("title", "Khác"), ("lead", "Khác"), ("closing", "Khác")),
            *(("addressed", ("Khác",)), ("receivers", ("Khác",)), ("basis", ("Khác",))),
            ("parts", text("Hai.").parts),
        )
    ]
    assert len({whole.digest, *(one.digest for one in others)}) == 1 + len(others)
