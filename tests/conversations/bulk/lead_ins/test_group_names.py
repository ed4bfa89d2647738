"""A heading of the list in hand is named with its section; nothing else is touched."""

from __future__ import annotations

import pytest

from conversations.bulk.lead_ins.group_names import added_names, name_groups
from templates.loading.catalog import load_catalog

FORM = load_catalog().forms["cchc-so"]
IN_HAND = FORM.asked_by_heading["IV"]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("mục 3: giao 76", "mục 3 phần IV: giao 76"),
        ("còn lại mục 1 kps", "còn lại mục 1 phần IV kps"),
        ("Nhóm 4 chưa có số", "Nhóm 4 phần IV chưa có số"),
        ("mục 6, 7 kps", "mục 6 phần IV, mục 7 phần IV kps"),
        ("mục 6 và mục 7 kps", "mục 6 phần IV, mục 7 phần IV kps"),
        ("kps hết mục 4", "kps hết mục 4 phần IV"),
        ("mục 4", "mục 4 phần IV"),
        ("muc 3 giao 76, muc 4 co mat 12", "muc 3 phần IV giao 76, muc 4 phần IV co mat 12"),
    ],
)
def test_a_heading_gets_its_section(said: str, named: str) -> None:
    assert name_groups(FORM, IN_HAND, said) == named


@pytest.mark.parametrize(
    "said",
    [
        "mục 3 phần II: giao 76",
        "phần II, mục 3 giao 76",
        "mục 3=5",
        "mục 12 kps",
        "mục 3.2 là 5",
        "danh mục 3 nghề",
        "chuyên mục 4 bài",
        "du dieu kien muc 3 la 30, dang cung cap 28",
        "tới mục 4",
        "bỏ qua mục 4",
        "ghi chú mục 4: chờ số liệu",
        "sửa mục 3 thành 5",
        "dòng 3 là 5",
        "dạ du dieu kien muc 3 la 30",
    ],
)
def test_anything_else_stays(said: str) -> None:
    assert name_groups(FORM, IN_HAND, said) == said


@pytest.mark.parametrize("rows", [(), FORM.asked_by_heading["IV.02"], FORM.order])
def test_elsewhere_a_number_is_of_a_row(
    rows: tuple[str, ...],
) -> None:
    assert name_groups(FORM, rows, "mục 3: giao 76") == "mục 3: giao 76"


BESIDE = FORM.asked_by_heading["IV.02"]  # five rows


@pytest.mark.parametrize("said", ["còn lại mục 3 kps", "cả mục 4 kps", "mục 6 kps", "mục 7: 1 2 3"])
def test_what_is_no_row_of_the_list_is_a_heading(said: str) -> None:
    assert name_groups(FORM, BESIDE, said) != said


@pytest.mark.parametrize("said", ["mục 3 kps", "mục 4: 12, 10"])
def test_what_may_be_a_row_is_named_only_to_be_asked_about(said: str) -> None:
    assert name_groups(FORM, BESIDE, said) == said
    assert "phần IV" in name_groups(FORM, BESIDE, said, every=True)


def test_what_was_added_is_known() -> None:
    typed = "mục 3: giao 76, Nhóm 4: 12, 10"
    named = name_groups(FORM, IN_HAND, typed)
    assert added_names(typed, named) == {"mục 3 phần IV": "mục 3", "Nhóm 4 phần IV": "Nhóm 4"}
    assert not added_names("mục 3 phần IV: 5", "mục 3 phần IV: 5")
