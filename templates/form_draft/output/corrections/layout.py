"""The sheets of the workbook: their names, and the heads of their columns."""

from __future__ import annotations

from dataclasses import dataclass

FORM, COLUMNS, ROWS, RULES, DOUBTS = "Biểu", "Cột", "Dòng", "Quan hệ", "Chỗ chưa chắc"
HELP = "Hướng dẫn"
MARK = "Mã biểu"
STAMP = "Dấu tệp"  # in a hidden line: which workbook it is
HEAD_JOINT = " › "
LIST_JOINT = "; "
SPARE_ROWS, SPARE_RULES = 40, 15  # empty lines for what a person adds


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: its head, what is said of it to people, whether it may be changed, its
    width in characters."""

    head: str
    note: str = ""
    is_open: bool = True
    width: float = 14


FORM_FIELDS = (
    ("title", "Tên biểu"),
    ("code", "Số biểu"),
    ("issued_by", "Ban hành theo"),
    ("sent_by", "Đơn vị gửi"),
    ("sent_to", "Đơn vị nhận"),
    ("period_kinds", "Kỳ báo cáo"),
    ("signers", "Người ký"),
)
COLUMN_SHEET = (
    SheetColumn("Bảng", "Số thứ tự của bảng trong tệp.", is_open=False, width=6),
    SheetColumn("Mã cột", "Tên cột trong biểu; không sửa.", is_open=False, width=8),
    SheetColumn("Số cột", "Số in ở dòng đánh số cột.", width=8),
    SheetColumn("Đầu cột", "Từ dòng trên xuống, cách nhau bằng dấu ›.", width=48),
    SheetColumn("Loại trả lời", "Chọn trong danh sách."),
    SheetColumn("Đơn vị tính"),
    SheetColumn("Vai trò", "Chọn trong danh sách."),
    SheetColumn("Là một phần của", "Mã cột của tổng; số của cột này không được nhiều hơn."),
    SheetColumn("Công thức", "Ví dụ [2] + [3]; cột có công thức thì không ai phải gõ.", width=26),
    SheetColumn("Lấy từ", "Số của kỳ khác thì máy tự lấy, không hỏi."),
    SheetColumn("Lựa chọn", "Các câu trả lời, cách nhau bằng dấu ;", width=24),
    SheetColumn("Bỏ", "Ghi x để bỏ cột này.", width=6),
)
ROW_SHEET = (
    SheetColumn("Bảng", "Số thứ tự của bảng trong tệp.", width=6),
    SheetColumn("Mã dòng", "Tên dòng trong biểu; không sửa. Dòng thêm thì để trống.", width=12),
    SheetColumn("Mã số", "In ở cột mã số.", width=8),
    SheetColumn("STT", width=7),
    SheetColumn("Nội dung", width=60),
    SheetColumn("Thuộc dòng", "Mã dòng đứng trên nó."),
    SheetColumn("Loại dòng", "Tiêu đề thì không ghi số."),
    SheetColumn("Đơn vị tính"),
    SheetColumn("Loại trả lời", "Để trống nếu như của cột."),
    SheetColumn("Lựa chọn", "Các câu trả lời, cách nhau bằng dấu ;", width=24),
    SheetColumn("Ô không hỏi", "Mã các cột không có ô ở dòng này, cách nhau bằng dấu ;"),
    SheetColumn("Công thức", "Ví dụ [02] + [03]; tính ở mọi cột.", width=22),
    SheetColumn("Thêm dòng", "có: đơn vị được thêm dòng bên dưới.", width=9),
    SheetColumn("Bỏ", "Ghi x để bỏ dòng này.", width=6),
)
RULE_SHEET = (
    SheetColumn("Bảng", width=6),
    SheetColumn("Kiểu", "Giữa các cột (ở mỗi dòng) hay giữa các dòng (ở mỗi cột)."),
    SheetColumn("Quan hệ", "Ví dụ [1] = [2] + [3] hoặc [2] <= [1].", width=44),
    SheetColumn("Ở đâu", "tất cả, hoặc mã các cột (dòng), cách nhau bằng dấu ;"),
    SheetColumn("Mức", "cứng: sai thì không nộp được; mềm: được giữ nếu nêu lý do; bỏ."),
    SheetColumn("Căn cứ", "Máy dựa vào đâu mà đề nghị.", width=60),
)
DOUBT_SHEET = (
    SheetColumn("Mã", is_open=False, width=24),
    SheetColumn("Câu hỏi", is_open=False, width=70),
    SheetColumn("Căn cứ", is_open=False, width=46),
    SheetColumn("Đang hiểu", is_open=False, width=22),
    SheetColumn("Chọn", "Chọn một cách hiểu; để trống là chưa quyết.", width=26),
)
HELP_LINES = (
    "Sửa thẳng vào các trang Biểu, Cột, Dòng, Quan hệ; trả lời ở trang Chỗ chưa chắc.",
    "Chỉ sửa ô màu vàng. Mã cột, mã dòng là tên không đổi của số liệu: đừng sửa.",
    "Thêm dòng: chèn một dòng vào đúng chỗ ở trang Dòng, để trống mã dòng.",
    "Bỏ dòng hay cột: ghi x ở cột Bỏ, đừng xóa dòng của trang tính.",
    "Quan hệ mềm là máy đoán; đổi thành cứng khi biết chắc, thành bỏ khi không đúng.",
    "Xong thì lưu và gửi lại tệp. Gửi lại bao nhiêu lần cũng được; chỉ ô đã sửa được lấy.",
)
