"""One report over all channels: whatever each can do, the same answers are stored and the same
document comes of them. That the real processes do so is held by the walk of each channel."""

from __future__ import annotations

import pytest

from bot.channels.email.channel import EmailChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.terminal import TerminalChannel
from bot.channels.web.channel import WebChannel
from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.channels.zalo.official_account.channel import ZaloOaChannel
from conversations.protocol.messages import Capabilities, utf16_length
from templates.documents.word.render import render_word
from templates.loading.catalog import load_catalog
from tests.fakes.zalo import BOT_TOKEN
from tests.support.dialog import Talk
from tests.support.metered_officer import Frugal
from tests.support.sample_walk import appendix, facts, form, sample_replay
from tests.support.zalo.oa import ACCOUNT

CHANNELS = {
    "web": WebChannel.capabilities,
    "terminal": TerminalChannel.capabilities,
    "telegram": TelegramChannel.capabilities,
    "zalo-oa": ZaloOaChannel(ACCOUNT).capabilities,
    "zalo-bot": ZaloBotChannel(BOT_TOKEN).capabilities,
}

SPEAKING = {"email": EmailChannel.capabilities}  # nobody is heard over them


def reported(can: Capabilities) -> Talk:
    """The sample's answers, question by question, or in whole lists where every message counts."""
    talk = Talk(can=can)
    if not can.scarce:
        for text in sample_replay().typed:
            talk.say(text)
        return talk
    officer = Frugal(form(), load_catalog().sample("cchc-so"))
    text: str | None = "xin chào"
    while text is not None:
        talk.say(text)
        text = officer.next_text(talk.report, talk.session)
    return talk


@pytest.mark.parametrize("name", CHANNELS)
def test_the_same_answers_and_the_same_document(name: str) -> None:
    can = CHANNELS[name]
    talk = reported(can)
    assert facts(talk.report) == facts(sample_replay().report)
    filed = talk.report.model_copy(update={"version": 1})
    assert render_word(form(), filed) == appendix()[1]
    assert all(utf16_length(text) <= can.text_limit for text in talk.messages)
    shown = [[one for row in text.buttons for one in row if one.shown] for text in talk.shown]
    assert max(map(len, shown)) <= can.buttons
