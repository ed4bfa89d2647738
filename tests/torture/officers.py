"""Officers who fill in the sample report, and count what they see.

A patient one types the next text only after reading the whole answer to the last; a hasty one
types several in a row. Both know every message that must come, and each comes once in a walk: so
a repetition, a stale question and a stray message are told apart.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from tests.fakes.telegram import FakeTelegram, Officer
from tests.support.patience import PATIENCE
from tests.support.sample_walk import appendix, exchanges, timeless
from tests.torture.tally import Tally

FIRST_CHAT = 4_300_000_001
TURN = 0.02  # seconds between two looks
DOCUMENT_PATIENCE = 8.0  # for a file after the words around it
ASK_AGAIN = "tải về"


class NeverSaidError(AssertionError):
    """An officer waited in vain."""


@dataclass
class Script:
    """The texts of the walk, and after each how many messages must have come in all."""

    typed: list[str]
    answers: list[str]
    until: list[int]

    @classmethod
    def of_the_walk(cls) -> Script:
        answers: list[str] = []
        until: list[int] = []
        for exchange in exchanges():
            answers += exchange.answered
            until.append(len(answers))
        return cls([exchange.typed for exchange in exchanges()], answers, until)


@dataclass
class Walker:
    """One officer in their own chat."""

    officer: Officer
    script: Script
    tally: Tally
    ahead: Callable[[], int]  # how many texts they type before they read on
    typed: Callable[[], None] = lambda: None
    seen: int = 0  # of the script's answers
    documents: list[tuple[str, bytes]] = field(default_factory=list)
    asked_again: bool = False
    said: int = 0  # texts they have typed
    gave_up: bool = False
    _read: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.officer.chat.on_message = self._news.set

    @property
    def chat(self) -> int:
        return self.officer.chat.id

    @property
    def waits(self) -> bool:
        """Whether they typed a text that is not answered yet."""
        return self.said > 0 and self.seen < self.script.until[self.said - 1]

    async def walk(self, upto: int | None = None) -> None:
        """Fill in the whole report, or its first texts. NeverSaidError when an answer does not
        come."""
        texts = self.script.typed[:upto]
        at = 0
        while at < len(texts):
            some = min(self.ahead(), len(texts) - at)
            began = time.monotonic()
            for text in texts[at : at + some]:
                await self.officer.say(text)
                self.said += 1
                self.typed()
            at += some
            await self._read_until(self.script.until[at - 1])
            self.tally.prompts += some
            self.tally.longest_wait = max(self.tally.longest_wait, time.monotonic() - began)
        if upto is None:
            await self._document()
        self.tally.walks += 1

    async def _document(self) -> None:
        """The appendix at the end; when nobody knows whether it came, they ask for it."""
        if not await self._wait(lambda: bool(self.documents), DOCUMENT_PATIENCE):
            self.asked_again = True
            self.tally.unsure += 1
            await self.officer.say(ASK_AGAIN)
            if not await self._wait(lambda: bool(self.documents), PATIENCE):
                raise NeverSaidError(f"no document for {self.chat}")
        if appendix() not in self.documents and not self.asked_again:
            self.tally.unexpected += 1
            self.tally.note(f"{self.chat}: another document than expected")

    async def _read_until(self, many: int) -> None:
        if not await self._wait(lambda: self.seen >= many, PATIENCE):
            self.tally.unsaid += many - self.seen
            missing = self.script.answers[self.seen]
            raise NeverSaidError(f"{self.chat} waits for {missing[:80]!r} ({self.seen})")

    async def _wait(self, done: Callable[[], bool], seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                while True:
                    self.read()
                    if done():
                        return True
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return False

    def read(self) -> None:
        """Take in what has come since they last looked."""
        bot = self.officer.bot
        while self._read < len(self.officer.chat.messages):
            raw = self.officer.chat.messages[self._read]
            self._read += 1
            if raw["from"]["id"] == bot:
                message = self.officer.shown(raw)
                if message.document is not None:
                    self._file(message.document)
                else:
                    self._text(timeless(message.text))

    def _file(self, document: tuple[str, bytes]) -> None:
        if self.documents and not self.asked_again:
            self.tally.again_document += 1
        self.documents.append(document)

    def _text(self, text: str) -> None:
        answers = self.script.answers
        if self.seen < len(answers) and text == answers[self.seen]:
            self.seen += 1
            self.tally.answers += "✓ Đã ghi" in text
        elif self.seen and text == answers[self.seen - 1]:
            self.tally.again_text += 1
        elif text in answers[: self.seen]:
            self.tally.stale += 1
            self.tally.note(f"{self.chat}: stale {text[:60]!r} at {self.seen}")
        elif not self.asked_again:
            self.tally.unexpected += 1
            self.tally.note(f"{self.chat}: unexpected {text!r} at {self.seen}")


@dataclass
class Crowd:
    """Officers who go on filling in reports, each report in a chat of its own, until they are to
    come to an end."""

    telegram: FakeTelegram
    tally: Tally
    dice: random.Random
    upto: int | None = None  # texts of each report, all when None
    walkers: list[Walker] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(FIRST_CHAT))
    _typed: asyncio.Event = field(default_factory=asyncio.Event)
    _ending: bool = False
    _script: Script = field(default_factory=Script.of_the_walk)

    @asynccontextmanager
    async def at_work(self, officers: int, *, hasty: float = 0.4) -> AsyncIterator[Crowd]:
        """So many at once, this share of them hasty; at the end all finish what they began."""
        async with asyncio.TaskGroup() as group:
            for _ in range(officers):
                group.create_task(self._work(hasty))
            yield self
            self._ending = True

    async def _work(self, hasty: float) -> None:
        while not self._ending:
            walker = self.new(hasty=self.dice.random() < hasty)
            try:
                await walker.walk(self.upto)
            except NeverSaidError as error:
                walker.gave_up = True
                self.tally.note(str(error))
                return

    def new(self, *, hasty: bool = False) -> Walker:
        """One more officer."""
        officer = self.telegram.chat(next(self._numbers))
        ahead = (lambda: self.dice.randint(2, 5)) if hasty else (lambda: 1)
        walker = Walker(officer, self._script, self.tally, ahead, self._typed.set)
        self.walkers.append(walker)
        return walker

    async def all_are_answered(self, seconds: float = PATIENCE) -> None:
        """Until everybody who waits has been told something: a process that dies twice over one
        text sets it aside, and how long it takes to come back hangs on the machine."""
        waiting = [(one, one.seen) for one in self.walkers if one.waits]
        for _ in range(round(seconds / TURN)):
            if all(not one.waits or one.seen > seen or one.gave_up for one, seen in waiting):
                return
            await asyncio.sleep(TURN)

    async def somebody_types(self, seconds: float = 5.0) -> None:
        """Until an officer sends a text; they may all be waiting."""
        self._typed.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._typed.wait()
        except TimeoutError:
            pass
