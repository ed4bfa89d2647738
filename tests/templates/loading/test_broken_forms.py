"""Each way a form or a sample can be wrong, with what its author is told."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest

from templates.loading.catalog import catalog_problems
from tests.support.mini_form import FORM, SAMPLE, write


class Broken(NamedTuple):
    """Replace `old` by `new`; the problem is on the line where `new` says HERE (or `line`)."""

    old: str
    new: str
    key: str
    found: str
    allowed: str
    line: int | None = None


BROKEN = {
    "unknown field": Broken(
        "    measure: Người\n    answer: count\n    proposal",
        "    unit: Người # HERE\n    answer: count\n    proposal",
        "rows/I.01.01/unit",
        "the unknown field unit",
        "one of label, stt, measure",
    ),
    "unknown field of a relation": Broken(
        "    severity: hard",
        "    severity: hard\n    level: 1 # HERE",
        "checks/C1/level",
        "the unknown field level",
        "one of severity, message, must",
    ),
    "unknown field at the top": Broken(
        "title: Biểu mẫu nhỏ",
        "title: Biểu mẫu nhỏ\ncolour: red # HERE",
        "colour",
        "the unknown field colour",
        "one of form, version, title",
    ),
    "one word for two layouts": Broken(
        "title: Biểu mẫu nhỏ",
        "title: Biểu mẫu nhỏ\nlayouts:\n  a: {label: A, template: a.docx, called: [Tỉnh]}\n"
        "  b: {label: B, template: b.docx, called: [tinh]} # HERE",
        "layouts/b",
        "'tinh', which also means a",
        "words of one layout only",
    ),
    "a template elsewhere": Broken(
        "title: Biểu mẫu nhỏ",
        "title: Biểu mẫu nhỏ\nlayouts:\n  a: {label: A, template: ../a.docx} # HERE",
        "layouts/a/template",
        "",
        "",
    ),
    "unknown field of an option": Broken(
        "{code: 0, label: Không, aliases: [ko]}",
        "{code: 0, label: Không, words: [ko]} # HERE",
        "choices/co-khong/1/words",
        "the unknown field words",
        "one of code, label, aliases",
    ),
    "missing label": Broken(
        "  I.02:\n    stt: 2\n    label: Mục chỉ là đầu đề",
        "  I.02: # HERE\n    stt: 2",
        "rows/I.02/label",
        "no label",
        "required",
    ),
    "missing message": Broken(
        "    message: Phần nhiều hơn tổng.\n",
        "",
        "checks/C1/message",
        "no message",
        "required",
        line=46,
    ),
    "label that is empty": Broken(
        "    label: Còn lại", "    label: # HERE", "rows/I.01.03/label", "nothing", "string"
    ),
    "label of a wrong type": Broken(
        "    label: Còn lại", "    label: [a, b] # HERE", "rows/I.01.03/label", "'a'", "string"
    ),
    "printed number with a decimal": Broken(
        "    stt: 2", "    stt: 1.10 # HERE", "rows/I.02/stt", "1.1", "string"
    ),
    "yes in place of true": Broken(
        "    label: Còn lại",
        "    label: Còn lại\n    optional: yes # HERE",
        "rows/I.01.03/optional",
        "'yes'",
        "a valid boolean",
    ),
    "row name used twice": Broken(
        "  I.01.03:",
        "  I.01.02: # HERE",
        "rows/I.01.02",
        "a second I.01.02 (the first is on line 22)",
        "each key once",
    ),
    "row name that is a number": Broken(
        "  I.02.01:", "  2.01: # HERE", "rows/2.01", "the key 2.01", "in quotes"
    ),
    "row name with a blank": Broken(
        "  I.02:", "  I 02: # HERE", "rows/I 02", "the name 'I 02'", "full stops"
    ),
    "parent that is missing": Broken(
        "  I.02:\n",
        "  I.03:\n",
        "rows/I.02.01/parent",
        "the parent I.02, which stands nowhere",
        "a row printed above it",
        line=35,
    ),
    "parent printed below": Broken(
        "    label: Trong đó (<i>nữ</i>)",
        "    label: Trong đó\n    parent: I.02 # HERE",
        "rows/I.01.02/parent",
        "the parent I.02, which stands below it",
        "a row printed above it",
    ),
    "unknown answer type": Broken(
        "    answer: count\n    proposal",
        "    answer: number # HERE\n    proposal",
        "rows/I.01.01/answer",
        "'number'",
        "count, percent, text, choice co-khong",
    ),
    "unknown code set": Broken(
        "    answer: choice co-khong",
        "    answer: choice khong-co # HERE",
        "rows/I.01/answer",
        "'choice khong-co'",
        "choice co-khong",
    ),
    "limit that is no number": Broken(
        "{type: count, limit: 500}",
        "{type: count, limit: many} # HERE",
        "rows/I.01.03/answer",
        "many",
        "limit: a number from 1 to",
    ),
    "unknown basis": Broken(
        "    basis: year",
        "    basis: yearly # HERE",
        "rows/I.02.01/basis",
        "'yearly'",
        "'in_period', 'cumulative', 'at_date' or 'year'",
    ),
    "unknown severity": Broken(
        "    severity: hard",
        "    severity: error # HERE",
        "checks/C1/severity",
        "'error'",
        "'hard', 'soft' or 'auto'",
    ),
    "answer on a section": Broken(
        "    label: Phần một",
        "    label: Phần một\n    answer: count # HERE",
        "rows/I/answer",
        "an answer",
        "none on a section",
    ),
    "proposal on a heading": Broken(
        "    label: Mục chỉ là đầu đề",
        '    label: Mục\n    proposal: "[I.01]" # HERE',
        "rows/I.02/proposal",
        "proposal",
        "a row with an answer",
    ),
    "helper on a count": Broken(
        "    answer: {type: percent, limit: 100}\n    basis: year\n    carry: slow\n    helper:",
        "    answer: count\n    helper: # HERE",
        "rows/I.02.01/helper",
        "a helper on a count",
        "on a percent",
    ),
    "helper and computed": Broken(
        "    carry: slow",
        '    carry: slow\n    computed: "[I.01.02]"',
        "rows/I.02.01/helper",
        "computed and helper",
        "one of computed, proposal, helper",
        line=42,
    ),
    "helper without numerator": Broken(
        "    helper:\n      numerator: Tử số?",
        "    helper: # HERE\n      question: Tử số?",
        "rows/I.02.01/helper/numerator",
        "no numerator",
        "required",
    ),
    "helper of an unknown row": Broken(
        "      numerator_row: I.01.02",
        "      numerator_row: I.09 # HERE",
        "rows/I.02.01/helper/numerator_row",
        "the unknown row I.09",
        "a row of this form",
    ),
    "unknown row in a relation": Broken(
        '      - "[I.01.03] <= [I.01.01]"',
        '      - "[I.01.04] <= [I.01.01]" # HERE',
        "checks/C2/rules/0/must",
        "the unknown row I.01.04",
        "a row of this form",
    ),
    "unknown row in a condition": Broken(
        '      - when: "[I.01] = 0"',
        '      - when: "[I.77] = 0" # HERE',
        "checks/C2/rules/1/when",
        "the unknown row I.77",
        "a row of this form",
    ),
    "condition without a reason": Broken(
        "    void_because: Không có.\n",
        "",
        "rows/I.01.03/void_because",
        "no void_because",
        "together",
        line=26,
    ),
    "circle of rows": Broken(
        'void_when: "zero([I.01])"',
        'void_when: "zero([I.01.01])"',
        "rows/I.01.01/proposal",
        "I.01.01 → I.01.03 → I.01.01",
        "no circle",
        line=21,
    ),
    "row computed from itself": Broken(
        'proposal: "[I.01.02] + [I.01.03]"',
        'proposal: "[I.01.01]" # HERE',
        "rows/I.01.01/proposal",
        "I.01.01 → I.01.01",
        "no circle",
    ),
    "relation without a rule": Broken(
        '    must: "[I.01.02] <= [I.01.01]"\n', "", "checks/C1", "no rule", "must or rules", line=46
    ),
    "unquoted expression": Broken(
        '    must: "[I.01.02] <= [I.01.01]"',
        "    must: [I.01.02] <= [I.01.01] # HERE",
        "(file)",
        "expected <block end>",
        "YAML 1.2",
    ),
    "same code twice": Broken(
        "{code: 0, label: Không, aliases: [ko]}",
        "{code: 1, label: Không, aliases: [ko]} # HERE",
        "choices/co-khong/1/code",
        "'1', which also names option 'Có'",
        "one option only",
    ),
    "alias of two options": Broken(
        "aliases: [ko]}",
        "aliases: [ko, RÔI]} # HERE",
        "choices/co-khong/1/aliases/1",
        "'RÔI', which also names option 'Có'",
        "one option only",
    ),
    "code that is a word": Broken(
        "{code: 0, label: Không",
        "{code: x, label: Không # HERE\n     ",
        "choices/co-khong/1/code",
        "the code 'x'",
        "digits only",
    ),
    "one option": Broken(
        "    - {code: 0, label: Không, aliases: [ko]}\n",
        "",
        "choices/co-khong",
        "1 options",
        "two options or more",
        line=5,
    ),
    "codes printed in another order": Broken(
        "    answer: choice co-khong",
        "    answer: choice co-khong # HERE",
        "rows/I.01/answer",
        "Có = 1, Không = 0",
        "Không = 0, Có = 1, as printed",
    ),
    "codes printed on a count": Broken(
        "    answer: choice co-khong",
        "    answer: count # HERE",
        "rows/I.01/answer",
        "no choice",
        "Có = 1, Không = 0, as printed",
    ),
    "italics left open": Broken(
        "(<i>nữ</i>)", "(<i>nữ) # HERE", "rows/I.01.02/label", "<i>", "<i> and </i> in turn"
    ),
    "decomposed letters": Broken(
        "    label: Còn lại",
        unicodedata.normalize("NFD", "    label: Còn lại # HERE"),
        "(file)",
        "apart",
        "NFC",
    ),
    "anchor": Broken(
        "    label: Còn lại",
        "    label: &x Còn lại # HERE",
        "rows/I.01.03/label",
        "&x",
        "no anchors",
    ),
    "alias": Broken(
        "    label: Còn lại", "    label: *x # HERE", "rows/I.01.03/label", "*x", "written out"
    ),
    "tag": Broken(
        "    label: Còn lại",
        "    label: !!python/name:os.system x # HERE",
        "rows/I.01.03/label",
        "python/name:os.system",
        "no tags",
    ),
    "tab": Broken("    label: Còn lại", "\tlabel: Còn lại # HERE", "(file)", "'\\t'", "YAML 1.2"),
    "control character": Broken(
        "    label: Còn lại", "    label: Còn\x07lại # HERE", "(file)", "character", "printable"
    ),
    "second document": Broken(
        "checks:", "--- # HERE\nchecks:", "(file)", "a second document", "one document"
    ),
    "unknown function": Broken(
        'void_when: "zero([I.01])"',
        'void_when: "nought([I.01])" # HERE',
        "rows/I.01.03/void_when",
        "'nought'",
        "blank",
    ),
    "number for a condition": Broken(
        'must: "[I.01.02] <= [I.01.01]"',
        'must: "[I.01.02] + [I.01.01]" # HERE',
        "checks/C1/must",
        "the number [I.01.02] + [I.01.01]",
        "a condition, as [I.01] > 0",
    ),
    "condition for a number": Broken(
        'proposal: "[I.01.02] + [I.01.03]"',
        'proposal: "[I.01.02] > [I.01.03]" # HERE',
        "rows/I.01.01/proposal",
        "the condition [I.01.02] > [I.01.03]",
        "a number, as",
    ),
    "expression that is code": Broken(
        'must: "[I.01.02] <= [I.01.01]"',
        'must: "__import__([I.01.02])" # HERE',
        "checks/C1/must",
        "__import__",
        "and, or, not",
    ),
    "another folder's form": Broken(
        "form: mini", "form: maxi # HERE", "form", "maxi", "mini, the folder's name"
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    case = BROKEN[name]
    assert FORM.count(case.old) == 1 or name == "codes printed in another order"
    text = FORM.replace(case.old, case.new, 1)
    if name == "codes printed in another order":
        text = text.replace("measure: Có = 1 Không = 0", "measure: Không = 0 Có = 1")
    line = case.line or 1 + text[: text.index("HERE")].count("\n")

    found = catalog_problems(write(tmp_path, text))

    place = ("forms/mini/form.yaml", line, case.key)
    mine = [problem for problem in found if (problem.file, problem.line, problem.key) == place]
    assert mine, [str(problem) for problem in found]
    assert case.found in mine[0].found
    assert case.allowed in mine[0].allowed


BROKEN_SAMPLES = {
    "answer to an unknown row": Broken(
        "  I.01.02: 3", "  I.99: 3 # HERE", "texts/I.99", "the unknown I.99", "takes an answer"
    ),
    "answer to a heading": Broken(
        "  I.01.02: 3", "  I.02: 3 # HERE", "texts/I.02", "the unknown I.02", "takes an answer"
    ),
    "answer with a decimal point": Broken(
        "  I.01.02: 3", "  I.01.02: 3.5 # HERE", "texts/I.01.02", "3.5", "string"
    ),
    "note to an unknown row": Broken(
        "  I.02: Kế", "  I.88: # HERE\n    Kế", "notes/I.88", "the unknown I.88", "a row of mini"
    ),
    "reason for an unknown check": Broken(
        "  C2: Đã", "  C9: # HERE\n    Đã", "reasons/C9", "the unknown C9", "a check of mini"
    ),
    "no such day": Broken(
        "period: {name: Quý I/2023, start: 2022-12-15, end: 2023-03-14}",
        "period: {name: Quý I/2023, start: 2022-12-15, end: 2023-02-30} # HERE",
        "period/end",
        "'2023-02-30'",
        "date",
    ),
    "end before start": Broken(
        "start: 2022-12-15", "start: 2023-12-15", "period/end", "2023-03-14", "2023-12-15 on", 2
    ),
    "unknown field": Broken(
        "issue: {month: 3, year: 2023}",
        "issue: {month: 3, year: 2023, place: x} # HERE",
        "issue/place",
        "the unknown field place",
        "one of number, day, month, year",
    ),
}


@pytest.mark.parametrize("name", BROKEN_SAMPLES)
def test_a_broken_sample_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    case = BROKEN_SAMPLES[name]
    assert SAMPLE.count(case.old) == 1
    text = SAMPLE.replace(case.old, case.new)
    line = case.line or 1 + text[: text.index("HERE")].count("\n")
    (problem,) = catalog_problems(write(tmp_path, sample=text))
    place = (problem.file, problem.line, problem.key)
    assert place == ("forms/mini/sample.yaml", line, case.key)
    assert case.found in problem.found
    assert case.allowed in problem.allowed
