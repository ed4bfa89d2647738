"""Asking a colleague in one's own words, which begin like no command: `nhờ anh Huy điền câu 1 và
câu 2`; and asking what became of it: `Huy trả lời chưa em`."""

from __future__ import annotations

import re

from conversations.text.normalize import compose_letters

LONGEST = 200  # characters
_ONE = (
    r"(?:(?:c[âa]u|d[òo]ng|m[ụu]c|ch[ỉi] ti[êe]u|ph[ầa]n)\s+(?:s[ốo]\s+)?)?(?:[ivx]{1,5}"
    r"(?:\.\d{1,2})*|\d{1,3})"
)
_FIRST = (
    r"(?:(?:c[âa]u|d[òo]ng|m[ụu]c|ch[ỉi] ti[êe]u|ph[ầa]n)\s+(?:s[ốo]\s+)?(?:[ivx]{1,5}"
    r"(?:\.\d{1,2})*|\d{1,3})|[ivx]{1,5}(?:\.\d{1,2})+)"
)
_AND = r"\s*(?:,|;|&|\bv[àa]\b|\bv[ớo]i\b)\s*(?:v[àa]\s+)?"
_PLACES = rf"(?P<places>{_FIRST}(?:{_AND}{_ONE})*)"
_DOES = r"(?:đi[ềe]n|dien|tr[ảa] l[ờo]i|l[àa]m|ghi|nh[ậa]p|b[áa]o|cho s[ốo]|cho|xem|coi|lo)"
_FOR = r"(?:\s+(?:gi[úu]p|gi[ùu]m|d[ùu]m|h[ộo]))?(?:\s+(?:ch[ịi]|anh|em|t[ôo]i|m[ìi]nh|c[ôo]))?"
_WHO = r"(?:(?:anh|ch[ịi]|em|c[ôo]|ch[úu]|b[ạa]n|b[áa]c|[ôo]ng|b[àa])\s+)?"
_END = r"(?:\s+(?:gi[úu]p|gi[ùu]m|h[ộo]|v[ớo]i|nh[éeá]|nha|đi|ạ|a|em|anh|ch[ịi]))*[\s.!]*"
_ASKED = re.compile(
    rf"(?:(?:d[ạa]|em|[ừu]|cho ch[ịi]|cho anh)[\s,]+)*(?:nh[ờo]|h[ỏo]i|g[ửu]i|chuy[ểe]n)"
    rf"(?:\s+(?:gi[úu]p|h[ộo]))?\s+{_WHO}(?P<name>\S+(?:\s+\S+){{0,5}}?)\s+{_DOES}{_FOR}\s+"
    rf"{_PLACES}{_END}",
    re.IGNORECASE,
)
_CAME = re.compile(
    rf"{_WHO}(?P<name>[^\W\d]\w*(?:\s+[^\W\d]\w*)?)\s+(?:đ[ãa]\s+|da\s+)?"
    r"(?:tr[ảa] l[ờo]i|đi[ềe]n|dien|cho s[ốo]|g[ửu]i s[ốo])(?:\s+(?:s[ốo]|xong|g[ìi]))?\s+"
    r"ch[ưu]a(?:\s+(?:em|v[ậa]y|nh[ỉi]|ạ))*[\s.?!]*",
    re.IGNORECASE,
)
_SELF = {"em", "chị", "anh", "tôi", "mình", "câu", "dòng", "đã", "da", "cau", "dong", "chi", "toi"}
_APART = re.compile(_AND, re.IGNORECASE)
_WHOLE = re.compile(_ONE, re.IGNORECASE)
_WORD = re.compile(r"[^\W\d]+\s+", re.IGNORECASE)


def read_asking(text: str) -> str | None:
    """What follows `hỏi đồng nghiệp` in other words: `câu 1, câu 2 cho Huy`; None for any other
    text."""
    if len(text) > LONGEST:
        return None
    found = _ASKED.fullmatch(" ".join(compose_letters(text).split()))
    return f"{found['places']} cho {found['name']}" if found else None


def asks_what_came(text: str) -> bool:
    """Whether the text asks if somebody has answered by now."""
    found = (
        _CAME.fullmatch(" ".join(compose_letters(text).split())) if len(text) < LONGEST else None
    )
    return found is not None and not _SELF & {*found["name"].lower().split()}


def part_places(words: str) -> list[str]:
    """The places that the words name, each as it would be said alone: `câu 1, 2` is `câu 1` and
    `câu 2`. Words that are no list of places stay together."""
    parts = [one.strip() for one in _APART.split(words.strip()) if one.strip()]
    if len(parts) < 2 or not all(_WHOLE.fullmatch(one) for one in parts):
        return [words]
    word = found[0] if (found := _WORD.match(parts[0])) else ""
    return [f"{word}{one}" if one.isdecimal() else one for one in parts]
