"""`phuluc form draft`: what it prints, and what it refuses with the way out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.runtime.language import ENGLISH, speak
from tests.support.papers import word_file

Phuluc = Callable[..., tuple[int, str]]
_TABLE = [["STT", "Chỉ tiêu", "Giá bán"], ["1", "Thóc", ""], ["2", "Gạo", ""]]


@pytest.fixture
def phuluc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Phuluc]:
    """Draft a form of this content; the exit code and everything that was said."""
    monkeypatch.chdir(tmp_path)

    def run(content: bytes, *words: str) -> tuple[int, str]:
        (tmp_path / "mau.docx").write_bytes(content)
        monkeypatch.setattr(
            sys, "argv", ["phuluc", "form", "draft", "mau.docx", "--as", "x", *words]
        )
        code = 0
        try:
            main.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        told = capsys.readouterr()
        return code, told.out + told.err

    yield run
    speak(ENGLISH)


@pytest.mark.process
def test_a_summary_and_the_whole_as_json(phuluc: Phuluc) -> None:
    content = word_file("*BÁO CÁO GIÁ CẢ THÁNG …", _TABLE)
    code, said = phuluc(content)
    assert code == 0
    assert said.splitlines()[0] == "BÁO CÁO GIÁ CẢ THÁNG …"
    assert "Table 1: 2 rows × 1 columns" in said
    assert "? Cột “Giá bán” ghi loại số gì? (số tiền / số đếm)" in said
    code, said = phuluc(content, "--json")
    assert (code, [row["label"] for row in json.loads(said)["tables"][0]["rows"]]) == (
        *(0, ["Thóc", "Gạo"]),
    )


@pytest.mark.process
def test_what_is_no_form_and_what_is_several(phuluc: Phuluc) -> None:
    code, said = phuluc(word_file("Kính gửi các đơn vị."))
    assert (code, "no table with a head and no outline" in said) == (2, True)
    code, said = phuluc(b"STT;Chi tieu\n1;Thu\n")
    assert (code, "Đây là tệp chữ thường" in said) == (2, True)
    blocks = [("*BÁO CÁO GIÁ", _TABLE), ("Biểu số: 02/TC", "*BÁO CÁO THU", _TABLE)]
    several = word_file(*(block for form in blocks for block in form))
    code, said = phuluc(several)
    assert code == 2
    assert [line.rpartition("  ")[2] for line in said.splitlines()[1:]] == [
        *("1. BÁO CÁO GIÁ", "2. 02/TC: BÁO CÁO THU"),
    ]
    assert phuluc(several, "--only", "2")[1].startswith("BÁO CÁO THU\n")
