"""Rows that are named by their keys before their values: `IV.1.5: 12`, `A1 350 triệu`."""

from __future__ import annotations

import re

from conversations.forms.model import Form
from conversations.forms.search import named_rows

_KEY = re.compile(r"(?<![\w.])[IVX]+(?:\.\d{1,2})+(?=\s*:|\s)(?!\.)")


def split_keys(form: Form, said: str) -> tuple[frozenset[str], str]:
    """The rows whose keys stand in the text, and the text without these: their figures are none of
    an answer."""
    named = {key: named_rows(form, key) for key in {*_KEY.findall(said)}}
    known = {key: rows[0].key for key, rows in named.items() if len(rows) == 1}
    bare = _KEY.sub(lambda match: "" if match[0] in known else match[0], said) if known else said
    return frozenset(known.values()), bare


_PARTED = {",": "; ", ";": "; ", "\n": "\n"}
_LETTERED = re.compile(
    r"(?P<before>^|[,;\n])[^\S\n]*(?P<letter>[A-Z])\.?(?P<number>\d{1,2}(?:\.\d{1,2})*)"
    r"\s*(?:[:=]\s*|\s)(?=\d)"
)


def write_keys(form: Form, text: str) -> str:
    """The text with `=` behind the keys of letter and number, as rows of the form have them: `A.1 =
    350 triệu; A.2 = 900`. One that is no row's stays a key, and is no part of a figure."""
    found = [*_LETTERED.finditer(text)]
    keys = [_lettered(form, one) for one in found]
    if not found or not all(keys) or text[: found[0].start()].strip():
        return text
    said = iter(keys)
    return _LETTERED.sub(lambda one: f"{_PARTED.get(one['before'], '')}{next(said)} = ", text)


def _lettered(form: Form, one: re.Match[str]) -> str:
    """The key as the form has such keys, with a point or without; empty where it has none."""
    for point in (".", ""):
        if any(re.match(rf"{one['letter']}{re.escape(point)}\d", key) for key in form.by_key):
            return f"{one['letter']}{point}{one['number']}"
    return ""
