"""The words of the parts of a sentence about the lines of a preview, as patterns. They are looked
for without accents."""

from __future__ import annotations

import re

from conversations.dialog.previews.line_words import (
    AGAIN,
    COUNTED,
    DROP,
    NOT,
    NOT_YET,
    NOW,
    NUMBERS,
    OF_LINES,
    ROW,
    SET,
    SLIP,
    TAIL,
    WHO,
)
from conversations.dialog.previews.sentence.clause import Deed
from conversations.text.polite_words import FOLDED

_SOME = rf"(?:(?:cac|may|nhung|ca|tu|phan)\s+)*(?:{OF_LINES}\s+(?:so\s+)?)?"
_LEAD = (
    rf"(?:(?:a|ah|o|oi|ui|y|ay|da|u|uh|um|ua|ok|oke|vang|chet|khoan{NOT_YET}|nhung|nham|lon|sai|quen|thoi|vay|the|"
    r"xin loi|em|mi|chi|anh|co|chu|bac|minh|con|rieng|va|voi|roi|thi|nua|ma|truoc het|trong do|"
    r"chac|y la|duoc|cu|xong)[\s,.:;!]+|(?:khong|ko|hong|khong phai)\s*[,.!]\s*)*"
)
_SO = r"(?:(?:thi|cu|de|deu|la|cung|van|em|cho|chi|nay|chac)\s+)*"
_RIGHT = r"(?:dung|phai|ok|oke|okie|oki|okay|on|chuan|chinh xac|khop|duoc|chinh no|trung)"
_KEEP = (
    r"(?:giu(?: nguyen| lai| y)*|de (?:nguyen|vay|yen|y)|khong (?:doi|sua|dong)"
    r"|y nguyen|y cu|y vay|nhu cu|nhu vay)"
)
_STORE = r"(?:ghi(?!\s+chu\b)(?: nhan| lai| vao| so)?|luu(?: lai)?|save|chot)"
_NO = rf"(?:dung|{NOT})"
_ASKER = r"(?:chi|anh|em|minh|co|chu|bac|toi|tui)"
_WAIT = (
    rf"(?:tu tu|de sau|de do|khoan|khoan da|khoan ghi|chua ghi|{_NO} ghi|tinh sau|sau|lat|"
    rf"cho (?:da|ti|chut)|(?:cho|doi) {_ASKER} (?:\w+ )?(?:lai|da)|"
    r"de (?:lat|mai|chieu)(?: \w+){0,4}|chua (?:chot|chac)(?: chan| lam)?|"
    r"(?:lat|mai|chieu|hom sau) (?:tinh|lam|ghi|coi|xem)(?: lai| sau| tiep)*|"
    rf"(?!.*\b(?:roi|sao|gi|nao|dau|chua|khong|ha|nhi)\b)"
    rf"(?:de |lat |mai |chieu |toi )*{_ASKER} (?:se |phai |can )?"
    r"(?:coi|xem|hoi|kiem tra|do|tinh|ra|ra soat|dem|sua|ghi|noi|bao)(?: lai| sau| cai)*"
    r"(?: (?!bo|xoa|ghi|luu|la|dung|sai|thanh)[^\W\d]+){0,3})"
)
_THE_REST = (
    rf"(?:(?:con\s+)?(?:(?:cac|may|nhung|phan|tat ca|toan bo)\s+)+(?:{OF_LINES}\s+)?"
    rf"(?:con lai|kia|khac)|(?:(?:phan|cai|o)\s+)?(?:{OF_LINES}\s+)?con lai)"
)
_UNCLEAR = (
    r"(?:lon xon|linh tinh|mo ho|nghi ngo|tao lao|tam bay|ngoai (?:mau|bieu)|"
    r"(?:(?:em|bot|con|chau|may)\s+)?(?:chua|khong|hong|ko)\s+(?:ro|hieu|biet|nhan ra|doc duoc|"
    r"xac dinh|khop|chac|co trong (?:mau|bieu))(?: (?:la|thuoc|o) (?:\w+\s+){0,3}(?:gi|nao|dau))?|"
    r"(?:con |co |bi |dang )*(?:dau )?(?:cham )?hoi|khong dau vao dau)"
)
_DROP_HERE = rf"(?:{DROP})"
_NOT_OURS = r"(?:(?:la |bi |ghi )*(?:cua|khong phai|khong thuoc|thuoc|trung|du|thua|nham)\b)"
_ENDS_DROP = rf"(?:\s+(?:{FOLDED}|di|luon|lun|ra|ngoai|het|vay|nua|thoi|tron|troi|ca))*"
_WORD = (
    r"(?!bo|xoa|sua|doi|ghi|luu|con lai|them|giu|chot|khoan|thoi|dung"
    r"|(?:hai|ba|bon|bay|tam|chin|muoi)\b)[^\W\d]+"
)
_WHY = rf"(?:[,;.]\s+{_WORD}(?:[\s,.]+{_WORD}){{1,11}}[\s.]*)?"  # and no other act


def _pattern(said: str) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}{said}{TAIL}[\s.!]*")


DROPS = (
    re.compile(
        rf"{SLIP}{_DROP_HERE}\s+{WHO}{_SOME}(?P<numbers>{NUMBERS}){_ENDS_DROP}"
        rf"(?:\s+(?:vi|do|tai)\s+[^\d,;.]{{3,80}})?[.!]?{_WHY}"
    ),
    re.compile(
        rf"{SLIP}{_SOME}(?P<numbers>{NUMBERS})\s+"
        rf"(?:(?:thi|cung|deu|luon|cho chi|em)\s+)*{_DROP_HERE}{_ENDS_DROP}[.!]?"
    ),
    re.compile(  # `dòng 7 của đơn vị khác, bỏ đi`
        rf"{SLIP}{_SOME}(?P<numbers>{NUMBERS})\s+{_NOT_OURS}[^\d,;.]{{0,60}},\s+"
        rf"(?:thi\s+)?{_DROP_HERE}{_ENDS_DROP}[.!]?"
    ),
    re.compile(  # `sai dòng 2 rồi bỏ đi em`
        rf"{SLIP}(?:dong|cau)\s+(?P<numbers>\d{{1,3}})\s+roi[\s,]+(?:thi\s+)?"
        rf"(?:bo|xoa|huy){_ENDS_DROP}[.!]?"
    ),
    re.compile(  # `còn 3 với 4 không phải, bỏ đi em`
        rf"(?:(?:da|con|va|thi)\s+)*{_SOME}(?P<numbers>{NUMBERS})\s+(?:thi\s+)?"
        r"(?:khong phai|sai|khong dung|ko phai|ko dung|lon)(?: roi)?[\s,]+(?:thi\s+)?"
        rf"(?:bo|xoa|huy){_ENDS_DROP}[.!]?"
    ),
)
BEGINS_DROPPED = re.compile(rf"{SLIP}(?:{DROP}|dung ghi)\s+{_SOME}\d{{1,3}}\b")
FIX = re.compile(rf"{SLIP}{AGAIN}{ROW}(?P<n>\d{{1,3}}){NOW}{SET}(?P<value>\S.*)")
FIX_BARE = re.compile(rf"{SLIP}(?:sua|doi)\s+{WHO}{ROW}(?P<n>\d{{1,3}})\s+(?P<value>\S.*)")
RAISED = re.compile(  # `tăng dòng 3 lên 2`
    rf"{SLIP}(?:tang|giam|nang|ha)\s+{WHO}(?P<row>(?:dong|cau)\s+)(?P<n>\d{{1,3}})\s+"
    r"(?P<sign>len|xuong|con|thanh)\s+(?:con\s+|thanh\s+)?(?P<value>\d\S*)"
)
STATE = re.compile(rf"{SLIP}{AGAIN}{ROW}(?P<n>\d{{1,3}})\s+(?P<value>[^\d\s].*)")
AT_LINE = re.compile(  # in a sentence of several parts, where a number first is that of a line
    rf"{_LEAD}{AGAIN}(?P<row>{OF_LINES}\s+(?:so\s+)?)?(?P<n>\d{{1,3}}){NOW}[\s,]+"
    r"(?P<so>(?:thi|cho|chi|anh|em|minh|co|chu|nua|tam|de|nhap|"
    r"dung ra|le ra|nham|sai|lon|roi|phai|moi(?! dung| phai)|"
    r"lai|la|go|danh|sua|doi|chinh|thanh|len|"
    r"xuong|tang|giam|ha|con(?! lai)|bang|ghi)[\s,:]+)*+(?P<value>\S.*)"
)
MANY = re.compile(
    rf"{_LEAD}{AGAIN}{_SOME}(?P<numbers>{NUMBERS})(?:\s*[=:]\s*|\s+)"
    r"(?P<so>(?:thi|cung|deu|la|ca|bang|(?:sua|doi|chuyen|ghi)(?: lai)?(?: thanh| sang| la)?)\s+)*"
    r"(?P<value>\S.*)"
)
ALIKE = re.compile(
    rf"{_LEAD}(?:{OF_LINES}\s+(?:so\s+)?)?(?P<n>\d{{1,3}})\s+(?:(?:thi|cung|deu|la)\s+)*"
    r"(?:giong(?: nhu| voi| het)?|nhu|bang|y chang|y nhu|y het)\s+(?:voi\s+)?"
    rf"(?:dong|cau|muc|chi tieu)\s+(?:so\s+)?(?P<like>\d{{1,3}}){TAIL}(?:[\s,]+(?P<value>\D+))?"
)
BARE = _pattern(
    rf"(?:bo|xoa)\s+{WHO}(?:(?:cai|phan|doan|chu|may|het)\s+)*(?:(?:o |ben )?trong\s+)?"
    r"(?:dau\s+)?ngoac"
    r"(?:\s+don)?(?:\s+(?:o\s+|cua\s+)?(?:dong|cau)\s+(?P<n>\d{1,3}))?"
)
KEPT = (
    _pattern(rf"{_SOME}(?P<numbers>{NUMBERS})\s+{_SO}(?:{_RIGHT}|{_KEEP})"),
    _pattern(rf"{_KEEP}\s+{WHO}{_SOME}(?P<numbers>{NUMBERS})"),
)
ONLY_KEPT = (
    _pattern(rf"chi\s+(?:giu|lay|de)(?: lai)?\s+{WHO}{_SOME}(?P<numbers>{NUMBERS})"),
    _pattern(rf"(?:giu|lay)(?: lai)?\s+{WHO}{_SOME}(?P<numbers>{NUMBERS})\s+thoi"),
)
ONLY_STORED = (
    _pattern(
        rf"(?:chi\s+)?{_STORE}\s+{WHO}(?:(?:cac|may|nhung)\s+)*(?:dong|cau)\s+(?P<numbers>{NUMBERS})"
    ),
    _pattern(rf"chi\s+{_STORE}\s+{WHO}(?P<numbers>{NUMBERS})"),
    _pattern(
        rf"{_STORE}\s+{WHO}(?P<numbers>\d{{1,3}}(?:(?:\s*,\s*|\s+(?:va|voi)\s+|\s+)\d{{1,3}})+)"
    ),
    _pattern(rf"{_STORE}\s+{WHO}(?P<numbers>\d{{1,3}})\s+(?:thoi|truoc)"),
    _pattern(rf"{_SOME}(?P<numbers>{NUMBERS})\s+{_SO}{_STORE}"),
)
WAITING = (
    _pattern(rf"{_SOME}(?P<numbers>{NUMBERS})\s+(?:(?:thi|cu|em)\s+)*{_WAIT}"),
    _pattern(
        rf"(?:khoan(?: ghi)?|chua ghi|{_NO} ghi|de)\s+{WHO}{_SOME}(?P<numbers>{NUMBERS})"
        r"(?:\s+(?:lai|do|sau))*"
    ),
)
NOT_DROPPED = _pattern(
    rf"(?P<no>{NOT}|khong|khoan|khoi)(?:\s+(?:co|voi))*\s+(?:bo|xoa|huy)\s+"
    rf"{_SOME}(?P<numbers>{NUMBERS})"
)
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(COUNTED)})"
COUNTED_LINES = _pattern(  # `đủ 7 dòng rồi, ghi đi em`
    rf"(?:(?:{_KEEP}|du|dung|ok|tong cong|co|ca|tat ca)\s+)*(?P<count>{_COUNT})\s+"
    r"(?:dong|cau|chi tieu)"
    r"(?:\s+(?:dung|du|day|het|la|nay|do|deu|ca))*"
)
_EACH_OTHER = r"(?:(?:cho|voi) nhau|nhau|cho cho nhau|cho)"
_TURNED_ROUND = (
    rf"(?:nguoc(?: {_EACH_OTHER})?|(?:lon|nham|dao|doi|hoan doi|trao doi)(?: lai)? {_EACH_OTHER})"
)
_IS = r"(?:(?:bi|thi|la|dang|chi|anh|em|minh|ghi|go|nhap|phai|can)\s+)*"
_TURN = "(?:nguoc|dao|hoan doi|trao doi|doi cho|dao cho|dao nguoc)"
SWAPPED = (  # `dòng 7 với 8 ngược nhau`, `đổi chỗ 7 với 8`
    _pattern(
        rf"{_SOME}(?P<numbers>{NUMBERS})\s+{_IS}{_TURNED_ROUND}(?: (?:roi|lai|ay))*"
        r"(?: (?:chi|anh|em|co|chu|bac|minh) (?:ghi|go|nhap|doc) (?:lon|nham|sai|nguoc))?"
    ),
    _pattern(
        rf"(?:(?:bi|ghi|go|nhap|danh)\s+)*{_TURN}\s+{WHO}{_SOME}(?P<numbers>{NUMBERS})"
        rf"(?: (?:lai|{_EACH_OTHER}))*"
    ),
    _pattern(rf"{_SOME}(?P<numbers>\d{{1,3}}\s+nguoc\s+voi\s+(?:(?:dong|cau)\s+)?\d{{1,3}})"),
)
ALL_DROPPED = _pattern(  # `bỏ hết, giữ lại dòng 1`, `bỏ hết trừ dòng 1`
    rf"{_DROP_HERE}(?:\s+(?:het|tat ca|ca|sach|cho|chi|em|di))+[\s,]+(?:thi\s+)?(?:chi\s+)?"
    rf"(?:tru|ngoai tru|giu(?: lai)?|chua(?: lai)?|de lai|lay)\s+{WHO}{_SOME}(?P<numbers>{NUMBERS})"
)
_SEEN = (
    rf"(?:{_THE_REST}\s+)?"
    r"(?:(?:so lieu|so|chi|anh|em|minh|co|chu|bac|tat ca|moi thu|may cai|thay|xem|coi|nhu|vay|the|"
    r"la|thi|deu|het|cung|nay|do|roi)\s+)*"
)
SEEN_RIGHT = _pattern(rf"{_SEEN}{_RIGHT}")  # `số liệu vậy là đúng rồi`
ALL_RIGHT = _pattern(  # `chị thấy đúng hết rồi`, `tất cả đều đúng`
    rf"{_SEEN}(?:{_RIGHT}(?:\s+(?:het|ca|tat ca))+|(?:tat ca|het|ca)\s+(?:deu\s+)?{_RIGHT})"
)
NOT_STORED = _pattern(
    rf"(?:khoan|chua|{_NO}|tu tu)(?:\s+(?:da|hay|hang|voi))*\s+(?:ghi|luu)(?:\s+voi)?"
)
ALSO = _pattern(  # `bỏ 4, à quên dòng 5 nữa`
    rf"(?:(?:ca|them|luon|voi)\s+)*{_SOME}(?P<numbers>{NUMBERS})\s+"
    r"(?:nua|luon|(?:thi )?cung (?:vay|the|y vay|nhu vay))"
)
WRONG = (
    _pattern(
        r"(?:(?:dong|cau)\s+)?(?P<numbers>\d{1,3})\s+(?:thi\s+)?(?:bi\s+)?"
        r"(?:sai|lon|nham|khong dung|chua dung)"
    ),
    _pattern(rf"(?:sua|doi|chinh)(?: lai)?\s+{WHO}(?:dong|cau)\s+(?P<numbers>\d{{1,3}})"),
    _pattern(r"(?:chi\s+)?(?:sai|nham|lon)\s+(?:co\s+)?(?:dong|cau)\s+(?P<numbers>\d{1,3})"),
)
REST: tuple[tuple[re.Pattern[str], Deed], ...] = (
    (
        _pattern(rf"{_THE_REST}\s+{_SO}{_RIGHT}(?:(?:\s+(?:het|ca|roi))+(?:\s+{_STORE})?)?"),
        Deed.TAKE,
    ),
    (_pattern(rf"{_THE_REST}\s+{_SO}{_STORE}"), Deed.STORE),
    (_pattern(rf"{_STORE}\s+{WHO}{_THE_REST}"), Deed.STORE),
    (_pattern(rf"{_THE_REST}\s+{_SO}{_KEEP}"), Deed.KEEP),
    (_pattern(rf"{_KEEP}\s+{WHO}{_THE_REST}"), Deed.KEEP),
    (_pattern(rf"{_THE_REST}\s+{_SO}{_DROP_HERE}"), Deed.DROP),
    (_pattern(rf"{_DROP_HERE}\s+{WHO}{_THE_REST}"), Deed.DROP),
    (_pattern(rf"{_THE_REST}\s+(?:(?:thi|cu|em)\s+)*{_WAIT}"), Deed.WAIT),
)
KEEP_ALL = _pattern(rf"{_KEEP}\s+(?:het|tat ca|ca)")
DOUBTFUL = (
    _pattern(rf"(?:(?:cac|may|nhung|cai)\s+)+(?:{OF_LINES}\s+)?{_UNCLEAR}\s+{_SO}{_DROP_HERE}"),
    _pattern(rf"{_DROP_HERE}\s+{WHO}(?:(?:cac|may|nhung|het|cai)\s+)+(?:{OF_LINES}\s+)?{_UNCLEAR}"),
)
STORED = _pattern(
    rf"(?:(?:de|cu|thi|la|cho|nho|nhu vay)\s+)*(?:{FOLDED}\s+)*{_STORE}"
    rf"(?:\s+(?:luon|het|ca|{FOLDED}))*(?:\s+(?:ca|tat|du|het))*(?:\s+(?P<count>{_COUNT})\s+"
    r"(?:dong|cau|chi tieu|muc|cai)(?:\s+(?:tren|do|nay|kia|con lai))*)?"
)
LET_BE = _pattern(  # `thôi để vậy cũng được`
    r"(?:cu )?(?:de (?:vay|nhu vay|the|y vay|nguyen vay)|nhu vay|vay|the)"
    r"(?:\s+(?:cung|la|thi|di|duoc|on|ok|roi|do|luon))*"
)
MEND_IT = _pattern(  # beside what is to be mended
    r"(?:em\s+|con\s+)?(?:sua|doi|chinh)(?: lai)?(?:\s+(?:giup|gium|ho|cho|chi|anh|em|co|chu|bac))*"
)
HAVE_SEEN = _pattern(
    rf"(?:{_THE_REST}\s+)?"
    r"(?:chi|anh|em|minh|co|chu|bac|toi|tui)\s+(?:da\s+)?"
    r"(?:xem|coi|kiem tra|doi chieu|do|ra|ra soat|doc)"
    r"(?:\s+(?:ky|lai|het|ky lai|roi|so))*"
)
DENIED_FIRST = re.compile(  # `dòng 6 đâu phải 4, 14 mới đúng`
    rf"{_LEAD}(?:{OF_LINES}\s+(?:so\s+)?)?(?P<n>\d{{1,3}})\s+(?:dau|khong|hong|ko)\s+phai\s+(?:la\s+)?"
    r"\d[\d.,]*[\s,]+(?:ma\s+)?(?:phai\s+)?(?:la\s+)?(?P<value>\d.*)"
)
OF_OTHER_LINES = re.compile(  # `còn 18 tới 20 lý do là …`: no value stands first
    rf"{_LEAD}(?:(?:(?:con|rieng)\s+(?:{OF_LINES}\s+)?|(?:dong|cau)\s+)\d"
    r"|\d{1,3}\s*(?:toi|den|voi|va|-)\s*\d)"
)
OTHER_ACT = re.compile(  # in what would be a value
    rf"(?:^|[\s,.;!(])(?:con lai\b|(?:may|cac|nhung)\s+{OF_LINES}\b"
    rf"|(?:dong|cau)\s+(?:so\s+)?(?:\d|cuoi\b|dau\b|kia\b|nay\b)|{OF_LINES}\s+(?:kia|con lai)\b)"
    rf"|[,.;!]\s+{_LEAD}(?:{_DROP_HERE}|sua|doi|giu|ghi|luu|chot)(?:\s+(?:{OF_LINES}|{FOLDED}|luon|di|het|\d+))*[\s.!]*(?:$|[,.;])"
    r"|[.!;,]\s+(?:con|rieng)\s+\d"
    r"|[,.;]\s+(?:va\s+)?\d{1,3}\s+(?:thi|la|thanh|deu|dung|sai|nham|lon|khong|chua|cung|voi|toi|den)\b"
)
DENIED = re.compile(
    r"(?:[\s,]+(?:chứ|chu|chớ)\s+(?:\w+\s+){0,3}?(?:đâu|dau|không phải|khong phai|"
    r"hông phải|hong phai|"
    r"ko phải|ko phai|hổng phải|k phải|k phai|kh phải|kh phai|"
    r"chẳng phải|chả phải)\b.*|\s*\((?:không phải|khong phai|chứ không|đâu phải)[^()]*\))$",
    re.IGNORECASE | re.DOTALL,
)
STRESSED = re.compile(r"(?<=\d)\s+(?:chứ|chớ|lận|cơ)(?=\s+\()", re.IGNORECASE)
OF_NOTHING = re.compile(
    r"(?P<none>.*(?:không|khong|hông|hong|ko|chẳng) có gì)(?: (?:để|de|mà|ma))?"
    r"(?: (?:ghi|báo|khai|điền|nói|nhập))(?: (?:hết|cả|ạ|em|nha|nhé))*",
    re.IGNORECASE,
)
NAMES_LINES = re.compile(rf"{_LEAD}(?:(?:cac|may)\s+)?(?:dong|cau)\s")
JOINS = frozenset({"la", "thanh", "sua", "doi", "chinh", "len", "xuong", "con", "bang"})
SAYS_NOTHING = re.compile(rf"(?:(?:{_RIGHT}|{FOLDED}|thoi|roi|het|luon|di|lai|do|sai|moi)\s*)+")
LEADING = re.compile(_LEAD)
