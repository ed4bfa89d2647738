"""The report in words as it reads: what is printed, and kept of a report that is handed in."""

from __future__ import annotations

import hashlib
import json

from conversations.frozen import Frozen

OWN_WORDS = "W."  # before the keys of the questions of a report in words


class TextPoint(Frozen):
    """Paragraphs under a heading, which may be empty."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()


class TextPart(Frozen):
    """A part under its heading."""

    heading: str
    points: tuple[TextPoint, ...] = ()


class ReportText(Frozen):
    """The whole of it, but for what is printed around it by rule. `addressed` and `receivers` are
    the lines of Kính gửi and Nơi nhận, `basis` what it rests on."""

    title: str
    lead: str = ""
    closing: str = ""
    basis: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    parts: tuple[TextPart, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of all of it. The way of hashing may never change: history and seals hold it."""
        said = [[self.title], self.addressed, self.lines, self.receivers]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

    @property
    def lines(self) -> tuple[str, ...]:
        """Headings and paragraphs from the first to the last, as they are compared."""
        found = [*self.basis, self.lead]
        for part in self.parts:
            found.append(part.heading)
            for point in part.points:
                found += [point.heading, *point.paragraphs]
        return tuple(filter(None, (*found, self.closing)))
