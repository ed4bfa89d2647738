"""Rounds and totals of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.api.asked import ApiAsk, Endpoint, paged
from bot.channels.api.parameters import number_parameter
from bot.channels.api.resources import Page, RoundResource, RoundTotals, StateCounts, TotalResource
from bot.workflow.rollup.gathered import add_up
from conversations.answers.values import Answer, AnswerState
from conversations.exchange.descriptions import describe_answer, describe_period
from conversations.forms.row import Row
from conversations.reports.lifecycle import ReportState
from conversations.workflow.connections import ApiScope
from conversations.workflow.rollup import RowTotal, form_of_total
from storage.exchange.served_reports import RoundStates
from storage.workflow.rounds import Round


async def list_rounds(asked: ApiAsk) -> Page[RoundResource]:
    """The rounds in which a unit that the token reaches owes a report, the oldest first."""
    limit, after = asked.query["limit"], asked.after("rounds")
    found = sorted(await asked.tx.rounds.list_under(asked.token.unit), key=lambda one: one.id)
    some = [one for one in found if one.id > after][: limit + 1]
    made = [(one.round, one) for one in await _describe(asked, some)]
    return asked.page("rounds", made, limit)


async def read_round(asked: ApiAsk) -> RoundResource:
    """One round."""
    (found,) = await _describe(asked, [await asked.round()])
    return found


async def _describe(asked: ApiAsk, some: Sequence[Round]) -> list[RoundResource]:
    counts = await asked.tx.served_reports.count_states(asked.token.unit, [one.id for one in some])
    return [await _round(asked, one, counts.get(one.id, RoundStates())) for one in some]


async def _round(asked: ApiAsk, one: Round, counts: RoundStates) -> RoundResource:
    root = asked.token.unit
    own = one.unit is not None and root in await asked.tx.units.lineage(one.unit)
    form = asked.catalogs.catalog.versions.get((one.form_key, one.form_version))
    return RoundResource(
        round=one.id,
        form=one.form_key,
        version=one.form_version,
        title=form.title if form is not None else "",
        period=describe_period(one.period),
        unit=one.unit if own else None,
        due=one.due,
        locked=one.locked,
        reports=StateCounts(
            expected=sum(counts.states.values()),
            counted=counts.counted,
            approved_once=counts.approved,
            **{state.value: counts.states.get(state.value, 0) for state in ReportState},
        ),
    )


async def read_totals(asked: ApiAsk) -> RoundTotals:
    """The round added up, row by row, over the token's unit or one below it."""
    found, unit = await asked.round(), await asked.part()
    form = asked.form(found.form_key, found.form_version)
    total = await add_up(asked.context, form, [found], await asked.tx.units.find(unit))
    grown = form_of_total(form, total)
    return RoundTotals(
        round=found.id,
        unit=unit,
        form=form.key,
        version=form.version,
        period=describe_period(found.period),
        expected=total.expected,
        counted=total.counted,
        approved=total.approved,
        complete=total.complete,
        totals=tuple(_total(grown.row(key), one) for key, one in total.rows.items()),
    )


def _total(row: Row, one: RowTotal) -> TotalResource:
    state = AnswerState.VALUE if one.value is not None else AnswerState.BLANK
    said = describe_answer(row, Answer(state=state, value=one.value))
    return TotalResource(
        row=row.key,
        value=said.value,
        numerator=said.numerator,
        denominator=said.denominator,
        codes=one.codes,
        texts=one.texts,
        units={name.value: count for name, count in one.units.items()},
        apart=one.apart,
        missing=one.missing,
    )


ROUNDS = (
    Endpoint(
        "listRounds",
        "/rounds",
        ApiScope.ROUNDS,
        list_rounds,
        Page[RoundResource],
        "The rounds, the oldest first, with how their reports stand",
        paged(default=50, most=100),
    ),
    Endpoint(
        "readRound", "/rounds/{round}", ApiScope.ROUNDS, read_round, RoundResource, "One round"
    ),
    Endpoint(
        "readTotals",
        "/rounds/{round}/totals",
        ApiScope.TOTALS,
        read_totals,
        RoundTotals,
        "A round added up over the token's unit, or over one below it",
        (number_parameter("unit", "Over this unit and all below it"),),
    ),
)
