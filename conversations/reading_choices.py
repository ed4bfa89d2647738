"""Coded choices: the code, the printed words, or what people shorten them to."""

from __future__ import annotations

import re

from conversations.form import ChoiceType, Option
from conversations.reading import Ambiguous, Reading, ReadValue, Refused
from conversations.reading_states import read_state
from conversations.text import same_words, shown
from conversations.values import Coded

_PARTS = re.compile(r"\s*[=(:;,.–—-]\s*")
_DOUBT = ("lẽ", "thể", "vẻ", "lúc", "hay", "hoặc", "phải", "biết", "rõ")  # có lẽ, có thể
SHORTEST_BEGINNING = 3  # letters of a label that may stand for it


def read_choice(kind: ChoiceType, text: str, example: str) -> Reading:
    """What the text means for a choice. Words behind a separator are a remark."""
    said = text.strip(" .!")
    if option := _named(kind, said):
        return ReadValue(value=Coded(code=option.code))
    if state := read_state(text):
        return state
    if reading := _with_remark(kind, said):
        return reading
    readings = _begun(kind, said) or _with_words(kind, said)
    if readings:
        return Ambiguous(code="which.choice", data={"read": shown(text)}, readings=readings)
    options = [f"{option.code} = {option.label}" for option in kind.options]
    data = {"read": shown(text), "example": example, "options": options}
    return Refused(code="refused.choice", data=data)


def _named(kind: ChoiceType, said: str) -> Option | None:
    found = [option for option in kind.options if _is_named(option, said)]
    return found[0] if len(found) == 1 else None


def _is_named(option: Option, said: str) -> bool:
    names = (option.label, *option.aliases)
    return said == option.code or any(same_words(said, name.casefold()) for name in names)


def _with_remark(kind: ChoiceType, said: str) -> ReadValue | None:
    """`có (từ tháng 2)`, `không, vì chưa có kinh phí`, `1 = Có`."""
    match = _PARTS.search(said)
    if match is None:
        return None
    head, tail = said[: match.start()], said[match.end() :].removesuffix(")").strip()
    option = _named(kind, head)
    if option is None or not tail:
        return None
    again = _named(kind, tail)
    if again is not None:
        return ReadValue(value=Coded(code=option.code)) if again == option else None
    if head.isdigit() and tail[0].isdigit():
        return None
    return ReadValue(value=Coded(code=option.code), remark=tail)


def _begun(kind: ChoiceType, said: str) -> tuple[ReadValue, ...]:
    """The options whose label begins with these words."""
    if len(said) < SHORTEST_BEGINNING or not said[0].isalpha():
        return ()
    count = len(said.split())
    return tuple(
        ReadValue(value=Coded(code=option.code))
        for option in kind.options
        if same_words(said, " ".join(option.label.split()[:count]))
    )


def _with_words(kind: ChoiceType, said: str) -> tuple[ReadValue, ...]:
    """`có 2 sáng kiến`: the option with what follows as a remark, when it may be one."""
    head, _, tail = said.partition(" ")
    option = _named(kind, head) if head.isalpha() else None
    doubtful = any(same_words(tail.split()[0], word) for word in _DOUBT) if tail else True
    if (
        option is None
        or doubtful
        or not tail[0].isalnum()
        or _named(kind, tail)
        or len(tail.split()) < 2
    ):
        return ()
    return (ReadValue(value=Coded(code=option.code), remark=tail),)
