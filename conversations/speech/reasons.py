"""Whether words can be the reason why a warning may stand, and nothing else."""

from __future__ import annotations

from enum import StrEnum

from conversations.commands.report import parse_command
from conversations.parsing.reason import LONGEST_REASON, is_reason
from conversations.parsing.states import read_state
from conversations.speech.people import TO_WHOM, WHO
from conversations.speech.spoken import Spoken, Utterance, hear, one_of, spoken


class ReasonLikeness(StrEnum):
    """How surely a text is a reason."""

    CLEAR = "clear"
    DOUBTFUL = "doubtful"  # it could be something else as well: it is asked
    NONE = "none"


LEAST_WORDS = 4  # of a reason that nothing announces
_TOLD = Spoken(
    rf"{one_of('lý do|lí do|giải thích|nguyên nhân')}"
    r"(?:\s+(?:giữ\s+)?là)?\s*[:,-]?\s*"
    rf"(?!{one_of('cho|giúp|giùm|hộ|với|câu|sao|gì|đi|em|lại|cái|này|thế nào')}\b)(?P<reason>\S.*)"
)
_KEPT = Spoken(  # `số đúng rồi, lý do: …`
    rf"(?:{one_of('dạ|vâng|ừ|à|ok')}[\s,]+)*"
    rf"(?:{one_of('số|số liệu|con số|cái|câu|dòng|số liệu này|số này|cái này|câu này')}\s+)?"
    rf"(?:{one_of('vẫn|thì|là|này|đó')}\s+)*{one_of('đúng|chính xác|chuẩn|giữ nguyên|không sai')}"
    rf"(?:\s+{one_of('rồi|r|mà|đó|nha|nhé|ạ|em|đấy|luôn')})*\s*[,.;:]\s*(?P<reason>\S.*)"
)
_BECAUSE = one_of("do|vì|bởi|bởi vì|tại vì|theo|căn cứ|kể cả|bao gồm|trong đó|nên")
_CAUSE_FIRST, _CAUSE = Spoken(rf"(?:là\s+)?{_BECAUSE}\s"), Spoken(rf"\s{_BECAUSE}\s")
_ASKS = one_of(
    "tại sao|vì sao|sao lại|là gì|là sao|thế nào|bao giờ|khi nào|ở đâu|làm sao|được không",
    "phải không|bao nhiêu|đúng không|chưa em|không em|gì vậy|gì thế|sao vậy|sao thế|được chưa",
    "có phải|chỗ nào|cái nào|khác gì|như nào|kiểu gì",
)
_DOUBTS = spoken(
    # it speaks to somebody
    rf"\b{TO_WHOM}\s+{one_of('ơi|ạ|xem|sửa|ghi|xóa|giúp|gửi|báo|coi|kiểm tra|quên|lấy|cho')}\b",
    rf"\b{WHO}\s+{one_of('hỏi|nhầm|quên|muốn|cần|sẽ|đang|không biết|thấy|nhớ|chưa biết|phải')}\b",
    rf"\b{one_of('giúp|hộ|giùm')}\s+{WHO}\b",
    rf"\b{one_of('em|chị|anh|ạ|nha|nhé|nhá|đi|nhỉ|ha|hả|hen|nhen|với|vậy em|thế em|à')}[.!\s]*$",
    # it says that something is wrong
    rf"\b{one_of('nhầm|lộn|lỡ tay|gõ sai|ghi sai|sai rồi|quên mất|là sai')}\b",
    # it asks
    rf"\b{_ASKS}\b",
    rf"\b{one_of('hay|hay là|hoặc là')}\s.*{one_of('nhỉ|hả|chứ|vậy|thế|là')}\b",
    # it is written to others, tells a time of the day, or holds an address
    rf"\b{one_of('kính gửi|đề nghị|các đồng chí|thông báo|chuyển tiếp')}\b",
    r"\bđ/c\b",
    rf"\b\d{{1,2}}\s*(?:h\d{{0,2}}|{one_of('giờ|phút|tiếng')})\b",
    r"https?:|@",
    rf"^{one_of('sao|thế nào|ai|gì|cái gì|mấy')}\b",
    # it breaks off
    rf"{one_of('khoan|khoan đã|à khoan|từ từ|từ từ đã|ấy chết|mà thôi|à thôi')}[.!\s]*$",
    r"(?:\.{2,}|…)\s*(?:\S+\s*){0,3}$",
)
_NOTE_BEHIND = Spoken(rf"[,;.]\s+(?:{one_of('kèm|thêm|và')}\s+)?{one_of('ghi chú|gc')}\b")
_TO_BE_DONE = spoken(  # it asks for something to be done
    "^"
    + one_of(
        "sửa|xóa|đổi|ghi|hủy|bỏ|mở|tìm|đến|tới|quay|giao|gửi|tải|xem|nộp|nhắc|chờ|để|gọi|in|làm",
        "hỏi|dừng|đừng",
        "chuyển|thêm|nhập|chỉnh|lấy|so sánh|duyệt|trả|giữ|kiểm tra|cho|dùng|sang|qua|tất cả",
        "còn lại|tóm tắt|sang phần",
    )
    + r"\b",
)
_DOUBTS_IN_ACCENTS = spoken(
    rf"\b{one_of('mấy|đâu|mời|tôi|mình|ủa|kìa')}\b"
)  # too many others look alike
_SOMEBODY = spoken(rf"\b{one_of('em|anh|chị|bạn|bot|sếp')}\b")
_FACTS = spoken(  # what explains a number: what happened, by which document, of which period
    r"\b"
    + one_of(
        "tăng|giảm|thêm|bớt|chuyển|chuyển sang|điều động|luân chuyển|nghỉ hưu|nghỉ việc|thôi việc",
        "tuyển|tuyển dụng|bổ nhiệm|sáp nhập|chia tách|thành lập|giải thể|phát sinh|đột xuất",
        "quyết định|nghị quyết|công văn|nghị định|thông tư|chỉ đạo|kế hoạch|hướng dẫn|chỉ tiêu",
        "kỳ trước|quý trước|năm trước|tháng trước|tồn|cộng dồn|lũy kế|quá hạn|trễ hạn|trước hạn",
        "song song|trùng|gộp|tính cả|tính trùng|tách|hợp đồng|biên chế|hồ sơ|văn bản|nhiệm vụ",
        "phần mềm|dịch bệnh|thiên tai|bão|lũ|thực tế|thực hiện|triển khai|hoàn thành|trong kỳ",
        "công tác|tập huấn|kinh phí|dự toán|quyết toán|nghiệm thu|thanh tra|thủ tục|đã được tính",
        "gồm cả|kể cả|bàn giao|biến động",
        "báo cáo|số liệu|rà soát|bổ sung|xác minh|đối chiếu|cập nhật|thu hút|đạt|vượt",
    )
    + r"\b"
)
_VALUES = spoken(
    rf"\b{one_of('không phát sinh|không thuộc thẩm quyền|chưa có số|chưa phát sinh')}\b",
    r"^\s*\d{1,3}\s*(?:=|:|->|→|là\b)",
    r"(?:=|:|\t)\s*\d[\d.,]*\s*%?\s*(?:$|[;,])",
    r"^\S+(?:\s\S+){0,8}\s(?<!tháng\s)(?<!năm\s)(?<!quý\s)\d[\d.,]*\s*%?$",
)


def tells_reason(text: str) -> bool:
    """Whether the text announces a reason: `lý do: …`, `số đúng rồi, lý do: …`."""
    return len(text) <= LONGEST_REASON and _TOLD.fits(hear(_without_assent(text))) is not None


def _without_assent(text: str) -> str:
    """The reason alone, where words that the number is right stand before one that is announced."""
    kept = _KEPT.fits(hear(text)) if "\n" not in text.strip() else None
    if kept is None:
        return text
    heard = hear(kept["reason"])
    announced = _TOLD.fits(heard) is not None or _CAUSE_FIRST.starts(heard) is not None
    return kept["reason"] if announced else text


def judge_reason(text: str) -> tuple[ReasonLikeness, str]:
    """How surely the text is a reason, and the reason without the words that announce it."""
    if len(text) > LONGEST_REASON:
        return ReasonLikeness.CLEAR, text  # it is refused for its length
    text = _without_assent(text)
    if (told := _TOLD.fits(hear(text))) is not None and "\n" not in text.strip():
        said = told["reason"]
        clear = is_reason(said) or _tells_why_blank(said)
        return (ReasonLikeness.CLEAR if clear else ReasonLikeness.NONE), said
    if not is_reason(text):
        return ReasonLikeness.NONE, text
    heard = hear(text)
    if _NOTE_BEHIND.is_in(heard):
        return ReasonLikeness.DOUBTFUL, text
    if _is_doubted(text) or any(pattern.is_in(heard) for pattern in _TO_BE_DONE):
        return ReasonLikeness.DOUBTFUL, text
    clear = _has_cause(heard) or _tells_facts(heard)
    return (ReasonLikeness.CLEAR if clear else ReasonLikeness.DOUBTFUL), text


def _has_cause(heard: Utterance) -> bool:
    # without accents `do` within a text may be độ or đó
    within = heard.accented and _CAUSE.is_in(heard)
    return within or _CAUSE_FIRST.starts(heard) is not None


def _is_doubted(text: str) -> bool:
    """Whether the words could be something else: they ask, command, correct or answer."""
    heard = hear(text)
    doubts = _DOUBTS if _has_cause(heard) else (*_DOUBTS, *_VALUES)
    if heard.accented:
        doubts = (*doubts, *_DOUBTS_IN_ACCENTS)
    return "\n" in text.strip() or any(pattern.is_in(heard) for pattern in doubts)


def judge_named_reason(text: str) -> tuple[ReasonLikeness, str]:
    """The same of a text that is said to be a reason, by the number of what it is for: it need not
    tell why, and may begin like a command (`chuyển từ kỳ trước sang`), but it must be none, and no
    question or answer."""
    likeness, reason = judge_reason(text)
    plain = likeness is ReasonLikeness.DOUBTFUL or _tells_why_blank(text)
    if parse_command(text, free_text=True) is not None:
        likeness = ReasonLikeness.DOUBTFUL
    elif plain and not _is_doubted(text):
        likeness = ReasonLikeness.CLEAR
    return likeness, reason


def _tells_why_blank(text: str) -> bool:
    """`chưa tổng hợp xong, sẽ bổ sung kỳ sau`: no number, and more words about it."""
    said = read_state(text)
    return said is not None and is_reason(said.remark or "")


def _tells_facts(heard: Utterance) -> bool:
    """Whether the words tell what happened, and speak to nobody."""
    if len(heard.said.split()) < LEAST_WORDS or any(one.is_in(heard) for one in _SOMEBODY):
        return False
    return any(one.is_in(heard) for one in _FACTS)
