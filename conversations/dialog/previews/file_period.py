"""The period that a file is of, as the officer says it while the file stands before them."""

from __future__ import annotations

import re

from conversations.calendar.dates import local_day
from conversations.calendar.period_words import parse_period
from conversations.calendar.periods import Period
from conversations.dialog.turn import Turn
from conversations.reports.previous import FiledAppendix
from conversations.text.normalize import fold_text

_BESIDE = re.compile(
    r"^(?:(?:khong phai|sai ky|nham ky)[ ,:]+)?(?:doi|sua|chon|lay|dung|day|tep|file|so lieu"
    r"|phu luc|bao cao|nay|la|thanh|sang|cua|ky|ma)(?: (?:nay|la|thanh|sang|cua|ky|lai))*\s+"
)
LONGEST = 60  # characters


def typed_period(turn: Turn, filed: FiledAppendix, text: str) -> Period | None:
    """The period that the whole text names: `quý IV/2022`, `tệp này của quý 4 năm 2022`."""
    if len(text) > LONGEST or "=" in text or "\n" in text:
        return None
    said, today = fold_text(text).strip(" .!"), local_day(turn.now)
    for words in dict.fromkeys((said, _BESIDE.sub("", said))):
        if any(map(str.isalpha, words)) and (found := parse_period(words, filed.windows, today)):
            return found
    return None
