"""The words of what people say of a row: what they shorten or say in other words is written as
labels print it; and those that say nothing of which row is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from conversations.text.normalize import fold_text, spell_text
from conversations.text.phrases import WholePhrases
from conversations.text.polite_words import BEFORE, PARTICLES, PERSONS

_WORD = re.compile(r"[^\W_]+")
_PRESENT = re.compile(r"\b(?:hiện|hien|đang|dang) (?:đang )?(?:có|co)(?=\s*(?:\d|là|la|thì|thi|$))")
_TAG = re.compile(r"<[^>]*>")
# Words that say nothing of which row is meant; folded.
_IDLE = frozenset(
    re.findall(
        r"\w+",
        "ay chet khoan ui ua oi thanh sua doi "
        "e c da vang thua em chi anh co chu bac ong ba minh toi tui a ah oi nhe nha nhen nghen "
        "hen nghe la thi ma co duoc dc cua ben o xa phuong don ubnd so cac nhung cai con da "
        "roi luon nay nam den tat ca cho voi va ghi bao cung deu van chi dem tong cong tam "
        "khoang gom trong kem ve do day vay thoi tren hon gi nao ai het moi lai may cu nua "
        "them van nhung nhu tu bang dat tai theo de bot giup gium ho nhan vao cho hien ngay gio "
        "khong ko chua",
    )
)
_POLITE = frozenset((*PERSONS, *PARTICLES, *BEFORE))
_COUNTED = frozenset(("xa", "phuong"))
_NO_IDLE = "vấn"  # of `vấn đề`, not `vẫn`
# What people say for words that labels print; folded on the left.
_ACCENTED = frozenset(
    ("trễ", "chậm", "muộn", "hđ", "đv", "hđlđ", "gởi", "xử", "lỗi", "vđề", "đvị", "vbản")
)
_SAID_FOR = {
    "xong": "hoàn thành",
    "tre": "quá hạn",
    "muon": "quá hạn",
    "chậm": "quá hạn",
    "ht": "hoàn thành",
    "nv": "nhiệm vụ",
    "nvu": "nhiệm vụ",
    "vb": "văn bản",
    "vban": "văn bản",
    "hđ": "hợp đồng",
    "hd": "hợp đồng",
    "ng": "người",
    "sk": "sáng kiến",
    "vde": "vấn đề",
    "vđề": "vấn đề",
    "đvị": "đơn vị",
    "vbản": "văn bản",
    "xly": "xử lý",
    "kt": "kiểm tra",
    "ktra": "kiểm tra",
    "dv": "đơn vị",
    "dvi": "đơn vị",
    "hs": "hồ sơ",
    "ld": "lãnh đạo",
    "cc": "công chức",
    "vc": "viên chức",
    "pb": "phòng ban",
    "bche": "biên chế",
    "kh": "kế hoạch",
    "tuyentruyen": "tuyên truyền",
    "dvc": "dịch vụ công",
    "kl": "kỷ luật",
    "ql": "quản lý",
    "tthc": "thủ tục hành chính",
    "qppl": "quy phạm pháp luật",
    "pbgdpl": "phổ biến giáo dục pháp luật",
    "vbqppl": "văn bản quy phạm pháp luật",
    "sncl": "sự nghiệp công lập",
    "bcci": "bưu chính công ích",
    "hdld": "hợp đồng lao động",
    "hđlđ": "hợp đồng lao động",
    "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế",
    "bhtn": "bảo hiểm thất nghiệp",
    "cntt": "công nghệ thông tin",
    "gởi": "gửi",
    "xử": "xử lý",
    "lỗi": "vấn đề",
}


# Words that people say in pairs, of which the second adds nothing; folded.
_DOUBLED = frozenset({("hop", "hanh"), ("bao", "chi")})
_LONGEST_PHRASE = 3  # words
LONGEST_KEPT = 400  # characters; the words of a longer text are found anew each time
# Several words that people say for others of labels.
_PHRASES = WholePhrases(
    (said, printed)
    for printed, all_ in (
        ("phát hiện", ("tìm ra", "tìm thấy", "lòi ra", "moi ra")),
        ("xử lý xong", ("khắc phục xong", "sửa xong")),
        ("xử lý", ("xử lý", "khắc phục")),
        ("vấn đề", ("vấn đề", "sai sót", "thiếu sót", "tồn tại", "sai phạm")),
        ("nhiệm vụ", ("đầu việc", "đầu mục", "công việc")),
        ("hoàn thành", ("hoàn tất", "làm xong")),
        ("đề ra", ("đặt ra",)),
        ("đúng hạn", ("đúng hẹn", "kịp hạn")),
        ("quá hạn", ("trễ hẹn", "trễ hạn", "chậm hạn", "lố hạn", "muộn hạn")),
        ("văn bản", ("công văn",)),
        ("lãnh đạo cấp sở", ("ban giám đốc", "phó giám đốc", "giám đốc", "lãnh đạo sở")),
        ("lãnh đạo cấp phòng", ("trưởng phó phòng", "trưởng phòng", "phó phòng")),
    )
    for said in all_
)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, in small letters; what people shorten or say otherwise is written
    out."""
    return _words_of_known(text) if len(text) <= LONGEST_KEPT else _words_of(text)


def _words_of(text: str) -> tuple[str, ...]:
    plain = _PRESENT.sub("có mặt", _TAG.sub(" ", text.casefold()))
    said = _WORD.findall(plain)
    spelled = [spell_text(word) for word in said]
    found: list[str] = []
    at = 0
    while at < len(said):
        for size in range(min(_LONGEST_PHRASE, len(said) - at), 1, -1):
            printed = _PHRASES.meaning_of(spelled[at : at + size])
            if printed is not None:
                found.extend(printed.split())
                at += size
                break
        else:
            if not (at and (spelled[at - 1].letters, spelled[at].letters) in _DOUBLED):
                found.extend(_written_out(said[at]))
            at += 1
    return tuple(found)


_words_of_known = lru_cache(maxsize=4_096)(_words_of)  # labels, and the pieces of one message


def _written_out(word: str) -> list[str]:
    spelling = spell_text(word)
    printed = _SAID_FOR.get(word) or _SAID_FOR.get(spelling.letters)
    if printed is None or (spelling.marks and not {word, spelling.letters} & _ACCENTED):
        return [word]
    return printed.split()


def telling_words(text: str, *, counted: bool = False) -> tuple[str, ...]:
    """Those of the words that may tell of a row. `counted`: they stand behind a number."""
    find = _find_telling_known if len(text) <= LONGEST_KEPT else _find_telling
    return find(text, counted)


def _find_telling(text: str, counted: bool) -> tuple[str, ...]:
    return tuple(word for word in words_of(text) if not is_idle(word, counted=counted))


_find_telling_known = lru_cache(maxsize=4_096)(_find_telling)


def folded_words(text: str) -> frozenset[str]:
    """The words of a label or a measure that may tell of a row, folded."""
    return _fold_known(text) if len(text) <= LONGEST_KEPT else _fold_known.__wrapped__(text)


@lru_cache(maxsize=1_024)
def _fold_known(text: str) -> frozenset[str]:
    return frozenset(map(fold_text, telling_words(text)))


def are_accented(words: Iterable[str]) -> bool:
    """Whether words are typed with accents, but for polite ones: `dạ` before bare words."""
    return any(not word.isascii() and word not in _POLITE for word in words)


def is_idle(word: str, *, counted: bool = False) -> bool:
    """Whether the word says nothing of which row is meant; behind a number `xã` is what it
    counts."""
    letters = spell_text(word).letters
    return letters in _IDLE and word != _NO_IDLE and not (counted and letters in _COUNTED)
