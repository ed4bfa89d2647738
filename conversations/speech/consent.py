"""Whether a text agrees, as people say it: `dạ đúng rồi em`, `ok ghi đi`, `hủy em ơi`, `👍`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conversations.text.normalize import Spelling, all_stand_for, may_mean, spell_text
from conversations.text.phrases import WholePhrases
from conversations.text.polite_words import BEFORE, HELP, PARTICLES, PERSONS, SPOKEN_TO

LONGEST = 60  # characters; whoever says more says something else
_YES = (
    *("đồng ý", "nhất trí", "chính xác", "xác nhận", "chuẩn", "chính nó", "chấp nhận"),
    *("có", "đúng", "phải", "được", "vâng", "ừ", "ừm", "uh", "uhm", "ờ", "um", "ừa", "rồi"),
    *("ok", "oke", "okie", "okay", "okê", "okla", "oki", "yes", "y", "chuẩn luôn", "chốt"),
    *("tốt", "ổn", "dc", "đc", "dk", "trúng", "y chang", "ukm", "uk", "oce", "okela", "rùi", "r"),
)
_NO = (
    *("không", "ko", "k", "kh", "hông", "hong", "hổng", "chưa", "thôi", "đừng", "khoan"),
    *("hủy", "bỏ", "sai", "nhầm", "dừng", "no", "từ từ", "khỏi", "không phải", "chẳng"),
    *("khoan đã", "dừng lại", "từ chối"),
)
_BESIDE = (  # says nothing by itself
    *PERSONS,
    *PARTICLES,
    *BEFORE,
    *HELP,
    *("da", "à", "thì", "cứ"),
    *("vậy", "thế", "đó", "đấy", "này", "lại", "luôn", "đi", "mà", "là", "ơ", "ừ thì"),
    *(
        "rồi",
        "đã",
        "nói",
        "hết",
        "nữa",
        "như vậy",
        "như thế",
        "quá",
        "lắm",
        "cả",
    ),
    *("hay quá", "hay ghê", "giỏi quá", "giỏi ghê", "tuyệt", "tuyệt vời", "tuyệt quá"),
    *("gồi", "gòi", "lun", "nhoa", "cậu", "mợ"),
    *(
        "á",
        "z",
        "dzậy",
        "zậy",
        "vầy",
        "lẹ",
        "hết trơn",
        "hết ráo",
        "nhanh",
        "mấy cái đó",
        "cái đó",
    ),
    *("đâu", "vào", "hoàn toàn", "tất cả", "e", "a", "c", "cảm ơn", "cám ơn"),
)
_KNOWN = WholePhrases(
    (phrase, kind)
    for kind, phrases in (("no", _NO), ("yes", _YES), ("beside", _BESIDE))
    for phrase in phrases
)
_ASKS = ("hả", "hở", "chứ", "nhỉ", "sao", "à", "ha")  # at the end: `đúng hả em`
_ASKS_BEHIND_YES = ("không", "ko", "k", "kh", "chưa", "hông", "hong")  # `được chưa em`
_LAST = (*SPOKEN_TO, "ạ", "vậy", "thế")
_UP = re.compile("[\U0001f44d\U0001f44c\u2705\u2714\U0001f197]")
_DOWN = re.compile("[\U0001f44e\u274c\u2716\U0001f6ab\u26d4]")
_SIGN = re.compile(r"[^\w\s,.;?!/-]|_")
_DONE = ("roi", "rui", "r")
_BARE_DUNG = Spelling("dung", "")
_CLAUSE = re.compile(r"[,.;!\n]+")
_SAYS_SO = (
    r"(?:ghi|lưu|đúng|phải|chính xác|chuẩn|vâng|ừ|uk|ok|oke|okie|dạ|đồng ý|nhất trí|được|tốt)"
)
_ROUND = "|".join((*SPOKEN_TO, *PARTICLES, "rồi", "r", "vậy", "đó", "đi", "luôn", "giúp"))
_LEADS_ON = re.compile(
    rf"(?:{_SAYS_SO}(?:\s+{_SAYS_SO})?(?:\s+(?:{_ROUND}))*\s*[,.;!]\s*"
    r"|(?:ngoài ra|bên cạnh đó|thêm nữa|tiện thể|với lại)"
    r"(?:\s*[,.;!:]\s*|\s+(?:thì\s+)?(?=(?:dòng|câu|mục|chỉ tiêu|số)\s+\d)"
    r"|(?<=với lại)\s+(?=[^\W\d])))+(?=\S)",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"(.)\1{2,}")  # `okkkk`, `ừmmm`


def read_consent(text: str, verbs: tuple[str, ...] = ()) -> bool | None:
    """Whether the text agrees (True), declines (False), or does neither (None).

    `verbs` name, in Vietnamese with accents, what was asked about (`ghi`, `nộp`): `nộp luôn` agrees
    to a question about submitting, and only to that. A text that asks back, that says both or that
    holds anything else is neither.
    """
    if len(text) > LONGEST or "?" in text:
        return None
    signs = _read_signs(text)
    bare = _SIGN.sub(" ", text).strip()
    if not any(sign.isalnum() for sign in bare):
        return signs
    said = _read_words(bare, verbs)
    return None if signs is not None and said is not signs else said


def behind_yes(text: str) -> str:
    """What stands behind a yes that only leads to it: `Đúng, dòng 4 là 3`, `Phải rồi cháu. Ngoài
    ra, dòng 5 là 2`. The whole text where nothing does."""
    found = _LEADS_ON.match(text)
    rest = text[found.end() :] if found is not None else text
    return text if read_consent(rest) is not None else rest


def _read_signs(text: str) -> bool | None:
    up, down = bool(_UP.search(text)), bool(_DOWN.search(text))
    return None if up == down else up


def _read_words(text: str, verbs: tuple[str, ...]) -> bool | None:
    said: list[bool] = []
    for clause in filter(str.strip, _CLAUSE.split(text)):
        words = [_REPEATED.sub(r"\1", word) for word in re.split(r"[\s/-]+", clause.strip())]
        kinds = list(_kinds([spell_text(word) for word in words], verbs))
        if "?" in kinds or _asks_back(words, kinds):
            return None
        if "no" in kinds:
            if "yes" in kinds[: kinds.index("no")]:
                return None
            said.append(False)
        elif "yes" in kinds or "verb" in kinds:
            said.append(True)
    return said[0] if len(set(said)) == 1 else None


def _kinds(words: list[Spelling], verbs: tuple[str, ...]) -> Iterator[str]:
    """What each phrase of the clause is; `?` for one that is unknown."""
    at = 0
    while at < len(words):
        sizes = (size for size in (3, 2, 1) if at + size <= len(words))
        found = ((_meaning(words[at : at + size], verbs), size) for size in sizes)
        kind, size = next(((kind, size) for kind, size in found if kind), ("?", 1))
        if size == 1 and words[at] == _BARE_DUNG:
            kind = _meaning_of_dung(words, at)
        if kind == "yes" and at and words[at].letters == "tot" and words[at - 1].letters == "thi":
            kind = "?"  # `chi thi tot` is of Chỉ thị
        # `rồi` behind something only rounds it off
        yield "beside" if kind == "yes" and at and words[at].letters in _DONE else kind
        at += size


def _meaning_of_dung(words: list[Spelling], at: int) -> str:
    """Without accents it is `đúng` (`dung roi em`, `ok dung`), and `đừng` before what is not to be
    done; alone nobody knows."""
    if at + 1 < len(words):
        return "yes" if _meaning(words[at + 1 : at + 2], ()) in ("beside", "yes") else "no"
    return "yes" if at else "?"


def _meaning(phrase: list[Spelling], verbs: tuple[str, ...]) -> str:
    if any(all_stand_for(phrase, one) for one in verbs):
        return "verb"
    return _KNOWN.meaning_of(phrase) or ""


def _asks_back(words: list[str], kinds: list[str]) -> bool:
    """`đúng không em`, `ghi chưa`, `được hả`: a question, whatever else it says."""
    while len(words) > 1 and any(may_mean(words[-1], one) for one in _LAST):
        words, kinds = words[:-1], kinds[: len(words) - 1]
    if len(words) < 2:
        return False
    agrees = "yes" in kinds[:-1] or "verb" in kinds[:-1]
    asks = (*_ASKS, *_ASKS_BEHIND_YES) if agrees else _ASKS
    return any(may_mean(words[-1], one) for one in asks)
