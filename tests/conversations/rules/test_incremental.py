"""What is judged after an answer is what judging the whole form would say: slowly, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.answer_types.count import CountType
from conversations.answers.values import Answer, AnswerState, Coded, Number
from conversations.dialog.effects import newly_raised, tell_consequences
from conversations.dialog.turn import Turn
from conversations.forms.check import Check, CheckRule, Severity
from conversations.forms.model import Form
from conversations.forms.row import Row, RowKind
from conversations.protocol.messages import Reply
from conversations.protocol.session import Session
from conversations.reports.model import Report
from conversations.rules import checks, computed
from conversations.rules.dependencies import voids_look_back
from conversations.rules.known_verdicts import find_known
from templates.loading.catalog import load_catalog
from tests.support.breadth import WIDE
from tests.support.reference_rules import (
    computed_slowly,
    consequences_slowly,
    explained,
    next_open_slowly,
)
from tests.support.reports import blank_report, past
from tests.support.sample_walk import sample_replay

NOW = datetime(2023, 3, 14, 5, tzinfo=UTC)
LETTERS = "ABCDEFGH"


def consequences(turn: Turn, before: Report) -> list[tuple[str, Any]]:
    turn.replies.clear()
    tell_consequences(turn, before)
    raised = newly_raised(turn, before)
    told = [_told(reply) for reply in turn.replies if isinstance(reply, Reply)]
    return [*told, ("raised", [*raised])]


def _told(reply: Reply) -> tuple[str, Any]:
    names = {"computed": "key", "void": "rows", "revived": "rows", "check.mended": "message"}
    return reply.code, reply.data[names[reply.code]]


def answer_all(form: Form, report: Report, turns: Sequence[dict[str, Answer]]) -> None:
    """Give the answers turn by turn, and hold each turn against the slow way; whether or not it is
    known at first which checks are broken."""
    answer_each(form, report, turns, known=False)
    checks.learn_broken(form, report)
    answer_each(form, report, turns, known=True)


def answer_each(
    form: Form, report: Report, turns: Sequence[dict[str, Answer]], *, known: bool
) -> None:
    for given_now in turns:
        turn, before, slow = Turn(form, report, Session(), NOW), report, report
        for key, answer in given_now.items():
            turn.write(key, answer)
            slow = computed_slowly(form, slow.with_answer(key, answer))
        assert computed.computed_answers(form, turn.report) == ()
        for key in form.by_key:
            mine, theirs = turn.report.answer(key), slow.answer(key)
            assert (mine.state, mine.value) == (theirs.state, theirs.value)
        assert consequences(turn, before) == consequences_slowly(form, before, turn.report)
        assert turn.next_open(None) == next_open_slowly(form, turn.report)
        report = explained(form, turn.report)
        facts = computed.facts_of(form, report, settled=False)
        kept = find_known(facts)
        assert (kept is not None) is known
        again = report.model_copy(update={"answers": dict(report.answers)})
        assert not known or kept == broken_slowly(form, again)


def broken_slowly(form: Form, report: Report) -> frozenset[str] | None:
    """The broken checks, judged one by one."""
    checks.learn_broken(form, report)
    return find_known(computed.facts_of(form, report, settled=False))


NUMBERS = ["[{0}]", "[{0}] + [{1}]", "max([{0}], [{1}])", "[{0}] + last([{1}])", "[{0}] - [{1}]"]
CONDITIONS = [
    "zero([{0}])",
    "blank([{0}])",
    "filled([{0}]) and [{1}] > 3",
    "zero([{0}]) or zero([{1}])",
    "[{0}] + [{1}] <= [{2}]",
    "[{0}] = [{1}]",
    "steady([{0}], 30)",
    "noted([{0}])",
    "typed([{0}], [{1}])",
    "typed()",
    "not typed()",
    "typed() and [{0}] < 5",
    "not zero([{0}])",
    "last([{0}]) > [{1}]",
]


def expressions(templates: list[str], keys: str) -> st.SearchStrategy[str]:
    key = st.sampled_from(keys)
    return st.builds(
        lambda template, *names: template.format(*names), st.sampled_from(templates), key, key, key
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Rows that are ruled out by, or computed from, rows before them; and checks of all kinds."""
    rows = [Row(key="S", kind=RowKind.SECTION, level=0, label="S", stt="I")]
    for at, key in enumerate(LETTERS):
        row = Row(
            key=key, kind=RowKind.INDICATOR, level=1, label=key, parent="S", answer=CountType()
        )
        role = draw(st.sampled_from(["plain", "plain", "void", "computed"])) if at else "plain"
        if role == "void":
            when = draw(expressions(CONDITIONS, LETTERS[:at]))
            row = row.model_copy(update={"void_when": when, "void_because": f"vì {at % 2}"})
        elif role == "computed":
            row = row.model_copy(update={"computed": draw(expressions(NUMBERS, LETTERS[:at]))})
        rows.append(row)
    rule = st.builds(
        CheckRule,
        must=expressions(CONDITIONS, LETTERS),
        when=st.none() | expressions(CONDITIONS, LETTERS),
    )
    ruled = draw(st.lists(st.lists(rule, min_size=1, max_size=4), max_size=6))
    form_checks = [
        Check(id=f"C{n}", severity=draw(st.sampled_from([*Severity])), rules=rules, message=f"M{n}")
        for n, rules in enumerate(ruled)
    ]
    return Form(
        key="f", version="1", title="F", rows=rows, checks=form_checks, order=tuple(LETTERS)
    )


SMALL = st.integers(0, 9).map(
    lambda n: Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(n)))
)
STATES = st.sampled_from(
    [AnswerState.NONE, AnswerState.NOT_APPLICABLE, AnswerState.PENDING, AnswerState.BLANK]
)
ANSWERS = st.builds(
    lambda answer, note: answer.model_copy(update={"note": note}),
    SMALL | SMALL | st.builds(Answer, state=STATES),
    st.sampled_from([None, None, "Kế hoạch 1/KH-SMAU"]),
)
NO_HURRY = settings(
    max_examples=100 if WIDE else 35, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@NO_HURRY
@given(form=forms(), data=st.data())
def test_made_up_forms_are_judged_alike(form: Form, data: st.DataObject) -> None:
    keys = [key for key in form.order if form.row(key).computed is None]
    turns = st.lists(st.dictionaries(st.sampled_from(keys), ANSWERS, min_size=1, max_size=3))
    last = data.draw(st.none() | st.just(past(A=3, B=5, C=0, E=9)))
    report = blank_report(form).model_copy(update={"last": last})
    answer_all(form, report, data.draw(turns))


FORM = load_catalog().forms["cchc-so"]
ASKED = [key for key in FORM.order if FORM.row(key).computed is None]


def fitting(key: str) -> st.SearchStrategy[Answer]:
    """Answers that the row takes."""
    kind = FORM.row(key).answer
    sample = sample_replay().report.answer(key)
    states = st.builds(Answer, state=STATES)
    match kind.type if kind else "":
        case "count" | "percent":
            return SMALL | SMALL | states | st.just(sample)
        case "choice":
            codes = st.sampled_from([option.code for option in kind.options])
            coded = st.builds(
                Answer, state=st.just(AnswerState.VALUE), value=st.builds(Coded, code=codes)
            )
            return coded | states
        case _:
            return states


@NO_HURRY
@given(
    st.lists(
        st.lists(st.sampled_from(ASKED), min_size=1, max_size=3, unique=True).flatmap(
            lambda keys: st.fixed_dictionaries({key: fitting(key) for key in keys})
        ),
        max_size=12,
    )
)
def test_the_real_form_is_judged_alike(turns: list[dict[str, Answer]]) -> None:
    answer_all(FORM, blank_report(FORM), turns)


@NO_HURRY
@given(st.lists(st.sampled_from(ASKED), min_size=1, max_size=4, unique=True), st.data())
def test_changing_the_sample_is_judged_alike(keys: list[str], data: st.DataObject) -> None:
    report = sample_replay().report.model_copy(update={"state": "draft"})
    answer_all(FORM, report, [{key: data.draw(fitting(key))} for key in keys])


def small(rules: list[CheckRule] | None = None, **expressions: dict[str, str]) -> Form:
    """Rows A to H with these expressions, and one soft check."""
    rows = [Row(key="S", kind=RowKind.SECTION, level=0, label="S", stt="I")]
    for key in LETTERS:
        made = expressions.get(key, {})
        made |= {"void_because": "vì vậy"} if "void_when" in made else {}
        kind = {"kind": RowKind.INDICATOR, "level": 1, "label": key, "parent": "S"}
        rows.append(Row(key=key, answer=CountType(), **kind, **made))
    soft = Check(id="C", severity=Severity.SOFT, rules=rules or (), message="M")
    return Form(key="f", version="1", title="F", rows=rows, checks=[soft], order=tuple(LETTERS))


def numbers(**given_numbers: int) -> dict[str, Answer]:
    return {
        key: Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(n)))
        for key, n in given_numbers.items()
    }


def test_a_row_is_computed_when_an_operand_is_ruled_out() -> None:
    form = small(B={"void_when": "zero([C])"}, D={"computed": "[A] + [B]"})
    turn = Turn(form, blank_report(form), Session(), NOW)
    turn.write("A", numbers(A=3)["A"])
    assert turn.report.answer("D").state is AnswerState.BLANK
    turn.write("C", numbers(C=0)["C"])
    assert turn.report.answer("D").amount == 3
    answer_all(form, blank_report(form), [numbers(A=3), numbers(C=0), numbers(C=1)])


def test_a_rule_hangs_on_what_rules_its_rows_out() -> None:
    """[B] is waited for until C rules it out; only then is the check told broken, and mended."""
    rules = [CheckRule(must="[A] + [B] <= 2 and [C] >= 0")]
    form = small(rules, B={"void_when": "zero([C])"})
    answer_all(form, blank_report(form), [numbers(A=3), numbers(C=0), numbers(C=1)])


def test_a_row_computed_from_an_earlier_report_follows_it() -> None:
    form = small(D={"computed": "[A] + last([B])"})
    turn = Turn(form, blank_report(form), Session(), NOW)
    turn.write("A", numbers(A=3)["A"])
    turn.keep_past(past(B=5))
    turn.write("C", numbers(C=1)["C"])
    assert turn.report.answer("D").amount == 8


def test_a_check_that_is_kept_again_is_told_as_mended() -> None:
    """Before, it was broken by a row that did not change, and for that it has no reason."""
    form = small([CheckRule(must="[A] <= [B]"), CheckRule(must="[E] <= 2")])
    report = blank_report(form)
    for key, answer in numbers(A=5, B=3, E=5).items():
        report = report.with_answer(key, answer)
    kept = explained(form, report)
    answer_all(form, kept.with_answer("A", numbers(A=1)["A"]), [numbers(A=5), numbers(C=1)])


def test_a_check_of_all_rows_names_the_changed_rows_until_submission() -> None:
    """A value that its row cannot take comes from no officer; it is not told at every answer."""
    odd = Answer(state=AnswerState.VALUE, value=Number(amount=Decimal("1.5")), revision=1)
    report = blank_report(FORM).with_answer("I.02.01", odd)
    (typed,) = [check.id for check in FORM.checks if check.rules[0].must == "typed()"]

    def told(key: str) -> list[str]:
        return [
            v.check.id for v in checks.failed_checks(FORM, report, settled=False, touching={key})
        ]

    assert typed in told("I.02.01")
    assert typed not in told("I.02.02")
    assert typed in [v.check.id for v in checks.failed_checks(FORM, report, settled=True)]


def test_a_form_looks_back_where_what_is_asked_hangs_on_an_earlier_report() -> None:
    """Who needs no earlier report need not read one."""
    form = load_catalog().forms["cchc-so"]
    assert not voids_look_back(form)
    *rest, last = form.rows
    hung = last.model_copy(update={"void_when": "last([I.01.01]) > 0", "void_because": "x"})
    assert voids_look_back(form.model_copy(update={"rows": (*rest, hung)}))
