"""What is judged after an answer is what judging the whole form would say: slowly, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations import applying, checks
from conversations.consequences import newly_raised, tell_consequences
from conversations.expressions import parse
from conversations.form import Check, CountType, Form, Kind, Row, Rule, Severity
from conversations.messages import Reply
from conversations.report import Reason, Report
from conversations.session import Session
from conversations.turn import Turn
from conversations.values import Answer, Coded, Number, State
from templates.catalog import load_catalog
from tests.blank import blank_report, past
from tests.walk import sample_replay

NOW = datetime(2023, 3, 14, 5, tzinfo=UTC)
LETTERS = "ABCDEFGH"
SPOKEN = (Severity.HARD, Severity.SOFT)


# --- the slow and obvious way -----------------------------------------------------------------


def touches(check: Check, keys: set[str]) -> bool:
    """Whether the check names one of the rows or looks at all of them."""
    texts = [text for rule in check.rules for text in (rule.when, rule.must) if text]
    return any(parse(text).speaks_of_all or parse(text).keys & keys for text in texts)


def raised_slowly(form: Form, report: Report, keys: set[str]) -> list[Check]:
    """The touched checks that do not hold and are not kept, each judged on the whole report."""
    found = []
    for check in form.checks:
        if check.severity not in SPOKEN or not touches(check, keys):
            continue
        verdict = checks.judge(form, report, check, settled=False)
        reason = report.reasons.get(check.id)
        kept = reason is not None and reason.operands == checks.operands(report, verdict)
        if verdict.holds is False and not (kept and check.severity is Severity.SOFT):
            found.append(check)
    return found


def consequences_slowly(form: Form, before: Report, after: Report) -> list[tuple[str, Any]]:
    """What is said of computed rows, of rows that cannot apply or can again, and of mended
    checks; then the checks that are raised, hard ones first."""
    said: list[tuple[str, Any]] = []
    changed = {row.key for row in form.rows if after.answer(row.key) != before.answer(row.key)}
    said += [("computed", row.key) for row in form.rows if row.computed and row.key in changed]
    gone: dict[str, list[str]] = {}
    back = []
    for row in form.rows:
        was = applying.void_reason(form, before, row.key)
        now = applying.void_reason(form, after, row.key)
        if now and not was:
            gone.setdefault(now, []).append(row.title)
        if was and not now:
            back.append(row.title)
    said += [("void", rows) for rows in gone.values()]
    said += [("revived", back)] if back else []
    now_raised = raised_slowly(form, after, changed)
    then = raised_slowly(form, before, changed)
    names = {check.id for check in now_raised}
    said += [("check.mended", check.message) for check in then if check.id not in names]
    hard_first = sorted(now_raised, key=lambda check: check.severity is not Severity.HARD)
    return [*said, ("raised", [check.id for check in hard_first])]


def computed_slowly(form: Form, report: Report) -> Report:
    """The report with every computed row in line with the others."""
    while changes := applying.computed_answers(form, report):
        for change in changes:
            report = report.with_answer(change.key, change.answer)
    return report


def next_open_slowly(form: Form, report: Report) -> str | None:
    for key in form.order:
        row = form.row(key)
        asked = row.answer is not None and row.computed is None and report.waits(key)
        if asked and applying.void_reason(form, report, key) is None:
            return key
    return None


# --- against the way of the engine ------------------------------------------------------------


def consequences(turn: Turn, before: Report) -> list[tuple[str, Any]]:
    turn.replies.clear()
    tell_consequences(turn, before)
    raised = newly_raised(turn, before)
    told = [_told(reply) for reply in turn.replies if isinstance(reply, Reply)]
    return [*told, ("raised", [*raised])]


def _told(reply: Reply) -> tuple[str, Any]:
    names = {"computed": "key", "void": "rows", "revived": "rows", "check.mended": "message"}
    return reply.code, reply.data[names[reply.code]]


def answer_all(form: Form, report: Report, turns: Iterable[dict[str, Answer]]) -> None:
    """Give the answers turn by turn, and hold each turn against the slow way."""
    for given_now in turns:
        turn, before, slow = Turn(form, report, Session(), NOW), report, report
        for key, answer in given_now.items():
            turn.write(key, answer)
            slow = computed_slowly(form, slow.with_answer(key, answer))
        assert applying.computed_answers(form, turn.report) == ()
        for key in form.by_key:
            mine, theirs = turn.report.answer(key), slow.answer(key)
            assert (mine.state, mine.value) == (theirs.state, theirs.value)
        assert consequences(turn, before) == consequences_slowly(form, before, turn.report)
        blanks = [
            sum(r.answer(k).state is State.BLANK for k in form.by_key)
            for r in (before, turn.report)
        ]
        assert turn.answered_since(before) == blanks[0] - blanks[1]
        assert turn.next_open(None) == next_open_slowly(form, turn.report)
        report = _explained(form, turn.report)


def _explained(form: Form, report: Report) -> Report:
    """With a reason for every other soft check that does not hold."""
    for check in form.checks[::2]:
        verdict = checks.judge(form, report, check, settled=False)
        if verdict.holds is False:
            operands = checks.operands(report, verdict)
            report = report.with_reason(check.id, Reason(text="đã rà soát", operands=operands))
    return report


# --- forms and answers ------------------------------------------------------------------------

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
    rows = [Row(key="S", kind=Kind.SECTION, level=0, label="S", stt="I")]
    for at, key in enumerate(LETTERS):
        row = Row(key=key, kind=Kind.INDICATOR, level=1, label=key, parent="S", answer=CountType())
        role = draw(st.sampled_from(["plain", "plain", "void", "computed"])) if at else "plain"
        if role == "void":
            when = draw(expressions(CONDITIONS, LETTERS[:at]))
            row = row.model_copy(update={"void_when": when, "void_because": f"vì {at % 2}"})
        elif role == "computed":
            row = row.model_copy(update={"computed": draw(expressions(NUMBERS, LETTERS[:at]))})
        rows.append(row)
    rule = st.builds(
        Rule,
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


SMALL = st.integers(0, 9).map(lambda n: Answer(state=State.VALUE, value=Number(amount=Decimal(n))))
STATES = st.sampled_from([State.NONE, State.NOT_APPLICABLE, State.PENDING, State.BLANK])
ANSWERS = st.builds(
    lambda answer, note: answer.model_copy(update={"note": note}),
    SMALL | SMALL | st.builds(Answer, state=STATES),
    st.sampled_from([None, None, "Kế hoạch 1/KH-SMAU"]),
)
NO_HURRY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


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
                Answer, state=st.just(State.VALUE), value=st.builds(Coded, code=codes)
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


def test_a_check_of_all_rows_speaks_of_the_changed_rows_until_submission() -> None:
    """A value that its row cannot take comes from no officer; it is not told at every answer."""
    odd = Answer(state=State.VALUE, value=Number(amount=Decimal("1.5")), revision=1)
    report = blank_report(FORM).with_answer("I.02.01", odd)
    (typed,) = [check.id for check in FORM.checks if check.rules[0].must == "typed()"]

    def told(key: str) -> list[str]:
        return [v.check.id for v in checks.raised(FORM, report, settled=False, touching={key})]

    assert typed in told("I.02.01")
    assert typed not in told("I.02.02")
    assert typed in [v.check.id for v in checks.raised(FORM, report, settled=True)]
