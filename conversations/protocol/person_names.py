"""Names and numbers of people in what is said. A message keeps a reference in their place, and
shows what the person is called when it is sent or read: so nothing of a person who is erased
stays in the messages of others.

A reference is a letter for its kind and a row's number between two characters of the private use
area, filled up to the length of the name: a text never grows when the names are put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_OPEN, _FILL, _CLOSE = "\ue100", "\ue101", "\ue102"
_REFERENCE = re.compile(f"{_OPEN}([a-z][0-9]{{1,10}}){_FILL}*{_CLOSE}", re.IGNORECASE)
_MARK = re.compile(f"[{_OPEN}{_FILL}{_CLOSE}]")
_MARKS = dict.fromkeys(map(ord, (_OPEN, _FILL, _CLOSE)))
MEMBER, INVITATION, CONTACT, PHONE = "m", "i", "c", "p"  # kinds of reference
MEMBER_PHONE, INVITED_PHONE = "t", "u"
MEMBER_EMAIL, INVITED_EMAIL = "e", "f"


class PersonName(str):
    """A text about a person that knows its `ref`; in all else a plain text."""

    ref: str

    def __new__(cls, text: str, ref: str = "") -> PersonName:
        name = super().__new__(cls, text)
        name.ref = ref
        return name


def member_name(text: str, number: int) -> PersonName:
    """What a member is called."""
    return PersonName(text, f"{MEMBER}{number}")


def invited_name(text: str | None, number: int) -> PersonName | None:
    """What the person is called whom an invitation is for; None when it does not say."""
    return None if text is None else PersonName(text, f"{INVITATION}{number}")


def member_phone(text: str | None, number: int) -> PersonName | None:
    """The telephone number of a member; None when they have none."""
    return PersonName(text, f"{MEMBER_PHONE}{number}") if text else None


def invited_phone(text: str | None, number: int) -> PersonName | None:
    """The telephone number that an invitation names; None when it names none."""
    return PersonName(text, f"{INVITED_PHONE}{number}") if text else None


def member_email(text: str | None, number: int) -> PersonName | None:
    """The e-mail address of a member; None when they have none."""
    return PersonName(text, f"{MEMBER_EMAIL}{number}") if text else None


def invited_email(text: str | None, number: int) -> PersonName | None:
    """The e-mail address that an invitation names; None when it names none."""
    return PersonName(text, f"{INVITED_EMAIL}{number}") if text else None


def with_references(value: Any) -> Any:
    """The data of a reply with a reference in place of each person's name. Other texts lose the
    characters that make references: nobody can type one."""
    kind = type(value)  # most are plain texts; this is asked for every word that is said
    if kind is str:
        return value if value.isascii() or not _MARK.search(value) else value.translate(_MARKS)
    if kind is dict:
        return {key: with_references(inner) for key, inner in value.items()}
    if kind is list or kind is tuple:
        return [with_references(inner) for inner in value]
    if isinstance(value, PersonName) and value and value.ref:
        return _reference(value, value.ref)
    return value.translate(_MARKS) if isinstance(value, str) else value


def _reference(name: str, ref: str) -> str:
    size = len(name.encode("utf-16-le", "surrogatepass")) // 2
    return _OPEN + ref + _FILL * max(0, size - len(ref) - 2) + _CLOSE


def has_references(text: str) -> bool:
    """Whether something is to be put in before the text is shown."""
    return not text.isascii() and _OPEN in text


def references_in(texts: Iterable[str]) -> set[str]:
    """The references that stand in these texts."""
    return {one.lower() for text in texts if _OPEN in text for one in _REFERENCE.findall(text)}


def put_in(text: str, names: Mapping[str, str], otherwise: str) -> str:
    """The text with the names in it; `otherwise` for who is not among them."""
    if not has_references(text):
        return text
    parts = _REFERENCE.split(text)  # every second one is a reference
    parts[1::2] = [names.get(ref.lower(), otherwise) for ref in parts[1::2]]
    return "".join(parts).translate(_MARKS)
