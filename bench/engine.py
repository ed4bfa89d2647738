"""Time of the pure core alone: one step for an ordinary answer, and the work around it.

    python -m bench.engine

An ordinary answer is a text in, the answer written, the checks judged, the next question out. It
is timed for every row of the form that leads on to a question, with 0, 50, 100 and all other rows
answered, so that one sees whether a step grows with the report; once more with a last quarter to
compare with. A figure is the best of a few repeats, in microseconds of thread time;
median and p95 are over the rows, or over the messages.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.delivery.message_body import body_of
from bot.simulation.replay import NOON, replay_sample
from conversations.answer_types.choice import ChoiceType
from conversations.answer_types.percent import PercentType
from conversations.answer_types.text import TextType
from conversations.answers.values import Answer
from conversations.calendar.periods import previous_period
from conversations.composing.compose import compose_message
from conversations.dialog import engine
from conversations.forms.model import Form
from conversations.protocol.events import TextSaid
from conversations.protocol.messages import Capabilities, Reply
from conversations.protocol.row_states import RowQuestion
from conversations.protocol.session import Session
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from conversations.workflow.report_status import filled_by_section
from templates.loading.catalog import load_catalog
from templates.loading.sample import blank_report
from templates.loading.wording import load_wording

PHONE = Capabilities(buttons=100, edits=True, files=True, text_limit=4096)
ANSWERED = (0, 50, 100, 150)  # at most all rows but the two in question
REPEATS = 7
SEED = 5
TEXTS = {ChoiceType: ("có", "1"), PercentType: ("33,33", "7/21"), TextType: ("Đã hoàn thành",)}
COUNTS = ("21", "10", "31", "1", "100", "300", "42", "63", "2", "0")


def microseconds(work: Callable[[], object]) -> float:
    """The best of a few repeats."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.thread_time_ns()
        work()
        best = min(best, (time.thread_time_ns() - start) / 1_000)
    return best


def show(what: str, times: Iterable[float]) -> None:
    ranked = sorted(times)
    middle, high = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
    print(f"{what:44} median {middle:8.1f} µs   p95 {high:8.1f} µs   n {len(ranked):4}")


def full(form: Form, report: Report) -> tuple[Report, dict[str, str]]:
    """Every asked row answered so that no check speaks, and what was typed for each."""
    typed: dict[str, str] = {}
    for key in form.order:
        for text in TEXTS.get(type(form.row(key).answer), COUNTS):
            step = ask(form, report, key, text)
            if key in step.report.answers and step.session.focus.at != "raised":
                report, typed[key] = step.report, text
                break
    return report, typed


def ask(form: Form, report: Report, key: str, text: str) -> engine.Step:
    return engine.step(form, report, standing(form, key), TextSaid(text=text), now=NOON)


def standing(form: Form, key: str) -> Session:
    """The officer stands before this row; no section offers any more to be kept."""
    offered = tuple(section.key for section in form.sections)
    return Session(focus=RowQuestion(row=key, revision=0), turn=7, offered=offered)


def ordinary(
    form: Form, whole: Report, typed: dict[str, str], answered: int
) -> Iterator[tuple[float, engine.Step]]:
    """Every step from a row to the next question, with so many others answered."""
    for place, key in enumerate(form.order[:-1]):
        if key not in typed:
            continue
        others = [name for name in whole.answers if name not in form.order[place : place + 2]]
        kept = random.Random(SEED).sample(others, min(answered, len(others)))
        answers = {name: whole.answers[name] for name in kept}
        report, session = whole.model_copy(update={"answers": answers}), standing(form, key)
        said = TextSaid(text=typed[key])

        def once() -> engine.Step:
            return engine.step(form, report, session, said, now=NOON)  # noqa: B023 - runs at once

        step = once()
        if step.changes and step.session.focus.at == "asking":
            yield microseconds(once), step


def walk(form: Form, report: Report, texts: list[str]) -> Iterator[float]:
    """Every message of the sample, commands and notes and reasons too."""
    session = Session()
    for text in texts:
        before, focus, said = report, session, TextSaid(text=text)
        step = engine.step(form, before, focus, said, now=NOON)
        yield microseconds(lambda: engine.step(form, before, focus, said, now=NOON))  # noqa: B023
        report, session = step.report, step.session


def around(form: Form, whole: Report, steps: list[engine.Step]) -> None:
    """What the dispatcher does with a step: words, JSON, counts; and a report from its rows."""
    wording = load_wording()
    said = [[one for one in step.replies if isinstance(one, Reply)] for step in steps]
    show("compose in Vietnamese", timed(lambda one: compose_message(one, wording, PHONE, 7), said))
    texts = [compose_message(one, wording, PHONE, 7)[0] for one in said]
    show("body of a message", timed(body_of, texts))
    sessions = [step.session for step in steps]
    show("session to JSON", timed(lambda one: one.model_dump_json(), sessions))
    saved = [one.model_dump_json() for one in sessions]
    show("session from JSON", timed(Session.model_validate_json, saved))
    show("filled by section", timed(lambda one: filled_by_section(form, one), [whole]))
    rows = [answer.model_dump(mode="json") for answer in whole.answers.values()]
    validate = Answer.model_validate
    show(f"{len(rows)} answers as stored", timed(lambda all_: [*map(validate, all_)], [rows]))


def timed(work: Callable[[Any], object], inputs: Iterable[Any]) -> Iterator[float]:
    for one in inputs:
        yield microseconds(lambda: work(one))  # noqa: B023 - runs at once


def main() -> None:
    catalog = load_catalog()
    form, sample = catalog.forms["cchc-so"], catalog.sample("cchc-so")
    empty = blank_report(form, sample)
    whole, typed = full(form, empty)
    steps: list[engine.Step] = []
    for answered in ANSWERED:
        found = [*ordinary(form, whole, typed, answered)]
        most = max(len(step.report.answers) for _, step in found) - 1
        show(f"step, {most:3} rows answered", (took for took, _ in found))
        steps += [step for _, step in found]
    past = PreviousReport(period=previous_period(whole.period), answers=whole.answers)
    found = [*ordinary(form, whole.with_past(past), typed, 100)]
    show("step, 100 rows answered, with last quarter", (took for took, _ in found))
    show("step, every message of the sample", walk(form, empty, replay_sample(form, sample).typed))
    around(form, whole, steps)


if __name__ == "__main__":
    main()
