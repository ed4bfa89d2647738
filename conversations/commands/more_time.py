"""An officer who asks for a later due day: `xin thêm 3 ngày`, `cho em nộp trễ đến thứ hai`."""

from __future__ import annotations

import re

from conversations.frozen import Frozen
from conversations.text.normalize import fold_text, mend_halves

LONGEST = 300  # characters
MOST_DAYS = 60
_WHO = (
    r"(?:em|chi|anh|toi|minh|co|chu|bac|tui|ben em|ben chi|ben toi|chung toi|don vi em|don vi toi"
    r"|xa em|so em|phong em|xa toi|so toi|xa|so)"
)
_LEAD = rf"(?:(?:da|thua|vang|u|um|a|oi|{_WHO}|muon|can|dang|phai|nho|lam on|phien|chao)[\s,.]+)*"
_HELPS = rf"\s+(?:giup|ho|gium|dum|cho|duoc|phep|{_WHO})"
_HELP = rf"(?:{_HELPS})*"
_OF_WHOM = r"(?:\s+(?:chi|anh|co|chu|bac)\s+\w+(?=\s+cho\b))?"  # `xin chị Mai cho em …`
_ASKS = (
    rf"(?:(?:xin|cho|de nghi|de xuat|mong){_OF_WHOM}(?:{_HELPS}|\s+xin){{0,8}}\s+"
    r"(?:gia han|lui han|noi han|doi han|khat|nop (?:tre|muon|cham|sau|lui)|tre"
    r"|gui (?:tre|muon|cham)|them(?:\s+thoi gian)?)"
    rf"|(?:gia han|lui han|noi han|doi han)(?:\s+(?:giup|ho|gium|cho))+\s+{_WHO})"
)
_BETWEEN = (
    rf"(?:{_HELPS}|\s+bao cao|\s+han|\s+nop|\s+them|\s+lai|\s+den|\s+khoang|\s+tam|\s+chung)*"
)
_COUNT = r"(?P<count>\d{1,3}|mot|hai|ba|bon|nam|sau|bay|muoi|vai|may)"
_SPAN = (
    rf"\s+(?:{_COUNT}\s*(?P<unit>ngay|hom|bua|tuan)(?:\s+lam viec)?(?:\s+nua)?"
    r"|(?P<one>ngay|hom|bua|tuan)\s+nua)"
)
_DAY = r"\s+(?:den|toi|sang|qua|vao)\s+(?:het\s+)?(?P<day>\S.{0,40}?)"
_WHY = r"(?:\s*[,:;.-]?\s*(?:(?:vi|do|tai|boi|ly do|de)\b\s*:?\s*|(?<=[,:;.-])\s*)(?P<why>\S.*?))?"
_END = (
    r"(?:[\s,.!?]+(?:duoc khong|dc khong|duoc ko|dc ko|duoc chu|voi|nhe|nha|nhen|a|em|anh|chi|oi|di"
    r"|vay|the|giup|ho|khong|ko))*[\s.!?]*"
)
_WITH_SPAN = re.compile(rf"{_LEAD}{_ASKS}{_BETWEEN}{_SPAN}{_WHY}{_END}")
_WITH_DAY = re.compile(rf"{_LEAD}{_ASKS}(?:{_HELPS}|\s+bao cao|\s+han|\s+nop)*{_DAY}{_WHY}{_END}")
_ALONE = re.compile(
    rf"{_LEAD}(?:xin|de nghi|muon xin){_HELP}\s+"
    rf"(?:gia han|lui han|noi han|them (?:thoi gian|ngay|it ngay)|nop (?:tre|muon|cham))"
    rf"(?:\s+(?:nop|bao cao|han))*{_WHY}{_END}"
)
_NUMBERS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "muoi": 10,
    "vai": 3,
    "may": 3,
}


class MoreTime(Frozen):
    """So many `days` more than the due day, or the `day` as it was typed; none of both where it
    was not said. `why` may be empty."""

    days: int | None = None
    day: str = ""
    why: str = ""


def read_more_time(text: str) -> MoreTime | None:
    """What is asked for; None for any other text. So many minutes or hours are no due day."""
    typed = " ".join(mend_halves(text).split())
    said = fold_text(typed)
    if not said or len(said) > LONGEST or len(said) != len(typed):
        return None
    if (found := _WITH_SPAN.fullmatch(said)) is not None:
        said_count, unit = found["count"] or "1", found["unit"] or found["one"]
        days = (_NUMBERS.get(said_count) or int(said_count)) * (7 if unit == "tuan" else 1)
        return MoreTime(days=days, why=_typed(typed, found, "why")) if days <= MOST_DAYS else None
    if (found := _WITH_DAY.fullmatch(said)) is not None:
        return MoreTime(day=_typed(typed, found, "day"), why=_typed(typed, found, "why"))
    if (found := _ALONE.fullmatch(said)) is not None:
        return MoreTime(why=_typed(typed, found, "why"))
    return None


def _typed(typed: str, found: re.Match[str], group: str) -> str:
    if found.start(group) < 0:
        return ""
    return typed[found.start(group) : found.end(group)].strip(" ,.!?:;")
