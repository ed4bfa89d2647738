"""The prose of a total: what each unit wrote, one behind the other."""

from __future__ import annotations

from bot.workflow.context import RequestContext
from bot.workflow.rollup.gathered import GatheredRounds
from bot.workflow.rollup.multi_round import unit_figures
from conversations.answers.values import Answer, AnswerState, Text
from conversations.reports.model import Report


async def with_unit_texts(ctx: RequestContext, gathered: GatheredRounds, report: Report) -> Report:
    """The total as it is printed, with the long texts of all units behind their names."""
    form, rounds, top = gathered.form, gathered.rounds, gathered.unit.id
    answers = dict(report.answers)
    for row in form.rows:
        if row.answer is None or row.answer.most_letters == 0:
            continue
        told = [
            f"{one.short_name}: {one.figure.text}"
            for one in await unit_figures(ctx, form, rounds, top, row.key)
            if one.figure.text
        ]
        if told:
            stored = answers.get(row.key, Answer())
            update = {"state": AnswerState.VALUE, "value": Text(text="\n".join(told))}
            answers[row.key] = stored.model_copy(update=update)
    return report.model_copy(update={"answers": answers})
