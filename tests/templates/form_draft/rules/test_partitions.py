"""Whether labels cover a whole."""

from __future__ import annotations

import pytest

from templates.form_draft.rules.partitions import are_bands, find_wholes, has_rest, overlap


@pytest.mark.parametrize(
    ("labels", "covers"),
    [
        (["- Từ 30 trở xuống", "- Từ 31 đến 40", "- Trên 40 tuổi"], True),
        (["Trước 19/8/1945", "Từ 19/8/1945 đến 20/7/1954", "Từ 21/7/1954 đến nay"], True),
        (["Từ 51 trở lên", "Từ 30 đến 50", "Dưới 30"], True),
        (["Từ 18 - 30 tuổi", "Từ 36 - 40 tuổi", "Trên 40 tuổi"], False),
        (["Dưới 30", "Từ 36 đến 40", "Trên 40"], False),
        (["Dưới 30", "Trên 40"], False),
        (["Dưới 30", "Bình quân", "Từ 30 trở lên"], False),
    ],
)
def test_bands_cover_a_scale_without_a_hole(labels: list[str], covers: bool) -> None:
    assert are_bands(labels) is covers


@pytest.mark.parametrize(
    ("labels", "runs"),
    [
        (["Nam", "Nữ"], [range(2)]),
        (["Lao động nữ", "Lao động nam"], [range(2)]),
        (["Đúng hạn", "Không đúng hạn"], [range(2)]),
        (["Trước hạn", "Đúng hạn", "Quá hạn"], [range(3)]),
        (["Nữ", "Đảng viên"], []),
        (["Nam", "Nữ", "Thành thị", "Nông thôn"], [range(2), range(2, 4)]),
        (["Công lập", "Ngoài công lập"], [range(2)]),
        (["Ngoài công lập"], []),
    ],
)
def test_known_wholes_are_found(labels: list[str], runs: list[range]) -> None:
    assert find_wholes(labels) == runs


def test_traits_overlap_and_a_rest_covers() -> None:
    assert overlap(["Nữ", "Dân tộc thiểu số"])
    assert not overlap(["Nam", "Nữ"])
    assert has_rest(["Kinh phí", "Nguồn khác"])
    assert not has_rest(["Nữ", "Khác"])
