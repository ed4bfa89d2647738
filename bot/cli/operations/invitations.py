"""One-time codes from the command line: listed in a workbook, and made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

from bot.access.identity import hash_code, new_token
from bot.cli.administration import AdminError, command_line_context
from bot.cli.operations.bot_name import find_bot_name
from bot.runtime.language import tell
from bot.runtime.settings import Settings
from bot.workflow.people.invitations import invitation_text
from bot.workflow.people.mailboxes import confirmation_letter, invitation_letter, queue_letter
from bot.workflow.people.operations import INVITATION_LIFE
from bot.workflow.units.listed_units import Invited
from bot.workflow.words import name_role
from conversations.calendar.dates import print_day
from conversations.workflow.permissions import Role
from storage.transaction import Transaction
from storage.workflow.invitations import NewInvitation
from storage.workflow.units import Unit
from templates.documents.excel.workbook import ListSheet, write_workbook
from templates.loading.wording import load_wording

Links = Callable[[str], Mapping[str, str]]  # of a code: see `invitation_text`
_HEAD = (
    *("Mã đơn vị", "Đơn vị", "Vai trò", "Họ tên", "Mã mời", "Đường dẫn", "Hạn dùng"),
    *("Điện thoại", "Email", "Đường dẫn web"),
)
_WIDTHS = (12, 40, 18, 28, 26, 50, 12, 16, 28, 50)


async def invitation_links(tx: Transaction, settings: Settings) -> tuple[Links, list[str]]:
    """How a code becomes links to its page and to the bot on Telegram, and what is to be noted
    about it."""
    name, why = await find_bot_name(tx, settings)
    public = str(settings.public_url) if settings.public_url else ""
    return lambda code: invitation_text(name, code, public), [why] if why else []


async def write_codes(
    tx: Transaction, settings: Settings, invited: Sequence[Invited], out: Path
) -> list[str]:
    """Write the codes into a new workbook, before anything is committed: nobody could find them
    out later. What is to be said of it."""
    links, notes = await invitation_links(tx, settings)
    try:
        with out.open("xb") as file:
            file.write(invitation_sheet(invited, links))
    except FileExistsError as error:
        raise AdminError(codes_are_there(out)) from error
    count = tell("{count} codes are in {file}, and kept nowhere else", count=len(invited), file=out)
    return [count, *notes]


async def mail_codes(
    tx: Transaction, settings: Settings, invited: Sequence[Invited], now: datetime
) -> list[str]:
    """Have each code sent to whoever has an address; what is to be said of it. AdminError where no
    letters can be sent."""
    if settings.smtp_host is None:
        raise AdminError(tell("no letters can be sent: PHULUC_SMTP_HOST is not set"))
    links, words = (await invitation_links(tx, settings))[0], load_wording()
    mailed = [one for one in invited if one.email]
    for one in mailed:
        letter = invitation_letter(links(one.code), one.role, one.unit_name, one.name, one.until)
        await queue_letter(tx, words, one.email, letter, now)
    left = len(invited) - len(mailed)
    said = [tell("{count} invitations will be mailed", count=len(mailed))]
    return said + ([tell("{count} people have no address", count=left)] if left else [])


async def ask_all_to_confirm(
    tx: Transaction, settings: Settings, addresses: Sequence[tuple[int, str]], now: datetime
) -> None:
    """Have letters sent that ask these members to confirm their addresses; nothing where there are
    no letters."""
    if settings.smtp_host is None:
        return
    public, words = str(settings.public_url or ""), load_wording()
    for member, address in addresses:
        letter = await confirmation_letter(tx, public, member, address, now)
        await queue_letter(tx, words, address, letter, now, member)


def new_codes_file() -> Path:
    """A workbook that is not there: earlier ones may hold codes that are needed."""
    name = "invitations"
    numbers = (f"-{number}" if number > 1 else "" for number in count(1))
    return next(file for one in numbers if not (file := Path(f"{name}{one}.xlsx")).exists())


def codes_are_there(out: Path) -> str:
    return tell("{file} is there already, and may hold codes that are needed: name --out", file=out)


def invitation_sheet(invited: Sequence[Invited], links: Links) -> bytes:
    """The codes as a workbook, to be sent out."""
    rows = [
        (
            *(one.unit, one.unit_name, name_role(one.role), one.name, one.code),
            *(links(one.code)["link"], print_day(one.until), one.phone, one.email),
            links(one.code)["web"],
        )
        for one in invited
    ]
    return write_workbook((ListSheet("Mã mời", _HEAD, rows, _WIDTHS, 2),))


async def renew_invitations(tx: Transaction, units: Sequence[Unit], now: datetime) -> list[Invited]:
    """New codes in the place of those that wait to be used, and of those that named somebody and
    have grown too old, if that person has not come by another one."""
    context, until = command_line_context(now), now + INVITATION_LIFE
    by_id = {one.id: one for one in units}
    there = {(one.unit, one.role, one.name) for one in await tx.roles.people_of([*by_id])}
    renewed: list[Invited] = []
    rows: list[NewInvitation] = []
    for one in await tx.invitations.list_unused([*by_id], now):
        name = one.person or ""
        if one.role == Role.GUEST or (one.org_unit, one.role, name) in there:
            continue
        await tx.invitations.revoke(context, one.id)
        unit, role, code = by_id[one.org_unit], Role(one.role), new_token()
        reached = (one.phone or "", one.email or "")
        renewed.append(Invited(unit.code or "", unit.name, role, name, code, until, *reached))
        kept = NewInvitation(hash_code(code), unit.id, role, one.person, one.phone, one.email)
        rows.append(kept)
    await tx.invitations.add_all(context, rows, until)
    return renewed


async def open_code_note(tx: Transaction, unit: Unit, role: Role, now: datetime) -> list[str]:
    """That codes for this role are out already."""
    out = [one for one in await tx.invitations.list_open([unit.id], now) if one.role == role]
    if not out:
        return []
    said = "{count} codes for this role are out already; see: phuluc invitation list {unit}"
    return [tell(said, count=len(out), unit=unit.code)]
