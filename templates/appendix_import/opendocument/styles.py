"""What styles of an OpenDocument file tell of words, rows and columns: whether they are seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from templates.appendix_import.cell_text import (
    HIDDEN,
    LOWERED,
    RAISED,
    SMALLEST,
    STRUCK,
    TINY,
    WHITE,
)
from templates.appendix_import.opendocument.package import on

_NONE = frozenset({"", "none", "false"})
_WHITE = frozenset({"#ffffff"})
_DEPTH = 20  # styles based on each other


@dataclass(frozen=True)
class TextStyle:
    """Attributes of words, by the names of the format; each says nothing when it is absent."""

    said: Mapping[str, str]

    def over(self, other: TextStyle) -> TextStyle:
        return TextStyle({**other.said, **self.said})

    @property
    def why(self) -> str:
        """Why such words are no part of the text; empty when they are."""
        if self.said.get("display", "") == "none":
            return HIDDEN
        if self.said.get("text-line-through-style", "") not in _NONE:
            return STRUCK
        paper = self.said.get("background-color", "")
        if self.said.get("color", "") in _WHITE and paper in ("", "transparent", *_WHITE):
            return WHITE
        if _points(self.said.get("font-size", "")) <= SMALLEST:
            return TINY
        place = self.said.get("text-position", "").partition(" ")[0]
        if place in ("super", "sub"):
            return RAISED if place == "super" else LOWERED
        percent = place.rstrip("%")
        if percent.lstrip("-").isdecimal() and int(percent):
            return LOWERED if percent.startswith("-") else RAISED
        return ""

    @property
    def font(self) -> str:
        return self.said.get("font-name", "") or self.said.get("font-family", "")


PLAIN = TextStyle({})


def _points(size: str) -> float:
    try:
        return float(size.removesuffix("pt"))
    except ValueError:
        return 12.0


class OpenStyles:
    def __init__(self, roots: Sequence[Any]) -> None:
        self._known: dict[tuple[str, str], Any] = {}
        for root in roots:
            for one in root.iter(on("style:style")):
                self._known[one.get(on("style:family"), ""), one.get(on("style:name"), "")] = one
        self._text: dict[tuple[str, str], TextStyle] = {}

    def words(self, family: str, name: str | None, depth: int = 0) -> TextStyle:
        """How words of a style look, with what it is based on."""
        if not name or depth > _DEPTH:
            return PLAIN
        key = (family, name)
        if key not in self._text:
            style = self._known.get(key)
            if style is None:
                return PLAIN
            base = self.words(family, style.get(on("style:parent-style-name")), depth + 1)
            self._text[key] = _own(style).over(base)
        return self._text[key]


def _own(style: Any) -> TextStyle:
    said: dict[str, str] = {}
    for kind in ("style:table-cell-properties", "style:text-properties"):
        properties = style.find(on(kind))
        if properties is not None:
            said |= {name.rpartition("}")[2]: value for name, value in properties.attrib.items()}
    return TextStyle(said)
