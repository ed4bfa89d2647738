"""Where a form is signed no words of an officer stand, and none is told as left out."""

from __future__ import annotations

import pytest

from templates.appendix_import.signed_lines import is_signed
from templates.loading.catalog import load_catalog

FORM = load_catalog().forms["bnv-0605n"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("NGƯỜI LẬP BIỂU", "", "Thủ trưởng đơn vị"), True),
        (("(Ký, họ tên)", "(Ký, họ tên, đóng dấu)"), True),
        (("", "........, Ngày......tháng.......năm.........."), True),
        (("Sóc Trăng, ngày 05 tháng 12 năm 2025",), True),
        (("Người lập biểu", "21"), False),
        (("Ghi chú: số liệu tạm",), False),
        (("Ký kết 3 hợp đồng (trong đó 1 hợp đồng mới)",), False),
        ((), False),
    ],
)
def test_lines_of_those_who_sign(cells: tuple[str, ...], expected: bool) -> None:
    assert is_signed(FORM, cells) is expected


def test_a_form_that_nobody_signs_has_none() -> None:
    assert not is_signed(load_catalog().forms["cchc-so"], ("(Ký, họ tên)",))
