"""Who may do what, where: the one table of rights, read on every event."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from conversations.frozen import Frozen


class Role(StrEnum):
    """What a member is in an org unit."""

    GUEST = "guest"  # a colleague asked for single rows
    OFFICER = "officer"  # cán bộ báo cáo
    REVIEWER = "reviewer"  # lãnh đạo đơn vị
    COORDINATOR = "coordinator"  # đầu mối tổng hợp, of a whole subtree
    ADMINISTRATOR = "administrator"  # quản trị, of a whole subtree


class Permission(StrEnum):
    """What may be done to an org unit, or to a report of it, in the chat. Erasing a person is
    not in it: only the command line does that."""

    READ = "read"  # see the whole report
    ANSWER = "answer"  # write answers; a guest only those they were asked for
    SUBMIT = "submit"  # submit, and recall before review
    CORRECT = "correct"  # open an approved report for a correction
    HAND_OVER = "hand_over"  # ask a colleague for rows, or take them back
    ISSUE = "issue"  # enter number and date of the issued report
    APPROVE = "approve"
    RETURN = "return"
    EXTEND = "extend"  # a later due date for one unit
    MORE_TIME = "more_time"  # ask for a later due date
    LOCK = "lock"  # close and open a report or a round
    OPEN_ROUND = "open_round"
    REMIND = "remind"  # at once, beside the schedule
    BOARD = "board"
    ROLL_UP = "roll_up"
    HISTORY = "history"  # read and export what was changed
    PEOPLE = "people"  # invite, move, replace
    UNITS = "units"  # make, rename, merge, end
    CALENDAR = "calendar"  # which days are worked and off, for the whole installation
    FORMS = "forms"  # make and publish forms of the installation's own
    CONNECT = "connect"  # let other systems read, and have them told of acts


class Grant(Frozen):
    """A role in one org unit."""

    role: Role
    unit: int


_HELD_BY: dict[Permission, tuple[Role, ...]] = {
    Permission.READ: (Role.OFFICER, Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR),
    Permission.ANSWER: (Role.GUEST, Role.OFFICER),
    Permission.SUBMIT: (Role.OFFICER,),
    Permission.CORRECT: (Role.OFFICER,),
    Permission.HAND_OVER: (Role.OFFICER, Role.REVIEWER),
    Permission.ISSUE: (Role.OFFICER, Role.REVIEWER),
    Permission.APPROVE: (Role.REVIEWER, Role.COORDINATOR),
    Permission.RETURN: (Role.REVIEWER, Role.COORDINATOR),
    Permission.EXTEND: (Role.COORDINATOR,),
    Permission.MORE_TIME: (Role.OFFICER, Role.REVIEWER),
    Permission.LOCK: (Role.COORDINATOR, Role.ADMINISTRATOR),
    Permission.OPEN_ROUND: (Role.COORDINATOR,),
    Permission.REMIND: (Role.COORDINATOR,),
    Permission.BOARD: (Role.COORDINATOR, Role.ADMINISTRATOR),
    Permission.ROLL_UP: (Role.COORDINATOR,),
    Permission.HISTORY: (Role.OFFICER, Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR),
    Permission.PEOPLE: (Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR),
    Permission.UNITS: (Role.ADMINISTRATOR,),
    Permission.CALENDAR: (Role.COORDINATOR, Role.ADMINISTRATOR),
    Permission.FORMS: (Role.ADMINISTRATOR,),
    Permission.CONNECT: (Role.ADMINISTRATOR,),
}
RIGHTS: dict[Role, frozenset[Permission]] = {
    role: frozenset(one for one, roles in _HELD_BY.items() if role in roles) for role in Role
}
OVER_SUBTREE = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
MAY_INVITE: dict[Role, frozenset[Role]] = {  # whom a role may bring into its units, or relieve
    Role.OFFICER: frozenset({Role.GUEST}),
    Role.REVIEWER: frozenset({Role.OFFICER, Role.GUEST}),
    Role.COORDINATOR: frozenset({Role.OFFICER, Role.REVIEWER, Role.GUEST}),
    Role.ADMINISTRATOR: frozenset(Role),
}


def grant_holds(grant: Grant, lineage: Iterable[int]) -> bool:
    """Whether the grant reaches a unit, given by its `lineage`: itself first, then its parents
    up to the root."""
    own, *above = lineage
    return grant.unit == own or (grant.role in OVER_SUBTREE and grant.unit in above)


def is_permitted(grants: Iterable[Grant], permission: Permission, lineage: Iterable[int]) -> bool:
    """Whether one of the grants allows this on the unit of this lineage."""
    line = tuple(lineage)
    return any(permission in RIGHTS[grant.role] and grant_holds(grant, line) for grant in grants)


def units_with_role(grants: Iterable[Grant], *roles: Role) -> list[int]:
    """The units in which one of the roles is held, each once."""
    return [*dict.fromkeys(grant.unit for grant in grants if grant.role in roles)]


def may_invite(grants: Iterable[Grant], role: Role, lineage: Iterable[int]) -> bool:
    """Whether one of the grants allows inviting somebody into this role of the unit."""
    line = tuple(lineage)
    return any(
        role in MAY_INVITE.get(grant.role, frozenset()) and grant_holds(grant, line)
        for grant in grants
    )
