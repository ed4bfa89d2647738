"""What a person is told because of what somebody else did."""

from __future__ import annotations

from dataclasses import dataclass

from bot.files.generated_file import GeneratedFile
from conversations.protocol.messages import (
    Reply,
    SendChart,
    SendFile,
    SendLinkCode,
    SendPageLink,
    SendSignInCode,
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that another member is to be told: where they were heard last, or in this
    `place` (channel and conversation)."""

    to: int
    reply: Reply
    place: tuple[str, str] | None = None


NoticePart = (
    Reply | SendPageLink | SendFile | SendLinkCode | SendSignInCode | SendChart | GeneratedFile
)
