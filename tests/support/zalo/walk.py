"""The sample report on Zalo's channels: what is typed, and what must be answered."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from functools import cache

import httpx

from conversations.protocol.messages import Capabilities
from templates.loading.catalog import load_catalog
from tests.support.dialog import Talk
from tests.support.metered_officer import Frugal
from tests.support.patience import PATIENCE
from tests.support.sample_walk import form, sample_replay, timeless


@dataclass(frozen=True)
class Turn:
    """One text of the officer, and the messages it is answered with."""

    typed: str
    answered: tuple[str, ...]


@cache
def frugal_turns(can: Capabilities) -> tuple[Turn, ...]:
    """The whole report where every message counts; the last turn hands it in."""
    talk = Talk(can=can)
    officer = Frugal(form(), load_catalog().sample("cchc-so"))
    turns: list[Turn] = []
    text: str | None = "xin chào"
    while text is not None:
        before = len(talk.shown)
        talk.say(text)
        turns.append(Turn(text, tuple(timeless(one.plain) for one in talk.shown[before:])))
        text = officer.next_text(talk.report, talk.session)
    return tuple(turns)


@cache
def plain_turns(can: Capabilities) -> tuple[Turn, ...]:
    """The same texts as on every other channel, question by question."""
    talk = Talk(can=can)
    turns: list[Turn] = []
    for text in sample_replay().typed:
        before = len(talk.said)
        talk.say(text)
        turns.append(Turn(text, tuple(timeless(one.plain) for one in talk.said[before:])))
    return tuple(turns)


def link_in(text: str, path: str = "tep") -> str:
    """The address of a page that a message names."""
    found = re.search(rf"http\S+/{path}/\S+", text)
    assert found, text
    return found[0]


async def fetched(url: str) -> tuple[str, bytes]:
    """The name and the bytes of the file behind a link, as a browser gets them."""
    async with httpx.AsyncClient(follow_redirects=True, timeout=PATIENCE) as browser:
        page = await browser.get(url)
        assert page.status_code == 200
        answer = await browser.post(url)
    assert answer.status_code == 200
    found = re.search(
        r"filename\*?=(?:UTF-8'')?\"?([^\";]+)", answer.headers["content-disposition"]
    )
    assert found
    return found[1], answer.content


def free_port() -> int:
    """A port that was free just now: links have to name it before the product listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def transcript(turns: tuple[Turn, ...]) -> str:
    """A conversation to be read: what was typed after a `>`, and every message behind it."""
    said = [[f"> {turn.typed}".replace("\n", "\n> "), *turn.answered] for turn in turns]
    return "\n\n".join(line for lines in said for line in lines) + "\n"


if __name__ == "__main__":
    import sys

    from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
    from bot.channels.zalo.official_account.channel import ZaloOaChannel
    from tests.fakes.zalo import BOT_TOKEN
    from tests.support.zalo.oa import ACCOUNT

    over_bot = sys.argv[1:] == ["bot"]
    made = (
        frugal_turns(ZaloBotChannel(BOT_TOKEN).capabilities)
        if over_bot
        else plain_turns(ZaloOaChannel(ACCOUNT).capabilities)
    )
    print(transcript(made), end="")
