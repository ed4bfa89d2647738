"""One walk over the whole form, the same on every channel: what to type, what to expect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from bot.simulation.replay import NOON, ReplayResult, replay_sample
from conversations.composing.compose import compose_message
from conversations.dialog import engine
from conversations.dialog.turn import Spoken
from conversations.forms.model import Form
from conversations.protocol.events import TextSaid
from conversations.protocol.messages import Capabilities, Reply
from conversations.protocol.session import Session
from conversations.reports.model import Report
from storage.store import Store
from templates.documents.word.render import file_name, render_word
from templates.loading.catalog import load_catalog
from templates.loading.wording import load_wording
from tests.support.dialog import PHONE


@dataclass(frozen=True)
class Exchange:
    """One text of the officer and the messages the bot answers with, documents not counted."""

    typed: str
    answered: tuple[str, ...]
    report: Report  # as it stands afterwards


@cache
def form() -> Form:
    return load_catalog().forms["cchc-so"]


@cache
def sample_replay() -> ReplayResult:
    """The form's sample answers through the engine alone."""
    return replay_sample(form(), load_catalog().sample("cchc-so"))


@cache
def exchanges(can: Capabilities = PHONE) -> tuple[Exchange, ...]:
    """Every text of the walk with what belongs to it, as this channel says it."""
    done, made = sample_replay(), []
    report = done.report.model_copy(update={"answers": {}, "reasons": {}, "state": "draft"})
    session = Session()
    for text in done.typed:
        step = engine.step(form(), report, session, TextSaid(text=text), now=NOON)
        report, session = step.report, step.session
        made.append(Exchange(text, tuple(_messages(step.replies, session.turn, can)), report))
    return tuple(made)


def _messages(replies: Sequence[Spoken], turn: int, can: Capabilities) -> Iterator[str]:
    """What is said before and after a document comes as two messages."""
    for is_words, group in groupby(replies, lambda reply: isinstance(reply, Reply)):
        if is_words:
            words = [reply for reply in group if isinstance(reply, Reply)]
            yield from (text.plain for text in compose_message(words, load_wording(), can, turn))


def timeless(text: str) -> str:
    """Without the minutes left, which hang on how fast the machine types."""
    return re.sub(r" · còn khoảng \d+ phút", "", text)


def facts(report: Report) -> dict[str, Any]:
    """All that the officer has said, without authors and times."""
    kept = {"author", "at"}
    answers = {key: answer.model_dump(exclude=kept) for key, answer in report.answers.items()}
    return {"answers": answers, "reasons": dict(report.reasons), "state": report.state}


async def stored_report(database: str) -> Report:
    """The only report of a product's database."""
    store = await Store.open(database)
    try:
        async with store.transaction() as tx:
            return await tx.reports.load(1)
    finally:
        await store.close()


@cache
def appendix(version: int = 1) -> tuple[str, bytes]:
    """The name and the bytes of the document the walk must end with; the same report always
    gives the same bytes. Version 0 was never handed in, and has no seal."""
    report = sample_replay().report.model_copy(update={"version": version})
    return file_name(form(), report), render_word(form(), report)
