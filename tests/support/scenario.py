"""How conversations are written as files.

A line `> text` is typed (with \\n and \\t as in Python), `> [Label]` tapped on the newest message
with buttons, `> -2 [Label]` on the one before, `> edit KEY: text` edits the message that answered
that row (`?`: one that answered none), `> reply KEY: text` answers it, `> reply -2: text` answers
the bot's second newest message and `> reply -2 "part": text` a part of that, `> send name` sends
one of the files made here. What stands before the first of them is a comment, in which a line
`# form: KEY` says that it is about another form than cchc-so; all other lines are the bot's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from templates.documents.word.render import render_word
from tests.support.appendix import form, sample_report
from tests.support.damaged.files import damaged
from tests.support.paths import TESTS
from tests.support.reports import LAST_QUARTER

SCENARIOS = sorted((TESTS / "conversations/dialog/scenarios").glob("*.txt"))
_TAP = re.compile(r"(?:-(\d+) )?\[(.+)\]")
_EDIT = re.compile(r"edit (\S+): (.*)")
_REPLY = re.compile(r"reply (?:-(\d+)|([^\s:]+))(?: \"(.*)\")?: (.*)")
_FORM = re.compile(r"^# form: (\S+)$", re.MULTILINE)
_SEND = re.compile(r"send (\S+)")


@cache
def _last_quarter() -> bytes:
    return render_word(form(), sample_report().model_copy(update={"period": LAST_QUARTER}))


@cache
def _excel() -> bytes:
    return damaged("excel_offset.xlsx").content


FILES: dict[str, Callable[[], bytes]] = {
    "PL_Q4-2022.docx": _last_quarter,
    "PL_Q4-2022.xlsx": _excel,
    "PL_Q1-2023.docx": lambda: render_word(form(), sample_report()),
    "ban-quet.pdf": lambda: b"%PDF-1.7",
    "cu.doc": lambda: bytes.fromhex("d0cf11e0a1b11ae1"),
    "hong.docx": lambda: _last_quarter()[:5_000],
}


@dataclass(frozen=True)
class Tap:
    label: str
    back: int


@dataclass(frozen=True)
class Edit:
    row: str | None
    text: str


@dataclass(frozen=True)
class Answering:
    """A reply to the `back`-th newest message of the bot, or to the own one about the row."""

    back: int
    row: str
    picked: str
    text: str


@dataclass(frozen=True)
class Send:
    name: str
    content: bytes


Deed = str | Tap | Edit | Answering | Send


@dataclass(frozen=True)
class Scenario:
    """`deeds` are the officer's, each with the line that tells it; `head` is the comment."""

    head: str
    form: str
    deeds: tuple[tuple[str, Deed], ...]

    @property
    def fits_terminal(self) -> bool:
        """Whether it does nothing that a terminal has no way to do."""
        deeds = [deed for _, deed in self.deeds]
        old = any(isinstance(deed, Tap) and deed.back > 1 for deed in deeds)
        return not old and not any(isinstance(deed, Edit | Answering) for deed in deeds)


def read_scenario(path: Path) -> Scenario:
    text = path.read_text(encoding="utf-8")
    lines = [line[2:] for line in text.splitlines() if line.startswith("> ")]
    head = text[: text.index("> ")]
    named = _FORM.search(head)
    form = named[1] if named else "cchc-so"
    return Scenario(head, form, tuple((line, _deed(line)) for line in lines))


def _deed(line: str) -> Deed:
    if found := _TAP.fullmatch(line):
        return Tap(found[2], int(found[1] or 1))
    if found := _EDIT.fullmatch(line):
        return Edit(None if found[1] == "?" else found[1], found[2])
    if found := _REPLY.fullmatch(line):
        return Answering(int(found[1] or 0), found[2] or "", found[3] or "", _escaped(found[4]))
    if found := _SEND.fullmatch(line):
        return Send(found[1], FILES[found[1]]())
    return _escaped(line)


def _escaped(line: str) -> str:
    return line.replace("\\n", "\n").replace("\\t", "\t")
