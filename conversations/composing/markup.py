"""Safe markup (<b>, <i>, and <t> around telephone numbers) to styled spans, and cutting spans to a
channel's length."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from conversations.protocol.messages import Span, utf16_length
from conversations.text.graphemes import may_cut

_TAG = re.compile(r"(</?[bit]>)")


def parse_spans(markup: str) -> tuple[Span, ...]:
    """Read markup whose text is HTML-escaped; every other tag is text."""
    bold = italic = phone = False
    found: list[Span] = []
    for piece in _TAG.split(markup):
        if piece in ("<b>", "</b>"):
            bold = piece == "<b>"
        elif piece in ("<i>", "</i>"):
            italic = piece == "<i>"
        elif piece in ("<t>", "</t>"):
            phone = piece == "<t>"
        elif piece:
            found.append(Span(html.unescape(piece), bold=bold, italic=italic, phone=phone))
    return tuple(found)


def strip_markup(markup: str) -> str:
    """The text of markup, without its styles."""
    if "<" not in markup:
        return html.unescape(markup)
    return "".join(span.text for span in parse_spans(markup))


def split_pages(text: Sequence[Span], limit: int) -> list[tuple[Span, ...]]:
    """Cut at line ends so that each page has at most `limit` UTF-16 units; a line that is
    itself longer is cut at a space, or else between characters, never inside one. Each line has
    spans of its own."""
    if utf16_length("".join(span.text for span in text)) <= limit:
        page = _trimmed([piece for span in text for piece in _by_lines(span)])
        return [page] if page else []
    return _cut(text, limit)


def _by_lines(span: Span) -> list[Span]:
    lines = span.text.splitlines(keepends=True)
    return [span] if len(lines) == 1 else [_saying(span, line) for line in lines]


def _saying(span: Span, text: str) -> Span:
    """The same style, another text."""
    return Span(text, bold=span.bold, italic=span.italic, phone=span.phone)


def _cut(text: Iterable[Span], limit: int) -> list[tuple[Span, ...]]:
    done: list[tuple[Span, ...]] = []
    page: list[Span] = []
    room = limit
    for line in _lines(text, limit):
        size = sum(utf16_length(span.text) for span in line)
        if size > room and page:
            done.append(_trimmed(page))
            page, room = [], limit
        page.extend(line)
        room -= size
    if page:
        done.append(_trimmed(page))
    return [page for page in done if page]


def _lines(text: Iterable[Span], limit: int) -> Iterable[list[Span]]:
    line: list[Span] = []
    size = 0
    for span in text:
        for part in span.text.splitlines(keepends=True):
            for piece in _chunks(part, limit):
                length = utf16_length(piece)
                if size + length > limit:
                    yield line
                    line, size = [], 0
                line.append(_saying(span, piece))
                size += length
            if part.endswith("\n"):
                yield line
                line, size = [], 0
    if line:
        yield line


def _chunks(text: str, limit: int) -> Iterable[str]:
    start = 0
    while len(text) - start > limit or utf16_length(text[start:]) > limit:
        page = text[start : start + limit + 1]  # and the character after it, which may belong to it
        most = _fitting(page, limit)
        if start + most >= len(text):
            break
        cut = _cut_at(page, most)
        yield page[:cut]
        start += cut
    if start < len(text):
        yield text[start:]


def _fitting(text: str, limit: int) -> int:
    """How many of the first characters have at most `limit` UTF-16 units, one at least."""
    units = 0
    for at, sign in enumerate(text):
        units += 2 if ord(sign) > 0xFFFF else 1
        if units > limit:
            return max(1, at)
    return len(text)


def _cut_at(text: str, most: int) -> int:
    """How many of the first `most` characters go on this page. What is longer than a whole page
    without a place to cut (a pile of marks) is cut between characters after all."""
    blank = text.rfind(" ", most // 2, most)
    if blank > 0 and may_cut(text, blank + 1):
        return blank + 1
    return next((at for at in range(most, 0, -1) if may_cut(text, at)), most)


def _trimmed(page: list[Span]) -> tuple[Span, ...]:
    """Without the line ends that the cut left at either end."""
    text = [*page]
    if text and text[0].text.startswith("\n"):
        text[0] = _saying(text[0], text[0].text.lstrip("\n"))
    if text and text[-1].text.endswith("\n"):
        text[-1] = _saying(text[-1], text[-1].text.rstrip("\n"))
    return tuple(span for span in text if span.text)
