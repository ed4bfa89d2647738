"""The words of a prompt, typed along with what it asks for: of `đính chính kèm lý do: ghi nhầm` the
reason is `ghi nhầm`."""

from __future__ import annotations

import re

from conversations.text.normalize import fold_text

_WITH = ("kem", "kem theo", "cung", "co kem")
_WHAT = (
    *("ly do", "ky va ly do", "ky", "ten don vi", "ten chi tieu", "ten", "so cau", "ma dong"),
    *("dong va ly do", "ngay va ly do", "ghi chu", "noi dung"),
)
_PROMPTS = {f"{with_} {what}" for with_ in _WITH for what in _WHAT}
_REASONS = {"ly do", "vi ly do", "voi ly do", "ly do la", "ly do vi", "ly do dinh chinh", "do la"}
_MOST_WORDS = max(len(one.split()) for one in _PROMPTS | _REASONS)
_PAIRS = (("<", ">"), ("[", "]"), ("“", "”"), ('"', '"'), ("«", "»"))
_SIGNS = " :,-–—="
LONGEST = 300  # characters of a name
_REASON_WORD = re.compile(
    r"^(?:(?:lý|lí|ly|li)\s+do|nguyên\s+nhân|nguyen\s+nhan|giải\s+(?:thích|trình)|giai\s+(?:thich|trinh))"
    r"(?:\s+(?:là|la|do|vì|vi))?\s*[:=–—-]\s*(?=\S)",
    re.IGNORECASE,
)
# How a reason begins; `vi phạm` typed without accents begins none.
BECAUSE = (
    r"(?:(?:bởi|boi|tại|tai)\s+(?:vì|vi)|vì|vi(?!\s+(?:pham|phạm|tri|trí)\b)|do|bởi|boi|tại|tai"
    r"|(?:lý|lí|ly|li)\s+do(?:\s+(?:là|la|vì|vi))?)"
)


def strip_prompt(text: str, *, reason: bool = False) -> str:
    """The text without the prompt's own words at its start and the brackets that a prompt has
    around what is to be filled in. `reason`: what is asked for is a reason, so that `lý do` alone
    is such a word too."""
    first, _, below = text.partition("\n")
    words = first.split(" ")
    size = _count_prompt(words, _PROMPTS | _REASONS if reason else _PROMPTS)
    if not size:
        return _unwrap(text)
    rest = " ".join(words[size:])
    return _unwrap(f"{rest}\n{below}".lstrip(_SIGNS).strip())


def strip_reason_word(text: str) -> str:
    """A reason without the word for it and a sign before it: `lý do: thiếu người`."""
    bare = _REASON_WORD.sub("", text, count=1).strip()
    return bare or text


def strip_prompts(text: str) -> str:
    """A name without the prompt's own words anywhere in it: `cán bộ kèm tên đơn vị SNV`."""
    if len(text) > LONGEST:
        return text
    words = text.split(" ")
    for at in range(len(words)):
        size = _count_prompt(words[at:], _PROMPTS)
        if size:
            words[at : at + size] = []
            break
    return _unwrap(" ".join(words).strip(" :"))


def _count_prompt(words: list[str], known: set[str]) -> int:
    """How many words at the start are those of a prompt."""
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        head = " ".join(fold_text(word).strip(_SIGNS) for word in words[:size]).strip()
        if head in known:
            return size
    return 0


def _unwrap(text: str) -> str:
    """The text without brackets around all of it."""
    for opening, closing in _PAIRS:
        if len(text) > 2 and text[0] == opening and text[-1] == closing:
            inner = text[1:-1]
            if opening not in inner and closing not in inner:
                return inner.strip()
    return text
