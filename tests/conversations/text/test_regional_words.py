"""Regional words are told for common ones, and other words that look like them are not."""

from __future__ import annotations

import pytest

from conversations.text.regional_words import in_common_words


@pytest.mark.parametrize(
    ("said", "common"),
    [
        ("cấy ni chưa có số", "cái này chưa có số"),
        ("mấy cấy còn lại chưa có số", "mấy cái còn lại chưa có số"),
        ("chừ báo cáo ni mần răng cháu", "bây giờ báo cáo này làm sao cháu"),
        ("7 mô", "7 đâu"),
        ("dòng nớ ghi răng rứa", "dòng đó ghi sao vậy"),
        ("khi mô nộp", "khi nào nộp"),
        ("phòng mô phụ trách", "phòng nào phụ trách"),
        ("nỏ có chi mô", "không có gì đâu"),
        ("bữa ni tui bận", "hôm nay tôi bận"),
        ("hông phải vầy, như vầy nè", "không phải vầy, như vậy nè"),
    ],
)
def test_regional_words_are_told(said: str, common: str) -> None:
    assert in_common_words(said) == common


@pytest.mark.parametrize(
    "said",
    [
        *(
            "chi cục không phát sinh",
            "có chi thường xuyên",
            "ghi chi phí",
            "chi tiết",
            "quy mô lớn",
        ),
        *("mô hình một cửa", "khám răng hàm mặt", "nuôi cấy mô", "lỗ hổng", "tê giác", "ni cô"),
        *("21", "không phát sinh"),
    ],
)
def test_other_words_stay(said: str) -> None:
    assert in_common_words(said) == said
