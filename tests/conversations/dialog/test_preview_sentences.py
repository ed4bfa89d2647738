"""Sentences of several parts about a preview: what is stored, what stands, what is told."""

from __future__ import annotations

import pytest

from conversations.protocol.preview_states import Preview
from conversations.reports.model import AnswerChange
from tests.conversations.dialog.test_what_is_meant import brought_to

SEVEN = "list|1=20; 2=15; 4=3; 5=2; 6=4; 7=1; 8=1"


def heard(text: str) -> tuple[set[str], tuple[int, ...], str]:
    """The rows that are stored, the numbers of the lines that stand, and what is said."""
    talk = brought_to(SEVEN)
    said = talk.say(text)
    assert talk.last is not None
    changes = (one.key for one in talk.last.changes if isinstance(one, AnswerChange))
    focus = talk.session.focus
    lines = focus.lines if isinstance(focus, Preview) else ()
    stored = {key for key in changes if talk.form.row(key).computed is None}
    return stored, tuple(line.number for line in lines), said


@pytest.mark.parametrize(
    ("text", "count", "left"),
    [
        ("thôi để vậy cũng được, ghi 7 dòng", 7, ()),
        ("ừ đúng rồi đó, ghi luôn giùm chị", 7, ()),
        ("à nhầm, dòng 5 không thuộc thẩm quyền của Sở chị, còn lại đúng hết", 7, ()),
        ("bỏ 1 2, còn lại ghi", 5, ()),
        ("1 2 ghi trước còn lại từ từ", 2, (4, 5, 6, 7, 8)),
        ("ghi hết nhưng dòng 8 để sau", 6, (8,)),
        ("1, 2, 4 đúng, ghi", 3, (5, 6, 7, 8)),
        ("bỏ dòng 4 5 giữ mấy dòng kia", 0, (1, 2, 6, 7, 8)),
        ("1 với 2 thì đúng, 4 sửa thành 12, còn 5 bỏ", 0, (1, 2, 4, 6, 7, 8)),
        ("dòng 4 hông có, còn lại đúng hết", 0, (1, 2, 4, 5, 6, 7, 8)),
        ("phòng ban kiểm tra 12, ghi luôn", 0, (1, 2, 4, 5, 6, 7, 8)),
        ("còn lại đúng hết, khoan ghi nha", 0, (1, 2, 4, 5, 6, 7, 8)),
        ("bỏ 4, còn lại đừng ghi", 0, (1, 2, 5, 6, 7, 8)),
        ("con lai dung ghi", 0, (1, 2, 4, 5, 6, 7, 8)),
        ("hủy dòng 5, ghi 7 dòng còn lại", 0, (1, 2, 4, 5, 6, 7, 8)),
        ("dòng 4 sai, còn lại đúng hết", 0, (1, 2, 4, 5, 6, 7, 8)),
        ("bỏ 4, dòng 6 tèo, còn lại ghi", 0, (1, 2, 5, 6, 7, 8)),
        ("bỏ dòng 4, à không, bỏ dòng 5, ghi", 0, (1, 2, 4, 5, 6, 7, 8)),
        ("khoan bỏ 4, còn lại ghi", 7, ()),
    ],
)
def test_what_is_stored_and_what_stands(text: str, count: int, left: tuple[int, ...]) -> None:
    stored, lines, _ = heard(text)
    assert (len(stored), lines) == (count, left)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("bỏ 4, dòng 6 tèo", "dòng 6 tèo"),
        ("dòng 4 là 14 chứ (không phải 3). Còn 6 tới 8 lý do là chưa kịp", "Còn 6 tới 8 lý do"),
        ("1 2 đúng, dòng 5 tèo, bỏ 4, ghi luôn", "dòng 5 tèo"),
    ],
)
def test_a_part_that_is_not_understood_is_told_and_nothing_stored(text: str, part: str) -> None:
    stored, _, said = heard(text)
    assert not stored
    assert f"chưa hiểu phần “{part}" in said


def test_what_was_changed_is_told_when_all_is_stored_at_once() -> None:
    _, _, said = heard("dòng 4 đổi lại 12 giúp chị, dòng 7 bỏ luôn, xong ghi nhé")
    assert "Đã sửa: 4." in said
    assert "Đã bỏ: 7." in said
    assert "Đã ghi 6 dòng" in said
