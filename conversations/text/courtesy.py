"""The polite words, particles and signs around what people mean: they fall away unasked.

Beside a number anything that only addresses somebody or rounds the sentence off may go. Beside
words of the officer's own (a remark, a text) only what can be nothing else goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conversations.text.normalize import spell_text
from conversations.text.phrases import WholePhrases
from conversations.text.polite_words import BEFORE, HELP, ONLY_BEHIND, PARTICLES, PERSONS

LONGEST = 90  # characters of polite words that are looked at on each side
# not `con`, which is counted: `25 con`
_PERSON = "|".join((*(one for one in PERSONS if one not in ONLY_BEHIND), "chi|sep|cung|ad|admin"))
_ANYBODY = rf"(?:{_PERSON}|e|a|c|các bạn|mọi người|cả nhà)"
_PARTICLE = r"ạ|ạh|nha|nhá|nhé|nhe|nghen|nhen|hén|nè"
_THANKS = (
    rf"(?:xin |em |chị |anh )?(?:cảm ơn|cám ơn|cam on|thanks|thank you|tks|thank)"
    rf"(?: {_ANYBODY})*(?: (?:nhiều|nhieu|trước|luôn|lắm|nha|nhé|nghe|thôi|ạ|đó)(?: {_ANYBODY})?)*"
)
_HELP = (
    rf"(?:(?:nhờ |phiền )?(?:em|bạn|mình) )?(?:(?:ghi|điền|nhập|lưu|báo) )?(?:(?:vào|lại|số này) )*"
    rf"(?:giúp|giùm|dùm|hộ|giup|gium|dum)(?: {_ANYBODY})?(?: với| cái)?"
)
_WRITE = (
    rf"(?:(?:nhờ |phiền )?(?:em|bạn|mình) )?(?:ghi|điền|nhập|lưu)"
    rf"(?: vào| lại| vậy| thế| như vậy| luôn| đi| số này| cho {_ANYBODY})+"
)
_OF_ANY_TEXT = (
    rf"(?:{_PARTICLE}|á|à|đó|luôn|thôi|vậy)(?: {_ANYBODY})+(?: ơi| ạ| nhé| nha| à)?",
    rf"(?:{_PERSON})(?: ơi| oi| ạ| nhé| nha| nhá| à)",
    r"ạ|nhé|nhá|nghen|nhen|ạh|hén",
    # behind a sign only: `thư cảm ơn` ends so too
    rf"(?<=[.,;!] )(?i:{_THANKS}(?: [^\d,;]{{0,30}})?|{_HELP}|thưa (?:{_PERSON}))",
)
_PLAIN_NHA = r"nha|nhe|nè"  # without any other accent in the text it may be nhà, nhẹ
_BESIDE_A_NUMBER = (
    *_OF_ANY_TEXT,
    _PLAIN_NHA,
    _WRITE,
    _THANKS,
    _HELP,
    rf"(?:thưa|cho) (?:{_PERSON})(?: ơi| ạ| nhé| nha| à)?",
    rf"(?<!chờ )(?<!đợi )(?<!hỏi )(?<!báo )(?<!của )(?<!với )(?<!cho )(?<!phòng )(?:{_PERSON}|e|a)",
    r"(?<!gì )(?<!sao )(?<!nào )(?<!đâu )(?<!chừng )(?<!nhiêu )(?:đó|đấy|đây|do)",
    r"(?<!kỳ )(?<!quý )(?<!năm )(?<!tháng )(?<!tuần )(?<!đợt )(?<!lần )này",
    r"nốt|lun|gồi|gòi|dạ|nờ|nì|hỉ|hè|hí|nạ|tê|đa|rứa|rùi|r|thui|ui|eng|mi ơi|b",
    r"nha+|nhe+|nhé+|luôn+|ạ+|á+",
    r"ráo|ráo trọi|hết ráo|chẵn|tròn",
    r"lận|chứ|chớ|thôi|thoi|luôn|luon|rồi|roi|vậy|vay|thế|đi|á|ah|hà|nghe|nhen|hen|mà|ơi|oi|thôi à",
    r"ok|oke|okie|là xong|là hết|là đủ|là đúng|là chính xác|mới đúng|mới chính xác|chính xác|hết",
    r"het",
    r"chuẩn|chuẩn luôn|đúng rồi|hihi|hehe|haha|hi|kk|chấm|chấm hết|cham|hết rồi|cả thảy|tất cả",
    r"(?<=sinh )(?:cả|ca|tất)|(?<=quyền )cả|(?<=quyen )ca|(?:gì |gi )(?:hết|het|cả|ca)",
    r"hết trơn|het tron",
)
SIGNS = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2665]\ufe0f?"
_SMILEYS = r"(?::\)+|:d+|=\)+|\^+[_.]*\^+|<3|:v|:p)"
_GAP = r"[\s,.;!…]"
_SEPARATOR = re.compile(r"[;(\n]|:(?!\s*\d)|,(?!\d)|\s[-–—]\s")

_WHO = rf"(?:{_PERSON})(?:\s+ơi|\s+oi|\s+à|\s+ạ)?"
_HERE = r"(?:em|mình|tôi|chị|anh|chúng tôi|chúng em|ta)"
_SAYS = (
    rf"(?:cho )?(?:{_HERE} )?(?:xin |xin phép |cứ )?"
    r"(?:báo cáo|báo|gửi|ghi|điền|nhập|lấy|chốt|trả lời)"
    rf"(?: (?:giúp|giùm|dùm|hộ|cho|lại|với|vào|luôn))*(?: {_ANYBODY})?"
    r"(?: (?:số liệu|con số|kết quả|số))?(?: (?:kỳ|quý) này)?(?: (?:là|:))?"
)
_OURS = (
    rf"(?:(?:của|bên|phía|ở|tại) )?(?:bên|đơn vị|cơ quan|sở|xã|phường|phòng|chỗ|nhà|huyện)"
    rf"(?: {_HERE})?(?: (?:thì|là|hiện có|có|được))"
)
_US = (
    rf"(?:bên|đơn vị|cơ quan|sở|xã|phường|phòng|ở|tại)(?: {_HERE}| xã)?"
    r"(?=\s+(?:không|chưa|ko|chua|khong)\b)"
)
_TIME = (
    r"(?:trong |đến )?(?:kỳ|quý|đợt) (?:này|báo cáo)|hiện(?: nay| tại| giờ)?"
    r"|(?:(?:tính )?(?:đến|tới) )?(?:bữa nay|bữa ni|hôm nay|bây giờ|giờ này|nay)"
    r"(?=\s+(?:mới|có|được|đc|là|chỉ)\s+\S)"
)
_ROW = r"(?:câu|cái|chỗ|dòng|mục|chỉ tiêu|số|ô) (?:này|đó|đấy|trên)"
_LEADS = (
    r"dạ thưa|dạ|vâng|vang|thưa|ạ|à|ừ|ừm|uh|uhm|uk|ukm|ùi|ờ|ok|oke|okie|okay|xin|alo|kính thưa",
    rf"{_WHO}|chào {_ANYBODY}",
    _SAYS,
    _OURS,
    _US,
    _TIME,
    _ROW,
    rf"(?:của|bên|phía) {_HERE}",
    r"nó|thì|là|chắc chắn là|chính xác là|đúng là|(?:con |đáp )?(?:số|án) (?:là|đó là|này là)",
    r"(?:số liệu|kết quả|số)(?: thực tế)?(?: (?:kỳ|quý|câu|chỉ tiêu) này)?(?: của \w+)? là",
    r"thực tế|cụ thể|hiện|chỉ",
    r"(?:vậy|thế|thôi)(?: thì)?|(?:(?:em|bot) )?cứ (?:ghi|điền|để)(?: là)?",
)
_LEAD = rf"(?:(?:{'|'.join(_LEADS)})(?:\s*[:!…]+\s*|\s*[,.]+\s+|[,.]+(?=\d)|\s+|$))"
_HEAD = re.compile(rf"{_LEAD}+(?=\S)", re.IGNORECASE)
_FIRST_LEAD = re.compile(rf"{_LEAD}(?=\S)", re.IGNORECASE)
_UNACCENTED_HEAD = re.compile(
    r"(?:(?:da|thua|vang|em|anh|chi|sep|la|thi)\s*[,:!]?\s+)+(?=\d|(?:khong|ko|co|chua|kps)\b)",
    re.IGNORECASE,
)


_TAIL_OF_NUMBER = re.compile(
    rf"(?:(?:^|{_GAP}+)(?:{'|'.join(_BESIDE_A_NUMBER)})|\s*{_SMILEYS}|\s*(?:{SIGNS}))[\s.!,…~]*$",
    re.IGNORECASE,
)
LONGEST_WORD = 24
MOST_LEADS = 8  # that are taken off one by one
_DRAWN_OUT = re.compile(r"(.)\1+$")  # `nhaaa`
_LAST_WORD = re.compile(r"[^\W_]+(?=[\s.!,…~]*$)")
_KNOWN = frozenset(re.findall(r"[^\W\d_]+", "|".join((*_BESIDE_A_NUMBER, _SMILEYS))))
_SIGNS_LAST = re.compile(rf"(?:\s*(?:{_SMILEYS}|{SIGNS}))+[\s.!,…~]*$", re.IGNORECASE)
# Of words only what is written small goes: `Em ơi` may be a title.
_TAIL_OF_WORDS = re.compile(rf"{_GAP}+(?:{'|'.join((*_OF_ANY_TEXT, _PLAIN_NHA))})[\s.!,…~]*$")
_TAIL_OF_BARE_WORDS = re.compile(rf"{_GAP}+(?:{'|'.join(_OF_ANY_TEXT)})[\s.!,…~]*$")
_INSIDE = re.compile(  # `7 ạ, trong đó 2 nữ`
    rf"(?<=\w)(?:\s+(?:đâu|dau))?\s+"
    rf"(?:(?:ạ|nha|nhé|nhá|nghen|nghe|hen|á|đó)(?:\s+(?:{_PERSON}))?(?:\s+(?:ơi|oi|ạ|à))?"
    rf"|(?:{_PERSON})\s+(?:ơi|oi|à|ạ|nha|nhé)|(?<=tốt )(?:{_PERSON})|(?<=âu )(?:{_PERSON}))"
    r"(?=\s*[,;(])",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\)\s+\w+(?:\s\w+)?[\s.!]*$")
_NOT_AT_ALL = re.compile(r"^((?:không|khong|ko|k|hông|chưa|chua)\b[^,;:(]*?) (?:đâu|dau)$", re.I)
_TEXT_HEAD = re.compile(
    rf"(?:(?:dạ|vâng|thưa)(?:\s+(?:{_PERSON}))*(?:\s+ơi)?\s*[,!:]\s*"
    rf"|dạ thưa (?:{_PERSON})\s*[,:]?\s+"
    r"|dạ\s+(?!hội|tiệc|dày|quang|vũ|khúc|con|lý|hương|thảo|đài|yến))+(?=\S)",
    re.IGNORECASE,
)


def without_courtesy(text: str) -> str:
    """An answer without the polite words at its ends; the whole text when nothing else is in it.
    Behind a comma or a bracket stand words of the officer's own, of which less is taken."""
    bare = _without_head(_without_tail(_without_head(text)))
    bare = _NOT_AT_ALL.sub(r"\1", bare)
    return _INSIDE.sub("", bare, count=1)


def _without_tail(text: str) -> str:
    return [text, *_shorter_and_shorter(text)][-1]


def _shorter_and_shorter(text: str, *, loose: bool = False) -> Iterator[str]:
    bare = text
    while _may_end_politely(bare):
        shorter = _shorten(bare, _TAIL_OF_NUMBER)
        if not loose and _has_own_words(shorter):
            shorter = _shorten(_shorten(bare, _SIGNS_LAST), _tail_of_words(bare))
        if shorter == bare or len(text) - len(shorter) > LONGEST:
            return
        bare = shorter
        yield bare


def _may_end_politely(text: str) -> bool:
    """Whether the last word is one of the known ones, or no word: most answers end otherwise."""
    last = text[-1:]
    if last.isdigit() or last == "%" or (last == ")" and not text.endswith((":)", "=)", "))"))):
        return False
    word = _LAST_WORD.search(text[-LONGEST_WORD:])
    return word is None or _DRAWN_OUT.sub(r"\1", word[0].casefold()) in _KNOWN


def _has_own_words(text: str) -> bool:
    """Whether words stand behind the answer; a colon may also lead to it. A bracket that is
    closed holds them in."""
    if ")" in text:
        text = text[text.rindex(")") + 1 :]
    found = _SEPARATOR.search(text.rstrip(" .,;!"))
    return found is not None and (found[0] != ":" or any(map(str.isdigit, text[: found.start()])))


def _without_head(text: str) -> str:
    if text[:1].isdigit():
        return text
    head = _HEAD.match(text[:LONGEST]) or _UNACCENTED_HEAD.match(text[:LONGEST])
    bare = text[head.end() :] if head else text
    return bare if _says_something(bare) else text


def _shorten(text: str, tail: re.Pattern[str]) -> str:
    at = max(0, len(text) - LONGEST)
    match = tail.search(text, at)
    if match is None or (at and match.start() == at):
        return text
    bare = text[: match.start()]
    return bare if _says_something(bare) else text


def _tail_of_words(text: str) -> re.Pattern[str]:
    bare = text.isascii() and not _CLOSED.search(text)
    return _TAIL_OF_BARE_WORDS if bare else _TAIL_OF_WORDS


def _says_something(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def polite_forms(text: str) -> Iterator[str]:
    """The text with less and less that may be polite around it: for words that are known, of
    which `rồi` and `ok` are some."""
    starts = (text, text_without_courtesy(text), *_later_starts(text), _without_head(text))
    for form in dict.fromkeys(starts):
        yield form
        yield from _shorter_and_shorter(form, loose=True)
    yield without_courtesy(text)


def _later_starts(text: str) -> Iterator[str]:
    bare = text
    for _ in range(MOST_LEADS):
        lead = _FIRST_LEAD.match(bare[:LONGEST])
        if lead is None:
            return
        bare = bare[lead.end() :]
        yield bare


def text_without_courtesy(text: str) -> str:
    """A text of the officer's own without `dạ` before it and `nha em`, `ạ`, `cảm ơn em` behind
    it. Nothing is taken that may belong to the text."""
    head = _TEXT_HEAD.match(text[:LONGEST])
    bare = text[head.end() :] if head else text
    while True:
        shorter = _shorten(bare, _tail_of_words(bare))
        if shorter == bare or len(text) - len(shorter) > LONGEST:
            break
        bare = shorter
    return bare if _says_something(bare) else text


_CALL = re.compile(  # `dạ em ơi, `, `vâng ạ, `: with a sign behind it
    rf"\s*(?=[^,!]*\b(?:dạ|da|vâng|vang|thưa|thua|alo|ơi|oi)\b)"
    rf"(?:(?:dạ|da|vâng|vang|thưa|thua|kính|kinh|alo|ạ|ok|oke|ừ|{_PERSON}|ơi|oi)\b[ .]*)+[,!]+\s*",
    re.IGNORECASE,
)
_AGREES = re.compile(r"\b(?:vâng|vang|ok|oke|ừ)\b", re.IGNORECASE)
_THANKED = re.compile(rf"[\s.!]*[,.!]\s*{_THANKS}[\s.!…~]*$", re.IGNORECASE)


def without_call(text: str, *, of_consent: bool = False) -> str:
    """A message as it came, without what only calls somebody before it and without thanks behind
    it, both set apart by a sign: they belong to no answer and to no text. `of_consent`: what may
    be a yes stays."""
    bare = text
    call = _CALL.match(bare[:LONGEST])
    if call is not None and not (of_consent and _AGREES.search(call[0])):
        bare = bare[call.end() :]
    if (thanks := _THANKED.search(bare, max(0, len(bare) - LONGEST))) is not None:
        bare = bare[: thanks.start()]
    return bare if _says_something(bare) else text


def sentence_without_courtesy(text: str) -> str:
    """A sentence of answers without what is only polite at its ends. At its beginning that is
    what can be no word of a label: `chi thi tot` is of Chỉ thị."""
    return _without_tail(text_without_courtesy(text))


_AROUND = WholePhrases(
    (word, True)
    for word in (
        *BEFORE,
        *HELP,
        *(one for one in (*PERSONS, *PARTICLES) if one not in ONLY_BEHIND),
        *("luôn", "đi", "e", "nào", "ok", "rồi", "vậy", "thôi"),
    )
)
_ONLY_BEHIND = WholePhrases((word, True) for word in ONLY_BEHIND)
_HURRY = re.compile(r"\s+cho (?:lẹ|nhanh|tiện|rồi|xong|gọn|lẹ đi|le)$", re.IGNORECASE)
KEPT = 1  # words that are left in any case


def strip_courtesy(text: str) -> str:
    """The text on one line without polite words, emojis and stops at its ends; all of it when
    nothing else is in it."""
    *_, bare = less_and_less(text)
    return bare


def less_and_less(text: str) -> Iterator[str]:
    """The same, one polite word after the other: `trợ giúp cháu ơi` asks for `trợ giúp`."""
    text = _HURRY.sub("", text.rstrip(" .!"))
    words = re.sub(SIGNS, " ", text).replace(",", " ").split()
    first, last = 0, len(words)
    yield " ".join(words).strip(" .!") or text
    while last - first > KEPT and (
        _is_polite(words[last - 1]) or _is_word_of(_ONLY_BEHIND, words[last - 1])
    ):
        last -= 1
        yield " ".join(words[first:last]).strip(" .!") or text
    while last - first > KEPT and _is_polite(words[first]):
        first += 1
        yield " ".join(words[first:last]).strip(" .!") or text


def is_courtesy(text: str) -> bool:
    """Whether there is nothing but polite words in the text."""
    return all(map(_is_polite, text.replace(",", " ").split()))


def _is_polite(word: str) -> bool:
    return not word.strip(".!~") or _is_word_of(_AROUND, word)


def _is_word_of(phrases: WholePhrases[bool], word: str) -> bool:
    return phrases.meaning_of((spell_text(word.strip(".!~")),)) is not None
