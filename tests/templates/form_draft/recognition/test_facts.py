"""Values that are asked outside of tables."""

from __future__ import annotations

import pytest

from templates.form_draft.recognition.facts import read_facts
from templates.form_draft.recognition.paper.grid import PaperLine

Said = list[tuple[str, str, str | None, str | None]]


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (
            "Số giường kế hoạch: ………… giường",
            [("Số giường kế hoạch", "count", "giường", None)],
        ),
        (
            "Tổng số cán bộ, công chức: ….. người, trong đó nữ: ….. người",
            [
                ("Tổng số cán bộ, công chức", "count", "người", None),
                ("trong đó nữ", "count", "người", "Tổng số cán bộ, công chức"),
            ],
        ),
        (
            "Tổng số hộ: … hộ; trong đó: hộ nghèo … hộ; hộ cận nghèo: … hộ",
            [
                ("Tổng số hộ", "count", "hộ", None),
                ("trong đó: hộ nghèo", "count", "hộ", "Tổng số hộ"),
                ("hộ cận nghèo", "count", "hộ", "Tổng số hộ"),
            ],
        ),
        (
            "- Số bác sĩ ___ người (trong đó nữ ___ người)",
            [
                ("Số bác sĩ", "count", "người", None),
                ("trong đó nữ", "count", "người", "Số bác sĩ"),
            ],
        ),
        ("Tổng số học sinh: [   ] học sinh", [("Tổng số học sinh", "count", "học sinh", None)]),
        ("Số văn bản:      văn bản", [("Số văn bản", "count", "văn bản", None)]),
        (
            "Số giường: ..... giường; công suất: ..... %",
            [("Số giường", "count", "giường", None), ("công suất", "percent", "%", None)],
        ),
        *(
            (line, [])
            for line in (
                *("Số: …/BC-SYT", "Số Quyết định: …/QĐ-UBND", "Kính gửi: ………"),
                *("………, ngày … tháng … năm 20…", "Xã ………… huyện …………", "Số điện thoại: ………"),
                *("Số liệu tính đến: ……", "Đơn vị: …… Tháng … năm …"),
            )
        ),
    ],
)
def test_the_values_that_a_line_asks_for(line: str, facts: Said) -> None:
    found = read_facts([PaperLine(line)])
    assert [(one.label, one.answer, one.measure, one.part_of) for one in found] == facts


def test_a_part_on_a_line_of_its_own() -> None:
    lines = [PaperLine("Tổng số đơn: …… đơn"), PaperLine("Trong đó: khiếu nại: …… đơn")]
    whole, part = read_facts(lines)
    assert part.part_of == whole.label == "Tổng số đơn"
