"""A text that nothing of the workflow could be made of: that is said, with the commands that are
nearest to it, and no other question is answered in its place."""

from __future__ import annotations

from bot.workflow.context import RequestContext
from conversations.commands.nearest import nearest_workflow_commands
from conversations.commands.spec import CommandSpec
from conversations.dialog.prompts.keyboard import make_button
from conversations.text.normalize import shorten_text
from conversations.workflow.own_requests import ShowGuide, ShowHome
from conversations.workflow.permissions import RIGHTS, Role
from conversations.workflow.round_requests import ShowBoard

NEAR = 2  # commands that are offered


def may_use(ctx: RequestContext, spec: CommandSpec) -> bool:
    """Whether the command is something that the member may do anywhere."""
    needed = spec.permission
    return needed is None or any(needed in RIGHTS[grant.role] for grant in ctx.grants)


def say_not_understood(ctx: RequestContext, text: str, *, looks: bool) -> None:
    """Nothing is done. `looks`: the member has a report before them."""
    near = nearest_workflow_commands(text, NEAR, lambda spec: may_use(ctx, spec))
    if looks and not near:
        ctx.say("review.unclear", said=shorten_text(text))
        return
    watches = bool(ctx.units_of(Role.COORDINATOR, Role.ADMINISTRATOR))
    ways = [make_button("home", ShowHome()), make_button("guide", ShowGuide())]
    if watches:
        ways.insert(1, make_button("board", ShowBoard()))
    ctx.say("office.unclear", (tuple(ways),), said=shorten_text(text), near=near, watches=watches)
