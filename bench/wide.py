"""An answer in a form of 1,740 cells beside one in a form of the same shape with 145, and beside
one in the form of 152 rows; and the files of the large one.

    python -m bench.wide

The large form is a table of 60 × 29 with a head of three lines, sums over its columns and over its
rows; the small one is its first five rows. Answers of the forms are timed in turn in one process,
so that their ratios hold on a busy machine too; a figure is thread time, of a file the time that
passes. In the form of 152 rows the next question is one row, in the others up to seven cells.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.engine import full, microseconds
from bot.simulation.replay import NOON
from conversations.dialog import engine
from conversations.forms.model import Form
from conversations.protocol.events import TextSaid
from conversations.protocol.row_states import RowQuestion
from conversations.protocol.session import Session
from conversations.reports.model import Report
from templates.documents.formats import FORMATS
from templates.loading.catalog import load_catalog
from templates.loading.form_folder import read_folder
from templates.loading.sample import blank_report

ROWS, FEW, COLUMNS, GROUP, BLOCK = 60, 5, 29, 10, 7
ANSWERS = 140  # steps of each form that are timed
FILES = {"word": 15, "pdf": 7, "excel": 7}
HEAD = """\
form: {key}
model: 2
version: 1
title: Biểu sáu mươi dòng, hai mươi chín cột
name: Biểu rộng
blocks:
  T:
    answer: count
    measure: Người
    stubs:
      - {holds: label, label: Đơn vị, number: A}
      - {holds: code, label: Mã số, number: B}
    columns:
"""


def form_text(key: str, rows: int) -> str:
    """Four blocks of a total and six parts and a last column; six groups of rows under a heading
    that splits the first of them."""
    lines = [HEAD.rstrip("\n").replace("{key}", key)]
    for number in range(1, COLUMNS + 1):
        total = (number - 1) // BLOCK * BLOCK + 1
        under = f'["Khối {(number - 1) // BLOCK + 1}", "Số lượng"]'
        if number == total:
            lines.append(f'      "{number}": {{label: Tổng số, under: {under}}}')
        else:
            lines.append(
                f'      "{number}": {{label: Phần {number}, under: {under}, part_of: "{total}"}}'
            )
    lines.append("    rows:")
    for number in range(1, rows + 1):
        group, place = divmod(number - 1, GROUP)
        first = f"{group * GROUP + 1:02}"
        if place == 0:
            lines.append(f'      "{first}": {{label: Khu vực {group + 1}}}')
            lines.append(f'      "G{group}": {{label: Chia ra, heading: true, splits: "{first}"}}')
        else:
            lines.append(f'      "{number:02}": {{label: Đơn vị {number}, within: "G{group}"}}')
    return "\n".join(lines) + "\n"


def table_form(key: str, rows: int) -> Form:
    with TemporaryDirectory() as folder:
        home = Path(folder) / key
        home.mkdir()
        (home / "form.yaml").write_text(form_text(key, rows), encoding="utf-8")
        read = read_folder(home, "")
    assert read.forms, read.problems
    return read.forms[0]


def steps(form: Form, whole: Report, typed: dict[str, str]) -> Iterator[Callable[[], engine.Step]]:
    """Answers of one cell or row, all over a report that is filled in from its beginning, each
    after another one: what is counted once for a report is counted by then."""
    offered = tuple(section.key for section in form.sections)
    answered = [key for key in form.order if key in typed]
    every = max(1, len(answered) // ANSWERS)
    for at in range(1, len(answered) - 1, every):
        known = {key: whole.answers[key] for key in answered[: at - 1]}
        report = whole.model_copy(update={"answers": known})
        before, now = (
            (Session(focus=RowQuestion(row=key, revision=0), turn=7, offered=offered), typed[key])
            for key in answered[at - 1 : at + 1]
        )
        report = _step(form, report, *before).report
        yield partial(_step, form, report, *now)


def _step(form: Form, report: Report, session: Session, text: str) -> engine.Step:
    return engine.step(form, report, session, TextSaid(text=text), now=NOON)


def compare_answers(large: Form, *others: Form) -> None:
    forms = (large, *others)
    empty = load_catalog().sample("cchc-so")
    made = [steps(form, *full(form, blank_report(form, empty))) for form in forms]
    each = (islice(cycle([*done]), ANSWERS) for done in made)
    took = [[microseconds(one) for one in together] for together in zip(*each, strict=True)]
    middle = [statistics.median(times) for times in zip(*took, strict=True)]
    for form, median in zip(forms, middle, strict=True):
        beside = "" if form is large else f"   {large.key} beside it {middle[0] / median:.2f}"
        print(f"{form.key:9} {len(form.order):5} asked   median {median:6.0f} µs{beside}")


def time_files(form: Form, report: Report) -> None:
    for what, times in FILES.items():
        render = FORMATS[what].render
        render(form, report, layout="")
        took = []
        for _ in range(times):
            began = time.perf_counter()
            render(form, report, layout="")
            took.append((time.perf_counter() - began) * 1_000)
        print(f"{what}: median {statistics.median(took):.0f} ms, best {min(took):.0f} ms")


def main() -> None:
    catalog = load_catalog()
    large, small = table_form("large", ROWS), table_form("small", FEW)
    compare_answers(large, small, catalog.forms["cchc-so"])
    whole, _ = full(large, blank_report(large, catalog.sample("cchc-so")))
    time_files(large, whole)


if __name__ == "__main__":
    main()
