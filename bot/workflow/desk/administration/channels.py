"""How the channels do, and what the system stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.delivery.quota import Quota, channel_quota
from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.lookup import units_with
from conversations.workflow.permissions import Permission
from storage.operations.channel_states import ChannelState
from storage.operations.processes import ServingProcess
from storage.operations.queue_stats import QueueStats

SETTINGS = {  # of channels that may be switched on, and by what
    "telegram": "PHULUC_TELEGRAM_TOKEN",
    "zalo-bot": "PHULUC_ZALO_BOT_TOKEN",
    "zalo-oa": "PHULUC_ZALO_OA_APP_ID",
    "email": "PHULUC_SMTP_HOST",
}
RECENT = timedelta(days=1)  # in which failures count


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel: whether it is `on`, else what setting it needs; its state and its month."""

    name: str
    on: bool
    setting: str
    bot: str
    state: ChannelState
    quota: Quota | None


@dataclass(frozen=True, slots=True)
class SystemState:
    """What waits, who serves, the number of the last entry of the history, bytes of the database,
    and whether the tables are of this version."""

    queues: QueueStats
    processes: tuple[ServingProcess, ...]
    entries: int
    size: int
    current: bool


async def list_channels(ctx: RequestContext) -> list[ChannelLine]:
    """All channels, those that are on first. DeniedError for who administers nothing."""
    await _check(ctx)
    served = ctx.catalogs.channels
    names = [*dict.fromkeys([*served, *SETTINGS])]
    states = await ctx.tx.channel_states.measure(names, ctx.now - RECENT, ctx.now)
    return [
        ChannelLine(
            name,
            name in served,
            SETTINGS.get(name, ""),
            (ctx.catalogs.telegram.name or "") if name == "telegram" else "",
            states[name],
            await channel_quota(ctx.tx, name, served[name], ctx.now)
            if name in served and served[name].metered
            else None,
        )
        for name in sorted(names, key=lambda one: (one not in served, names.index(one)))
        if name != "terminal"
    ]


async def read_system(ctx: RequestContext) -> SystemState:
    """What the database tells of the system. DeniedError for who administers nothing."""
    await _check(ctx)
    return SystemState(
        await ctx.tx.queue_stats.measure(ctx.now),
        tuple(await ctx.tx.processes.list_all()),
        await ctx.tx.audit_log.last_entry(),
        await ctx.tx.disk.database_bytes(),
        await ctx.tx.schema.is_current(),
    )


async def _check(ctx: RequestContext) -> None:
    if not await units_with(ctx, Permission.UNITS):
        raise DeniedError
