"""Texts that correct or take back what was said: `à nhầm 22`, `sửa câu 1 thành 22`, `xóa lý do`."""

from __future__ import annotations

import re

from conversations.parsing.amount import leading_amount
from conversations.parsing.states import read_state
from conversations.speech.acts import Correction, Retracted, Retraction
from conversations.speech.people import FOR_WHOM, LATEST, OH, PLACE, POLITE, TO_WHOM, WHO, place_of
from conversations.speech.spoken import Utterance, first_fit, hear, one_of, spoken
from conversations.text.numbers import print_number

LONGEST = 300  # characters
_BETWEEN = re.compile(r"\s*(?:;|,\s|\s(?:với|voi|và|va)\s)\s*", re.IGNORECASE)
HERE = "này"  # the place of a retraction of the row that is asked
_SLIP = (
    rf"(?:{one_of('ghi|gõ|viết|báo|nhập|đánh|bấm|nói|đọc|đếm|tính|gửi|điền|nhìn|xem|cộng|chép')}\s+)?(?:bị\s+)?"
    + one_of(
        "nhầm|lộn|sai|nhầm lẫn|quên|lỡ tay|nhầm số|sai số|lộn số|ghi thiếu|ghi dư|ghi thừa|ngược",
        "lộn ngược|ngược số|nhầm dòng|lộn dòng",
    )
    + rf"(?:\s+{one_of('rồi|mất|mất rồi|hết|tay|ạ|tí|chút|chỗ này|em|em ơi|chị|anh|nha|nhé')})*"
)
_AGAIN = one_of(
    "sửa|đổi|chỉnh|sửa lại|đổi lại|chỉnh lại|ghi lại|sửa giúp|sửa hộ|sửa giùm|điều chỉnh|thay",
    "thay đổi|cập nhật|cập nhật lại|đính chính|đính chính lại",
)
_IS = (
    rf"(?:{one_of('là|thành|sang|còn|bằng|phải là|mới là|lại là|lại thành')}(?!\w)|=|:|->|→)"
    r"(?:\s+(?:là|thành)(?!\w))?"
)
_NOT = rf"(?:{one_of('chứ|chớ')}\s+)?" + one_of(
    "không phải|đâu phải|hông phải|hổng phải|hỏng phải|ko phải|k phải|chẳng phải"
)
_MUST = one_of("phải|mới|mới đúng|mới phải|đúng ra|đúng phải|đúng|chính xác|thật ra|thực ra")
_BECOMES = one_of("thành|sang|->|→")
_PART = r"[\s,.:;-]+"
_VALUE = r"(?P<value>\S.*?)"
_FIGURE = r"(?P<value>\d.*?)"
_WRONG = r"(?P<wrong>\d[\d.,]*)"
_BARE = r"(?P<place>\d{1,3})"
_RIGHT = rf"(?:\s+{one_of('mới đúng|mới phải|mới chính xác|cơ|mới đúng chứ')})?"
_END = rf"{_RIGHT}{POLITE}"
_ME = rf"(?:(?:cho\s+)?{WHO}\s+)?"

_MEANT = one_of("ý chị|ý anh|ý em|ý tôi|ý mình|ý cô|ý chú")

_PLACED = spoken(
    # with what went wrong between: `dòng 8 chú viết ngược, là 25 chứ không phải 52`
    rf"{OH}{_ME}{PLACE}[\s,]+[^\d;]{{3,80}}?[\s,]+(?:{_MUST}\s+)?{_IS}\s*(?P<value>\d[^\s,]*)[\s,]+"
    rf"{_NOT}\s+(?:là\s+)?{_WRONG}{_END}",
    rf"{OH}{_ME}(?:{_SLIP}{_PART})?(?:{_ME}){_AGAIN}{FOR_WHOM}\s+{PLACE}{FOR_WHOM}"
    rf"\s*{_IS}\s*{_VALUE}{_END}",
    rf"{OH}{_ME}(?:{_SLIP}{_PART})?{_AGAIN}{FOR_WHOM}\s+{_BARE}\s+{_BECOMES}\s*{_VALUE}{_END}",
    rf"{OH}{_ME}(?:{_SLIP}{_PART})?{PLACE}[\s,]+{_ME}(?:{_AGAIN}|{_SLIP}|{_MUST})(?:\s+lại)?[\s,]*(?:{_IS}\s*)?"
    rf"(?!{one_of('rồi|mất')}){_FIGURE}{_END}",
    rf"{OH}{_ME}(?:{_SLIP}{_PART})?{PLACE}[\s,]+{_AGAIN}{FOR_WHOM}\s+{_IS}\s*{_VALUE}{_END}",
    rf"{OH}{_ME}{_SLIP}{_PART}{PLACE}[\s,]*{_IS}\s*{_VALUE}{_END}",
    rf"{OH}{_ME}{_SLIP}\s+{PLACE}[\s,]*{_IS}\s*{_VALUE}{_END}",
    rf"{OH}{_ME}{_SLIP}{_PART}{_BARE}\s*{one_of('=|:|là|thành')}\s*{_VALUE}{_END}",
)
_OF_QUESTION = spoken(rf"{OH}{_ME}câu\s+(?:số\s+)?{_BARE}\s*{_IS}\s*(?P<value>\d[\d.,%/]*){_END}")
_SIGHED = spoken(  # `khoan, cái thứ hai là 27`: a sigh makes it a correction, and so does its end
    rf"(?={one_of('khoan|à|ấy|ối|chết|ơ|ui|úi|ủa')}\b){OH}{PLACE}\s+{_IS}\s*{_FIGURE}{_END}",
    rf"{OH}{_MEANT}\s+(?:là\s+)?{PLACE}\s+(?:{_IS}\s*)?{_FIGURE}(?:\s+{one_of('lận|cơ|kia|chứ')})?{_END}",
    rf"{OH}{PLACE}\s+(?:{_IS}\s*)?{_VALUE}\s+{one_of('mới đúng|mới phải|mới chính xác')}{POLITE}",
)
_SLIPPED_AT = spoken(  # `nhầm, câu 3 mười hai thôi`
    rf"{OH}{_ME}{_SLIP}{_PART}{PLACE}\s+{_VALUE}(?:\s+{one_of('thôi|lận|cơ')})?{_END}",
    rf"{OH}{PLACE}\s+{_ME}{_AGAIN}{FOR_WHOM}\s+{_VALUE}{_END}",  # `dòng hai sửa lại hai mươi`
)
_NAMED_WRONG = spoken(
    rf"{OH}{one_of('hồi nãy|lúc nãy|nãy|ban nãy|khi nãy')}\s+(?:[^\d,;]{{2,60}}?\s+)?(?:là\s+)?"
    rf"(?P<value>\d[\d.,]*)\s+{_NOT}\s+(?:là\s+)?{_WRONG}{_END}",
    rf"{OH}(?:số\s+)?{_WRONG}\s+(?:là\s+)?{_SLIP}[\s,.;]+(?:phải\s+)?(?:là\s+)?(?P<value>\d[^\s=]*){_END}",
    rf"{OH}{_NOT}\s+(?:là\s+)?{_WRONG}[\s,]+(?:mà\s+)?"
    rf"(?:là\s+|phải là\s+)?(?P<value>\d[^\s=]*){_END}",
    rf"{OH}(?P<value>\d[^\s=]*)[\s,]+{_NOT}\s+(?:là\s+)?{_WRONG}{_END}",
    rf"{OH}{_AGAIN}{FOR_WHOM}\s+(?:từ\s+)?{_WRONG}\s+{_BECOMES}\s*(?P<value>\d[^\s=]*){_END}",
)
_DENIED_LAST = spoken(  # `số hoàn thành là ba mươi tư chứ không phải ba mươi ba`
    rf"{OH}{_ME}(?:(?:{LATEST}\s+)?{_ME}{_SLIP}{_PART})?"
    rf"(?P<value>[^,;]{{2,120}}?)[\s,]+{_NOT}\s+(?:là\s+)?(?P<wrong>[^,;]{{1,40}}?){_END}",
)
_AT_PLACE = spoken(rf"{PLACE}\s+(?:{_IS}\s*)?{_VALUE}")
_DENIED_FIRST = spoken(  # `hoàn thành không phải 33 mà là 34`
    rf"{OH}{_ME}(?:{_SLIP}{_PART})?(?P<place>[^\d,;]{{4,80}}?)\s+{_NOT}\s+(?:là\s+)?"
    rf"(?P<wrong>[^,;]{{1,40}}?)[\s,]+(?:mà\s+)?(?:là|phải là)\s+(?P<value>[^,;]{{1,40}}?){_END}",
    rf"{OH}{_ME}(?P<place>[^\d,;]{{4,80}}?)\s+{_ME}{_SLIP}\s+(?:là\s+|thành\s+)?"
    rf"(?P<wrong>[^,;]{{1,40}}?)[\s,]+(?:{_MUST}\s+)(?:là\s+)?(?P<value>[^,;]{{1,40}}?){_END}",
)
_ONLY_PLACE = spoken(
    rf"{OH}{_ME}{_SLIP}{_PART}(?:{_AGAIN}{FOR_WHOM}\s+)?{PLACE}{_END}",
    rf"{OH}{_ME}{_SLIP}{_PART}{_AGAIN}{FOR_WHOM}\s+{_BARE}{_END}",
    rf"{OH}{PLACE}\s+{_SLIP}{_END}",
)
_ONLY_SLIP = spoken(
    rf"{OH}{_ME}{_SLIP}(?:[\s,]+{LATEST})?{_END}",
    rf"{OH}{LATEST}\s+{_SLIP}{_END}",
    rf"{OH}{_AGAIN}{FOR_WHOM}\s+{LATEST}{_END}",
)
_STOP = rf"(?:{one_of('à|ấy|ý|ui|dạ')}[\s,]+)?" + one_of(
    "khoan|khoan đã|khoan khoan|ấy chết|chết|ý chết|thôi chết|à quên|ý quên|quên"
)
_HALT = rf"{_STOP}(?:[\s,]+{one_of('em|anh|chị|đã|khoan|em ơi|nha|nhé')})*"
_ONLY = rf"(?:\s+[^\W\d]+){{0,3}}?\s+{one_of('thôi|mới đúng|mới phải|chứ|cơ|à không')}"
_REPLACED = spoken(
    rf"{OH}(?:{_NOT}|{one_of('không|hông|hổng')})[\s,.]+(?P<value>\d[\d.,]*(?:\s+[^\W\d]+){{0,2}}?)"
    rf"\s+{one_of('mới đúng|mới phải|mới chính xác')}{POLITE}",
    rf"{_HALT}[\s,.]+(?:{_IS}\s*)?(?P<value>\d[\d.,]*){_ONLY}{POLITE}",
    rf"{OH}{_ME}{_SLIP}{_PART}(?:{_AGAIN}{FOR_WHOM}\s+)?(?:{LATEST}\s+)?"
    rf"(?:{_IS}\s*)?{_VALUE}{_END}",
    rf"{OH}{_AGAIN}{FOR_WHOM}\s+(?:{LATEST}\s+)?{_IS}\s*{_VALUE}{_END}",
    rf"{OH}(?P<value>\d[\d.,]*(?:\s+[^\W\d]+){{0,2}}?)\s+"
    rf"{one_of('mới đúng|mới phải|mới chính xác|mới đúng chứ')}{POLITE}",
    rf"{OH}{one_of('sửa lại|đổi lại|chỉnh lại|ghi lại')}{FOR_WHOM}\s+"
    rf"(?:{LATEST}\s+|số\s+)?{_FIGURE}{_END}",
    rf"{OH}{_ME}{_AGAIN}{FOR_WHOM}[\s,]+{_FIGURE}\s+{one_of('mới đúng|mới phải')}{POLITE}",
    rf"{OH}{_ME}{_AGAIN}{FOR_WHOM}\s+{LATEST}[\s,:]+(?P<value>\D*\d\S*){_END}",
    rf"{OH}{LATEST}\s+(?:{_SLIP}|{_AGAIN})?[\s,]*{_IS}\s*{_FIGURE}{_END}",
    rf"{OH}{LATEST}\s+{_SLIP}[\s,]+{_FIGURE}{_END}",
    rf"{OH}{LATEST}\s+{_FIGURE}\s+{one_of('mới đúng|mới phải')}{POLITE}",
    rf"(?P<value>\d[\d.,]*(?:\s*%)?(?:\s+[^\W\d]+){{0,2}}?)\s+"
    rf"{one_of('mới đúng|mới phải|mới chính xác')}{POLITE}",
    rf"{OH}(?P<value>[^\d,;]{{4,60}}\s\d[\d.,]*(?:\s*%)?(?:\s+[^\W\d]+){{0,3}}?)\s+"
    rf"{one_of('mới đúng|mới phải|mới chính xác')}"
    rf"(?:[\s,]+{_ME}(?:{_SLIP}|{_AGAIN}{FOR_WHOM}))?{POLITE}",
    rf"{OH}{one_of('đúng ra|đúng phải|đáng lẽ|lẽ ra|đáng ra|ý chị|ý anh|ý em|ý tôi|ý mình')}\s+"
    rf"(?:phải\s+)?là\s+{_VALUE}{_END}",
)
_SPOKEN_RIGHT = spoken(
    rf"{OH}(?P<value>[^\d,.;]{{2,40}}?)\s+{one_of('mới đúng|mới phải|mới chính xác')}{POLITE}"
    rf"(?:{_ME}{one_of('đếm|tính|xem|coi|cộng|kiểm tra')}\s+lại.*)?",
)
_TAKE = one_of("xóa|bỏ|hủy|gỡ bỏ|xóa bỏ|rút|thu hồi|gỡ")
_TAKEN_BACK = spoken(
    rf"{OH}(?:{TO_WHOM}\s+)?{_TAKE}{FOR_WHOM}\s+(?:{one_of('giùm|giúp')}\s+)?(?:cái\s+)?"
    rf"(?P<reason>{one_of('lý do|lí do|giải thích|lời giải thích')})"
    rf"(?:\s+{one_of('đó|này|kia|vừa rồi|vừa nãy|lúc nãy|trước|vừa ghi|trên')})*{_END}"
    rf"(?:{_ME}{one_of('ghi|viết|gõ|nói|nêu|giải thích')}\s+lại\b.*)?",
    rf"{OH}{_TAKE}{FOR_WHOM}\s+{LATEST}{_END}",
    rf"{OH}{_TAKE}{FOR_WHOM}\s+(?P<here>{one_of('câu|dòng|số|chỉ tiêu')}\s+này){_END}",
    rf"{OH}{one_of('xóa|gỡ bỏ|xóa bỏ')}\s+{one_of('giúp|hộ|giùm|đi')}(?:\s+{WHO})?{_END}",
    rf"{OH}{one_of('xóa|xóa bỏ|xóa số|bỏ số')}{FOR_WHOM}\s+{PLACE}{_END}",
    rf"{OH}{one_of('xóa|xóa bỏ|xóa số|bỏ số|bỏ')}{FOR_WHOM}\s+{one_of('câu|dòng|chỉ tiêu|mục')}\s+"
    rf"(?P<place>[^\d,;]{{4,60}}?){_END}",
)


_BEFORE = re.compile(r"^(?:(?:lại|lai)\s+(?=\d)|(?:hình|hinh)\s+(?:như|nhu)\s+)", re.IGNORECASE)
_THEN_STORED = re.compile(
    r"(?:[\s,]+(?:rồi|roi|xong)\s+|\s*,\s*)(?:ghi|lưu|luu)"
    r"(?:\s+(?:luôn|luon|đi|di|em|giúp|giup|giùm|gium|chị|chi|anh|nha|nhé))*$",
    re.IGNORECASE,
)
_NEXT_ROW = re.compile(
    r"\b(?:câu|cau|dòng|dong|số|so)\s+(?:số\s+)?\d|\b\d{1,3}\s+(?:thành|thanh|sang)\s+\d",
    re.IGNORECASE,
)
_WORDED = spoken(  # the row is told by its words: they go with the value
    rf"{OH}{_ME}(?:{_SLIP}{_PART})?{_AGAIN}{FOR_WHOM}\s+(?P<place>[^\d,;]{{6,120}}?)\s*{_IS}\s*"
    rf"{_FIGURE}{_END}",
    rf"{OH}(?P<place>[^\d,;]{{6,120}}?)\s+{_SLIP}[\s,.]+{_ME}(?:{_MUST}\s+)?(?:là\s+)?"
    rf"(?P<value>\d[\d.,]*){_END}",
)

_STATED = spoken(  # `sửa số TTHC liên thông: không phát sinh`
    rf"{OH}{_ME}(?:{_SLIP}{_PART})?{_AGAIN}{FOR_WHOM}\s+(?P<place>[^\d,;:=]{{6,160}}?)"
    rf"(?:\s+lại)?\s*{_IS}\s*(?P<value>[^\d,;]+(?:\([^()]*\))?)"
)


def read_correction(
    text: str, *, strict: bool = False, of_question: bool = False
) -> Correction | None:
    """The correction a text is, or None. `strict`: where a text of the officer's own is awaited,
    only one that says the row, or which value was wrong, and the right one. `of_question`: where
    no question stands open, `câu 3 là 22` is of an earlier one."""
    if len(text) > LONGEST or "\n" in text.strip():
        return None
    heard = hear(text)
    placed = (*_PLACED, *_SIGHED, *(_OF_QUESTION if of_question else ()))
    found = first_fit(placed, heard)
    if found is not None and _NEXT_ROW.search(found["value"]):
        return None  # `câu 3 là 5 với câu 4 là 2`: several answers
    if found is not None:
        return Correction(value=_trim(found["value"]), place=place_of(found["place"]))
    if (found := first_fit(_NAMED_WRONG, heard)) is not None:
        return Correction(value=_trim(found["value"]), wrong=_trim(found["wrong"]))
    found = first_fit(_SLIPPED_AT, heard)
    if found is not None and _is_number(found["value"]):
        return Correction(value=_trim(found["value"]), place=place_of(found["place"]))
    if strict:
        return None
    if (found := first_fit(_ONLY_PLACE, heard)) is not None:
        return Correction(value="", place=place_of(found["place"]))
    if first_fit(_ONLY_SLIP, heard) is not None:
        return Correction(value="")
    if (denied := _read_denied(heard)) is not None:
        return denied
    if (found := first_fit(_REPLACED, heard)) is not None:
        return Correction(value=_trim(found["value"]))
    if (spoken_ := _read_spoken(heard)) is not None:
        return spoken_
    if (found := first_fit(_WORDED, heard)) is not None:
        return Correction(value=f"{found['place'].strip()} {_trim(found['value'])}")
    found = first_fit(_STATED, heard)
    if found is not None and _is_state(found["value"]):
        return Correction(value=found["value"].strip(), place=found["place"].strip())
    return None


def _is_state(said: str) -> bool:
    """Whether it is a state, maybe with why in brackets."""
    state = read_state(said.strip())
    return state is not None and (state.remark is None or said.rstrip().endswith(")"))


def _read_denied(heard: Utterance) -> Correction | None:
    """A value with the one that it is not, in figures or in words, and maybe words of the row."""
    if (found := first_fit(_DENIED_LAST, heard)) is not None and _is_number(found["wrong"]):
        value = found["value"]
        if _is_number(value):
            return Correction(value=value, wrong=_figures(found["wrong"]))
        if (at := first_fit(_AT_PLACE, hear(value))) is not None and _is_number(at["value"]):
            return Correction(value=_trim(at["value"]), place=place_of(at["place"]))
        if not last_number(value):
            return None
        return Correction(value=value, wrong=_figures(found["wrong"]))
    found = first_fit(_DENIED_FIRST, heard)
    if found is not None and _is_number(found["wrong"]) and _is_number(found["value"]):
        words = f"{found['place']} {found['value']}"
        return Correction(value=words, wrong=_figures(found["wrong"]))
    return None


def last_number(value: str) -> str:
    """The one number behind words, as it was said: `số hoàn thành là ba mươi tư`; empty where
    there is none or more."""
    words = value.split()
    ends = (" ".join(words[at:]) for at in range(1, len(words)))
    found = next(filter(_is_number, ends), "")
    return found if len(re.findall(r"\d[\d.,]*", value)) < 2 else ""


def _figures(value: str) -> str:
    """The number in figures, as it stands on the screen; the text itself where it is not sure."""
    amount = leading_amount(value, whole=False)
    sure = amount is not None and amount.is_sure
    return print_number(amount.meanings[0].value) if amount is not None and sure else value


def _read_spoken(heard: Utterance) -> Correction | None:
    """`mười ba mới đúng nha em`, with nothing but the number in words before it."""
    found = first_fit(_SPOKEN_RIGHT, heard)
    value = found["value"] if found is not None else ""
    return Correction(value=value) if value and _is_number(value) else None


def _is_number(value: str) -> bool:
    amount = leading_amount(value, whole=False)
    return amount is not None and not amount.rest


def _trim(value: str) -> str:
    bare = _THEN_STORED.sub("", value.strip(" .,;:"))
    return _BEFORE.sub("", bare)


def read_retraction(text: str) -> Retraction | None:
    """What a text takes back, or None."""
    if len(text) > LONGEST or "\n" in text.strip():
        return None
    found = first_fit(_TAKEN_BACK, hear(text))
    if found is None:
        return None
    place = HERE if found["here"] else found["place"]
    return Retraction(Retracted.REASON if found["reason"] else Retracted.ANSWER, place)


def split_values(value: str) -> list[str]:
    """The values of `2 với 3`; the text itself when it is no row of figures."""
    parts = [part.strip() for part in _BETWEEN.split(value)]
    return parts if len(parts) > 1 and all(part[:1].isdigit() for part in parts) else [value]
