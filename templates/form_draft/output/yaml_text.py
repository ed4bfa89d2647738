"""YAML as a person likes to read it: one row or column a line, texts in quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

YamlValue: TypeAlias = "str | int | bool | Sequence[YamlValue] | Mapping[str, YamlValue]"
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


WIDTH = 98  # letters of a line of comments


class Plain(str):
    """A word of the format, which needs no quotes: `count`."""

    __slots__ = ()


def quote_text(text: str) -> str:
    """The text between double quotes, in one line."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def flow_value(value: YamlValue) -> str:
    """The value in one line: `{label: "Tổng số", heading: true}`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Plain):
        return str(value)
    if isinstance(value, str):
        return quote_text(value)
    if isinstance(value, Mapping):
        pairs = (f"{flow_key(key)}: {flow_value(one)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    return "[" + ", ".join(map(flow_value, value)) + "]"


def flow_key(key: str) -> str:
    """A name that means something to YAML stands in quotes."""
    if _PLAIN_KEY.fullmatch(key) and key.lower() not in _WORDS:
        return key
    return quote_text(key)


def comment_lines(text: str, indent: int = 0) -> Iterator[str]:
    """The text as comments, no line longer than `WIDTH` where words can be parted."""
    line = ""
    for word in text.split():
        if line and indent + len(line) + len(word) + 3 > WIDTH:
            yield f"{' ' * indent}# {line}"
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield f"{' ' * indent}# {line}"
