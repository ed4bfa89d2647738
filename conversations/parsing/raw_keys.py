"""An answer typed with the input method switched off: `khoong phats sinh`, `hai muwowi`."""

from __future__ import annotations

from collections.abc import Callable

from conversations.parsing.result import Reading, ReadState, ReadValue, RefusedReading
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import fold_text
from conversations.text.raw_keys import decode_keys


def read_keys(said: str, plain: Reading, read: Callable[[str], Reading]) -> Reading:
    """What the text means with its keys put together, when it is unclear as it stands. A key that
    was struck too late leaves its mark on a wrong letter, so the words count without marks too."""
    if isinstance(plain, ReadValue | ReadState):
        return plain
    decoded = decode_keys(said) or decode_keys(without_courtesy(said))
    if decoded is None:
        return plain
    found = [read(decoded), read(fold_text(decoded))]
    sure = (one for one in found if isinstance(one, ReadValue | ReadState) and not one.remark)
    asked = (one for one in found if not isinstance(one, RefusedReading))
    if (answer := next(sure, None)) is not None:
        return answer
    return next(asked, plain) if isinstance(plain, RefusedReading) else plain
