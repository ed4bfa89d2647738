"""How words of a Word file look, by their own properties and by the styles that these build on, as
far as it tells whether a reader takes them for a part of the text."""

from __future__ import annotations

from functools import lru_cache
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
from templates.appendix_import.colors import Color, is_invisible, read_hex
from templates.appendix_import.word.names import is_on, qn, value_of

_TOGGLES = ("vanish", "strike")  # on in two kinds of styles, they are off again: 17.7.3
_DEEPEST = 20  # styles that build on each other
_PLACEHOLDER = "placeholder text"
_THEME = {"background1": "FFFFFF", "text1": "000000", "light1": "FFFFFF", "dark1": "000000"}
_HIGHLIGHTS = {"white": "FFFFFF", "black": "000000", "none": ""}
Looks = dict[str, Any]  # what is said of words: vanish, strike, color …


class WordStyles:
    """`root` is that of the styles' part; None for a file without one."""

    def __init__(self, root: Any) -> None:
        styles = [] if root is None else root.findall(qn("w:style"))
        self._by_id = {one.get(qn("w:styleId"), ""): one for one in styles}
        self._normal = next(
            (
                name
                for name, one in self._by_id.items()
                if one.get(qn("w:type")) == "paragraph"
                and one.get(qn("w:default")) in ("1", "true")
            ),
            "",
        )
        path = f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
        self._usual = _said(root.find(path) if root is not None else None)
        self._of_style = lru_cache(1_000)(self._read_style)

    def aside(self, run: Any, paragraph: Any, table: str, paper: Color) -> tuple[str, str]:
        """Why the words of a run are not read as part of their cell, empty when they are; and the
        name of their font."""
        look, about = self._look(run, paragraph, table)
        behind = look.get("paper") or _paper(about) or paper
        return _reason(look, behind), look.get("font", "")

    def is_bold(self, run: Any, paragraph: Any, table: str = "") -> bool:
        """Whether the words of a run are set in bold."""
        return bool(self._look(run, paragraph, table)[0].get("bold"))

    def alignment(self, paragraph: Any) -> tuple[int, bool]:
        """How far the first line of a paragraph is set in, in twentieths of a point, and whether
        it is centered."""
        about = paragraph.find(qn("w:pPr"))
        said = self._of_style(value_of(about, "w:pStyle") or self._normal) | _aligned(about)
        indent = said.get("left", 0) + said.get("first", 0)
        return max(0, indent), said.get("place") == "center"

    def _look(self, run: Any, paragraph: Any, table: str) -> tuple[dict[str, Any], Any]:
        """What is said of the words of a run, and the properties of its paragraph."""
        own = run.find(qn("w:rPr"))
        about = paragraph.find(qn("w:pPr")) if paragraph is not None else None
        styled = value_of(about, "w:pStyle") or self._normal
        levels = [
            self._of_style(table),
            self._of_style(styled),
            self._of_style(value_of(own, "w:rStyle") or ""),
        ]
        direct = _said(own)
        look: dict[str, Any] = dict(self._usual)
        for level in levels:
            look |= {name: said for name, said in level.items() if name not in _TOGGLES}
        for name in _TOGGLES:
            look[name] = sum(bool(level.get(name)) for level in levels) % 2 == 1 or (
                bool(self._usual.get(name)) and not any(name in level for level in levels)
            )
        return look | direct, about

    def is_placeholder(self, run: Any) -> bool:
        """Whether the run is the grey prompt of a content control."""
        style = self._by_id.get(value_of(run.find(qn("w:rPr")), "w:rStyle") or "")
        return (value_of(style, "w:name") or "").casefold() == _PLACEHOLDER

    def list_of(self, paragraph: Any) -> tuple[str, int | None, str]:
        """The list whose number or bullet Word puts before it, empty for none; the level, if one is
        said; and the style."""
        about = paragraph.find(qn("w:pPr"))
        style = value_of(about, "w:pStyle") or self._normal
        said = self._of_style(style)
        own = _listed(about)
        number = own.get("list", said.get("list")) or ""
        level = own.get("level", said.get("level"))
        return ("" if number == "0" else number), level, style

    def _read_style(self, name: str) -> Looks:
        """What a style says of words, with those it is based on."""
        chain: list[Any] = []
        while (style := self._by_id.get(name)) is not None and len(chain) < _DEEPEST:
            chain.append(style)
            name = value_of(style, "w:basedOn") or ""
        found: dict[str, Any] = {}
        for style in reversed(chain):
            found |= _said(style.find(qn("w:rPr")))
            about = style.find(qn("w:pPr"))
            if (paper := _paper(about)) is not None:
                found["paper"] = paper
            found |= _listed(about) | _aligned(about)
        return found


def _aligned(properties: Any) -> Looks:
    """How far these properties of a paragraph set it in, and where it stands in its line."""
    if properties is None:
        return {}
    found: dict[str, Any] = {}
    if (place := value_of(properties, "w:jc")) is not None:
        found["place"] = place
    said = properties.find(qn("w:ind"))
    if said is None:
        return found
    for name, sides, sign in (
        ("left", ("w:left", "w:start"), 1),
        ("first", ("w:firstLine",), 1),
        ("first", ("w:hanging",), -1),
    ):
        given = next(filter(None, (said.get(qn(side)) for side in sides)), None)
        if given is not None and given.lstrip("-").isdecimal() and len(given) < 7:
            found[name] = int(given) * sign
    return found


def _listed(properties: Any) -> Looks:
    """The list that these properties of a paragraph put it in, and the level of it."""
    said = properties.find(qn("w:numPr")) if properties is not None else None
    number, level = value_of(said, "w:numId"), value_of(said, "w:ilvl")
    found: dict[str, Any] = {} if number is None else {"list": number}
    if level is not None and level.isdecimal() and len(level) == 1:
        found["level"] = int(level)
    return found


def _said(properties: Any) -> Looks:
    """What these properties of a run say."""
    if properties is None:
        return {}
    found: dict[str, Any] = {}
    for name in (*_TOGGLES, "dstrike"):
        if (said := is_on(properties, name)) is not None:
            found[name] = said
    if (said := is_on(properties, "b")) is not None:
        found["bold"] = said
    if (place := value_of(properties, "w:vertAlign")) is not None:
        found["raised"], found["lowered"] = place == "superscript", place == "subscript"
    if (height := value_of(properties, "w:position")) is not None:
        found["lifted"] = height.lstrip("+").isdecimal() and height.strip("+0") != ""
        found["sunk"] = height.startswith("-")
    if (size := value_of(properties, "w:sz")) is not None:  # in half points
        found["tiny"] = size.isdecimal() and len(size) < 4 and int(size) <= SMALLEST * 2
    color = properties.find(qn("w:color"))
    if color is not None:
        named = _THEME.get(color.get(qn("w:themeColor"), ""), "")
        found["color"] = read_hex(named or color.get(qn("w:val"), ""))
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        said = fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi"))
        if said:
            found["font"] = said
    if (paper := _paper(properties)) is not None:
        found["paper"] = paper
    return found


def _paper(properties: Any) -> Color:
    """The colour that is laid behind words; None where nothing is."""
    if properties is None:
        return None
    marked = value_of(properties, "w:highlight")
    if marked is not None and marked != "none":
        return read_hex(_HIGHLIGHTS.get(marked, "808080"))
    shade = properties.find(qn("w:shd"))
    if shade is None:
        return None
    kind, fill = shade.get(qn("w:val"), "clear"), shade.get(qn("w:fill"), "auto")
    if kind == "solid":
        fill = shade.get(qn("w:color"), "000000")
    return read_hex(fill)


cell_paper = _paper


def _reason(look: Looks, paper: Color) -> str:
    if look.get("vanish"):
        return HIDDEN
    if look.get("strike") or look.get("dstrike"):
        return STRUCK
    if look.get("color") is not None and is_invisible(look["color"], paper):
        return WHITE
    if look.get("tiny"):
        return TINY
    if look.get("raised") or look.get("lifted"):
        return RAISED
    return LOWERED if look.get("lowered") or look.get("sunk") else ""
