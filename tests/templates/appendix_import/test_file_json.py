"""What `phuluc file read` prints of a file."""

from __future__ import annotations

from bot.simulation.file_json import file_json, refusal_json
from templates.appendix_import.reader import read_filed
from tests.support.filed.form import small_form, small_report
from tests.support.filed.word import run, word_file

NAMES = {
    "form",
    "period",
    "kind",
    "format",
    "signatures",
    "refused",
    "cells",
    "doubtful",
    "unread",
    "counts",
}


def told(title: str = "PHỤ LỤC QUÝ IV NĂM 2022", *, at_hand: bool = False, **values: str) -> dict:
    cells = {key.replace("_", "."): inside for key, inside in values.items()}
    filed = read_filed(small_form(), "a.docx", word_file(cells, title=title))
    return file_json(small_form(), filed, small_report().period if at_hand else None)


def test_values_doubts_and_what_is_unread() -> None:
    found = told(
        A_01=run("21 (HĐ)") + run("9", "<w:strike/>"),
        A_02=run("khoảng 5"),
        A_03=run("không phát sinh"),
        A_04=run("\u2713"),
        A_06=run("nhiều"),
    )
    assert set(found) == NAMES
    assert (found["form"], found["period"], found["kind"]) == ("mini", "Quý IV/2022", "filed")
    assert (found["format"], found["signatures"]) == ("word", [])
    assert found["cells"]["A.01"] == {
        "value": "21",
        "remark": "HĐ",
        "note": None,
        "state": "value",
        "text": "21 (HĐ)",
    }
    assert found["cells"]["A.03"]["state"] == "none"
    assert found["doubtful"]["A.04"] == ["Có (1)"]
    assert "5" in found["doubtful"]["A.02"]
    assert [(one["where"], one["text"]) for one in found["unread"]] == [
        ("bảng 1, dòng 8, cột 3 (A.06)", "nhiều"),
        ("bảng 1, dòng 3, cột 3", "9"),
    ]
    assert found["unread"][1]["why"] == "chữ bị gạch ngang"
    count = found["counts"]
    assert (count["read"], count["doubtful"], count["unread"]) == (2, 2, 2)


def test_the_period_is_told_or_asked_or_that_before_the_one_at_hand() -> None:
    assert told("PHỤ LỤC")["period"] is None
    assert told("PHỤ LỤC", at_hand=True)["period"] == "Quý IV/2022"
    two = told("SỐ LIỆU QUÝ IV/2022 VÀ QUÝ III/2022")
    assert (two["period"], two["doubtful"]["period"]) == (None, ["Quý IV/2022", "Quý III/2022"])


def test_a_refused_file_says_why() -> None:
    found = refusal_json(small_form(), "file.rtf", {})
    assert (found["kind"], found["refused"], found["cells"]) == ("refused", "file.rtf", {})
    assert "RTF" in found["why"]
