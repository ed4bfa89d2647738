"""The administrator's commands for events that were set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import AdminError, Administration, in_transaction
from bot.cli.tables import lay_out
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from storage.messaging.attempts import SetAsideEvent

SHOWN = 60  # characters of a text in a list
events = typer.Typer(
    help="What came in and was set aside, because it ended the process or failed each time.",
    no_args_is_help=True,
)
NumbersArgument = Annotated[
    list[int], typer.Argument(metavar="NUMBER…", help="As `phuluc event list` shows them.")
]


@events.command("list")
@in_transaction()
async def list_(at: Administration) -> list[str]:
    """List them: number, when it was set aside, channel, unit, kind, why, how it begins."""
    found = await at.tx.attempts.list_set_aside()
    units = {one.org_unit for one in found if one.org_unit is not None}
    names = {unit: (await at.tx.units.find(unit)).short_name for unit in units}
    return lay_out(_HEAD, [_row(one, names.get(one.org_unit or 0, "-")) for one in found])


_HEAD = ("Number", "Set aside", "Channel", "Unit", "Kind", "Why", "How it begins")


def _row(one: SetAsideEvent, unit: str) -> tuple[object, ...]:
    """Nothing that a terminal could take for a command, and not the whole of what was said."""
    said = str(one.body.get("text") or one.body.get("file_name") or "")
    shown = "".join(sign if sign.isprintable() else " " for sign in said[:SHOWN])
    more = " " + tell("… ({count} characters)", count=len(said)) if len(said) > SHOWN else ""
    at = f"{one.set_aside_at:%Y-%m-%d %H:%M}"
    what = one.body.get("kind", "")
    return one.number, at, one.channel, unit, what, one.error, f"{shown!r}{more}"


@events.command()
@in_transaction()
async def retry(at: Administration, numbers: NumbersArgument) -> str:
    """Have them handled after all, within ten seconds if the product runs. One that still ends
    the process is set aside again after two attempts."""
    for number in numbers:
        _refuse_unknown(number, is_known=await at.tx.attempts.retry(number))
    return tell("{count} to be tried again", count=len(numbers))


@events.command()
@in_transaction()
async def dismiss(at: Administration, numbers: NumbersArgument) -> str:
    """Take them off the list. Nothing of them is recorded."""
    for number in numbers:
        _refuse_unknown(number, is_known=await at.tx.attempts.dismiss(number, at.now))
    return tell("{count} dismissed", count=len(numbers))


def _refuse_unknown(number: int, *, is_known: bool) -> None:
    if not is_known:
        raise AdminError(
            tell("no event {number} is set aside; see: phuluc event list", number=number)
        )
