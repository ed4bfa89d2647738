"""The tables of open data: their columns, what stands in them, and what they refer to.

One list for the files themselves, the Frictionless descriptor and the CSVW metadata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from conversations.answers.values import AnswerState
from conversations.forms.row import Basis, RowKind
from conversations.reports.lifecycle import ReportState

FieldKind = Literal["string", "integer", "number", "date", "datetime", "boolean"]


@dataclass(frozen=True, slots=True)
class DataField:
    """A column: `title` is what people call it; `codes` are all that may stand in it, with their
    meaning. One that is `required` is never empty."""

    name: str
    kind: FieldKind
    title: str
    required: bool = False
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DataReference:
    """Columns whose values stand in those of another table."""

    fields: tuple[str, ...]
    table: str
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A CSV file. `key` are the columns that no two lines share."""

    name: str
    title: str
    fields: tuple[DataField, ...]
    key: tuple[str, ...]
    references: tuple[DataReference, ...] = ()

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"

    @property
    def head(self) -> Sequence[str]:
        """Its first line."""
        return [field.name for field in self.fields]


STATES = (
    (AnswerState.VALUE, "có số liệu"),
    (AnswerState.NONE, "không phát sinh"),
    (AnswerState.NOT_APPLICABLE, "không thuộc thẩm quyền"),
    (AnswerState.PENDING, "chưa có số"),
    (AnswerState.BLANK, "chưa trả lời"),
)
_REPORT_STATES = (
    (ReportState.DRAFT, "đang làm"),
    (ReportState.SUBMITTED, "đã nộp, chờ duyệt"),
    (ReportState.RETURNED, "bị trả lại"),
    (ReportState.APPROVED, "đã duyệt"),
    (ReportState.CORRECTING, "đang đính chính"),
)
_ROW_KINDS = (
    (RowKind.SECTION, "phần"),
    (RowKind.GROUP, "mục"),
    (RowKind.INDICATOR, "chỉ tiêu"),
)
_BASES = (
    (Basis.IN_PERIOD, "trong kỳ"),
    (Basis.CUMULATIVE, "lũy kế từ đầu năm"),
    (Basis.AT_DATE, "tại thời điểm báo cáo"),
    (Basis.YEAR, "cả năm"),
)
_ROW = DataReference(("version", "row"), "rows", ("version", "row"))
_VERSION = DataField("version", "string", "Phiên bản biểu mẫu", required=True)
_UNIT = DataField("unit", "integer", "Số của đơn vị trong cài đặt này", required=True)

VALUES = DataTable(
    "values",
    "Số liệu: mỗi dòng một ô của một báo cáo",
    (
        DataField("form", "string", "Mã biểu mẫu", required=True),
        _VERSION,
        DataField("round", "integer", "Số của đợt báo cáo trong cài đặt này", required=True),
        DataField("first_day", "date", "Ngày đầu kỳ", required=True),
        DataField("last_day", "date", "Ngày cuối kỳ", required=True),
        _UNIT,
        DataField("row", "string", "Mã dòng", required=True),
        DataField("state", "string", "Tình trạng số liệu", required=True, codes=STATES),
        DataField("value", "number", "Giá trị; của tỷ lệ có tử số và mẫu số: đã làm tròn"),
        DataField("numerator", "number", "Tử số"),
        DataField("denominator", "number", "Mẫu số"),
        DataField("code", "string", "Mã được chọn; nhiều mã cách nhau bằng dấu chấm phẩy"),
        DataField("text", "string", "Nội dung chữ, ngày, hoặc tên các mục (mỗi dòng một tên)"),
        DataField("remark", "string", "Lời giải thích trong ngoặc sau số liệu"),
        DataField("note", "string", "Ghi chú"),
    ),
    ("unit", "row"),
    (DataReference(("unit",), "units", ("unit",)), _ROW),
)
ROWS = DataTable(
    "rows",
    "Dòng của biểu mẫu: mã, số in, tên, đơn vị tính",
    (
        _VERSION,
        DataField("row", "string", "Mã dòng", required=True),
        DataField("number", "string", "Số thứ tự in trên biểu"),
        DataField("label", "string", "Tên chỉ tiêu"),
        DataField("measure", "string", "Đơn vị tính"),
        DataField("row_kind", "string", "Loại dòng", required=True, codes=_ROW_KINDS),
        DataField("answer_type", "string", "Kiểu số liệu; trống: dòng tiêu đề"),
        DataField("parent", "string", "Mã dòng hoặc bảng đứng trên"),
        DataField("table", "string", "Bảng, nếu dòng có nhiều ô"),
        DataField("line", "string", "Mã dòng in của ô"),
        DataField("column", "string", "Cột của ô"),
        DataField("column_title", "string", "Tên cột"),
        DataField("basis", "string", "Thời gian của số liệu", codes=_BASES),
        DataField("adds_up", "boolean", "Cộng được giữa các đơn vị", required=True),
        DataField("item", "boolean", "Mục do đơn vị thêm vào danh sách", required=True),
        DataField("sdmx", "string", "Mã dòng trong SDMX", required=True),
    ),
    ("version", "row"),
)
OPTIONS = DataTable(
    "options",
    "Mã trả lời của các dòng chọn mã",
    (
        _VERSION,
        DataField("row", "string", "Mã dòng", required=True),
        DataField("code", "string", "Mã", required=True),
        DataField("label", "string", "Nghĩa của mã", required=True),
    ),
    ("version", "row", "code"),
    (_ROW,),
)
UNITS = DataTable(
    "units",
    "Đơn vị báo cáo",
    (
        _UNIT,
        DataField("code", "string", "Mã trong danh sách của quản trị"),
        DataField("identification_code", "string", "Mã định danh (QĐ 20/2020/QĐ-TTg)"),
        DataField("name", "string", "Tên đơn vị", required=True),
        DataField("short_name", "string", "Tên ngắn", required=True),
        DataField("kind", "string", "Loại đơn vị"),
        DataField("parent", "integer", "Số của đơn vị cấp trên"),
    ),
    ("unit",),
    (DataReference(("parent",), "", ("unit",)),),
)
REPORTS = DataTable(
    "reports",
    "Báo cáo của từng đơn vị trong đợt, kể cả báo cáo chưa nộp",
    (
        DataField("report", "integer", "Số của báo cáo trong cài đặt này", required=True),
        _UNIT,
        _VERSION,
        DataField("state", "string", "Tình trạng báo cáo", required=True, codes=_REPORT_STATES),
        DataField("counted", "boolean", "Số liệu được tính", required=True),
        DataField("approved", "boolean", "Có bản đã duyệt", required=True),
        DataField("late", "boolean", "Nộp muộn", required=True),
        DataField("submission", "integer", "Lần nộp được tính; 0: chưa có", required=True),
        DataField("submitted_at", "datetime", "Lúc nộp lần đó (UTC)"),
        DataField("approved_at", "datetime", "Lúc duyệt lần đó (UTC)"),
    ),
    ("report",),
    (DataReference(("unit",), "units", ("unit",)),),
)
TABLES = (VALUES, ROWS, OPTIONS, UNITS, REPORTS)
