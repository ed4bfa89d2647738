"""Politeness that asks for nothing and answers nothing: thanks, a greeting, a sigh."""

from __future__ import annotations

import re

from conversations.speech.acts import Talk
from conversations.speech.spoken import first_fit, hear, one_of, spoken
from conversations.text.courtesy import SIGNS
from conversations.text.polite_words import PARTICLES, SPOKEN_TO

LONGEST = 120  # characters
_PART = r"[\s,.!~)]"
_LAUGH = r"(?:h[ieaìí]){1,4}|k{2,}"
_PEOPLE = one_of(
    SPOKEN_TO,
    PARTICLES,
    "ad|mình|cả nhà|mọi người|nhiều|ơi|lắm|quá|rất",
    "trước|dạ|vâng|đây",
    "rồi|đấy|đó|này|vậy|luôn|thật|nhỉ|vì đã giúp|đã giúp|giúp đỡ|sự giúp đỡ|tốt|vui|lành|ngày",
    "về|nè|đây|buổi sáng",
    "buổi chiều|buổi tối|hihi|hehe|haha",
)
_AFTER = rf"(?:{_PART}+{_PEOPLE})*{_PART}*"
_AHEAD = one_of(
    "dạ|vâng|ok|ừ|uh|à|thôi|rồi|thế thôi|em|chị|anh|xong rồi|tốt quá|hay quá|hihi|hehe|haha",
)
_BEFORE = rf"(?:{_AHEAD}{_PART}*\s+)*"
_THANKS = one_of(
    "cảm ơn|cám ơn|thank|thanks|thank you|tks|xin cảm ơn|xin cám ơn|đa tạ|thank kiu",
)
_HELLO = one_of(
    "quay lại rồi|trở lại rồi|vô lại rồi|vào lại rồi",
    "chào|xin chào|hello|hi|alo|a lô|alô|hey|helo|chào buổi sáng|chào buổi chiều|em chào",
)
_BYE = one_of(
    "tạm biệt|bye|bye bye|chào tạm biệt|hẹn gặp lại|thế nhé|thế nha|nghỉ đây|đi ngủ đây",
)
_SIGHS = one_of(
    "trời ơi|ôi trời|nhiều quá|mệt quá|khó quá|dài quá|thế này|làm hết được|làm|mà|sao",
)
_WEARY = (
    *("mệt", "trễ", "muộn", "khuya", "đói", "khát", "nóng", "lạnh", "buồn", "buồn ngủ", "chán"),
    *(
        "khó",
        "lâu",
        "dài",
        "rối",
        "oải",
        "đuối",
        "nản",
        "phiền",
        "gấp",
        "mỏi",
        "mỏi mắt",
        "mỏi tay",
    ),
    *("đau lưng", "đau đầu", "nhức đầu", "hoa mắt", "chóng mặt", "nhiều việc", "bận", "cực", "khổ"),
)
_PERSON = one_of("em|tôi|tui|chị|anh|mình|cô|chú|bác|cháu|con|tớ")
_SAYS_MORE = one_of("không|chưa|có|hết|nên|vì|do|thì|cho|muốn|hỏi|xin|báo|gửi|nộp")
_NAMES = rf"(?:(?!{_SAYS_MORE}\b)\w+\s+){{0,9}}(?!{_SAYS_MORE}\b)\w+"
_INTRODUCED = (  # `chào em, chị là Hương bên Sở Nội vụ`
    rf"{_BEFORE}{_HELLO}(?:{_PART}+{_PEOPLE})*{_PART}+{_PERSON}\s+"
    rf"(?:(?:tên\s+là|là|tên)\s+|(?=\w+(?:\s+\w+)?\s+(?:ở|bên)\s))"
    rf"{_NAMES}(?:,\s*{one_of('cán bộ|chuyên viên|công chức|viên chức|ở|bên')}\s+{_NAMES})?{_AFTER}"
)
_KINDS = (
    (Talk.GREETING, _INTRODUCED),
    (
        Talk.THANKS,
        rf"{_BEFORE}{_THANKS}{_AFTER}",
    ),
    (
        Talk.GREETING,
        rf"{_BEFORE}(?:{_PEOPLE}\s+)?{_HELLO}{_AFTER}(?:(?:mình\s+)?làm tiếp{_AFTER})?",
    ),
    (
        Talk.GREETING,
        rf"{_BEFORE}(?:{_HELLO}{_PART}+)?(?:{_PEOPLE}{_PART}+)*"
        + one_of("quay lại|trở lại|lên lại|vào lại|đây|tới")
        + rf"{_PART}+"
        + one_of("rồi|nè|đây|nha")
        + _AFTER,
    ),
    (
        Talk.GREETING,  # somebody is called
        rf"(?:{one_of('ê|này|ơ|ơi|dạ|alo|a lô|ủa')}\s+)?"
        rf"{one_of('em|bot|bạn|ad|anh|chị|cô|chú|cưng')}\s+ơi{_PART}*"
        rf"|(?:{one_of('em|bạn|dạ|à|alo')}(?:\s+ơi)?{_PART}+)*cho\s+"
        rf"{one_of('em|tôi|tui|chị|anh|mình|cô|chú')}\s+hỏi"
        rf"(?:\s+{one_of('chút|xíu|tí|tý|cái|cái này|một chút|một tí|với|thêm|nè')})*{_AFTER}"
        rf"|ê(?:\s+{one_of('em|bot|bạn')})?{_PART}*|(?:{one_of('ừ|vâng|dạ')}\s+)?"
        rf"{one_of('chị|anh|em|tôi|mình')}\s+(?:nghe\s+)?đây(?:\s+{one_of('em|nè|ạ')})*{_PART}*",
    ),
    (
        Talk.GOODBYE,
        rf"{_BEFORE}(?:{_BYE}{_AFTER}|chúc\s+.*)",
    ),
    (
        Talk.ACKNOWLEDGEMENT,
        "(?:"
        + one_of(
            "dạ|vâng|ừ|uh|ừm|ok|oke|okie|okay|rõ|đã rõ|hiểu|hiểu rồi|biết rồi|được rồi|nhớ rồi",
            "thấy rồi|à ra thế",
            "ra vậy|ra thế|thế à|vậy à|thế hả|vậy hả|hay quá|hay thế|tốt quá|giỏi quá|giỏi thế",
            "tuyệt|tuyệt vời|tiện quá|tiện ghê|nhanh vậy|nhanh quá|nhanh ghê",
            "giỏi ghê|à hiểu|chị biết rồi",
            "chị hiểu rồi|anh hiểu rồi|anh biết rồi|em biết rồi|em hiểu rồi|gần xong rồi|xong rồi",
            "may quá|à|ồ|ơ",
        )
        + rf"|{_LAUGH})"
        + rf"(?:{_PART}+(?:"
        + one_of(
            "hay thế|giỏi thế|tuyệt quá",
            "dạ|vâng|ừ|ok|em|anh|chị|ạ|nhé|nha|rồi|thế|luôn|nhỉ|ơi|đó|đấy|quá|hiểu rồi|hay quá",
            "tốt quá",
        )
        + rf"|{_LAUGH}))*{_PART}*",
    ),
    (
        Talk.LAMENT,
        _BEFORE
        + one_of(
            "trời ơi|ôi trời|ôi giời|giời ơi|mệt quá|mệt thế|nhiều quá|nhiều thế|nhiều thế này",
            "khó quá|khó thế|lâu quá",
            "chán quá|rối quá|phức tạp quá|dài quá|dài thế|ôi|haiz|haizz|hazz|chết thật",
            "đau đầu quá|hết hơi|ối giời|bó tay|thôi kệ|kệ|kệ nó|mệt ghê|chán ghê",
            "hic|hix|huhu|hu hu",
            "làm hoài không hết|làm mãi không xong|nhiều câu quá|nhiều câu quá trời",
            "nhiều dữ|hết cả buổi",
            (
                f"{one} {much}"
                for one in _WEARY
                for much in ("quá", "ghê", "dữ", "thiệt", "quá trời")
            ),
        )
        + rf"(?:{_PART}+{_SIGHS})*{_AFTER}",
    ),
)
_PATTERNS = tuple((talk, spoken(pattern)) for talk, pattern in _KINDS)
_SIGN = re.compile(r"[^\w\s,.!~)]|_")
_FOLDED_HANDS = "\U0001f64f"


def read_small_talk(text: str) -> Talk | None:
    """What kind of small talk the whole text is; None when it says anything else."""
    if len(text) > LONGEST or "?" in text or any(sign.isdigit() for sign in text):
        return None
    bare = _SIGN.sub(" ", text).strip()
    if not bare and _FOLDED_HANDS in text:
        return Talk.THANKS
    heard = hear(bare)
    found = (talk for talk, patterns in _PATTERNS if first_fit(patterns, heard) is not None)
    return next(found, None)


_LAST = re.compile(r"[,;.!\n]\s*(?=[^,;.!\n]*$)")


_SIGNS = re.compile(rf"(?<![\s\ufe0f])\s?(?:{SIGNS})(?:{SIGNS}| )*$")
_OPENS = re.compile(
    r"\s*(?:(?:vậy|vay|v|z|zậy|dậy|thế|the|rồi|roi|r|thôi|thoi|ok|oke|okie|à|ừ|uk|ừm)"
    r"(?:\s+(?:thì|thi))?[\s,]+)+(?=\d)"
)


def without_opening(text: str) -> str:
    """Answers by number without a word that only opens them: `v 1 2 chưa có số`."""
    found = _OPENS.match(text)
    return text[found.end() :] if found is not None else text


def without_sigh(text: str) -> str:
    """Answers without the sigh or the signs behind them: `21, mệt quá em ơi` and `1=5 🙏` explain
    nothing."""
    signs = _SIGNS.search(text, max(0, len(text) - LONGEST))
    if signs is not None and any(map(str.isdigit, text[: signs.start()])):
        text = text[: signs.start()]
    found = _LAST.search(text.rstrip(" .!"), max(0, len(text) - LONGEST))
    if found is None or not any(map(str.isdigit, text[: found.start()])):
        return text
    return text[: found.start()] if read_small_talk(text[found.end() :]) is Talk.LAMENT else text
