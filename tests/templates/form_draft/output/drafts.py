"""Small drafts of made-up forms, as a reader would give them."""

from __future__ import annotations

from templates.form_draft.model import (
    DraftColumn,
    DraftDoubt,
    DraftReading,
    DraftRow,
    DraftRule,
    DraftSigner,
    DraftStub,
    DraftTable,
    FormDraft,
)

WHO = DraftStub("label", ("Nội dung",), "A", 0)
CODE = DraftStub("code", ("Mã số",), "B", 1)


def make_library_draft() -> FormDraft:
    """A coded table of two columns: a total that is split twice, one code printed twice."""
    rows = (
        DraftRow("Tổng số bạn đọc", code="01"),
        DraftRow("Chia theo độ tuổi", parent=0, level=1, kind="heading"),
        DraftRow("- Dưới 16 tuổi", code="02", parent=1, level=2),
        DraftRow("- Từ 16 tuổi trở lên", code="03", parent=1, level=2),
        DraftRow("Trong đó: người khuyết tật", code="04", parent=0, level=1),
        DraftRow("Sách mượn về", code="05"),
        DraftRow("Sách đọc tại chỗ", code="05"),
    )
    columns = (
        DraftColumn(("Bạn đọc", "Tổng số"), "1", role="total"),
        DraftColumn(("Bạn đọc", "Nữ"), "2", role="part", part_of="1", grey_for=("#5", "#6")),
        DraftColumn(("Ghi chú",), None, "text", role="note"),
    )
    rules = (
        DraftRule(0, "columns", "[2] <= [1]", "hard", "Cột Nữ đứng sau cột Tổng số"),
        DraftRule(0, "rows", "[01] == [02] + [03]", "hard", "Chia theo độ tuổi"),
        DraftRule(0, "rows", "[04] <= [01]", "hard", "Trong đó"),
        DraftRule(0, "rows", "[#5] <= [#6]", "soft", "mượn về thường ít hơn", ("1",)),
    )
    doubt = DraftDoubt(
        "table.0.column.2.answer",
        "Cột “Nữ” ghi số người hay tỷ lệ?",
        (DraftReading("count", "số người"), DraftReading("percent", "tỷ lệ %")),
    )
    return FormDraft(
        name="thu-vien",
        file="thu-vien.docx",
        title="BÁO CÁO HOẠT ĐỘNG THƯ VIỆN",
        code="07/TV",
        issued_by="Thông tư số 1/2026/TT-ABC",
        period_kinds=("year", "school_year"),
        tables=(DraftTable("fixed", None, (WHO, CODE), columns, rows, notes_column=True),),
        rules=rules,
        signers=(DraftSigner("Người lập biểu"), DraftSigner("Thủ trưởng")),
        doubts=(doubt,),
        unclear=("Cột 9 in “9=3x4 tháng” không tính được, để người báo cáo gõ.",),
    )


def make_price_draft() -> FormDraft:
    """A list under a total: a difference, a share of it, an earlier period's figures."""
    columns = (
        DraftColumn(("Mặt hàng",), "2", "text", role="text", item_key=True, place=1),
        DraftColumn(("Giá kỳ trước",), "3", "money", role="prior", taken_from="last", place=2),
        DraftColumn(("Giá kỳ này",), "4", "money", place=3),
        DraftColumn(
            ("Tăng, giảm", "Mức"),
            "5",
            "money",
            formula="[4] - [3]",
            printed_formula="5=4-3",
            place=4,
        ),
        DraftColumn(
            ("Tăng, giảm", "%"),
            "6",
            "percent",
            role="ratio",
            formula="[5]*100 / [3]",
            printed_formula="6=5/3",
            place=5,
        ),
    )
    rows = (DraftRow("Tổng cộng"),)
    rules = (DraftRule(0, "rows", "[#0] == sum([list])", "soft", "Tổng cộng", ("4",)),)
    table = DraftTable(
        "list",
        None,
        (DraftStub("stt", ("TT",), "1", 0),),
        columns,
        rows,
        above="Đơn vị tính: nghìn đồng",
    )
    return FormDraft("gia", "gia.docx", "BÁO CÁO GIÁ", tables=(table,), rules=rules)
