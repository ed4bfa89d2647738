"""What is wrong with a report in words is told at its line, in both languages."""

from __future__ import annotations

import pytest

from templates.loading.form_files import FormFiles
from templates.loading.form_folder import read_folder
from templates.loading.problem_words import describe_problem, translate_part
from templates.loading.problems import Problem
from tests.support.narrative_form import FORM, PLAN, edited_plan, read_plan, small_form

QUOTE = """quote: A.02.07
            text: "Việc khác: {words}."
            none: Không có việc khác."""
MISTAKES = [
    ("count: A.02.02", "count: A.09", "the unknown A.09", "dòng mà báo cáo nào"),
    ("count: A.02.02", "count: A.02", "A.02, a row of another kind", "dòng ghi số"),
    ("count: A.02.02", "count: A.02.04", "A.02.04, a row of another kind", "dòng ghi số"),
    ("percent: A.02.04", "percent: A.02.02", "A.02.02, a row of another kind", "tỷ lệ phần trăm"),
    ("row: A.02.05", "row: A.02.02", "A.02.02, a row of another kind", "chọn theo mã"),
    ("quote: A.02.07", "quote: A.02.02", "A.02.02, a row of another kind", "ghi bằng chữ"),
    ("ratio: A.01.06", "ratio: A.02.02", "A.02.02, a row of another kind", "tỷ lệ phần trăm"),
    ("note: A.01\n", "note: A.77\n", "the unknown A.77", "dòng mà báo cáo nào"),
    ("Đã họp {n} cuộc{change}.", "Đã họp {m} cuộc.", "the unknown place {m}", "{n}"),
    ("Đã họp {n} cuộc{change}.", "Đã họp nhiều cuộc.", "no place {n}", "lời có {n}"),
    ("Đã họp {n} cuộc{change}.", "Đã họp {n cuộc.", "Đã họp {n cuộc.", "ngoặc nhọn"),
    ("Đã họp {n} cuộc{change}.", '"Đã họp {n!r} cuộc."', "Đã họp {n!r} cuộc.", "ngoặc nhọn"),
    ("Đã họp {n} cuộc{change}.", "Đã họp {n} cuộc {change}.",
     "a blank before {change}", "liền sau"),
    ("Đã họp {n} cuộc{change}.", "Đã  họp {n} cuộc.", "blanks too many", "một khoảng trắng"),
    ("Đã họp {n} cuộc{change}.", "Đã họp {n} cuộc", "no full stop at the end", "có dấu chấm"),
    ("Đã họp {n} cuộc{change}.", "Cả 3 phòng họp {n} cuộc.", "the number 3", "số lấy từ dòng"),
    ("phần mềm mức độ 3{change}", "phần mềm mức độ 4{change}", "the number 4", "số lấy từ dòng"),
    ('"{n} lớp học{change}"', '"{n} lớp học."', "a full stop at the end", "một phần của câu"),
    ("what: cuộc họp", "none: Không họp.", "no text for 0", "danh từ"),
    ('{"1": "Có {list}.", "0": "Không có {list}."}', '{"1": "Có {list}."}',
     "no text for 0", "lời cho"),
    ('"0": "Không có {list}."', '"0": "Không {list}.", "2": "Hai {list}."',
     "the unknown code 2", "mã của"),
    ("exact: true", "exact: true\n            overlap: true", "exact and overlap", "một trong hai"),
    ("key: W.2", "key: W.1", "W.1, which is taken", "chỉ của câu hỏi"),
    ("key: W.2", "key: X", "'X'", ""),
    ("count: A.02.02", "counted: A.02.02", "a mapping with counted", "một câu thuộc một loại"),
    ("count: A.02.02", "percent: A.02.04\n            count: A.02.02",
     "a mapping with", "thuộc một loại"),
    ("measure: cuộc", "unit: cuộc", "the unknown field unit", ""),
    ("parts:\n  - heading: HỒ SƠ", "silent: [A.02.02]\nparts:\n  - heading: HỒ SƠ",
     "A.02.02, of which a sentence speaks", "không kể"),
    ("parts:\n  - heading: HỒ SƠ", "silent: [A.88]\nparts:\n  - heading: HỒ SƠ",
     "the unknown A.88", "một dòng của"),
    (QUOTE, "document: A.02\n            text: Theo {note}.",
     "1 rows without a sentence: A.02.07", "mỗi dòng một câu"),
    ("title: Báo cáo mẫu {period}", "title: Báo cáo {place}",
     "the unknown place {place}", "{period}"),
    ("title: Báo cáo mẫu {period}", "words: {more: tăng}\ntitle: Báo cáo",
     "no place {change}", "lời có"),
]  # fmt: skip


def problems_of(old: str, new: str) -> list[Problem]:
    return read_plan(edited_plan(old, new), small_form())[1]


@pytest.mark.parametrize(("old", "new", "found", "vietnamese"), MISTAKES)
def test_a_mistake_is_told(old: str, new: str, found: str, vietnamese: str) -> None:
    problems = problems_of(old, new)
    assert any(one.found.startswith(found) for one in problems), [*map(str, problems)]
    one = next(one for one in problems if one.found.startswith(found))
    changed = edited_plan(old, new).splitlines()
    assert 1 <= one.line <= len(changed)
    assert vietnamese in translate_part(one.allowed)
    assert describe_problem(one).startswith(f"narrative.yaml, dòng {one.line}, mục ")


def test_a_mistake_is_told_at_its_line() -> None:
    old, new = "Đã họp {n} cuộc{change}.", "Đã họp {m} cuộc."
    line = next(
        at for at, text in enumerate(edited_plan(old, new).splitlines(), 1) if "{m}" in text
    )
    assert {one.line for one in problems_of(old, new)} == {line}


def test_a_heading_in_silent_stands_for_the_rows_under_it() -> None:
    first = PLAN.index("  - heading: HỒ SƠ")
    plan = PLAN[:first].replace("parts:\n", "silent: [A.01]\nparts:\n")
    plan += PLAN[PLAN.index("  - heading: KHÁC") :]
    found, problems = read_plan(plan, small_form())
    assert not problems
    assert found is not None
    assert found.silent == ("A.01",)


def files(**more: str) -> FormFiles:
    texts = {"form.yaml": FORM, **{f"{name}.yaml": text for name, text in more.items()}}
    return FormFiles("loi", {name: text.encode() for name, text in texts.items()})


def test_it_belongs_to_the_form_and_to_what_is_published() -> None:
    read = read_folder(files(narrative=PLAN), "forms")
    assert not read.problems
    [form] = read.forms
    assert form.narrative is not None
    assert form.narrative.title == "Báo cáo mẫu {period}"
    kept = files(narrative=PLAN).used_by(form)
    assert set(kept.files) == {"form.yaml", "narrative.yaml"}
    assert kept.digest != files(narrative=PLAN.replace("KHÁC", "VIỆC KHÁC")).used_by(form).digest


def test_a_form_without_one_has_none() -> None:
    [form] = read_folder(files(), "forms").forms
    assert form.narrative is None


def test_a_broken_one_is_a_problem_of_the_form() -> None:
    read = read_folder(files(narrative="title: [1"), "forms")
    assert [one.file for one in read.problems] == ["forms/loi/narrative.yaml"]
    assert read.forms[0].narrative is None


def test_an_earlier_version_has_its_own() -> None:
    older = FORM.replace('version: "1"', 'version: "0"')
    given = {"form.0.yaml": older, "form.yaml": FORM, "narrative.yaml": PLAN}
    earlier = PLAN.replace("Báo cáo mẫu", "Báo cáo cũ")

    def titles(**more: str) -> list[str | None]:
        texts = {**given, **more}
        files = FormFiles("loi", {name: text.encode() for name, text in texts.items()})
        read = read_folder(files, "forms")
        assert not read.problems
        return [one.narrative and one.narrative.title for one in read.forms]

    assert titles() == ["Báo cáo mẫu {period}", None]
    now_with_both = titles(**{"narrative.0.yaml": earlier})
    assert now_with_both == ["Báo cáo mẫu {period}", "Báo cáo cũ {period}"]
