"""PDFs that are not read: each is named by what it is, and before it costs anything."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from conversations.composing.markup import strip_markup
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.pdf import limits
from templates.appendix_import.reader import read_filed
from templates.loading.wording import load_wording
from tests.support.filed.form import small_form
from tests.support.filed.pdf import raw_pdf, small_pdf, typeset

WORDS = b"BT /F 12 Tf 50 700 Td (21) Tj ET "
LETTERS = b"(" + b"x" * 300 + b") Tj T* "
UNSEEN = b"q 500 0 0 700 40 40 cm /P Do Q BT 3 Tr /F 12 Tf 50 700 Td (21) Tj ET"


def locked() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(small_pdf({"A.01": "21"}))))
    writer.encrypt(owner_pass="chủ", user_pass="mật khẩu")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def strokes(count: int) -> bytes:
    return WORDS + b"".join(b"%d 0 m %d 800 l S " % (at % 500, at % 500) for at in range(count))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a scan": (lambda: raw_pdf(b"q 500 0 0 700 40 40 cm /P Do Q", picture=True), "file.pdf_scan"),
    "a scan with words under it": (lambda: raw_pdf(UNSEEN, picture=True), "file.pdf_scan"),
    "an empty page": (lambda: raw_pdf(b""), "file.pdf_empty"),
    "words alone": (lambda: typeset("Sở Nội vụ báo cáo số nhiệm vụ là 21."), "file.pdf_no_lines"),
    "a table without lines": (
        lambda: small_pdf({"A.01": "21"}, look="stroke: none"),
        "file.pdf_no_lines",
    ),
    "a table with lines in one direction": (
        lambda: small_pdf({"A.01": "21"}, look="stroke: (x: none, y: 0.5pt)"),
        "file.pdf_no_lines",
    ),
    "another table": (lambda: typeset("#table(columns: 2, [a], [b], [1], [2])"), "file.no_table"),
    "a password": (locked, "file.encrypted"),
    "many pages": (lambda: raw_pdf(*[WORDS] * (limits.MAX_PAGES + 1)), "file.pdf_pages"),
    "many lines": (lambda: raw_pdf(strokes(limits.MAX_PATHS + 1)), "file.pdf_page"),
    "many strokes in one line": (
        lambda: raw_pdf(WORDS + b"0 0 m " + b"1 1 l 2 2 l " * limits.MAX_SEGMENTS + b"S"),
        "file.pdf_page",
    ),
    "many letters": (
        lambda: raw_pdf(b"BT /F 3 Tf 3 TL 50 800 Td " + LETTERS * (limits.MAX_LETTERS // 300 + 1)),
        "file.pdf_page",
    ),
    "a fine grid": (
        lambda: raw_pdf(
            WORDS
            + b"".join(
                b"%d 0 m %d 800 l S 0 %d m 600 %d l S " % (4 * n, 4 * n, 4 * n, 4 * n)
                for n in range(200)
            )
        ),
        "file.pdf_page",
    ),
    "cut": (lambda: small_pdf({"A.01": "21"})[:600], "file.broken"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_named(name: str) -> None:
    make, code = REFUSED[name]
    with pytest.raises(FileRefusedError) as error:
        read_filed(small_form(), "a.pdf", make())
    assert error.value.code == code
    said = strip_markup(load_wording().say(code, error.value.data))
    assert "Xin" in said
    assert "{{" not in said
