"""Texts by which somebody puts a question off: `để chị hỏi lại anh Tuấn đã`, `lát nữa`."""

from __future__ import annotations

from conversations.speech.people import OH, WHO
from conversations.speech.spoken import first_fit, hear, one_of, spoken

LONGEST = 200  # characters
_FIRST = one_of(
    "ok|thì|cái này|câu này|số này|chỗ này|chưa|chưa biết|chưa rõ|không rõ|từ từ|giờ|bây giờ",
)
_LEAD = rf"{OH}(?:{_FIRST}[\s,.!]+)*"
_CLAUSE = r"[^,;]{1,60}[,;]\s*"  # cái này em chưa nắm, …
_ME = rf"(?:{WHO}\s+)?"
_LOOK = one_of(
    "hỏi|kiểm tra|xem|coi|check|rà|xác minh|đối chiếu|tìm|tra|lấy|xin|gọi|liên hệ|làm việc",
    "trao đổi",
    "báo cáo|tính|cộng|đếm|nhờ|chờ|đợi|nghĩ|suy nghĩ|họp|thống nhất|rà soát|nắm",
)
_WHOM = one_of(
    "lại|thêm|đã|kỹ|số|ý kiến|các|bên|phòng|anh|chị|ông|bà|sếp|lãnh đạo|kế toán|mọi người",
    "đồng nghiệp|cô|chú",
)
_LATER = one_of(
    "lát|chút|tí|tý|lát nữa|chút nữa|tí nữa|tý nữa|một lát|một chút|một tí|hồi nữa|sau|mai",
    "chiều|tối|tối nay",
    "chiều nay|sáng mai|chiều mai|ngày mai|bữa sau|hôm sau|một lát nữa|khi khác|lúc khác",
    "ít phút|vài phút",
    "tuần sau|thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|mai mốt|khi nào có|khi nào rảnh|đầu tuần",
)
_CHECK = one_of("hỏi|kiểm tra|xem|coi|check|tra|đối chiếu")
_SOON = one_of(
    "lát|lát nữa|chút nữa|tí nữa|một lát|một chút|từ từ|từ từ đã|khoan|khoan đã|khoan hãy",
)
_DO = one_of(
    "gửi|báo|nhập|ghi|điền|trả lời|làm|làm tiếp|bổ sung|cập nhật|tính|hỏi|xem|kiểm tra|nói|có số"
)
_WAIT = one_of("chút|tí|tý|lát|xíu|phút")
_REST = r"(?:[\s,].*)?"
_CLOSE = rf"(?:\s+.*)?\s+{one_of('đã|cái đã|rồi|nhé|nha|ạ|sau')}(?:\s+.*)?"
_PATTERNS = spoken(
    rf"{_CLAUSE}để\s+{WHO}\s+(?:đi\s+)?{_LOOK}{_REST}",
    rf"{_LEAD}{one_of('để|chờ|cho')}\s+{_ME}(?:đi\s+)?(?:{one_of('còn|phải')}\s+)?{_LOOK}{_REST}",
    rf"{_LEAD}để\s+{_ME}{_LATER}{_REST}",
    rf"{_LEAD}{_ME}(?:còn\s+)?{one_of('phải|cần|đang|sẽ|còn|xin phép|muốn')}\s+"
    rf"(?:{one_of('chờ|đi')}\s+)?{_LOOK}\s+{_WHOM}{_REST}",
    rf"{_LEAD}{WHO}\s+(?:sẽ\s+)?{_CHECK}\s+{one_of('lại|kỹ')}{_CLOSE}",
    rf"{_LEAD}{WHO}\s+{one_of('hỏi|kiểm tra|xem|check|coi|gọi')}\s+(?:lại\s+)?{_WHOM}{_CLOSE}",
    rf"{_LEAD}{one_of('chờ|đợi')}\s+{_ME}(?:{one_of('một|ít|1')}\s+)?{_WAIT}{_REST}",
    rf"{_LEAD}{_LATER}\s+{_ME}(?:{one_of('sẽ|mới')}\s+)?{_DO}{_REST}",
    rf"{_LEAD}{WHO}\s+(?:đang\s+)?bận(?:\s+.*)?[\s,]+{_LATER}\s+{_ME}{_DO}{_REST}",
    rf"{_LEAD}{_SOON}"
    rf"(?:\s+{one_of('em|anh|chị|nhé|nha|ạ|đã|đi|ơi|hãy hỏi|hãy tính')})*",
    rf"{_LEAD}(?:{one_of('tạm|tạm thời|cứ')}\s+)?để\s+{one_of('sau|lát|mai|đó|đó đã|tính sau|lại')}"
    rf"(?:\s+{one_of('em|anh|chị|nhé|nha|ạ|đã|đi|ơi|hết|nữa|hỏi sau')})*",
    rf"{_LEAD}{WHO}\s+đang\s+{one_of('bận|họp|đi|ở ngoài|trên đường|lái xe|ăn|tiếp khách')}{_REST}",
    rf"{_LEAD}(?:thôi\s+)?{WHO}\s+(?:{one_of('đi|phải|xin|tạm|cho')}\s+)*"
    rf"{one_of('nghỉ|ăn|ăn cơm|đi ăn|về|đi họp|ra ngoài|đón con|dừng|ngưng')}"
    rf"(?:\s+.*)?\s+{one_of('đã|cái đã|rồi|nhé|nha|ạ|sau')}{_REST}",
    rf"{_LEAD}(?:{WHO}\s+)?bận\s+{one_of('quá|rồi|chút|tí|họp|đi')}{_REST}",
)


def is_postponement(text: str) -> bool:
    """Whether the text only says that the answer comes later."""
    if len(text) > LONGEST or "\n" in text.strip() or "?" in text:
        return False
    return first_fit(_PATTERNS, hear(text.strip(" .!"))) is not None
