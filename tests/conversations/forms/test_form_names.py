"""Words that name a form."""

from __future__ import annotations

import pytest

from conversations.forms.form_names import (
    forms_like,
    name_period,
    read_form_words,
    read_leading_form,
)
from conversations.forms.model import Form
from conversations.workflow.report_words import read_report_words
from templates.loading.calendars import load_calendars
from templates.loading.catalog import load_catalog
from tests.support.beside import AFTER, BEFORE, folder_with

WINDOWS = load_calendars().windows


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    root = folder_with(tmp_path_factory.mktemp("beside"), BEFORE, AFTER)
    return [*load_catalog(root).forms.values()]


@pytest.mark.parametrize(
    ("words", "key", "rest"),
    [
        ("Bảo trợ xã hội", "bao-tro", ""),
        ("bao tro xa hoi", "bao-tro", ""),
        ("BTXH SNV", "bao-tro", "SNV"),
        ("bao-tro", "bao-tro", ""),
        ("SNV (Bảo trợ xã hội)", "bao-tro", "SNV"),
        ("bảo trợ xã hội SNV", "bao-tro", "SNV"),
        ("bảo trợ xa hộii", "bao-tro", ""),
        ("cải cách hành chinh", "cchc-so", ""),
        ("cchc", "cchc-so", ""),
        ("thi đua, khen thưởng X01", "thi-dua", "X01"),
        ("khen thuong", "thi-dua", ""),
        ("Báo cáo quý về công tác bảo trợ xã hội", "bao-tro", ""),
    ],
)
def test_a_form_is_named_by_any_of_its_names(
    forms: list[Form], words: str, key: str, rest: str
) -> None:
    found = read_form_words(words, forms)
    assert ([form.key for form in found.forms], found.rest) == ([key], rest)


@pytest.mark.parametrize("words", ["", "SNV", "Phòng Kiểm soát thủ tục", "xã 12", "quý I/2026"])
def test_other_words_name_no_form(forms: list[Form], words: str) -> None:
    assert read_form_words(words, forms) == ((), words)


def test_a_part_of_a_name_may_mean_a_form(forms: list[Form]) -> None:
    assert [form.key for form in forms_like("bảo trợ", forms)] == ["bao-tro"]
    assert [form.key for form in forms_like("bao cao", forms)] == ["bao-tro", "cchc-so", "thi-dua"]
    assert forms_like("xã", forms) == forms_like("", forms) == ()


def test_what_follows_a_name_is_left_as_it_is(forms: list[Form]) -> None:
    found = read_leading_form("Bảo trợ xã hội: nhập  nhầm\nhai dòng", forms)
    assert ([form.key for form in found.forms], found.rest) == (["bao-tro"], "nhập  nhầm\nhai dòng")
    assert read_leading_form("nhập nhầm cchc", forms) == ((), "nhập nhầm cchc")


@pytest.mark.parametrize(
    ("words", "keys", "period", "rest"),
    [
        ("quý I/2026 bảo trợ xã hội TX 1", ["bao-tro"], "quý I/2026", "TX 1"),
        ("bảo trợ xã hội quý I/2026 TX 1", ["bao-tro"], "quý I/2026", "TX 1"),
        ("TX 1 Quý I/2026 (Cải cách hành chính)", ["cchc-so"], "Quý I/2026", "TX 1"),
        ("thi đua, khen thưởng 6 tháng 2026", ["thi-dua"], "6 tháng 2026", ""),
        ("TX 1 quý I/2026", [], "quý I/2026", "TX 1"),
        ("", [], "", ""),
    ],
)
def test_form_and_period_are_named_in_any_order(
    forms: list[Form], words: str, keys: list[str], period: str, rest: str
) -> None:
    found = read_report_words(words, forms, WINDOWS)
    assert ([form.key for form in found.forms], found.period, found.rest) == (keys, period, rest)


def test_the_only_form_is_not_looked_for_in_the_words_of_a_row(forms: list[Form]) -> None:
    only = [form for form in forms if form.key == "cchc-so"]
    label = "công tác chỉ đạo điều hành CCHC"
    assert read_report_words(label, only, WINDOWS).rest == label
    assert read_report_words("cchc SNV", only, WINDOWS).rest == "SNV"


def test_a_period_says_its_form_where_there_is_one_to_say() -> None:
    assert name_period("Quý I/2026", "") == "Quý I/2026"
    assert name_period("Quý I/2026", "Bảo trợ xã hội") == "Quý I/2026 (Bảo trợ xã hội)"
