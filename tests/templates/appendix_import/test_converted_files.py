"""An appendix in whatever kind of file it comes: every row, every value, none mistaken."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from bot.runtime.reader_pool import ReaderPool
from bot.runtime.reader_process import ReaderLimits
from conversations.answers.values import AnswerState
from conversations.forms.search import plain_label
from conversations.reports.previous import FiledAppendix
from conversations.reports.printed_answers import value_cell
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.reader import read_filed
from templates.documents.pdf.render import render_pdf
from tests.support.appendix import form
from tests.support.breadth import WIDE, share
from tests.support.damaged.files import damaged, truth
from tests.support.filed.converted import (
    EDITED_AS,
    EXCEL_KINDS,
    PRINTED,
    WORD_KINDS,
    filled,
    forms_of,
    looks_workbook,
    other_kinds,
    ours_of,
    with_borrowed_letters,
)
from tests.support.filed.form import small_form
from tests.support.filed.reading import read_counted, values
from tests.templates.appendix_import.test_damaged_files import LEAST, said, valued

pytestmark = pytest.mark.long

KINDS = {"doc": "word97", "odt": "open_text", "html": "html", "pdf": "pdf"}
KINDS |= {"xls": "excel97", "ods": "open_sheet"}


def check_ours(filed: FiledAppendix, *, whole: bool, kind: str) -> None:
    real = truth(whole=whole).answers
    printed = {key: said(one)[:2] for key, one in real.items() if one.state is AnswerState.VALUE}
    read = {key: said(one)[:2] for key, one in filed.answers.items() if one.value is not None}
    assert read == printed
    notes = {key: plain_label(one.note) for key, one in real.items() if one.note}
    assert {k: plain_label(one.note) for k, one in filed.answers.items() if one.note} == notes
    assert (filed.matched, filed.kind, filed.unread, filed.unplaced) == (185, kind, (), ())
    assert filed.period is not None
    assert filed.period.name == "Quý I/2023"


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in WORD_KINDS for name in ours_of(kind)]
)
def test_our_appendix_comes_back_from_a_document(kind: str, name: str) -> None:
    filed = read_filed(form(), "a", other_kinds(kind)[name])
    check_ours(filed, whole=name.startswith("whole"), kind=KINDS[kind])


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in EXCEL_KINDS for name in ours_of(kind)]
)
def test_our_appendix_comes_back_from_a_workbook(kind: str, name: str) -> None:
    filed = read_filed(form(), "a", other_kinds(kind)[name])
    check_ours(filed, whole=name == "whole", kind=KINDS[kind])


@pytest.mark.parametrize(
    ("layout", "whole"),
    share([("tinh", False), ("nd30", False), ("nd30", True), ("tinh", True)], 2),
)
def test_our_own_pdf_comes_back(layout: str, whole: bool) -> None:
    filed = read_filed(form(), "a", render_pdf(form(), truth(whole=whole), layout=layout))
    check_ours(filed, whole=whole, kind="pdf")


def test_letters_may_come_from_another_font() -> None:
    check_ours(read_filed(form(), "a", with_borrowed_letters()), whole=False, kind="pdf")


def test_a_workbook_may_be_printed_into_a_pdf() -> None:
    check_ours(read_filed(form(), "a", other_kinds("pdf")[PRINTED]), whole=False, kind="pdf")


@pytest.mark.parametrize(
    ("kind", "key"),
    [(kind, key) for kind in (*WORD_KINDS, *EXCEL_KINDS) for key in forms_of(kind)],
)
def test_a_form_of_blocks_comes_back(kind: str, key: str) -> None:
    found, report = filled(key)
    filed = read_filed(found, "a", other_kinds(kind)[key])
    asked = {one.key for one in filed.unread}
    for row in found.order:
        answer, read = report.answer(row), filed.answers.get(row)
        printed = value_cell(answer, found.row(row).answer)
        again = value_cell(read, found.row(row).answer) if read is not None else ""
        assert printed == again or row in asked, row


@pytest.mark.parametrize(("kind", "name"), EDITED_AS)
def test_a_file_edited_by_hand_is_never_mistaken(kind: str, name: str) -> None:
    made, file = other_kinds(kind), damaged(name, whole=True)
    stem = name.removesuffix(".docx")
    filed = read_filed(form(), "a", made[stem])
    assert filed.matched >= LEAST * len(file.keys)
    real = truth(whole=True).answers
    for key, answer in filed.answers.items():
        assert key in real, key
        if answer.state is not AnswerState.BLANK:
            assert said(answer)[0] == said(real[key])[0], key
    lost = valued(real) & {*file.keys} - valued(filed.answers)
    told = len(filed.unread) + len(filed.unplaced) + sum(filed.left_counts.values())
    assert len(lost) <= told  # none in silence


@pytest.mark.parametrize("kind", WORD_KINDS)
def test_what_nobody_reads_as_a_value_is_none(kind: str) -> None:
    """Struck and hidden words, and the mark of a note; a page does not have hidden ones."""
    filed = read_counted("a", other_kinds(kind)["marks"])
    assert values(filed) == {"A.01": "21", "A.02": "46", "A.03": "33,33", "A.06": "7"}
    left = {f"{one.why}: {one.text}" for one in filed.left_out}
    hidden = set() if kind == "pdf" else {"aside.hidden: 9"}
    assert left == {"aside.struck: 9", "aside.raised: 1"} | hidden


@pytest.mark.parametrize("kind", EXCEL_KINDS)
def test_cells_of_a_workbook_count_as_they_are_shown(kind: str) -> None:
    """As those of an .xlsx do."""
    today = read_counted("a", looks_workbook())
    assert values(today) == {"A.01": "1.250", "A.03": "33,33", "A.06": "7"}
    filed = read_counted("a", other_kinds(kind)["looks"])
    assert values(filed) == values(today)
    assert filed.answers["A.06"].note == "ghi chú 8"
    assert {(one.why, one.text) for one in filed.left_out} == {
        (one.why, one.text) for one in today.left_out
    }
    assert filed.period == today.period


def test_a_table_within_a_cell_is_told_in_word_97() -> None:
    filed = read_counted("a", other_kinds("doc")["nested"])
    assert values(filed) == {"A.01": "21"}
    assert {one.why for one in filed.left_out} == {"aside.nested"}


FIB_VERSION, FIB_FLAGS = 2, 10


def patched(at: int, value: bytes) -> bytes:
    """A .doc with other bytes at this place of its first stream."""
    content = bytearray(other_kinds("doc")["marks"])
    start = content.index(b"\xec\xa5")  # the sign of Word
    content[start + at : start + at + len(value)] = value
    return bytes(content)


LOCKED = {
    "a password": (lambda: patched(FIB_FLAGS, b"\x00\x13"), "file.encrypted"),
    "Word 95": (lambda: patched(FIB_VERSION, b"\x68\x00"), "file.old_word"),
    "no Word at all": (lambda: patched(0, b"\0\0"), "file.broken"),
}


@pytest.mark.parametrize("name", LOCKED)
def test_what_cannot_be_read_of_word_97_is_named(name: str) -> None:
    make, code = LOCKED[name]
    with pytest.raises(FileRefusedError) as error:
        read_filed(form(), "a", make())
    assert error.value.code == code


def test_a_workbook_with_a_password_is_named() -> None:
    content = other_kinds("xls")[ours_of("xls")[0]]
    begin = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20  # behind what begins a book
    locked = content[:begin] + b"\x2f\x00" + content[begin + 2 :]
    with pytest.raises(FileRefusedError) as error:
        read_filed(form(), "a", locked)
    assert error.value.code == "file.encrypted"


COPIES = 1_200 if WIDE else 30  # of each kind
SOURCES = dict.fromkeys(WORD_KINDS, "marks") | {kind: forms_of(kind)[0] for kind in EXCEL_KINDS}


def damage(content: bytes, dice: random.Random) -> bytes:
    """Some bytes changed, a stretch blanked or copied elsewhere, or the end cut off."""
    made = bytearray(content)
    at, length = dice.randrange(len(made)), dice.randrange(1, 600)
    match dice.randrange(4):
        case 0:
            for _ in range(dice.choice([1, 3, 10, 50])):
                made[dice.randrange(len(made))] = dice.randrange(256)
        case 1:
            made[at : at + length] = dice.choice([b"\0", b"\xff"]) * length
        case 2:
            other = dice.randrange(len(made))
            made[other : other + length] = made[at : at + length]
        case _:
            return bytes(made[:at])
    return bytes(made)


async def test_a_damaged_copy_costs_one_attempt_at_most() -> None:
    """It is read as far as it is sound, or refused by a name; most leave the process running."""
    limits = ReaderLimits(jobs=COPIES * len(SOURCES) + 1, kept_bytes=256 * 1_048_576)
    pool = ReaderPool(1, limits)
    try:
        for kind, name in SOURCES.items():
            content, dice, before = other_kinds(kind)[name], random.Random(7), pool.started
            for _ in range(COPIES):
                with suppress(FileRefusedError):
                    await pool.read_appendix(small_form(), "a", damage(content, dice))
            assert pool.started - before <= 1 + COPIES // 50, kind
    finally:
        await pool.close()
