"""What is filled in around the tables of a ministry's form, and what keeps its dots."""

from __future__ import annotations

import pytest

from templates.form_draft.output.letterhead.found_gaps import find_gaps, tell_gaps
from templates.form_draft.output.letterhead.lines import HeadLine, Zone

HEADS = [
    ("Tên đơn vị: ……", "Tên đơn vị: <unit.name>"),
    ("Đơn vị báo cáo: ______", "Đơn vị báo cáo: <unit.name>"),
    ("Đơn vị báo cáo:\n…………", "Đơn vị báo cáo:\n<unit.name>"),
    ("Đơn vị báo cáo:\n- Trường ……", "Đơn vị báo cáo:\n- <unit.name>"),
    ("Đơn vị báo cáo:\nỦy ban nhân dân cấp xã", "Đơn vị báo cáo:\nỦy ban nhân dân cấp xã"),
    ("Đơn vị gửi báo cáo:\t", "Đơn vị gửi báo cáo: <unit.name>"),
    ("Cơ quan chủ quản: ……", 'Cơ quan chủ quản: <unit.parent or "……">'),
    (
        "[TÊN CƠ QUAN CHỦ QUẢN]\n[TÊN ĐƠN VỊ]",
        '<unit.parent | upper or "[TÊN CƠ QUAN CHỦ QUẢN]">\n<unit.name | upper>',
    ),
    (
        "SỞ Y TẾ ……\nTRUNG TÂM Y TẾ ……\nSố: …/BC-…",
        '<unit.parent | upper or "SỞ Y TẾ ……">\n<unit.name | upper>\n'
        "Số: <issue.number>/BC-<unit.abbreviation>",
    ),
    ("UBND TỈNH ……\nSỞ NỘI VỤ", '<unit.parent | upper or "UBND TỈNH ……">\nSỞ NỘI VỤ'),
    ("ỦY BAN NHÂN DÂN\nXÃ ……\nSố:     /BC-UBND", "<unit.name | upper>\nSố: <issue.number>/BC-UBND"),
    ("TÊN CƠ QUAN, TỔ CHỨC\nSố: …/…", "<unit.name | upper>\nSố: <issue.number>/…"),
    ("Đơn vị nhận báo cáo: ……\nKính gửi: ……", "Đơn vị nhận báo cáo: ……\nKính gửi: ……"),
    ("Tỉnh, thành phố: ……", "Tỉnh, thành phố: ……"),
    ("Hà Nội, ngày … tháng … năm 2026", "Hà Nội, ngày <d> tháng <m> năm <y>"),
    ("……, ngày     tháng     năm 20", "……, ngày <d> tháng <m> năm <y>"),
    ("Ngày báo cáo: …/…/20…", "Ngày báo cáo: <d>/<m>/<y>"),
    ("Ngày nhận báo cáo: …/…/20…", "Ngày nhận báo cáo: …/…/20…"),
]
UNDER = [
    ("Quý …… năm 20……", "<period.long_name>"),
    ("QUÝ ... NĂM 20...", "<period.long_name | upper>"),
    ("(Quý …/20…)", "(<period.name>)"),
    ("Quý     năm 20", "<period.long_name>"),
    ("Tháng ___/20__", "<period.name>"),
    ("[quý] năm [năm]", "<period.inner_name>"),
    ("Kỳ báo cáo: ……", "Kỳ báo cáo: <period.name>"),
    ("Kỳ báo cáo: Quý … năm …", "Kỳ báo cáo: <period.long_name>"),
    ("Kỳ báo cáo: quý", "Kỳ báo cáo: quý"),
    ("Năm ……", "Năm <period.year>"),
    ("6 tháng đầu năm 20…", "<period.long_name>"),
    ("6 tháng/năm 20…", "<period.long_name>"),
    ("Năm học 20… - 20…", "<period.long_name>"),
    ("Tháng báo cáo: ……", 'Tháng báo cáo: <period.number or "……">'),
    ("(Từ ngày … đến hết ngày …)", "(Từ ngày <first> đến hết ngày <last>)"),
    ("Từ ../../.... đến ../../....", "Từ <first> đến <last>"),
    (
        "Từ ngày … tháng … năm … đến ngày … tháng … năm …",
        "Từ ngày <period.first_day> tháng <period.first_month> năm <period.first_year> đến ngày "
        "<period.last_day> tháng <period.last_month> năm <period.last_year>",
    ),
    ("Từ tháng … đến tháng … năm 20…", "Từ tháng <fm> đến tháng <lm> năm <period.last_year>"),
    ("Quý I năm 2026", "<period.long_name>"),
    ("Đơn vị: ……", "Đơn vị: ……"),
    ("Thực hiện Nghị quyết số 01 năm 2023", "Thực hiện Nghị quyết số 01 năm 2023"),
    ("Kế hoạch năm 2026 được giao", "Kế hoạch năm 2026 được giao"),
    (
        "(Kèm theo Báo cáo số …/BC-… ngày … tháng … năm …)",
        "(Kèm theo Báo cáo số <issue.number>/BC-<unit.abbreviation> ngày <d> tháng <m> năm <y>)",
    ),
]
TITLES = [
    ("KẾT QUẢ SẢN XUẤT 6 THÁNG ĐẦU NĂM 2026", "KẾT QUẢ SẢN XUẤT <period.long_name | upper>"),
    ("Kết quả thực hiện quý ... năm ....", "Kết quả thực hiện <period.inner_name>"),
    ("BÁO CÁO CÔNG TÁC NĂM 2026", "BÁO CÁO CÔNG TÁC NĂM <period.year>"),
    ("THỰC HIỆN LUẬT X NĂM 2018", "THỰC HIỆN LUẬT X NĂM 2018"),
    ("ƯỚC QUÝ II, KẾ HOẠCH QUÝ III NĂM 2026", "ƯỚC QUÝ II, KẾ HOẠCH QUÝ III NĂM 2026"),
]
FEET = [
    ("……, ngày … tháng … năm 20…", "……, ngày <d> tháng <m> năm <y>"),
    ("Quý … năm … là quý đầu", "Quý … năm … là quý đầu"),
]
SHORT = {
    "d": "issue.day",
    "m": "issue.month",
    "y": "issue.year",
    "first": "period.first_date",
    "last": "period.last_date",
    "fm": "period.first_month",
    "lm": "period.last_month",
}


def _fill(text: str, zone: Zone) -> str:
    lines = [HeadLine(one, 1, zone) for one in text.split("\n")]
    made: list[str | None] = [one.text for one in lines]
    gaps = find_gaps(lines)
    for gap in sorted(gaps, key=lambda one: (one.line, one.start), reverse=True):
        said = made[gap.line] or ""
        made[gap.line] = said[: gap.start] + gap.tag + said[gap.end :]
        for at in gap.swallows:
            made[at] = None
    return "\n".join(one for one in made if one is not None)


def _expected(text: str) -> str:
    for short, name in SHORT.items():
        text = text.replace(f"<{short}>", f"<{name}>")
    return text.replace("<", "{{ ").replace(">", " }}")


@pytest.mark.parametrize(
    ("zone", "cases"), [("head", HEADS), ("under", UNDER), ("title", TITLES), ("foot", FEET)]
)
def test_what_is_filled_in(zone: Zone, cases: list[tuple[str, str]]) -> None:
    made = {text: _fill(text, zone) for text, _ in cases}
    assert made == {text: _expected(filled) for text, filled in cases}


def test_what_is_done_and_what_is_left_is_told() -> None:
    lines = [
        HeadLine("Đơn vị báo cáo: ……", 1, "head"),
        HeadLine("Đơn vị nhận báo cáo: ……", 1, "head"),
        HeadLine("ƯỚC QUÝ II, KẾ HOẠCH QUÝ III NĂM 2026", 0, "title"),
    ]
    filled, left, kept = tell_gaps(lines, find_gaps(lines))
    assert "tên đơn vị ở: “Đơn vị báo cáo: ……”" in filled
    assert "“Đơn vị nhận báo cáo: ……”" in left
    assert "“ƯỚC QUÝ II, KẾ HOẠCH QUÝ III NĂM 2026”" in kept
