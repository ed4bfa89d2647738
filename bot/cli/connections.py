"""The administrator's commands about other systems: tokens by which they read, and addresses that
are told of acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import (
    MOST_ROWS,
    AdminError,
    Administration,
    UnitArgument,
    in_transaction,
)
from bot.cli.confirmation import YesOption, confirm
from bot.cli.tables import lay_out
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from storage.exchange.hook_targets import HookTarget

tokens = typer.Typer(help="Tokens by which other systems read.", no_args_is_help=True)
webhooks = typer.Typer(help="Addresses that are told of acts.", no_args_is_help=True)
NumberArgument = Annotated[
    int, typer.Argument(metavar="NUMBER", min=1, max=MOST_ROWS, help="As the list tells.")
]
SHOWN = 20  # events of an address


@tokens.command("make")
@in_transaction()
async def make_token(
    at: Administration,
    unit: UnitArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which system will use it.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="What it may read: forms, units, rounds, reports, values, totals, documents, "
            "history, people; all but the last two where nothing is said."
        ),
    ] = None,
    days: Annotated[int, typer.Option(help="For how many days it is good.")] = 365,
) -> list[str]:
    """Make a token by which another system reads of a unit and all below it. It is shown now, and
    never again."""
    from bot.workflow.connections.tokens import UNLESS_ASKED, read_scopes
    from bot.workflow.connections.tokens import make_token as make

    scopes = read_scopes(scope) if scope else UNLESS_ASKED
    found = await at.find_unit(unit)
    token, kept = await make(at.tx, at.context(), found, name, scopes, days)
    said = "token {number} of {unit}, until {day}: it reads {scopes}"
    words = ", ".join(one.value for one in kept.scopes)
    data = {"number": kept.id, "unit": found.name, "day": kept.expires_at.date(), "scopes": words}
    return [tell(said, **data), token]


@tokens.command("list")
@in_transaction()
async def list_tokens(at: Administration) -> list[str]:
    """Print all tokens: number, unit, name, what they read, last day, when they were used last."""
    names = {one.id: one.short_name for one in await at.all_units()}
    roots = [one.id for one in await at.tx.units.roots()]
    rows = []
    for one in await at.tx.api_tokens.list_under(roots):
        words = " ".join(scope.value for scope in one.scopes)
        used = f"{one.used_at:%Y-%m-%d}" if one.used_at else ""
        until = f"{one.expires_at:%Y-%m-%d}" if one.ended_at is None else tell("ended")
        rows.append((one.id, names.get(one.unit, one.unit), one.name, words, until, used))
    return lay_out(("Number", "Unit", "Name", "Reads", "Until", "Used"), rows)


@tokens.command("end")
@in_transaction()
async def end_token(at: Administration, number: NumberArgument, yes: YesOption = False) -> str:
    """Have a token let nobody read any more, from this moment on."""
    try:
        found = await at.tx.api_tokens.load(number)
    except LookupError:
        raise AdminError(tell("no token {number}; see: phuluc token list", number=number)) from None
    confirm(tell("End token {number}, {name}?", number=number, name=found.name), sure=yes)
    if not await at.tx.api_tokens.end(at.context(), number):
        raise AdminError(tell("token {number} was ended before", number=number))
    return tell("token {number} lets nobody read any more", number=number)


@webhooks.command("add")
@in_transaction()
async def add_webhook(
    at: Administration,
    unit: UnitArgument,
    url: Annotated[str, typer.Argument(metavar="URL", help="https://…")],
    event: Annotated[
        list[str] | None,
        typer.Option(
            help="Of what it is told: report.submitted, report.recalled, report.returned, "
            "report.approved, report.corrected, round.opened; of all where nothing is said."
        ),
    ] = None,
) -> list[str]:
    """Have an address told of acts in a unit and all below it. The secret by which it knows them is
    shown now, and never again."""
    from bot.access.hook_addresses import read_hook_rules
    from bot.workflow.connections.hooks import add_hook, read_events

    rules = read_hook_rules(at.settings)
    found, kinds = await at.find_unit(unit), read_events(event or [])
    number, secret = await add_hook(at.tx, at.context(), rules, found.id, url, kinds)
    words = ", ".join(one.value for one in kinds)
    said = "webhook {number} is told of {unit}: {events}"
    return [tell(said, number=number, unit=found.name, events=words), secret]


@webhooks.command("list")
@in_transaction()
async def list_webhooks(at: Administration) -> list[str]:
    """Print all addresses: number, unit, address, of what they are told, how they do, how many
    events wait."""
    names = {one.id: one.short_name for one in await at.all_units()}
    roots = [one.id for one in await at.tx.units.roots()]
    waiting = await at.tx.hook_deliveries.count_waiting()
    rows = [
        (
            *(one.id, names.get(one.unit, one.unit), one.url),
            " ".join(kind.value for kind in one.kinds),
            *(_state(one), waiting.get(one.id, 0)),
        )
        for one in await at.tx.hook_targets.list_under(roots)
    ]
    return lay_out(("Number", "Unit", "Address", "Events", "State", "Waiting"), rows)


def _state(one: HookTarget) -> str:
    if one.ended_at is not None:
        return tell("ended")
    if one.paused_at is not None and one.paused_why is not None:
        return tell("paused ({why})", why=one.paused_why.value)
    if one.failing_since is not None:
        return tell("failing since {day}", day=one.failing_since.date())
    return tell("well")


@webhooks.command("log")
@in_transaction()
async def show_log(at: Administration, number: NumberArgument) -> list[str]:
    """Print what became of the newest events for an address."""
    await _find(at, number)
    rows = [
        (
            *(one.message_id, one.kind, one.state, one.attempts),
            f"{one.tried_at:%Y-%m-%d %H:%M:%S}" if one.tried_at else "",
            one.error or one.status,
        )
        for one in await at.tx.hook_deliveries.list_last(number, SHOWN)
    ]
    return lay_out(("Event", "Kind", "State", "Tries", "Last try", "Answer"), rows)


@webhooks.command("rotate")
@in_transaction()
async def rotate_secret(at: Administration, number: NumberArgument) -> list[str]:
    """Sign by a new secret, which is shown now; for a day by the one before it too."""
    from bot.access.hook_signatures import new_hook_secret

    await _find(at, number)
    secret = new_hook_secret()
    await at.tx.hook_targets.rotate(at.context(), number, secret)
    return [tell("webhook {number} is signed by this secret from now on", number=number), secret]


@webhooks.command("pause")
@in_transaction()
async def pause_webhook(at: Administration, number: NumberArgument) -> str:
    """Tell an address nothing for the time being; what there is to tell waits."""
    from conversations.workflow.connections import PauseReason

    await _find(at, number)
    await at.tx.hook_targets.pause(number, PauseReason.ASKED, at.now)
    return tell("webhook {number} is told nothing until: phuluc webhook resume", number=number)


@webhooks.command("resume")
@in_transaction()
async def resume_webhook(at: Administration, number: NumberArgument) -> str:
    """Tell an address again, what has waited first."""
    await _find(at, number)
    if not await at.tx.hook_targets.secrets_of(number, at.now):
        text = "webhook {number} has no secret: a backup holds none; first: phuluc webhook rotate"
        raise AdminError(tell(text, number=number))
    await at.tx.hook_targets.resume(at.context(), number)
    return tell("webhook {number} is told again", number=number)


@webhooks.command("end")
@in_transaction()
async def end_webhook(at: Administration, number: NumberArgument, yes: YesOption = False) -> str:
    """Tell an address nothing any more, nor what waits for it."""
    found = await _find(at, number)
    confirm(tell("End webhook {number}, {url}?", number=number, url=found.url), sure=yes)
    await at.tx.hook_targets.end(at.context(), number)
    return tell("webhook {number} is told nothing any more", number=number)


async def _find(at: Administration, number: int) -> HookTarget:
    """The address, which was not ended; AdminError when there is none."""
    try:
        found = await at.tx.hook_targets.load(number)
    except LookupError:
        text = "no webhook {number}; see: phuluc webhook list"
        raise AdminError(tell(text, number=number)) from None
    if found.ended_at is not None:
        raise AdminError(tell("webhook {number} was ended before", number=number))
    return found
