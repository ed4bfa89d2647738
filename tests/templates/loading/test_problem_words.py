"""Everything that may be wrong with a form file is told in Vietnamese too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from templates.loading.catalog import catalog_problems, load_catalog, shared_name_problems
from templates.loading.problem_words import describe_problem, problem_texts, translate_part
from templates.loading.problems import Problem
from tests.support.mini_form import FORM, write
from tests.support.paths import ROOT
from tests.templates.loading.blocks import test_block_forms, test_list_forms
from tests.templates.loading.test_broken_forms import BROKEN

SOURCES = [
    *sorted((ROOT / "templates" / "loading").rglob("*.py")),
    ROOT / "templates" / "documents" / "template_check.py",
    ROOT / "templates" / "documents" / "excel" / "own_check.py",
    *(
        ROOT / "bot" / "runtime" / f"{name}.py"
        for name in ("form_check", "preflight", "print_check")
    ),
]
TELLING = ("problem", "Problem", "_refuse", "_problem")
VALUE = re.compile(r"'.*'|\".*\"|[\[{«(<].*|[\w.*/%→-]+(?:, [\w.*]+)*|.* = .*|\W*", re.DOTALL)
WRITTEN = {"{type: {}, {}}", "money {}"}  # as a form file has it


def found_problems(root: Path) -> Iterator[Problem]:
    """What the tests of broken forms break."""
    for number, case in enumerate(BROKEN.values()):
        folder = root / str(number)
        folder.mkdir()
        yield from catalog_problems(write(folder, FORM.replace(case.old, case.new, 1)))
    for good, bad, *_ in test_block_forms.MISTAKES:
        yield from listed(test_block_forms.parsed(test_block_forms.TABLE.replace(good, bad, 1)))
    for good, bad, *_ in test_list_forms.MISTAKES:
        yield from listed(test_list_forms.parsed(test_list_forms.FORM.replace(good, bad, 1)))


def listed(read: object) -> list[Problem]:
    return read if isinstance(read, list) else []


def test_every_mistake_is_told_in_vietnamese(tmp_path: Path) -> None:
    texts = {text for one in found_problems(tmp_path) for text in (one.found, one.allowed)}
    assert len(texts) > 100
    english = {
        text
        for text in texts
        if translate_part(text) == text and not VALUE.fullmatch(text) and "money" not in text
    }
    assert english <= {"YAML 1.2"}


def texts_of(path: Path) -> Iterator[str]:
    """The texts that a module tells a problem with, `{}` for what they name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            parts: list[ast.expr] = node.args if name in TELLING else []
        elif isinstance(node, ast.Assign) and any(
            getattr(target, "id", "") in ("found", "allowed") for target in node.targets
        ):
            parts = [node.value]
        else:
            continue
        yield from filter(None, map(template, parts))


def template(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(
                str(one.value) if isinstance(one, ast.Constant) else "{}" for one in values
            )
    return ""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_text_of_the_code_has_its_vietnamese(path: Path) -> None:
    known = problem_texts()
    missing = {
        text
        for text in texts_of(path)
        if " " in text
        and text not in {*known, *WRITTEN}
        and translate_part(text) == text
        and not re.fullmatch(r"[\W\d]*(\{\}[\W\d]*)*", text)
    }
    assert missing == set()


def test_a_line_names_the_place_and_the_way_out() -> None:
    problem = Problem(
        "forms/a/form.yaml", 12, "rows/I.02/parent", "the parent I.9, which stands below it",
        "a row printed above it",
    )  # fmt: skip
    assert describe_problem(problem) == (
        "forms/a/form.yaml, dòng 12, mục rows/I.02/parent: thấy dòng cha I.9, nằm bên dưới nó; "
        "cần một dòng in phía trên nó"
    )


def test_what_is_named_may_stand_in_another_order() -> None:
    text = "14, and 14a is a name of version 2026.1 itself"
    assert translate_part(text) == "14, trong khi bản 2026.1 đã có sẵn tên 14a"
    assert translate_part("x" * 3_000) == "x" * 3_000


def test_what_does_not_read_back_is_told_without_codes_or_english() -> None:
    found = "'' where '8' was printed (excel)"
    cell = Problem("forms/a/form.yaml", 1, "(print)/01:c3", found, "what was printed")
    assert describe_problem(cell) == (
        "forms/a/form.yaml, dòng 1, mục (bản in)/01:c3: thấy đọc lại ra '' trong khi bản in là '8' "
        "(Excel); cần đúng như bản in"
    )
    why = "no table or heading of the form is found in it"
    said = translate_part(f"a word file that cannot be read back ({why})")
    assert said == "tệp Word in ra không đọc lại được (không thấy bảng hay đầu mục nào của biểu)"


def test_a_name_that_another_form_has_is_told_with_both_ways_out() -> None:
    forms = load_catalog().forms
    other = forms["cchc-so"]
    mine = forms["mat-tran"].model_copy(update={"title": other.title, "called": (other.name,)})
    found = [*shared_name_problems(mine, other, "forms")]
    assert [one.key for one in found] == ["title, called"]
    said = describe_problem(found[0])
    assert other.title in said
    assert said.endswith(
        "cần tên khác, vì biểu cchc-so đã mang tên này; nếu đây là bản mới của chính biểu cchc-so "
        "thì lập lại bằng mã đó: tạo biểu cchc-so"
    )


WORD, BOOK = "not a Word document (.docx)", "not a workbook (.xlsx)"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WORD, "không phải tài liệu Word (.docx)"),
        (f"no word/document.xml in it: {WORD}", "không có word/document.xml bên trong: "),
        (f"no xl/workbook.xml in it: {BOOK}", "không có xl/workbook.xml bên trong: "),
        ("more than 9 bytes when unpacked", "hơn 9 byte khi giải nén"),
        (
            "no cell for the value of 01, 02 and 3 more",
            "không có ô nào cho giá trị của 01, 02 và 3",
        ),
        ("no place for the note of a, b", "không có chỗ cho ghi chú của a, b"),
        ("a tag that fails (x)", "một thẻ không chạy được (x)"),
        ("a row of k, as r1", "một dòng của k, ví dụ r1"),
        ('{{ cells["01"].value }} in a cell', '{{ cells["01"].value }} trong một ô'),
    ],
)
def test_what_is_wrong_with_a_template_is_told_in_vietnamese(text: str, told: str) -> None:
    assert translate_part(text).startswith(told)
