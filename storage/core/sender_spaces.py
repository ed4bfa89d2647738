"""The name spaces of senders. A conversation is known by its channel and its name there, never by
the name alone: two channels may call two people the same. The channels at this machine share one
space, for they have one person."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, and_, or_

LOCAL = "local"
MAIL = "email"  # speaks only, and is written to where nothing else reaches
LOCAL_CHANNELS = frozenset({"web", "terminal"})  # one person at this machine


def space_of(channel: str) -> str:
    """The name space of a channel's senders."""
    return LOCAL if channel in LOCAL_CHANNELS else channel


def spaces_of(channel: str) -> tuple[str, ...]:
    """The name spaces that conversations of a channel belong to: on the web there are also
    members who came by a link of another channel."""
    return tuple(dict.fromkeys((channel, space_of(channel))))


def channels_of(space: str) -> tuple[str, ...]:
    """The channels on which a sender of this name space has conversations."""
    return tuple(sorted(LOCAL_CHANNELS)) if space == LOCAL else (space,)


def same_conversation(binding: Table, other: Table) -> ColumnElement[bool]:
    """Whether a row with channel and conversation belongs to a binding."""
    local = and_(binding.c.channel == LOCAL, other.c.channel.in_(sorted(LOCAL_CHANNELS)))
    return and_(
        binding.c.conversation == other.c.conversation,
        or_(binding.c.channel == other.c.channel, local),
    )
