"""What goes out in the place of a message that its channel does not take.

A message that fails again and again would hold up all behind it. Once it has failed often enough,
or was refused for good, something plainer is tried: without its file, without its buttons, and in
the end a word alone. Whichever of these the channel takes settles the message. While it takes
none, the channel is down and not the message at fault: then the message waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.access.signed_links import LinkKind, SignedLinks, hours_of
from bot.delivery import message_body
from bot.delivery.letters import REPORT_PATH, WAITS, make_letter
from bot.ports.channel import Channel, ChannelError, Outgoing, SendMode
from conversations.composing.compose import compose_message
from conversations.protocol.messages import Capabilities, Reply, Span, Wording, utf16_length
from storage.store import Store, is_away
from storage.transaction import Transaction

log = structlog.get_logger(__name__)

TRIES = 8  # of a message that fails by itself
UNSURE_TRIES = 6  # of one that may have arrived each time
SLOWED_TRIES = 12  # of one that the channel asks to wait with
_BREAK = Span(text="\n\n")


@dataclass(frozen=True, slots=True)
class Claim:
    """Who sends a message, and for how many seconds from now."""

    process: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Substitute:
    """Something plainer that may stand for a message; `buttons`: those of the message are kept."""

    outgoing: Outgoing
    buttons: bool

    def said(self) -> dict[str, Any]:
        """What of the stored message's body is different."""
        spans = [
            {"text": one.text, "bold": one.bold, "italic": one.italic, "phone": one.phone}
            for one in self.outgoing.spans
        ]
        return {"spans": spans} if self.buttons else {"spans": spans, "buttons": []}


async def send_over(channel: Channel, outgoing: Outgoing) -> str:
    """Send, and return the channel's own id of the message. Whatever goes wrong is a
    ChannelError: our own code that stumbles over one message must not hold up the others."""
    if outgoing.way is None:
        message = "the person was silent for longer than this channel lets us write to them"
        raise ChannelError(message, permanent=True)
    try:
        return await channel.send(outgoing)
    except ChannelError:
        raise
    except Exception as error:
        log.exception("channel failed", channel=channel.name)
        unknown = not is_away(error)
        raise ChannelError(type(error).__name__, permanent=False, unknown=unknown) from error


def tries_of(error: ChannelError) -> int:
    """How often a message is tried that fails in this way, before something else is."""
    if error.permanent:
        return 0
    if error.retry_after:
        return SLOWED_TRIES
    return UNSURE_TRIES if error.unknown else TRIES


def gives_way(outgoing: Outgoing, error: ChannelError) -> bool:
    """Whether something else is to be tried now. Not where nobody can be reached, nor where only
    an approved text may be sent, nor where a message that is said once may have arrived."""
    if error.gone or outgoing.way not in (SendMode.FREE, SendMode.PAID):
        return False
    if error.unknown and outgoing.once:
        return False
    return outgoing.attempts + 1 >= tries_of(error)


@dataclass(frozen=True)
class Fallbacks:
    """Makes the substitutes. `channels` are what the channels can do, by name."""

    store: Store
    wording: Wording
    channels: Mapping[str, Capabilities]
    links: SignedLinks | None = None

    async def substitutes(
        self, channel: str, outgoing: Outgoing, error: ChannelError, now: datetime, claim: Claim
    ) -> Sequence[Substitute] | None:
        """Those that are left to be tried after this failure, the fullest first: none where the
        words are out and nothing can stand for the rest. None when the message is no longer this
        process's."""
        async with self.store.transaction() as tx:
            until = now + timedelta(seconds=claim.seconds)
            if not await tx.substitutes.keep_claim(outgoing.id, claim.process, until):
                return None
            without = None
            if outgoing.file is not None:
                without = await self._without_file(tx, channel, outgoing, error, now)
        if error.told:
            return (without,) if without is not None else ()
        found = [] if outgoing.edits is None else [self._as_new(outgoing)]
        found += [] if without is None else [without]
        found += [self._plain(channel, outgoing), self.word(channel, outgoing)]
        return found[self._first(outgoing, error, len(found)) :]

    def word(self, channel: str, outgoing: Outgoing) -> Substitute:
        """A word alone: that there is a message, and how to see it."""
        spans = _unstyled(self._say(channel, "unsent.text"))
        return Substitute(_bare(outgoing, spans), buttons=False)

    def body_for(self, channel: str) -> Callable[[Mapping[str, Any]], dict[str, Any]] | None:
        """What makes the body of a message that is said over this channel in place of another;
        None where it may be said as it is."""
        can = self.channels.get(channel)
        return partial(self.discreet_body, channel) if can is not None and can.discreet else None

    def discreet_body(self, channel: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """What is said over a channel that others may read, of a message that was not taken
        elsewhere."""
        can, report = self.channels[channel], message_body.report_of(dict(body))
        replies, head = make_letter([Reply(WAITS.code)], self.wording)
        (text, *_) = compose_message(replies, self.wording, can, 0)
        if report is not None:
            head = replace(head, path=f"{REPORT_PATH}/{report}")
        return message_body.body_of(text, report=report) | {"letter": asdict(head)}

    def _first(self, outgoing: Outgoing, error: ChannelError, count: int) -> int:
        """With which of them to begin: each time it fails, with a plainer one."""
        if error.permanent:
            return 0
        return min(outgoing.attempts + 1 - tries_of(error), count - 1)

    def _as_new(self, outgoing: Outgoing) -> Substitute:
        new = replace(outgoing, id=-outgoing.id, edits=None, replaces=None, contact=None, page=None)
        return Substitute(new, buttons=True)

    def _plain(self, channel: str, outgoing: Outgoing) -> Substitute:
        """The words without style and buttons; of the buttons it is told."""
        spans = outgoing.spans
        if outgoing.buttons:
            spans = self._joined(channel, spans, self._say(channel, "unsent.buttons"))
        return Substitute(_bare(outgoing, _unstyled(spans)), buttons=False)

    async def _without_file(
        self, tx: Transaction, channel: str, outgoing: Outgoing, error: ChannelError, now: datetime
    ) -> Substitute:
        """The words, and how to have the file all the same."""
        spans = await self._way_to_file(tx, channel, outgoing, now)
        if not error.told:
            spans = self._joined(channel, outgoing.spans, spans)
        bare = _bare(outgoing, spans)
        return Substitute(replace(bare, buttons=outgoing.buttons), buttons=True)

    async def _way_to_file(
        self, tx: Transaction, channel: str, outgoing: Outgoing, now: datetime
    ) -> tuple[Span, ...]:
        assert outgoing.file is not None  # noqa: S101 - asked before
        name, file = outgoing.file.name, await tx.substitutes.unsent_file(outgoing.id)
        if file is None or self.links is None:
            of_report = file is not None and file.document is not None
            return self._say(channel, "unsent.file", name=name, of_report=of_report)
        at = {"document": file.document, "paper": file.paper}
        url = await self.links.make_file_link(tx, file.member, now, **at)
        hours = hours_of(LinkKind.FILE)
        return self._say(channel, "unsent.link", name=name, url=url, hours=hours)

    def _joined(
        self, channel: str, words: tuple[Span, ...], more: tuple[Span, ...]
    ) -> tuple[Span, ...]:
        """Both, or what is added alone where the channel has no room for both."""
        spans = (*words, _BREAK, *more) if words else more
        length = utf16_length("".join(span.text for span in spans))
        return spans if length <= self.channels[channel].text_limit else more

    def _say(self, channel: str, code: str, **data: Any) -> tuple[Span, ...]:
        (text, *_) = compose_message([Reply(code, data)], self.wording, self.channels[channel], 0)
        return text.spans


def _unstyled(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return (Span(text="".join(span.text for span in spans)),)


def _bare(outgoing: Outgoing, spans: tuple[Span, ...]) -> Outgoing:
    """A message to the same person, and nothing but these words. Its number is no message's: what
    a channel knows of the parts of the first one is not meant."""
    return Outgoing(
        id=-outgoing.id,
        conversation=outgoing.conversation,
        spans=spans,
        progress=outgoing.progress,
        way=outgoing.way,
        letter=outgoing.letter,
    )
