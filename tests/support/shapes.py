"""Forms in the shapes that real ones have: those of the twenty-nine in docs/shapes.md that no form
of the library has. Made in code, because most of a wide head is the same again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.reports.model import LetterReference, OrgUnit
from templates.loading.form_folder import read_folder
from templates.loading.sample import SampleAnswers, place_sample

Part = dict[str, Any]
LABEL = [{"holds": "stt", "label": "STT", "number": "A"}, {"holds": "label", "label": "Nội dung"}]
SIGNED = {"kind": "signatures", "signers": ["Người lập biểu", "Thủ trưởng đơn vị"]}
PROSE = {"kind": "narrative", "answer": {"type": "text", "limit": 2000}}
ITEMS = ("Đơn vị thứ nhất", "Đơn vị thứ hai")
MONEY = {"type": "money", "unit": "triệu đồng", "places": 1}
BESIDE = {"computed": "percent([1], [2])"}
PERCENT = {"type": "percent", "max": 1000}


def columns(labels: Iterable[str | dict[str, Any]], under: Iterable[str] = ()) -> Part:
    """Columns numbered from 1; a mapping says more of a column than its label."""
    made = ({"label": one} if isinstance(one, str) else one for one in labels)
    return {str(n): {"under": [*under], **one} for n, one in enumerate(made, 1)}


def rows(labels: Iterable[str | dict[str, Any]], prefix: str = "") -> Part:
    made = ({"label": one} if isinstance(one, str) else one for one in labels)
    return {f"{prefix}{n:02}": {"stt": str(n), **one} for n, one in enumerate(made, 1)}


def several(what: str, count: int) -> list[str]:
    return [f"{what} số {number}" for number in range(1, count + 1)]


def table(columns: Part, rows: Part, **more: Any) -> Part:
    return {"answer": "count", "stubs": LABEL, "columns": columns, "rows": rows, **more}


def grown(columns: Part, **more: Any) -> Part:
    items = {"title": "Các dòng", "most": 30}
    return {
        "kind": "list",
        "items": items,
        "answer": "count",
        "stubs": LABEL,
        "columns": columns,
    } | (more)


def _awards() -> dict[str, Part]:
    heads = [
        {"label": kind, "under": ["Hình thức khen thưởng", group, award]}
        for group, awards in (("Cấp Nhà nước", 5), ("Cấp bộ, cấp tỉnh", 6))
        for award in several(f"{group}, hình thức", awards)
        for kind in ("Tập thể", "Cá nhân")
    ]
    return {"T": grown(columns(heads))}


def _measures() -> dict[str, Part]:
    heads = ["Kỳ báo cáo", "Trong đó: Nữ", "Dân tộc", "Cấp huyện", "Cấp xã"]
    stubs = [*LABEL, {"holds": "measure", "label": "Đơn vị tính"}]
    lines = [
        {"label": f"Chỉ tiêu {n}", "measure": ("Người", "Cuộc", "Văn bản")[n % 3]}
        for n in range(1, 18)
    ]
    made = columns(heads, ["Số liệu"])
    for part in ("2", "3"):
        made[part]["part_of"] = "1"
    return {"T": table(made, rows(lines), stubs=stubs)}


def _nested() -> dict[str, Part]:
    lines: Part = {}
    for at, part in enumerate(("I", "II", "III", "IV", "V")):
        lines[part] = {"label": f"Phần {part}", "stt": part}
        for number in range(1, 3 if at < 4 else 2):
            lines[f"{part}{number}"] = {"label": f"Ý {number} của phần {part}", "within": part}
    return {"T": table({"1": {"label": "Số lượng"}}, lines)}


def _splits() -> dict[str, Part]:
    heads = ["Tổng số", "Nam", "Nữ", "Kinh", "Dân tộc khác", "Từ 30 trở xuống", "Từ 31 đến 40"]
    heads += ["Từ 41 đến 50", "Trên 50", "Sơ cấp", "Trung cấp", "Đại học trở lên"]
    made = columns(heads)
    groups = ((2, 3), (4, 5), (6, 7, 8, 9), (10, 11, 12))
    made["1"] |= {"role": "total", "sums": [[str(one) for one in group] for group in groups]}
    names = ("Giới tính", "Dân tộc", "Độ tuổi", "Trình độ")
    for name, group in zip(names, groups, strict=True):
        for one in group:
            made[str(one)]["under"] = ["Chia theo", name]
    return {"T": table(made, {"01": {"label": "Tổng số"}})}


def _communes() -> dict[str, Part]:
    return {"T": grown(columns(["Số hộ", "Số hộ nghèo", "Số hộ cận nghèo"]))}


def _fields() -> dict[str, Part]:
    heads = [
        {"label": label, "under": under}
        for under, labels in (
            (["Tiếp nhận", "Trong kỳ"], ["Trực tuyến", "Trực tiếp"]),
            (["Tiếp nhận"], ["Kỳ trước chuyển qua", "Tổng số"]),
            (["Đã giải quyết"], ["Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn"]),
            (["Đang giải quyết"], ["Tổng số", "Trong hạn", "Quá hạn"]),
        )
        for label in labels
    ]
    groups = {
        part: {"label": f"Lĩnh vực thuộc nhóm {part}", "stt": part, "heading": True, "grows": True}
        for part in ("I", "II", "III")
    }
    items = {"title": "Các lĩnh vực", "most": 30}
    return {"T": table(columns(heads), groups, items=items)}


def _levels() -> dict[str, Part]:
    heads: list[str | dict[str, Any]] = []
    for group in ("Số đơn", "Số vụ việc", "Số lượt người"):
        total = str(len(heads) + 1)
        heads.append({"label": "Tổng số", "under": [group], "role": "total"})
        heads += [
            {"label": level, "under": [group], "part_of": total}
            for level in ("Cấp tỉnh", "Cấp huyện", "Cấp xã")
        ]
    return {"T": grown(columns(heads))}


def _people() -> dict[str, Part]:
    text, factor = {"type": "text", "limit": 100}, {"type": "decimal", "places": 2, "max": 99}
    heads: list[str | dict[str, Any]] = [
        {"label": "Ngày sinh", "answer": {"type": "date"}},
        {"label": "Ngày vào ngành", "answer": {"type": "date"}},
    ]
    heads += [
        {"label": f"Thông tin {n}", "under": ["Chức danh"], "answer": text} for n in range(1, 8)
    ]
    heads += [
        {"label": f"Hệ số {n}", "under": ["Lương", "Hệ số"], "answer": factor} for n in range(1, 11)
    ]
    heads += [
        {
            "label": f"Khoản {n}",
            "under": ["Lương", "Số tiền"],
            "answer": MONEY,
            "measure": "Triệu đồng",
        }
        for n in range(1, 9)
    ]
    return {"T": grown(columns(heads))}


def _flat() -> dict[str, Part]:
    return {"T": table({"1": {"label": "Số lượng"}}, rows(several("Nội dung", 14)), note="Ghi chú")}


def _tables_with_facts() -> dict[str, Part]:
    money = {"answer": {"type": "money", "unit": "nghìn đồng"}, "measure": "Nghìn đồng"}
    first = [
        {
            "label": f"Nguồn {n}",
            "under": ["Kinh phí", "Giao trong năm", f"Đợt {1 + n // 6}"],
            **money,
        }
        for n in range(1, 12)
    ]
    second = [
        {"label": f"Loại {n}", "under": ["Đã chi", "Theo loại"], **money} for n in range(1, 7)
    ]
    second_columns = {f"b{n}": one for n, one in columns(second).items()}
    second_columns["b3"] |= {"number": "3=1+2", "computed": "[b1] + [b2]"}
    return {
        "F": {
            "kind": "facts",
            "answer": "count",
            "rows": {"F1": {"label": "Tổng biên chế"}, "F2": {"label": "Số hộ"}},
        },
        "T": grown(columns(first), footnotes=["(1) Gồm cả nguồn chuyển tiếp."]),
        "U": table(second_columns, {"U1": {"label": "Tổng số"}}),
    }


def _investment() -> dict[str, Part]:
    heads: list[str | dict[str, Any]] = []
    for year in ("Kế hoạch", "Thực hiện", "Lũy kế"):
        for source in ("Ngân sách trung ương", "Ngân sách tỉnh", "Vốn khác"):
            heads += [
                {
                    "label": f"Nguồn {n}",
                    "under": ["Vốn đầu tư", year, source, "Chia ra"],
                    "answer": MONEY,
                    "measure": "Triệu đồng",
                }
                for n in range(1, 6)
            ]
    return {"T": grown(columns(heads))}


def _progress() -> dict[str, Part]:
    heads: list[str | dict[str, Any]] = []
    for source in ("Trung ương", "Địa phương"):
        plan = len(heads) + 1
        heads.append(
            {"label": "Số tiền", "under": ["Kế hoạch", source], "answer": MONEY, "role": "plan"}
        )
        for what in ("Trong tháng", "Lũy kế", "Ước năm"):
            under = ["Thực hiện", what, source]
            heads.append({"label": "Số tiền", "under": under, "answer": MONEY})
            share = f"percent([{len(heads)}], [{plan}])"
            ratio = {"answer": PERCENT, "role": "ratio", "computed": share}
            heads.append({"label": "%", "under": under, **ratio})
        heads += [
            {"label": f"Nội dung {n}", "under": ["Hiện vật", source], "answer": {"type": "decimal"}}
            for n in range(1, 4)
        ]
    return {"T": table(columns(heads), rows(several("Nội dung", 6)))}


def _year_before() -> dict[str, Part]:
    heads = [
        "Kỳ báo cáo",
        {"label": "Cùng kỳ năm trước", "role": "same_last_year", "shows": {"last_year": "1"}},
        {
            "label": "So sánh (%)",
            "answer": PERCENT,
            "role": "ratio",
            "computed": "percent([1], [2])",
        },
    ]
    stubs = [*LABEL, {"holds": "measure", "label": "Đơn vị tính"}]
    lines = [
        {"label": f"Chỉ tiêu {n}", "measure": ("Người", "Triệu đồng", "Vụ")[n % 3]}
        for n in range(1, 26)
    ]
    for one in lines[1::3]:
        one["answer"] = MONEY
    return {"T": table(columns(heads), rows(lines), stubs=stubs)}


def _goods() -> dict[str, Part]:
    heads = [
        "Trong tháng",
        {"label": "Tháng trước", "role": "prior", "shows": {"last": "1"}},
        {"label": "Lũy kế từ đầu năm", "role": "cumulative"},
        {"label": "So với tháng trước (%)", "role": "ratio", "answer": PERCENT} | BESIDE,
    ]
    return {"T": grown(columns(heads))}


def _three_years() -> dict[str, Part]:
    heads = [
        {"label": label, "under": ["Giai đoạn ba năm", group]}
        for group in ("Toàn tỉnh", "Trong đó: vùng khó khăn")
        for label in ("Số xã", "Số hộ", "Số người", "Số công trình")
    ]
    made = columns(heads)
    for n in range(5, 9):
        made[str(n)]["part_of"] = str(n - 4)
    return {"T": table(made, {"01": {"label": "Tổng số"}})}


def _assets() -> dict[str, Part]:
    money = {"answer": MONEY, "measure": "Triệu đồng"}
    parts: dict[str, Part] = {}
    for at, part in enumerate(("Đất", "Nhà", "Xe", "Tài sản khác"), 1):
        key = f"T{at}c"
        heads = {
            f"{key}1": {"label": "Số lượng"},
            f"{key}2": {"label": "Nguyên giá", **money},
            f"{key}3": {"label": "Hao mòn lũy kế", **money, "part_of": f"{key}2"},
            f"{key}4": {"label": "Giá trị còn lại", **money} | {"computed": f"[{key}2] - [{key}3]"},
        }
        parts[f"T{at}"] = table(heads, rows(several(part, 4), f"T{at}r"), title=part)
    lines = {"N1": {"label": "Tình hình"}, "N2": {"label": "Kiến nghị"}}
    return parts | {"N": {**PROSE, "title": "Nhận xét", "rows": lines}}


def _payments() -> dict[str, Part]:
    money = {"answer": MONEY, "measure": "Triệu đồng"}
    heads: list[str | dict[str, Any]] = [
        {"label": label, "under": ["Số tiền"], **money} for label in several("Khoản", 6)
    ]
    heads[5] = {"label": "Thực lĩnh", "under": ["Số tiền"], **money} | {
        "computed": "[1] + [2] + [3] + [4] - [5]"
    }
    heads.append({"label": "Số tài khoản", "answer": {"type": "text", "limit": 40}})
    return {"T": grown(columns(heads), note="Ký nhận")}


def _days() -> dict[str, Part]:
    heads = [
        {"label": "Ngày", "answer": {"type": "date"}},
        "Số ca mắc",
        "Số ca khỏi",
        "Số người cách ly",
    ]
    return {"T": grown(columns(heads)), "N": {**PROSE, "rows": {"N1": {"label": "Diễn biến"}}}}


SHAPES: dict[int, tuple[Callable[[], dict[str, Part]], int]] = {
    2: (_awards, 44),
    3: (_measures, 85),
    7: (_nested, 14),
    8: (_splits, 12),
    9: (_communes, 6),
    10: (_fields, 66),
    11: (_levels, 24),
    15: (_people, 54),
    17: (_flat, 14),
    18: (_tables_with_facts, 29),
    21: (_investment, 90),
    22: (_progress, 84),
    24: (_year_before, 25),
    25: (_goods, 4),
    26: (_three_years, 8),
    27: (_assets, 50),
    28: (_payments, 12),
    29: (_days, 9),
}
"""Each shape, and how many cells are asked where a list has two items."""


def shape_text(number: int) -> str:
    """The form's file: JSON is YAML."""
    blocks, _ = SHAPES[number]
    form = {
        "form": f"shape-{number}",
        "model": 2,
        "version": 1,
        "title": f"BIỂU DẠNG {number}",
        "name": f"Dạng {number}",
        "blocks": {**blocks(), "K": SIGNED},
    }
    return json.dumps(form, ensure_ascii=False, indent=1)


def shape_form(number: int, folder: Path) -> Form:
    home = folder / f"shape-{number}"
    home.mkdir()
    (home / "form.yaml").write_text(shape_text(number), encoding="utf-8")
    read = read_folder(home, "")
    assert read.problems == [], read.problems
    return read.forms[0]


def filled_sample(form: Form) -> SampleAnswers:
    """An answer in every cell that is asked, two items in every list."""
    unit = OrgUnit(name="Sở Nội vụ", short_name="Sở NV", abbreviation="SNV")
    period = Period(name="Năm 2025", start="2024-12-15", end="2025-12-14")  # type: ignore[arg-type]
    issue = LetterReference(month=12, year=2025)
    names = {one.names: "; ".join(ITEMS) for one in form.growths}
    sample = SampleAnswers(unit=unit, period=period, issue=issue, texts=names or {"x": "x"})
    whole = sample.form_of(form)
    texts = dict(names)
    for at, key in enumerate(whole.order):
        row = whole.row(key)
        if key not in names and row.computed is None:
            texts[key] = row.answer_type.example if row.is_free_text else _figure(row, at)
    return place_sample(sample.model_copy(update={"texts": texts}), form)


def _figure(row: Any, at: int) -> str:
    if row.options:
        return str(row.options[0].code)
    kind = type(row.answer_type).__name__
    return "15/3/2025" if kind == "DateType" else str(at % 7)
