"""What a refusal of an Official Account's API means for a message that waits."""

from __future__ import annotations

from bot.channels.zalo.http import ZaloApiError
from bot.ports.channel import ChannelError

TOKEN = frozenset({-216, -220, -401, 216, 401})  # the access token is no good (any more)
RATE, PARAMETER, EXPIRED, QUOTA, NO_FOLLOWER, RECEIVER_QUOTA = -32, -201, -100, -211, -213, -218
NOT_AUTHORISED, PACKAGE, INACTIVE, SILENT, WINDOW = -223, -224, -227, -230, -232
_NEVER = frozenset({PARAMETER, NO_FOLLOWER, INACTIVE, SILENT, WINDOW})
_GONE = frozenset({NO_FOLLOWER, INACTIVE})
_PAUSES = {
    RATE: 15.0,
    QUOTA: 1_800.0,
    RECEIVER_QUOTA: 3_600.0,
    NOT_AUTHORISED: 600.0,  # nothing helps before the operator has been at Zalo's console
    PACKAGE: 600.0,
}
TOKEN_PAUSE = 60.0  # seconds; nothing helps before the operator brings another


def is_of_token(error: ZaloApiError) -> bool:
    """Whether it was the token that was refused."""
    return error.ours and error.code in TOKEN


def to_channel_error(error: ZaloApiError) -> ChannelError:
    """Permanent: this person will never take this message (they follow no more, were silent for
    too long, or the message is none). A rate, a quota, a package pass, some of them slowly."""
    if is_of_token(error):
        return ChannelError(str(error), permanent=False, retry_after=TOKEN_PAUSE)
    never = error.ours and error.code in _NEVER
    return ChannelError(
        str(error),
        permanent=never,
        retry_after=_PAUSES.get(error.code, 0) if error.ours else 0,
        gone=never and error.code in _GONE,
    )
