"""A person's own data as a page to be read: an HTML file that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from types import MappingProxyType
from typing import Any

from conversations.calendar.dates import print_moment
from templates.documents.safe_text import clean_xml_text

TABLES = MappingProxyType(
    {
        "member": "Hồ sơ",
        "binding": "Các kênh đang dùng",
        "rebinding": "Những lần nối kênh",
        "contact": "Tên và số điện thoại đã chia sẻ",
        "link": "Mã nối kênh đã lấy",
        "session": "Chỗ đang làm dở trong báo cáo",
        "reminder": "Những lần hẹn nhắc",
        "digest": "Lịch nhắc",
        "errand": "Việc đang chờ gõ tiếp",
        "announcement": "Tin sắp báo",
        "usage": "Báo cáo đã được phát",
        "signed_link": "Đường dẫn tải tệp, mở trang",
        "web_session": "Phiên trên trình duyệt",
        "passkey": "Khóa đăng nhập trên thiết bị",
        "calendar_feed": "Địa chỉ lịch hạn nộp",
        "sign_in_code": "Mã đăng nhập đã xin",
        "challenge": "Những lần bắt đầu đăng nhập bằng khóa",
        "paper": "Tệp đã làm theo yêu cầu",
        "attempt": "Những lần thử mã sai",
        "upload": "Tệp đã gửi, chưa đọc",
        "invitation": "Lời mời đã nhận hoặc đã gửi",
        "role": "Vai trò",
        "assignment": "Việc được giao hoặc đã giao",
        "answer": "Số liệu đứng tên",
        "reason": "Giải trình đã viết",
        "past": "Số kỳ trước đã nạp",
        "returned": "Dòng đã trả lại",
        "submission": "Những lần nộp hoặc duyệt",
        "api_token": "Mã truy cập dữ liệu đã tạo",
        "webhook": "Địa chỉ nhận thông báo đã thêm",
        "history": "Nhật ký những việc đã làm",
    }
)
COLUMNS = MappingProxyType(
    {
        "id": "Số",
        "member": "Người (số)",
        "name": "Tên",
        "report": "Báo cáo (số)",
        "created_at": "Có từ",
        "asking": "Cách hỏi",
        "heard_channel": "Kênh nhắn gần nhất",
        "heard_conversation": "Khung chat gần nhất",
        "unreachable_since": "Mất liên lạc từ",
        "erased_at": "Đã xóa lúc",
        "channel": "Kênh",
        "sender": "Tên trên kênh",
        "conversation": "Khung chat",
        "bound_at": "Nối lúc",
        "lost_at": "Mất lúc",
        "via": "Qua kênh",
        "old_member": "Trước là người (số)",
        "at": "Lúc",
        "new_member": "Nay là người (số)",
        "asked_at": "Xin lúc",
        "expires_at": "Hết hạn",
        "done_at": "Xong lúc",
        "undo_until": "Hoàn tác được đến",
        "ended_at": "Thôi lúc",
        "phone": "Điện thoại",
        "email": "Thư điện tử",
        "taken_at": "Dùng lúc",
        "body": "Nội dung",
        "rows": "Các dòng",
        "saved_at": "Ghi lúc",
        "due_at": "Hạn",
        "made_at": "Làm lúc",
        "told_at": "Báo lúc",
        "next_at": "Lần nhắc tới",
        "told_on": "Ngày nhắc gần nhất",
        "code": "Loại tin",
        "snoozed_until": "Hoãn đến",
        "reckoned_at": "Tính lúc",
        "version": "Bản",
        "document": "Tệp báo cáo (số)",
        "paper": "Tệp (số)",
        "opened_at": "Mở lúc",
        "agent": "Trình duyệt",
        "begun_by": "Vào bằng",
        "credential": "Mã của khóa",
        "scopes": "Phạm vi được đọc",
        "url": "Địa chỉ",
        "kinds": "Loại thông báo",
        "failing_since": "Không gửi được từ",
        "paused_at": "Tạm dừng từ",
        "paused_why": "Lý do tạm dừng",
        "public_key_bytes": "Khóa công khai (số byte)",
        "sign_count": "Thiết bị đếm",
        "used_at": "Dùng lúc",
        "tries": "Số lần gõ sai",
        "seen_at": "Dùng gần nhất lúc",
        "chain": "Chuỗi",
        "signed_link": "Đường dẫn (số)",
        "revoked_at": "Hủy lúc",
        "file_name": "Tên tệp",
        "content_bytes": "Số byte",
        "received_at": "Nhận lúc",
        "org_unit": "Đơn vị (số)",
        "role": "Vai trò",
        "person": "Tên ghi trên mã",
        "made_by": "Người làm (số)",
        "taken_by": "Người dùng (số)",
        "since": "Từ",
        "until": "Đến",
        "key": "Dòng",
        "invitation": "Mã mời (số)",
        "revision": "Lần",
        "state": "Trạng thái",
        "value": "Giá trị",
        "remark": "Lời kèm số",
        "note": "Ghi chú",
        "text": "Lời",
        "writer": "Người viết (số)",
        "check_id": "Kiểm tra",
        "operands": "Với các số",
        "form_key": "Biểu mẫu",
        "period_end": "Kỳ đến",
        "period": "Kỳ",
        "answers": "Số liệu",
        "words": "Báo cáo lời",
        "reason": "Lý do",
        "late": "Trễ",
        "decision": "Quyết định",
        "decided_by": "Người quyết định (số)",
        "decided_at": "Quyết định lúc",
        "subject": "Đối tượng",
        "old": "Trước",
        "new": "Sau",
        "event": "Sự kiện (số)",
        "kind": "Loại",
        "button": "Nút",
        "sender_name": "Tên gửi kèm",
        "label": "Chữ trên nút",
    }
)
_STYLE = (
    "body{font-family:system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0 1.5rem;font-size:.9rem}"
    "td,th{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere;white-space:pre-wrap}h2{margin-top:2rem}"
)


def build_person_page(data: Mapping[str, Any]) -> bytes:
    """The page for what `Transaction.personal` tells of a member."""
    title = f"Dữ liệu của {_text(data['name'])} (số {data['member']})"
    parts = [
        f"<h1>{title}</h1>",
        "<p>Mọi điều hệ thống lưu về anh/chị. Số liệu báo cáo, giải trình và nhật ký thuộc về đơn "
        "vị nên vẫn giữ khi xóa dữ liệu cá nhân, chỉ còn con số thay cho tên.</p>",
        *_section("Đã nhắn", data["wrote"]),
        *_section("Đã được báo", data["was_told"]),
    ]
    for name, rows in data["tables"].items():
        parts += _section(TABLES.get(name, name), rows)
    inside = "\n".join(parts)
    whole = (
        '<!doctype html>\n<html lang="vi">\n<head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>\n{inside}\n</body>\n</html>\n"
    )
    return whole.encode()


def _section(title: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A table of the columns that hold anything."""
    yield f"<h2>{escape(title)} ({len(rows)})</h2>"
    names = list(dict.fromkeys(name for row in rows for name in row))
    shown = [one for one in names if any(row.get(one) not in (None, "") for row in rows)]
    if not shown:
        return
    head = "".join(f"<th>{escape(COLUMNS.get(one, one))}</th>" for one in shown)
    yield f"<table><tr>{head}</tr>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{_text(row.get(one))}</td>" for one in shown) + "</tr>"
    yield "</table>"


def _text(value: Any) -> str:
    match value:
        case None:
            said = ""
        case bool():
            said = "có" if value else "không"
        case datetime():
            said = print_moment(value)
        case dict() | list():
            said = json.dumps(value, ensure_ascii=False, default=str)
        case _:
            said = str(value)
    return escape(clean_xml_text(said))
