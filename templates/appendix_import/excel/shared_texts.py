"""The texts of a workbook, with the fonts of their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from templates.appendix_import.excel.budget import WorkbookBudget
from templates.appendix_import.excel.cell_styles import FontLook, read_font
from templates.appendix_import.markup import local_name, release_element, walk_markup

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a text, and their own font where they have one."""

    text: str
    font: FontLook | None = None


RichText = str | tuple[Stretch, ...]


def read_texts(markup: bytes, budget: WorkbookBudget) -> list[RichText]:
    """The shared texts, by their number."""
    found = []
    for event, element in walk_markup(markup):
        if event == "start":
            budget.spend("elements", 1)
        elif local_name(element) == "si":
            found.append(read_text(element))
            budget.spend("text", _length(found[-1]))
            release_element(element)
    return found


def read_text(element: Any) -> RichText:
    """The text of a shared or inline string; readings for how to speak it are none of it."""
    if not any(local_name(one) == "r" for one in element):
        return "".join(_unescaped(one.text) for one in element if local_name(one) == "t")
    return tuple(_stretches(element))


def text_length(text: RichText) -> int:
    return _length(text)


def _length(text: RichText) -> int:
    return len(text) if isinstance(text, str) else sum(len(one.text) for one in text)


def _stretches(element: Any) -> Iterator[Stretch]:
    for one in element:
        if local_name(one) == "t":
            yield Stretch(_unescaped(one.text))
        elif local_name(one) == "r":
            fonts = [read_font(part) for part in one if local_name(part) == "rPr"]
            words = "".join(_unescaped(part.text) for part in one if local_name(part) == "t")
            yield Stretch(words, fonts[0] if fonts else None)


def _unescaped(text: str | None) -> str:
    """`_x000D_` is how Excel writes what XML cannot hold."""
    found = text or ""
    return _ESCAPED.sub(lambda one: chr(int(one[1], 16)), found) if "_x" in found else found
