"""The words of the table of units."""

from __future__ import annotations

from collections.abc import Callable, Mapping

UNIT_STATES = {
    "late": "Quá hạn",
    "new": "Chưa bắt đầu",
    "open": "Đang làm",
    "returned": "Bị trả lại",
    "correcting": "Đang đính chính",
    "review": "Chờ duyệt",
    "approved": "Đã duyệt",
}
SHOWN = {
    "": "Tất cả",
    "chua-nop": "Chưa nộp",
    "qua-han": "Quá hạn",
    "chua-bat-dau": "Chưa bắt đầu",
    "dang-lam": "Đang làm",
    "tra-lai": "Bị trả lại",
    "dinh-chinh": "Đang đính chính",
    "cho-duyet": "Chờ duyệt",
    "da-duyet": "Đã duyệt",
    "khong-lien-lac": "Không liên lạc được",
}
COLUMNS = {
    "ma": "Mã",
    "ten": "Đơn vị",
    "cap-tren": "Thuộc",
    "trang-thai": "Trạng thái",
    "han": "Hạn nộp",
    "tre": "Trễ (ngày)",
    "da-dien": "Đã điền",
    "canh-bao": "Cảnh báo",
    "nguoi": "Người làm",
    "dien-thoai": "Điện thoại",
    "hoat-dong": "Hoạt động",
}
ROLES = {
    "officer": "cán bộ",
    "reviewer": "lãnh đạo",
    "coordinator": "đầu mối",
    "administrator": "quản trị",
    "guest": "được nhờ",
}
UNIT_FILTERS: Mapping[str, Callable[[str], str]] = {
    "unit_state": UNIT_STATES.__getitem__,
    "shown_as": SHOWN.__getitem__,
    "column_word": COLUMNS.__getitem__,
    "role_word": ROLES.__getitem__,
}
