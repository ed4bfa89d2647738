"""Finishing rendered WordprocessingML: line ends, italics and gaps inside a run of text.

The template prints plain text, so that fonts and styles stay where a clerk set them; what one
text needs beyond that is put in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from templates.documents.safe_text import BLANKS, GAP, ITALIC_OFF, ITALIC_ON

_LINES = re.compile(r"<w:t(?: [^>]*)?>([^<]*\n[^<]*)</w:t>")
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_RUN = re.compile(
    r"<w:r(?: [^>]*)?>(?:<w:rPr/>|(?P<properties><w:rPr>(?:(?!</w:rPr>).)*</w:rPr>))?"
    r"(?P<body>(?:(?!</?w:r[ >]).)*)</w:r>",
    re.DOTALL,
)
_DOTTED = '<w:u w:val="dotted"/>'
_UNDERLINE = re.compile(r"<w:u(?: [^>]*)?/>")
# What the schema wants behind an underline, and before italics.
_AFTER_UNDERLINE = re.compile(
    r"<w:(?:effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout|specVanish|oMath)"
    r"(?: [^>]*)?/>|</w:rPr>"
)
_BEFORE_ITALIC = re.compile(r"<w:rPr>(?:<w:(?:rStyle|rFonts|b|bCs)(?: [^>]*)?/>)*")
_ITALIC = re.compile(r"<w:i(?:Cs)?(?: [^>]*)?/>")
_PIECE = re.compile(
    f"{ITALIC_ON}(?P<italic>[^{ITALIC_OFF}]*){ITALIC_OFF}|(?P<gap>{GAP})"
    f"|(?P<plain>[^{ITALIC_ON}{GAP}]+)"
)
_MARKS = re.compile(f"[{ITALIC_ON}{ITALIC_OFF}{GAP}]")


def finish_runs(xml: str) -> str:
    """The XML with marks turned into runs of their own and line ends into breaks."""
    places = _marked(xml)
    if places:
        xml = "".join(_split_runs(xml, places))
        if _marked(xml):
            xml = _MARKS.sub("", xml)
    return _LINES.sub(_break_lines, xml)


def _marked(xml: str) -> list[int]:
    """Where the marks stand."""
    found: list[int] = []
    for mark in (ITALIC_ON, ITALIC_OFF, GAP):
        place = xml.find(mark)
        while place >= 0:
            found.append(place)
            place = xml.find(mark, place + 1)
    return sorted(found)


def _split_runs(xml: str, places: list[int]) -> Iterator[str]:
    """The XML with the runs that have marks in them split; all others are not looked at."""
    done = 0
    for place in places:
        if place < done:
            continue
        start = max(xml.rfind(tag, done, place) for tag in ("<w:r>", "<w:r "))
        run = _RUN.match(xml, start) if start >= 0 else None
        if run is not None and run.end() > place:
            yield xml[done : run.start()]
            yield _split_run(run)
            done = run.end()
    yield xml[done:]


def _split_run(run: re.Match[str]) -> str:
    if not _MARKS.search(run["body"]):
        return run[0]
    properties = run["properties"] or ""
    body = _TEXT.sub(lambda text: "".join(_pieces(properties, text[1])), run["body"])
    return f"<w:r>{properties}{body}</w:r>"


def _pieces(properties: str, text: str) -> Iterator[str]:
    """The text cut at its marks; a marked piece closes the run, stands in its own, opens a new."""
    for piece in _PIECE.finditer(text):
        if piece["plain"]:
            yield _text(piece["plain"])
        elif piece["gap"]:
            yield f"</w:r><w:r>{_dotted(properties)}{_text(BLANKS)}</w:r><w:r>{properties}"
        elif piece["italic"]:
            italic = _text(piece["italic"])
            yield f"</w:r><w:r>{_italic(properties)}{italic}</w:r><w:r>{properties}"


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{words}</w:t>'


def _italic(properties: str) -> str:
    """The run properties with italics, where the schema's order wants them."""
    plain = _ITALIC.sub("", properties) or "<w:rPr></w:rPr>"
    start = _BEFORE_ITALIC.match(plain)
    at = start.end() if start else len("<w:rPr>")
    return f"{plain[:at]}<w:i/><w:iCs/>{plain[at:]}"


def _dotted(properties: str) -> str:
    """The run properties with a dotted line under the text."""
    plain = _UNDERLINE.sub("", properties) or "<w:rPr></w:rPr>"
    return _AFTER_UNDERLINE.sub(lambda behind: _DOTTED + behind[0], plain, count=1)


def _break_lines(text: re.Match[str]) -> str:
    return "<w:br/>".join(_text(line) for line in text[1].split("\n"))
