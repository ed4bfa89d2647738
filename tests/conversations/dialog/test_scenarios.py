"""Conversations as files: what the officer does, what the bot says, what is stored.

See tests/scenario.py for how they are written. Run with PHULUC_UPDATE=1 to write the bot's part
anew, and read the difference before committing it. Every scenario is then played over
channels: what is said and what is stored must be the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.channels.web.channel import WebChannel
from conversations.reports.model import Report
from templates.loading.catalog import load_catalog
from tests.support.breadth import share
from tests.support.dialog import Talk
from tests.support.phones import Phone, telegram_phone, terminal_phone, web_phone, webhook_phone
from tests.support.sample_walk import facts, timeless
from tests.support.scenario import (
    SCENARIOS,
    Answering,
    Deed,
    Edit,
    Scenario,
    Send,
    Tap,
    read_scenario,
)

pytestmark = pytest.mark.long

# Every other scenario goes over one channel of the four, in turn; with PHULUC_WIDE=1 each goes
# over all. The engine alone is asked in each.
CATALOG = load_catalog()
CHANNELS = {
    "telegram": telegram_phone,
    "webhook": webhook_phone,
    "web": web_phone,
    "terminal": terminal_phone,
}


@cache
def scenario_at(path: Path) -> Scenario:
    return read_scenario(path)


@cache
def played(path: Path) -> tuple[Talk, list[str]]:
    """The scenario in the engine alone, and its transcript."""
    scenario, parts = scenario_at(path), list[str]()
    talk = Talk(CATALOG.forms[scenario.form])
    for line, deed in scenario.deeds:
        match deed:
            case Tap(label=label, back=back):
                talk.tap(label, back=back)
            case Edit(row=row, text=text):
                talk.edit(text, row)
            case Answering(back=back, row=row_answered, picked=picked, text=text):
                talk.reply(text, back=back, row=row_answered, picked=picked)
            case Send(name=name, content=content):
                talk.send(name, content)
            case str():
                talk.say(deed)
        parts.append(talk.transcript(line))
    return talk, parts


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario(path: Path) -> None:
    scenario = scenario_at(path)
    _, parts = played(path)
    text = scenario.head + "\n\n".join(parts) + "\n"
    if os.environ.get("PHULUC_UPDATE"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_there_are_scenarios() -> None:
    assert len(SCENARIOS) >= 24


def over_channels() -> Iterator[object]:
    for turn, path in enumerate(share(SCENARIOS, 2)):
        for channel in share([*CHANNELS], len(CHANNELS), turn):
            yield pytest.param(path, channel, id=f"{path.stem}-{channel}")


@pytest.mark.parametrize(("path", "channel"), [*over_channels()])
async def test_scenario_on_every_channel(path: Path, channel: str, tmp_path: Path) -> None:
    scenario = scenario_at(path)
    if channel == "terminal" and not scenario.fits_terminal:
        return  # it edits what was said, or taps an old button: a terminal has neither
    talk, _ = played(path)
    async with CHANNELS[channel](tmp_path, scenario.form) as phone:
        for _, deed in scenario.deeds:
            await _do(phone, deed)
        stored = await phone.product.report()
        said = phone.texts()
    assert known(stored) == known(talk.report)
    if channel in ("telegram", "webhook"):
        assert [timeless(text) for text in said] == talk.messages
    if channel == "web":  # its messages are not cut into pages
        assert WebChannel.capabilities.text_limit > 4_096
        assert _letters(map(timeless, said)) == _letters(talk.messages)


def _letters(texts: Iterable[str]) -> str:
    """All of them without what is blank: a page ends where a line does."""
    return "".join("".join(texts).split())


async def _do(phone: Phone, deed: Deed) -> None:
    match deed:
        case Tap(label=label, back=back):
            await phone.tap(label, back)
        case Edit(row=row, text=text):
            await phone.edit(row, text)
        case Answering():
            await phone.reply(deed)
        case Send(name=name, content=content):
            await phone.send(name, content)
        case str():
            await phone.say(deed)


def known(report: Report) -> dict[str, object]:
    """All that was said, and what is known of earlier periods."""
    pasts = {"last": report.last, "year_before": report.year_before, "latest": report.latest}
    return facts(report) | pasts
