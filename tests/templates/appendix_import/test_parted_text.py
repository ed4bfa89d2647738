"""Lists that are saved as text: every usual sign and every usual way to store letters."""

from __future__ import annotations

import unicodedata

import pytest

from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.spreadsheet import sheet_lines

LINES = [["Mã", "Tên", "Cán bộ"], ["X1", "Xã Đông Sơn", "Lan; Hùng"], ["X2", "Xã Bắc, Sơn", ""]]


def written(sign: str) -> str:
    rows = [[f'"{cell}"' if set(cell) & {sign, '"'} else cell for cell in line] for line in LINES]
    return "\r\n".join(sign.join(row) for row in rows) + "\r\n"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_every_sign_and_encoding(sign: str, encoding: str) -> None:
    text = written(sign)
    if encoding == "cp1258":  # which has its tones behind the letters
        text = "".join(_apart(letter) for letter in text)
    assert sheet_lines(text.encode(encoding)) == LINES


def _apart(letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        bare = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in bare if mark in "\u0300\u0301\u0303\u0309\u0323")
        left = unicodedata.normalize("NFC", "".join(mark for mark in bare if mark not in tones))
        return left + tones
    return letter


def test_the_sign_that_excel_announces() -> None:
    assert sheet_lines(b"sep=;\r\nM;T\r\na;b,c\r\n") == [["M", "T"], ["a", "b,c"]]


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\x00\x01", b"\xff\xd8\xff\xe0" * 9, b"mot dong\n"]
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefusedError):
        sheet_lines(content)
