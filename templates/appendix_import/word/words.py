"""The words of a paragraph of Word, in pieces: what people read as its text, and what they do not,
as it reads with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from templates.appendix_import.cell_text import (
    LOWERED,
    NUMBERING,
    RAISED,
    CellText,
    Piece,
    compose_cell,
)
from templates.appendix_import.colors import Color
from templates.appendix_import.markup import local_name
from templates.appendix_import.symbol_fonts import CHECKED, UNCHECKED, read_symbol
from templates.appendix_import.word.names import FALLBACK, OFF, mathn, qn, value_of
from templates.appendix_import.word.styles import WordStyles

DELETED, PICTURE, FOOTNOTE, COMMENT = (
    *("aside.deleted", "aside.picture"),
    *("aside.footnote", "aside.comment"),
)
FIELD, BOX = "aside.field", qn("w:txbxContent")
_SIGNS = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",  # in a font of TCVN3 it is a letter
}
_TABS = frozenset({qn("w:tab"), qn("w:ptab")})
_GONE, _MOVED = frozenset({qn("w:del")}), frozenset({qn("w:moveFrom")})
_TEXTS = frozenset({qn("w:t"), qn("w:delText")})
_PICTURES = frozenset({"pic", "blip", "imagedata", "OLEObject", "chart", "relIds"})
_NOTES = {
    qn("w:footnoteReference"): FOOTNOTE,
    qn("w:endnoteReference"): FOOTNOTE,
    qn("w:commentReference"): COMMENT,
}
_SILENT_FIELDS = frozenset({"XE", "TC", "TA", "SET", "PRIVATE", "RD", "ADVANCE"})
_CHECK_BOX = "checkbox"
_RUBY = qn("w:rt")


@dataclass
class _Field:
    """A field whose begin was passed: its code, and whether its result has begun. `told`: its
    words came from its own settings, and the result is not read."""

    code: str = ""
    result: bool = False
    told: bool = False


@dataclass
class WordReader:
    """`notes` are the texts of footnotes, endnotes and comments, by kind and id; `numbers` what
    Word puts before paragraphs."""

    styles: WordStyles
    notes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    old_fonts: bool = False
    numbers: Mapping[Any, str] = field(default_factory=dict)
    tab: str = " "  # what a tab is read as

    def text(self, paragraph: Any) -> str:
        return self.compose(self.pieces(paragraph)).text

    def compose(self, pieces: Iterable[Piece]) -> CellText:
        return compose_cell(pieces, old_fonts=self.old_fonts)

    def pieces(self, paragraph: Any, table: str = "", paper: Color = None) -> Iterator[Piece]:
        """What stands in a paragraph, in order."""
        if (label := self.numbers.get(paragraph)) is not None:
            yield Piece(label, NUMBERING)
        reading = _Reading(self, paragraph, table, paper)
        yield from reading.pieces(paragraph)


@dataclass
class _Reading:
    reader: WordReader
    paragraph: Any
    table: str
    paper: Color
    fields: list[_Field] = field(default_factory=list)

    def pieces(self, parent: Any, why: str = "") -> Iterator[Piece]:
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str) or tag == FALLBACK or tag in _MOVED:
                continue
            if tag == _RUBY:
                yield from self.pieces(child, why or RAISED)
            elif tag == qn("w:r"):
                yield from self._run(child, why)
            elif tag in _GONE:
                yield from self.pieces(child, DELETED)
            elif tag == qn("w:sdt"):
                yield from self._control(child, why)
            elif tag == BOX:
                yield from self._box(child, why)
            elif tag.startswith(mathn("")):
                yield from _formula(child, why)
            else:
                yield from self.pieces(child, why)

    def _box(self, box: Any, why: str) -> Iterator[Piece]:
        """What stands in a box of its own is kept apart from the words around it."""
        yield Piece("\n", why)
        for paragraph in box.iter(qn("w:p")):
            inner = _Reading(self.reader, paragraph, self.table, None)
            yield from inner.pieces(paragraph, why)
            yield Piece("\n", why)

    def _run(self, run: Any, why: str) -> Iterator[Piece]:
        aside, font = self.reader.styles.aside(run, self.paragraph, self.table, self.paper)
        for piece in run:
            yield from self._part(run, piece, why or aside, font)

    def _part(self, run: Any, part: Any, why: str, font: str) -> Iterator[Piece]:
        tag = part.tag
        if tag == qn("w:fldChar"):
            yield from self._field(part, why)
        elif tag == qn("w:instrText"):
            if self.fields:
                self.fields[-1].code += part.text or ""
        elif any(not one.result or one.told for one in self.fields):
            return  # the code of a field, or a result that was read from its settings
        elif tag in _TEXTS:
            if not (run.getparent().tag == qn("w:sdtContent") and self._is_prompt(run)):
                yield Piece(part.text or "", why, font)
        elif tag in _TABS:
            yield Piece(self.reader.tab, why, font)
        elif tag in _SIGNS:
            yield Piece(_SIGNS[tag], why, font)
        elif tag == qn("w:sym"):
            code = part.get(qn("w:char"), "")
            number = int(code, 16) if len(code) <= 6 and _is_hex(code) else 0
            yield Piece(read_symbol(part.get(qn("w:font"), ""), number), why)
        elif tag in _NOTES:
            known = self.reader.notes.get((_NOTES[tag], part.get(qn("w:id"), "")), "")
            yield Piece(known, _NOTES[tag])
        elif tag == BOX:
            yield from self._box(part, why)
        elif isinstance(tag, str) and local_name(part) in ("drawing", "pict", "object"):
            yield from self._drawn(part, why)
        elif tag == qn("w:ruby"):  # small words above others
            yield from self.pieces(part, why)
        elif isinstance(tag, str) and tag not in (qn("w:rPr"), FALLBACK):
            for inner in part:
                yield from self._part(run, inner, why, font)

    def _is_prompt(self, run: Any) -> bool:
        return self.reader.styles.is_placeholder(run)

    def _drawn(self, part: Any, why: str) -> Iterator[Piece]:
        boxes = [
            one
            for one in part.iter(BOX)
            if not any(above.tag == FALLBACK for above in one.iterancestors())
        ]
        for box in boxes[:1]:
            yield from self._box(box, why)
        if not boxes and any(local_name(one) in _PICTURES for one in part.iter()):
            names = (one.get("descr") or one.get("name") for one in part.iter())
            yield Piece(next(filter(None, names), "Picture"), PICTURE)

    def _control(self, control: Any, why: str) -> Iterator[Piece]:
        """A content control: nothing while it shows its prompt."""
        about = control.find(qn("w:sdtPr"))
        content = control.find(qn("w:sdtContent"))
        if content is None or shows_prompt(about):
            return
        checked = box_of(about)
        if checked is not None:
            yield Piece(checked, why)
        else:
            yield from self.pieces(content, why)

    def _field(self, mark: Any, why: str) -> Iterator[Piece]:
        kind = mark.get(qn("w:fldCharType"))
        if kind == "begin":
            self.fields.append(_Field())
            settings = mark.find(qn("w:ffData"))
            said = _form_field(settings) if settings is not None else None
            if said is not None:
                self.fields[-1].told = True
                if all(one.result and not one.told for one in self.fields[:-1]):
                    yield Piece(said, why)
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
        elif kind == "end" and self.fields:
            done = self.fields.pop()
            name = [*done.code.split(), ""][0].upper()
            if not done.result and not done.told and name and name not in _SILENT_FIELDS:
                yield Piece(" ".join(done.code.split()), FIELD)


def shows_prompt(about: Any) -> bool:
    """Whether a content control is empty and shows what to do."""
    shown = value_of(about, "w:showingPlcHdr")
    return shown is not None and shown not in OFF


def box_of(about: Any) -> str | None:
    """The box that a content control is; None for one of another kind."""
    for one in about if about is not None else ():
        if local_name(one) == _CHECK_BOX:
            said = (
                value for part in one if local_name(part) == "checked" for value in part.values()
            )
            return CHECKED if next(said, "0") in ("1", "true") else UNCHECKED
    return None


def _form_field(settings: Any) -> str | None:
    """What an old drop-down or check box shows; None for a field whose result is its text."""
    choice, box = settings.find(qn("w:ddList")), settings.find(qn("w:checkBox"))
    if choice is not None:
        entries = [one.get(qn("w:val"), "") for one in choice.findall(qn("w:listEntry"))]
        said = value_of(choice, "w:result") or value_of(choice, "w:default") or "0"
        at = int(said) if said.isdecimal() and len(said) < 6 else 0
        return entries[at] if at < len(entries) else ""
    if box is not None:
        said = value_of(box, "w:checked") or value_of(box, "w:default") or "0"
        return UNCHECKED if said in OFF else CHECKED
    return None


def _formula(element: Any, why: str) -> Iterator[Piece]:
    """A formula as it is typed: 7/21."""
    if element.tag == mathn("m:t"):
        yield Piece(element.text or "", why)
    elif element.tag == mathn("m:f"):
        yield from _formula_in(element, "m:num", why)
        yield Piece("/", why)
        yield from _formula_in(element, "m:den", why)
    elif element.tag in (mathn("m:sup"), mathn("m:sub")):
        for child in element:
            yield from _formula(child, why or (RAISED if element.tag.endswith("p") else LOWERED))
    else:
        for child in element:
            if isinstance(child.tag, str) and child.tag.startswith(mathn("")):
                yield from _formula(child, why)


def _formula_in(element: Any, name: str, why: str) -> Iterator[Piece]:
    for part in element.findall(mathn(name)):
        for child in part:
            yield from _formula(child, why)


def _is_hex(text: str) -> bool:
    return bool(text) and all(sign in "0123456789abcdefABCDEF" for sign in text)
