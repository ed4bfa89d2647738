"""What stands around answers and is none: thanks and greetings, the lines that a client puts above
copied messages, bullets, and the numbers of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.text.normalize import clean_text, fold_text

LONGEST_COURTESY = 12  # words; who says more says something else
LONGEST_LINE = 300  # characters of thanks or of what a client puts above a message
LONGEST_NAME = 60  # characters of the name above a copied message

_DAY = r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?"
_TIME = r"\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?[ap]m)?"
_STAMP = rf"(?:{_DAY}[ ,]+(?:luc )?{_TIME}|{_TIME}[ ,]+(?:ngay )?{_DAY}|{_DAY}|{_TIME})"
_WHEN = r"(?:hom nay|hom qua|hom kia|thu (?:hai|ba|tu|nam|sau|bay|\d)|chu nhat|cn|t\d)"
_NAME = r"[^\d,:\[\]=;]{2,60}"
# Texts that are looked at here are folded and short: a line of a chat.
_ABOVE = re.compile(
    rf"{_NAME},? ?\[{_STAMP}\]:?"
    rf"|(?:{_NAME},? )?{_WHEN},? (?:luc )?{_TIME}:?"
    rf"|{_NAME},? luc {_TIME}(?:[ ,]+(?:ngay )?{_DAY})?:?"
    rf"|{_NAME},? {_DAY}[ ,]+{_TIME}:?|{_NAME},? {_TIME}[ ,]+{_DAY}:?"
    rf"|\[?(?:{_DAY}[ ,]+{_TIME}|{_TIME}[ ,]+{_DAY})\]?:?"
    r"|(?:da |\[)?(?:tin nhan )?(?:da )?chuyen tiep(?: (?:tu|tin nhan)\b.*|\])?"
    r"|forwarded (?:from|message)\b.*|-{3,}.*-{3,}"
)
_NAMED_TIME = re.compile(rf"(?P<name>[^\W\d_][^\d,:]{{1,40}}),? {_TIME}:?", re.IGNORECASE)
_BEFORE_WORDS = re.compile(rf"(?:\[{_STAMP}\] ?|{_DAY},? {_TIME} ?[-–] ?){_NAME}: ?", re.IGNORECASE)
# `2 số sau sai: hoàn thành 35`: how many were wrong, before what names its rows by itself.
_HOW_MANY = re.compile(
    r"\s*(?:[2-9]|hai|ba|b[ốo]n|n[ăa]m|s[áa]u|m[ấa]y|c[áa]c)\s+"
    r"(?:s[ốo]|d[òo]ng|c[âa]u|c[áa]i|m[ụu]c|ch[ỉi] ti[êe]u)\s+"
    r"(?:sau|cu[ốo]i|[đd][ầa]u|tr[êe]n|n[àa]y|kia)\s+(?:[^\W\d]+\s+){0,3}?"
    r"(?:sai|nh[ầa]m|l[ộo]n)(?:\s+[^\W\d]+){0,4}\s*:\s*(?=[^\W\d])",
    re.IGNORECASE,
)
_ROW_WORDS = frozenset({"dong", "cau", "muc", "so", "stt", "hang", "chi", "y"})
_COURTESY = re.compile(
    r"(?:(?:da|vang|thua|xin|em|anh|chi|toi|minh|con|chau|ben em|roi|nhe|a|va|ok|oke)[ ,.!]*)*"
    r"(?:cam on|thanks?|thank you|tks|thk|chao|xin chao|hello|hi|alo|kinh chao|kinh gui"
    r"|tran trong|than men|than ai|chuc)\b.*"
    r"|(?:(?:da|vang|thua|xin)[ ,]*)*(?:em|toi|minh|chau|ben em|phong em|xa em)?[ ,]*"
    r"(?:xin )?gui(?: lai)?(?: (?:em|anh|chi|ban|bot|a|c|sep|cac))?(?: (?:so lieu|so|bao cao|"
    r"ket qua|day|nhe|nha|ne|roi|cua|ky nay|quy nay|thang nay|phong|em|anh|chi|minh|a|ben|xa))*"
    r"|(?:(?:da|vang|ok|oke|okay|uh|u|het|roi|the|vay|thoi|day|la|nha|nhe|a|em|anh|chi|ne|do|xong"
    r"|so lieu|cua|phong|minh|ben|ben em|tong hop|nhu sau|ky nay|quy nay)[ ,.!]*)+"
)
# Answers by themselves, though they are polite words too.
_ASSENTS = frozenset(("roi", "da", "vang", "ok", "oke", "okay", "uh", "u", "do", "la", "a"))
_LINE_COURTESY_ENDS = re.compile(r"[\s.!:~❤🙏👍😊🥰]+$")
_BULLET = re.compile(r"(?:[-–—*+·]\s+|[•●▪◦‣∙►➢➔→✓✔☑❖◆■○]\s*)(?=\S)")
_DASHED = re.compile(r"[-–—](?=\d)")
_LETTERED = re.compile(r"([a-hđ])[.)]\s+(?=\S)", re.IGNORECASE)
_COUNT = re.compile(r"^(?:[(\[](\d{1,3})[)\]]\s*|(\d{1,3})/\s+)(?=\S)")  # (1) 47, 1/ 47
NUMBERED = re.compile(r"[(\[]?(?P<place>\d{1,3})(?:[.)\]](?=\s|[^\W\d])|/(?=\s)|[)\]])\s*(?=\S)")


def strip_furniture(text: str, *, signed: bool = False) -> str:
    """The text without its lines of thanks and greetings, the lines above copied messages, how many
    numbers were wrong, and the bullets of its lines; the whole text when nothing else is in it.
    Tabs and empty lines stay: they part cells, and leave rows out. `signed`: a number may be below
    zero."""
    lines = [_BEFORE_WORDS.sub("", line, count=1) for line in text.splitlines()]
    lines = [line[begin.end() :] if (begin := _HOW_MANY.match(line)) else line for line in lines]
    kept = [line for line in lines if not (is_courtesy(line) or is_above_message(line))]
    if not any(sign.isalnum() for line in kept for sign in line):
        return text
    if len(kept) < len(lines):  # what was taken off leaves no empty row at the ends
        kept = _trimmed(kept)
    return "\n".join(_without_bullets(kept, signed=signed))


def is_courtesy(line: str) -> bool:
    """Whether a line only thanks, greets, or says that numbers come."""
    if len(line) > LONGEST_LINE or "\t" in line or "=" in line:
        return False
    if any(sign.isdigit() for sign in line):
        return False
    words = _LINE_COURTESY_ENDS.sub("", fold_text(line))
    if not 0 < len(words.split()) <= LONGEST_COURTESY or _ASSENTS.issuperset(words.split()):
        return False
    return bool(_COURTESY.fullmatch(words))


def is_above_message(line: str) -> bool:
    """Whether a client put the line above a message that was copied: who wrote it, and when."""
    said = clean_text(line) if len(line) <= LONGEST_LINE else ""
    if not said or len(said) > 2 * LONGEST_NAME or "=" in said:
        return False
    folded = fold_text(said)
    words = folded.removeprefix("> ").split()
    if (
        not words
        or (words[0] in _ROW_WORDS and words[:1] != ["chi"])
        or words[:2] == ["chi", "tieu"]
    ):
        return False
    if _ABOVE.fullmatch(" ".join(words)):
        return True
    named = _NAMED_TIME.fullmatch(said)
    return named is not None and all(word[:1].isupper() for word in named["name"].split())


def without_bullet(line: str) -> str:
    """The line without the sign that a list was given: `• 47`."""
    return _BULLET.sub("", line, count=1) if _BULLET.match(line) else line


def _trimmed(lines: list[str]) -> list[str]:
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    last = next((at for at in range(len(lines), 0, -1) if lines[at - 1].strip()), 0)
    return lines[first:last]


def _without_bullets(lines: Sequence[str], *, signed: bool) -> list[str]:
    """Dashes that touch their numbers are bullets when every line has one and no number may be
    below zero."""
    found = [_COUNT.sub(r"\1\2) ", without_bullet(line.lstrip(" ")), count=1) for line in lines]
    said = [line for line in found if line.strip()]
    if not signed and len(said) > 1 and all(_DASHED.match(line) for line in said):
        return [line[1:] if line.strip() else line for line in found]
    letters = [line[0].casefold() for line in said if _LETTERED.match(line)]
    runs = letters == list("abcdefgh"[: len(said)]) or letters == list("abcdđefgh"[: len(said)])
    if len(said) > 1 and runs:
        return [_LETTERED.sub("", line, count=1) for line in found]
    return found


def count_lines(text: str) -> list[tuple[int, str]] | None:
    """The numbers of a list and what stands behind each, when at least two lines have one, or
    the only line; other lines are with them as number 0. None for any other text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found: list[tuple[int, str]] = []
    for line in lines:
        match = NUMBERED.match(line)
        found.append((int(match["place"]), line[match.end() :]) if match else (0, line))
    counted = sum(number > 0 for number, _ in found)
    return found if counted >= 2 or (counted and len(lines) == 1) else None
