"""Finishing rendered WordprocessingML: line ends and italics inside a run of text.

The template prints plain text, so that fonts and styles stay where a clerk set them; what one
text needs beyond that is put in here.
"""

from __future__ import annotations

import re

from templates.documents.texts import ITALIC_OFF, ITALIC_ON

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*\n[^<]*)</w:t>")
_RUN = re.compile(
    r"<w:r(?: [^>]*)?>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?>([^<]*)</w:t></w:r>",
    re.DOTALL,
)
_BEFORE_ITALIC = re.compile(r"<w:rPr>(?:<w:(?:rStyle|rFonts|b|bCs)(?: [^>]*)?/>)*")
_ITALIC = re.compile(r"<w:i(?:Cs)?(?: [^>]*)?/>")
_MARKS = re.compile(f"[{ITALIC_ON}{ITALIC_OFF}]")


def finish(xml: str) -> str:
    """The XML with marks turned into italic runs and line ends into breaks."""
    if ITALIC_ON in xml:
        xml = _MARKS.sub("", _RUN.sub(_split_run, xml))
    return _TEXT.sub(_break_lines, xml)


def _split_run(run: re.Match[str]) -> str:
    properties, text = run[1] or "", run[2]
    if ITALIC_ON not in text:
        return run[0]
    pieces = _MARKS.split(text)  # upright, italic, upright, … by turns
    return "".join(
        f'<w:r>{_italic(properties) if turn % 2 else properties}<w:t xml:space="preserve">'
        f"{piece}</w:t></w:r>"
        for turn, piece in enumerate(pieces)
        if piece
    )


def _italic(properties: str) -> str:
    """The run properties with italics, where the schema's order wants them."""
    plain = _ITALIC.sub("", properties) or "<w:rPr></w:rPr>"
    start = _BEFORE_ITALIC.match(plain)
    at = start.end() if start else len("<w:rPr>")
    return f"{plain[:at]}<w:i/><w:iCs/>{plain[at:]}"


def _break_lines(text: re.Match[str]) -> str:
    lines = text[1].split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
