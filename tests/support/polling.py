"""A bot's feed that polls beside a test."""

from __future__ import annotations

import asyncio

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.ports.channel import Inbox


class PollingLoop:
    """Polls for a channel until it is stopped; its waits are recorded, not slept."""

    def __init__(self, channel: TelegramChannel | ZaloBotChannel, inbox: Inbox) -> None:
        self.waits: list[float] = []
        self._channel = channel
        channel.feed._pause = self.pause
        self.task = asyncio.create_task(channel.feed.poll(inbox))

    async def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self._channel.close()
