"""Rows that are named by their keys before their values: `IV.1.5: 12`."""

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
