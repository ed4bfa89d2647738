"""Coded choices: the code, the printed words, or what people shorten them to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.answers.values import Coded
from conversations.frozen import Frozen
from conversations.parsing.appointment import read_appointment
from conversations.parsing.explanation import is_explanation
from conversations.parsing.result import AmbiguousReading, Reading, ReadValue, RefusedReading
from conversations.parsing.states import doubt_remark, read_begun_state, read_state
from conversations.text.courtesy import polite_forms, without_courtesy
from conversations.text.normalize import all_stand_for, same_words, shorten_text, spell_text

_PARTS = re.compile(r"\s*[=(:;,.–—-]\s*")
_DOUBT = (
    "lẽ",
    "thể",
    "vẻ",
    "lúc",
    "hay",
    "hoặc",
    "phải",
    "biết",
    "rõ",
    "và",
    "với",
    "chắc",
    "hẳn",
)  # có lẽ, có thể
_SOUTHERN_NO = re.compile(r"^(?:hổng|hông|hỏng|hem|hok|nỏ|chẳng|chả|khum)(?=\s|$)", re.IGNORECASE)
_DONE = re.compile(  # `có làm`, `có tổ chức thường xuyên`, `k có làm kỳ này`: yes or no alone
    r"(?P<yes>có|co|(?:không|khong|ko|k)(?=\s))(?:\s+(?:có|co))?\s+"
    r"(?:làm|lam|(?:tổ|to) (?:chức|chuc)|(?:thực|thuc) (?:hiện|hien)"
    r"|(?:triển|trien) khai|(?:tiến|tien) (?:hành|hanh))"
    r"(?:\s+(?:(?:đầy|day) (?:đủ|du)|(?:thường|thuong) (?:xuyên|xuyen)|rồi|roi|hết|het|đủ|du"
    r"|(?:trong )?(?:kỳ|ky|quý|quy) (?:này|nay)))*",
    re.IGNORECASE,
)
_CONCLUSION = re.compile(
    r"(?P<why>[^?]{8,240}?)[\s,.;]+(?:(?:nên|nen|thành ra|thanh ra)(?:\s+(?:ghi|chọn|là|la))*"
    r"|(?:nói chung|noi chung|tóm lại|tom lai)(?:\s+(?:là|la))?|(?:em|bot) cứ ghi(?: là)?)"
    r"\s+(?P<what>[^,.;?]{1,40})",
    re.IGNORECASE,
)
LONGEST_NAME = 6  # words
SHORTEST_BEGINNING = 3  # letters of a label that may stand for it


class Option(Frozen):
    """One code of a coded choice, with its printed words and the short forms officers type."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()


def read_choice(options: Sequence[Option], text: str, example: str) -> Reading:
    """What the text means for a choice. Words behind a separator are a remark."""
    text = _SOUTHERN_NO.sub("không", text, count=1)
    for form in dict.fromkeys(polite_forms(text)):
        said = _unwrapped(form.strip(" .,;!"))
        done = _DONE.fullmatch(said)
        said = done["yes"] if done else said
        if option := _named(options, said) or _coded_and_named(options, said):
            return ReadValue(value=Coded(code=option.code))
    text = without_courtesy(text)
    said = _unwrapped(text.strip(" .,;!"))
    if state := read_state(text) or read_appointment(text):
        return doubt_remark(text, state) or state
    if reading := _with_remark(options, said):
        return _doubt_words(said, reading) or reading
    if concluded := _concluded(options, said):
        return concluded
    readings = _doubted(options, said) or _begun(options, said) or _with_words(options, said)
    if readings:
        return AmbiguousReading(
            code="which.choice", data={"read": shorten_text(text)}, readings=readings
        )
    if begun := read_begun_state(text):
        return begun
    listed = [f"{option.code} = {option.label}" for option in options]
    data = {"read": shorten_text(text), "example": example, "options": listed}
    return RefusedReading(code="refused.choice", data=data)


def _unwrapped(said: str) -> str:
    """`(1)` and `1)` are 1."""
    match = re.fullmatch(r"\(?([^()]+)\)", said)
    return match[1].strip() if match else said


def _coded_and_named(options: Sequence[Option], said: str) -> Option | None:
    """`1 có`: the code, then the words for the same option."""
    head, _, tail = said.partition(" ")
    option = _named(options, head) if head.isdigit() else None
    return option if option is not None and option == _named(options, tail) else None


def _named(options: Sequence[Option], said: str) -> Option | None:
    words = [spell_text(word) for word in said.split()]
    found = [
        option
        for option in options
        if said == option.code
        or any(all_stand_for(words, name) for name in (option.label, *option.aliases))
    ]
    return found[0] if len(found) == 1 else None


def _politely_named(options: Sequence[Option], said: str) -> Option | None:
    """`có chứ em` is `có`."""
    return next(filter(None, (_named(options, form) for form in polite_forms(said))), None)


def _with_remark(options: Sequence[Option], said: str) -> ReadValue | None:
    """`có (từ tháng 2)`, `không, vì chưa có kinh phí`, `1 = Có`."""
    match = _PARTS.search(said)
    if match is None or said.count("=") > 1:  # the measure's own words: `Không = 0 Có = 1`
        return None
    head, tail = said[: match.start()], said[match.end() :].removesuffix(")").strip()
    option = _politely_named(options, head)
    if option is None or not any(letter.isalnum() for letter in tail):
        return None
    again = _politely_named(options, tail)
    if again is not None:
        return ReadValue(value=Coded(code=option.code)) if again == option else None
    if head.isdigit() and tail[0].isdigit():
        return None
    return ReadValue(value=Coded(code=option.code), remark=tail)


def _doubt_words(said: str, reading: ReadValue) -> AmbiguousReading | None:
    """`có, còn lại giữ nguyên`: words that explain nothing."""
    if reading.remark is None or "(" in said or is_explanation(reading.remark):
        return None
    alone = reading.model_copy(update={"remark": None})
    data = {"read": shorten_text(said)}
    return AmbiguousReading(code="which.choice", data=data, readings=(alone, reading))


def _concluded(options: Sequence[Option], said: str) -> ReadValue | None:
    """`vừa phát phiếu vừa gửi link, nên là kết hợp`: what is concluded, with its reason."""
    match = _CONCLUSION.fullmatch(said)
    option = _politely_named(options, match["what"]) if match else None
    if match is None or option is None:
        return None
    return ReadValue(value=Coded(code=option.code), remark=match["why"].strip(" ,.;"))


def _doubted(options: Sequence[Option], said: str) -> tuple[ReadValue, ...]:
    """`có?` and `có (?)`."""
    bare = said.rstrip("?() ")
    option = _named(options, bare) if "?" in said[len(bare) :] else None
    return (ReadValue(value=Coded(code=option.code)),) if option else ()


def _begun(options: Sequence[Option], said: str) -> tuple[ReadValue, ...]:
    """The options whose label begins with these words."""
    if len(said) < SHORTEST_BEGINNING or not said[0].isalpha():
        return ()
    count = len(said.split())
    return tuple(
        ReadValue(value=Coded(code=option.code))
        for option in options
        if same_words(said, " ".join(option.label.split()[:count]))
    )


def _with_words(options: Sequence[Option], said: str) -> tuple[ReadValue, ...]:
    """`có 2 sáng kiến`: the option with what follows as a remark, and without; `1 có`: the same
    option twice."""
    words = said.split()
    for count in range(min(len(words) - 1, LONGEST_NAME), 0, -1):
        option = _named(options, " ".join(words[:count]))
        if option is not None:
            return _and_rest(options, option, words[:count], words[count:])
    return ()


def _and_rest(
    options: Sequence[Option], option: Option, head: list[str], rest: list[str]
) -> tuple[ReadValue, ...]:
    alone = ReadValue(value=Coded(code=option.code))
    tail = " ".join(rest)
    again = _named(options, tail)
    if again is not None:
        return (alone,) if again == option else ()
    doubtful = not rest[0][0].isalnum() or any(same_words(rest[0], word) for word in _DOUBT)
    too_short = len(head) == len(rest) == 1
    if doubtful or too_short or not head[0].isalpha():
        return ()
    return (alone, alone.model_copy(update={"remark": tail}))
