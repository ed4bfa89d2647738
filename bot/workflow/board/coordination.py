"""What a coordinator says of a round in plain words is carried out as the command that it is."""

from __future__ import annotations

from bot.workflow.board.board import show_board
from bot.workflow.board.nudge import typed_call
from bot.workflow.context import RequestContext
from bot.workflow.many import commands as many
from bot.workflow.people import directory
from bot.workflow.people.people import typed_people
from bot.workflow.review.review import typed_look
from bot.workflow.rollup.open_data import typed_open_data
from bot.workflow.rollup.rollup import typed_total
from bot.workflow.round_lookup import named_round
from bot.workflow.rounds import addition, locks, withdrawal
from bot.workflow.rounds import commands as rounds
from bot.workflow.units import changes
from conversations.commands.coordination import CoordinationWish, read_coordination
from conversations.commands.coordination_phrases import CoordinationAct
from conversations.commands.workflow import WorkflowCommand
from conversations.commands.workflow_parser import TypedCommand
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.request_bases import BoardFilter
from conversations.workflow.round_requests import ShowBoard
from storage.workflow.rounds import Round

_BEFORE_COMMANDS = frozenset(
    {CoordinationAct.LOCK_ROUND, CoordinationAct.EXTEND, CoordinationAct.ADD_TO_ROUND}
)
_OPENED_AS = frozenset({WorkflowCommand.LOCK, WorkflowCommand.EXTEND, WorkflowCommand.ADD_UNIT})

_COMMANDS = {
    CoordinationAct.OPEN_ROUND: WorkflowCommand.OPEN_ROUND,
    CoordinationAct.NUDGE: WorkflowCommand.NUDGE,
    CoordinationAct.EXTEND: WorkflowCommand.EXTEND,
    CoordinationAct.UNLOCK: WorkflowCommand.UNLOCK,
    CoordinationAct.LOCK_ROUND: WorkflowCommand.LOCK,
    CoordinationAct.BOARD: WorkflowCommand.BOARD,
    CoordinationAct.LOOK: WorkflowCommand.LOOK,
    CoordinationAct.TOTAL: WorkflowCommand.TOTAL,
    CoordinationAct.OPEN_DATA: WorkflowCommand.OPEN_DATA,
    CoordinationAct.WITHDRAW: WorkflowCommand.WITHDRAW,
    CoordinationAct.FIND: WorkflowCommand.FIND_PERSON,
    CoordinationAct.PHONE: WorkflowCommand.PHONE,
    CoordinationAct.CALL: WorkflowCommand.CALL,
    CoordinationAct.ADD_TO_ROUND: WorkflowCommand.ADD_TO_ROUND,
    CoordinationAct.PEOPLE: WorkflowCommand.PEOPLE,
}


def coordination_of(
    ctx: RequestContext, text: str, typed: TypedCommand | None
) -> CoordinationWish | None:
    """What the text of a coordinator who fills no report wants of a round. A command stays one,
    but for those that say more than the command can read: `khóa sổ cả đợt`."""
    if ctx.current is not None or not ctx.units_of(Role.COORDINATOR, Role.ADMINISTRATOR):
        return None
    wish = read_coordination(text)
    if wish is None or typed is None:
        return wish
    says_more = wish.act in _BEFORE_COMMANDS and typed.command in _OPENED_AS
    return wish if says_more else None


async def _show_board(ctx: RequestContext, wish: CoordinationWish) -> None:
    narrow = {
        "show": BoardFilter(wish.show),
        "only": ctx.catalogs.calendars.kind_named(wish.kind) if wish.kind else None,
    }

    def shown(found: Round, top: int) -> ShowBoard:
        return ShowBoard(round=found.id, unit=top, **narrow)

    found, top, _ = await named_round(ctx, Permission.BOARD, "", to=shown)
    await show_board(ctx, shown(found, top))


async def serve_coordination(ctx: RequestContext, wish: CoordinationWish) -> None:
    """Carry out what is wanted; what has consequences is asked about first, as ever."""
    ctx.typed = TypedCommand(command=_COMMANDS[wish.act], argument=wish.argument)
    match wish.act:
        case CoordinationAct.OPEN_ROUND:
            await rounds.typed_open(ctx, wish.argument)
        case CoordinationAct.NUDGE:
            await many.typed_remind(ctx, wish.argument)
        case CoordinationAct.EXTEND:
            await many.typed_extend(ctx, wish.argument)
        case CoordinationAct.UNLOCK:
            await many.typed_lock(ctx, wish.argument, locked=False)
        case CoordinationAct.LOCK_ROUND:
            await locks.typed_lock_round(ctx, wish.argument)
        case CoordinationAct.BOARD:
            await _show_board(ctx, wish)
        case CoordinationAct.ADD_TO_ROUND:
            await addition.typed_addition(ctx, wish.argument)
        case CoordinationAct.WITHDRAW:
            await withdrawal.typed_withdraw(ctx, wish.argument)
        case CoordinationAct.FIND:
            await directory.typed_find(ctx, wish.argument)
        case CoordinationAct.PHONE:
            await changes.typed_phone(ctx, wish.argument)
        case CoordinationAct.LOOK:
            await typed_look(ctx, wish.argument)
        case CoordinationAct.CALL:
            await typed_call(ctx, "")
        case CoordinationAct.PEOPLE:
            await typed_people(ctx, wish.argument)
        case CoordinationAct.TOTAL:
            await typed_total(ctx, wish.argument)
        case CoordinationAct.OPEN_DATA:
            await typed_open_data(ctx, wish.argument)
