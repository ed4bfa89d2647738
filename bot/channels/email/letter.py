"""A letter as it goes over the wire: the same words as text and as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from conversations.protocol.messages import Span
from templates.loading.pages import render_page

_URL = re.compile(r"(https?://[^\s<>]+)")
_POLICY = SMTP.clone(cte_type="7bit", max_line_length=78)


@dataclass(frozen=True, slots=True)
class LetterFrame:
    """What stands around the words of every letter: `opens` leads to the page where the person
    goes on, `stops` to where letters are ended ("" for none), each with its words."""

    opens: str
    open_words: str
    stops: str
    stop_words: str
    footer: str


@dataclass(frozen=True, slots=True)
class LetterStamp:
    """Who writes, to whom, under which subject and number, when."""

    sender: str
    recipient: str
    subject: str
    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LetterPiece:
    """A run of text in one style, or an address that can be opened."""

    text: str
    bold: bool
    italic: bool
    url: str


def build_letter(stamp: LetterStamp, spans: Sequence[Span], frame: LetterFrame) -> bytes:
    """The letter's bytes, in lines and letters that every server takes."""
    letter = EmailMessage(policy=_POLICY)
    name, address = parseaddr(stamp.sender)
    letter["From"] = Address(name, addr_spec=address)
    letter["To"] = Address(addr_spec=stamp.recipient)
    letter["Subject"] = " ".join(stamp.subject.split())
    letter["Date"] = format_datetime(stamp.at)
    letter["Message-ID"] = stamp.message_id
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    if frame.stops:
        letter["List-Unsubscribe"] = f"<{frame.stops}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(_text(spans, frame), cte="quoted-printable")
    page = {"subject": stamp.subject, "paragraphs": _paragraphs(spans), "frame": frame}
    letter.add_alternative(render_page("letter.html", page), subtype="html", cte="base64")
    return letter.as_bytes()


def _text(spans: Sequence[Span], frame: LetterFrame) -> str:
    parts = ["".join(span.text for span in spans).strip()]
    parts += [f"{frame.open_words}: {frame.opens}"] if frame.opens else []
    parts.append("-- \n" + frame.footer)
    text = "\n\n".join(parts)
    return text + (f"\n{frame.stop_words}: {frame.stops}\n" if frame.stops else "\n")


def _paragraphs(spans: Sequence[Span]) -> list[list[list[LetterPiece]]]:
    """Paragraphs, each of lines, each of pieces."""
    lines: list[list[LetterPiece]] = [[]]
    for span in spans:
        for number, text in enumerate(span.text.split("\n")):
            if number:
                lines.append([])
            for piece in filter(None, _URL.split(text)):
                url = piece if _URL.fullmatch(piece) else ""
                lines[-1].append(LetterPiece(piece, span.bold, span.italic, url))
    found: list[list[list[LetterPiece]]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [one for one in found if one]
