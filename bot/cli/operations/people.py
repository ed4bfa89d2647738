"""People as an administrator looks for them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.administration import AdminError
from bot.runtime.language import tell
from conversations.text.normalize import clean_text, fold_text
from conversations.workflow.unit_import import MAX_PERSON
from storage.transaction import Transaction


async def known_person(tx: Transaction, member: int) -> str:
    """The name of the person of this number; AdminError when there is none."""
    names = await tx.roles.names_of([member])
    if member not in names:
        raise AdminError(tell("no member {number}; see: phuluc person find NAME", number=member))
    return names[member]


async def find_people(tx: Transaction, words: str) -> list[tuple[int, str]]:
    """Number and name of those whose name holds all of the words."""
    asked = fold_text(words).split()
    found = await tx.members.list_all()
    return [
        (one.id, one.name)
        for one in found
        if asked and all(word in fold_text(one.name).split() for word in asked)
    ] or [(one.id, one.name) for one in found if asked and " ".join(asked) in fold_text(one.name)]


async def rename_person(tx: Transaction, member: int, name: str) -> str:
    """Call a person otherwise; the name as it is kept. AdminError when it is empty or too long."""
    given = clean_text(name)
    if not given or len(given) > MAX_PERSON:
        said = "the name {said!r} is empty or longer than {most} characters"
        raise AdminError(tell(said, said=given[:MAX_PERSON], most=MAX_PERSON))
    await tx.members.rename(member, given)
    return given


async def describe_people(
    tx: Transaction, people: Sequence[tuple[int, str]]
) -> list[tuple[object, ...]]:
    """Number, name, roles and channel of each."""
    places = await tx.members.places_of([number for number, _ in people])
    rows: list[tuple[object, ...]] = []
    for number, name in people:
        grants = await tx.roles.of_member(number)
        units = {one.unit: (await tx.units.find(one.unit)).short_name for one in grants}
        roles = ", ".join(
            tell("{role} of {unit}", role=one.role.value, unit=units[one.unit]) for one in grants
        )
        place = places.get(number)
        rows.append((number, name, roles or "-", place.channel if place else "-"))
    return rows
