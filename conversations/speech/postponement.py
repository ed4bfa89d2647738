"""Texts by which somebody puts a question off: `để chị hỏi lại anh Tuấn đã`, `lát nữa`."""

from __future__ import annotations

import re

from conversations.parsing.states import read_state
from conversations.speech.people import OH, TO_WHOM, WHO
from conversations.speech.spoken import first_fit, hear, one_of, spoken
from conversations.text.polite_words import PARTICLES, SPOKEN_TO

LONGEST = 200  # characters
MOST_CLAUSES = 4
_FIRST = one_of(
    "ok|thì|cái này|câu này|số này|chỗ này|chưa|chưa biết|chưa rõ|không rõ|từ từ|giờ|bây giờ",
)
_TIME = rf"\d{{1,3}}\s*{one_of('phút|tiếng|giờ|ngày|hôm|p|h')}"
_DAY = one_of(
    "hôm nay|sáng nay|trưa nay|chiều nay|tối nay|mai|sáng mai|trưa mai|chiều mai|ngày mai|ngày mốt",
    "sáng|trưa|chiều|tối|đầu giờ chiều|đầu giờ sáng|cuối giờ|cuối buổi|đầu tuần|cuối tuần",
    "tuần sau|tuần tới|thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ 2|thứ 3|thứ 4|thứ 5|thứ 6",
    "sang tuần|hôm khác|bữa khác|bữa sau|khi nào|lúc nào|họp xong|xong việc",
)
_WHEN = (  # `sang thứ 2`, `khoảng 3h chiều`, `30 phút nữa`, `mai 8h`
    rf"(?:{one_of('sang|đến|tới|khoảng|chừng|tầm|hẹn|để|đợi|chờ|lúc|vào|em|nay|khoảng tầm')}\s+)*"
    rf"(?:{_TIME}|{_DAY})(?:\s+(?:{_TIME}|{_DAY}|nữa|sau|gì đó|họp xong|rưỡi))*"
)
_LEAD = rf"{OH}(?:{_FIRST}[\s,.!]+)*"
_CLAUSE = r"[^,;]{1,60}[,;]\s*"  # cái này em chưa nắm, …
_ME = rf"(?:{WHO}\s+)?"
_LOOK = one_of(
    "hỏi|kiểm tra|xem|coi|check|rà lại|rà kỹ|rà thêm|xác minh|đối chiếu|tìm|tra|lấy|xin|gọi",
    "liên hệ|làm việc|trao đổi",
    "báo cáo|tính|cộng|đếm|nhờ|chờ|đợi|nghĩ|suy nghĩ|họp|thống nhất|rà soát|nắm",
)
_WHOM = one_of(
    "lại|thêm|đã|kỹ|số|ý kiến|các|bên|phòng|anh|chị|ông|bà|sếp|lãnh đạo|kế toán|mọi người",
    "đồng nghiệp|cô|chú",
)
_ASKS = r"(?:có|là|làm|sao|cái|câu|hạn|ai|khi|bao|cách|mấy|chỗ|nộp|tí|xíu|chút|nếu|vậy|ở|muốn)\b"
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
_WORK = (
    "gửi|báo|nhập|ghi|điền|trả lời|làm|làm tiếp|bổ sung|cập nhật|tính|hỏi|xem|kiểm tra|nói|có số|"
    "giải thích|giải trình|nêu|gõ|viết|sửa|rà lại"
)
_DO = one_of(_WORK)
_SENDS = f"{_WORK}|báo số|gửi số|có số|mới có|xin số|về|coi|rảnh|quay lại|điền tiếp|trả lời em|nộp"
_CLOSING = rf"(?:\s+{one_of(SPOKEN_TO, PARTICLES, 'đã|đi|ơi|nữa|rồi|cái|thôi')})*"
_WAIT = one_of("chút|tí|tý|lát|xíu|phút")
_REST = r"(?:[\s,].*)?"
_CLOSE = rf"(?:\s+.*)?\s+{one_of('đã|cái đã|rồi|nhé|nha|ạ|sau')}(?:\s+.*)?"
_AWAY = one_of("trưa|ăn|ăn cơm|ăn trưa|họp|chút|tí|xíu|về|công chuyện|đón con")
_KNOWS = one_of("rành|rõ|nắm|biết|chắc|có|nhớ|tính ra|tổng hợp|xong") + (
    rf"(?:\s+{one_of('số|lắm|hết|ra|được|kỹ|xong')})*"
)
_PATTERNS = spoken(
    rf"{_CLAUSE}để\s+{WHO}\s+(?:đi\s+)?{_LOOK}{_REST}",
    rf"{_LEAD}{one_of('để|chờ|đợi|cho')}\s+{_ME}(?:đi\s+)?(?:{one_of('còn|phải')}\s+)?"
    rf"(?!hỏi\s+(?:{_ASKS})){_LOOK}{_REST}",
    rf"{_LEAD}để\s+{_ME}{_LATER}{_REST}",
    rf"{_LEAD}(?:{WHO}\s+)?{one_of('chưa|không')}\s+{_KNOWS}[\s,]+để\s+{_ME}{_LATER}{_REST}",
    rf"{_LEAD}(?:{WHO}\s+)?{one_of('chưa|không')}\s+{_KNOWS}(?:\s+\w+){{0,3}}?[\s,]+"
    rf"(?:{one_of('để|chờ|mai|lát|chiều')}\s+)?"
    rf"{_ME}{_LOOK}{_REST}",
    rf"{_LEAD}(?:{WHO}\s+)?{one_of('nghỉ|đi')}\s+"
    rf"{_AWAY}(?:\s+{one_of('đã|cái|cái đã|nha|nhé|đây|nè|chút|tí|xíu|lát|chút đã|cái nha')})*"
    rf"[\s,]+(?:{_ME}{_LATER}\s+{_ME}(?:{one_of('sẽ|mới')}\s+)?(?:tiếp|{_DO})){_REST}",
    rf"{_LEAD}{_ME}(?:còn\s+)?{one_of('phải|cần|đang|sẽ|còn|xin phép|muốn')}\s+"
    rf"(?:{one_of('chờ|đi')}\s+)?{_LOOK}\s+{_WHOM}{_REST}",
    rf"{_LEAD}{WHO}\s+(?:sẽ\s+)?{_CHECK}\s+{one_of('lại|kỹ')}{_CLOSE}",
    rf"{_LEAD}{WHO}\s+{one_of('hỏi|kiểm tra|xem|check|coi|gọi')}\s+(?:lại\s+)?{_WHOM}{_CLOSE}",
    rf"{_LEAD}{one_of('chờ|đợi')}\s+{_ME}(?:{one_of('một|ít|1')}\s+)?{_WAIT}{_REST}",
    rf"{_LEAD}{_LATER}\s+{_ME}(?:{one_of('sẽ|mới')}\s+)?{_DO}{_REST}",
    rf"{_LEAD}{WHO}\s+(?:đang\s+)?bận(?:\s+.*)?[\s,]+{_LATER}\s+{_ME}{_DO}{_REST}",
    rf"{_LEAD}{_SOON}"
    rf"(?:\s+{one_of(SPOKEN_TO, PARTICLES, 'đã|đi|ơi|hãy hỏi|hãy tính')})*",
    rf"{_LEAD}(?:{one_of('tạm|tạm thời|cứ')}\s+)?để\s+{one_of('sau|lát|mai|đó|đó đã|tính sau|lại')}"
    rf"(?:\s+{one_of(SPOKEN_TO, PARTICLES, 'đã|đi|ơi|hết|nữa|hỏi sau')})*",
    rf"{_LEAD}{WHO}\s+đang\s+{one_of('bận|họp|đi|ở ngoài|trên đường|lái xe|ăn|tiếp khách')}{_REST}",
    rf"{_LEAD}(?:thôi\s+)?{one_of('khuya|trễ|muộn|tối|hết giờ|mệt')}\s+{one_of('rồi|quá')}"
    rf"[\s,]+(?:{_LATER}\s+{_ME}{_DO}|{_ME}{one_of('nghỉ|về|đi ngủ')}){_REST}",
    rf"{_LEAD}(?:thôi\s+)?{WHO}\s+(?:{one_of('đi|phải|xin|tạm|cho')}\s+)*"
    rf"{one_of('nghỉ|ăn|ăn cơm|đi ăn|về|đi họp|ra ngoài|đón con|dừng|ngưng')}"
    rf"(?:\s+.*)?\s+{one_of('đã|cái đã|rồi|nhé|nha|ạ|sau')}{_REST}",
    rf"{_LEAD}{_WHEN}\s+{WHO}\s+(?:{one_of('sẽ|mới|xin|lại|phải|sẽ phải')}\s+)?"
    rf"{one_of(_SENDS)}{_REST}",
    rf"{_LEAD}{one_of('chờ|đợi|cho|xin')}\s+{_ME}(?:{one_of('xin|thêm')}\s+)?{_TIME}{_CLOSING}",
    rf"{_LEAD}{WHO}\s+xin\s+(?:thêm\s+)?{_TIME}{_CLOSING}",
    rf"{_LEAD}hẹn\s+(?:{TO_WHOM}\s+)?{_WHEN}{_CLOSING}",
    rf"{_LEAD}để\s+{_ME}{_WHEN}{_REST}",
    rf"{_LEAD}để\s+{one_of('đó')}\s+(?:{_DAY}|lát|tí)(?:\s+.*)?",
    rf"{_LEAD}{one_of('chờ|đợi|phải đợi|phải chờ|số này phải đợi|số này phải chờ|đang chờ')}\s+"
    rf"(?:\w+\s+){{1,5}}{one_of('báo|gửi|về|trả lời|báo số|gửi số|gửi lên|báo lên|nộp|chốt')}"
    rf"(?:\s+(?:số|lên|lại|về|sang))*{_CLOSING}",
    rf"{_LEAD}(?:tạm\s+)?(?:\w+\s+){{0,3}}chưa\s+{one_of('có|gửi|gửi lên|báo|báo lên|về|xong')}"
    rf"[\s,]+(?:{one_of('đợi|chờ')}\s+{_ME}{_WAIT}|{_WHEN}\s+{WHO}\s+{_DO}){_CLOSING}",
    rf"{_LEAD}{WHO}\s+(?:phải\s+)?"
    rf"(?:đi\s+)?{one_of('đón con|ăn trưa|nghỉ trưa|họp|về')}\s+đã{_CLOSING}",
    rf"{_LEAD}(?:{WHO}\s+)?{one_of('đang họp|đang bận|đang lái xe|đang chạy xe|đang đi đường')}"
    rf"(?:\s+tí)?{_CLOSING}",
    rf"{_LEAD}{one_of('tới giờ họp|đến giờ họp|hết giờ|tới giờ về')}{_REST}",
    rf"{_LEAD}nay\s+{_ME}bận{_REST}",
    rf"{_LEAD}(?:{WHO}\s+)?bận\s+{one_of('quá|rồi|chút|tí|họp|đi')}{_REST}",
)


_OTHER = re.compile(r"[,;.]\s+(?=(?:còn|con|mấy|may|các|cac|những|nhung)\s)", re.IGNORECASE)
_MOST_NAMED = 6  # words of what is put off: `còn cái thứ hai …`


def split_postponed(text: str) -> tuple[str, str]:
    """Answers, and the clause behind them that puts off something else: `21, còn cái thứ hai mai
    chị hỏi lại phòng`; the text and nothing for others."""
    for mark in reversed([*_OTHER.finditer(text)][-MOST_CLAUSES:]):
        answers, rest = text[: mark.start()], text[mark.end() :]
        words = rest.split()
        ends = (" ".join(words[at:]) for at in range(1, min(len(words), _MOST_NAMED + 1)))
        if any(map(str.isdigit, answers)) and any(map(is_postponement, ends)):
            return answers, rest
    return text, ""


def is_postponement(text: str) -> bool:
    """Whether the text only says that the answer comes later."""
    if len(text) > LONGEST or "\n" in text.strip() or "?" in text:
        return False
    said = text.strip(" .!")
    if (state := read_state(said.rpartition(", ")[2])) is not None and state.remark is None:
        return False  # `đang chờ phòng tài chính gửi, chưa có số`
    if first_fit(_PATTERNS, hear(said)) is not None:
        return True
    clauses = [clause for clause in said.split(",") if clause.strip()]
    fits = (first_fit(_PATTERNS, hear(clause.strip())) is not None for clause in clauses)
    return 1 < len(clauses) <= MOST_CLAUSES and all(fits)
