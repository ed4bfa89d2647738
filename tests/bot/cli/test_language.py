"""The command line in Vietnamese: every text of the code, and nothing else, is in the file."""

from __future__ import annotations

import ast
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import main
from bot.cli.administration import MOST_ROWS
from bot.cli.help_pages import every_command
from bot.runtime.language import ENGLISH, one_line, speak, vietnamese_texts
from storage.tables import types
from tests.support.paths import ROOT

SAYING = (
    "tell",
    "StoreError",
    "translate_text",
    "lay_out",
    "Doubt",
    "_doubt",
    "refuse_line",
    "BadLine",
)
TABLES = (  # module constants whose texts are said by their keys
    *("WORDS", "REFUSED", "UNREADABLE", "_ALLOWED", "_NOT_NEEDED", "_PARENT", "_PEOPLE", "_HEAD"),
    *("_NOT_SAVED", "_SAVED_TWICE", "_SAVED_BESIDE"),
)
PASSED_ON = {  # what is said by a name that comes from elsewhere: its texts are found there
    *("error.text", "one.text", "bad.allowed", "heading", "parameter.param_type_name", "text"),
    *(
        "one",
        "_NOT_NEEDED[name]",
        "WORDS[part.part]",
        "WORDS[error.reply.code]",
        "WORDS[error.problem]",
        "WORDS[one.code]",
        "REFUSED.get(error.code, UNREADABLE)",
    ),
    *("allowed", "head", "added", "said"),
}
OF_LIBRARIES = {  # what the library of the command line says by itself
    *("Options", "Arguments", "Commands", "Show this message and exit.", "argument", "option"),
    *("[required]", "required]", "[default:", "default:"),
}
BY_COMMAND_LINE = ("bot/cli", "bot/runtime", "bot/jobs", "storage")
SOURCES = [path for folder in BY_COMMAND_LINE for path in sorted((ROOT / folder).rglob("*.py"))]
SOURCES += [*(ROOT / "conversations" / "workflow").glob("unit_*.py")]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    speak(ENGLISH)


def texts_in(path: Path) -> Iterator[str]:
    """Every text that a module says: given at once, or by a name that is set in the module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else ()
        for target in targets:
            if isinstance(target, ast.Name):
                named.setdefault(target.id, set()).update(constants(node.value))
    for table in TABLES:
        if table != "_HEAD" or "bot/cli/events.py" in path.as_posix():
            yield from named.get(table, ())
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if called(node) == "__init__" and path.name == "errors.py" and node.args:
            yield from constants(node.args[0])
        if called(node) not in SAYING:
            continue
        yield from said_by(node, named)


def said_by(call: ast.Call, named: dict[str, set[str]]) -> Iterator[str]:
    name = called(call)
    places = {"refuse_line": (3,), "Doubt": (), "BadLine": ()}.get(name, (0,))
    given = [call.args[n] for n in places if n < len(call.args)]
    given += [one.value for one in call.keywords if one.arg in ("text", "allowed")]
    for one in given if name not in ("tell", "StoreError") else given[:1]:
        found = constants(one)
        for part in ast.walk(one):
            if isinstance(part, ast.Name) and part.id in named:
                found |= named[part.id]
        assert found or ast.unparse(one) in PASSED_ON | {*TABLES}, ast.unparse(call)
        yield from found


def called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def constants(node: ast.AST) -> set[str]:
    """The texts that an expression may be; of a table its values."""
    match node:
        case ast.Constant(value=str(text)):
            return {text} if text.strip() else set()
        case ast.IfExp():
            return constants(node.body) | constants(node.orelse)
        case ast.BoolOp():
            return {text for value in node.values for text in constants(value)}
        case ast.Dict():
            return {text for value in node.values for text in constants(value)}
        case ast.Tuple() | ast.Set():
            return {text for value in node.elts for text in constants(value)}
    return set()


def said_texts() -> set[str]:
    said = {one_line(text) for path in SOURCES for text in texts_in(path)}
    for command in every_command(get_command(main.app)):
        said |= {one_line(command.help)} if command.help else set()
        helped = (getattr(one, "help", None) for one in command.params)
        said |= {one_line(text) for text in helped if text}
    return {text for text in said if any(map(str.isalpha, text)) or "{" in text}


def test_every_text_has_its_vietnamese_and_the_file_has_no_other() -> None:
    said, kept = said_texts() | OF_LIBRARIES, {*vietnamese_texts()}
    assert said - kept == set()
    assert kept - said == set()


def test_a_translation_has_the_fields_of_its_text() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for english, vietnamese in vietnamese_texts().items():
        assert fields(vietnamese) <= fields(english), english


def test_what_a_command_prints_goes_through_the_language() -> None:
    """No text of ours is printed or raised as it stands."""
    for path in sorted((ROOT / "bot" / "cli").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in ("print", "AdminError"):
                for one in node.args:
                    assert not bare_words(one), f"{path}: {ast.unparse(node)}"


def bare_words(node: ast.AST) -> list[str]:
    """The words of a text that is given as it stands, whole or between its fields."""
    values = node.values if isinstance(node, ast.JoinedStr) else [node]
    parts = [one.value for one in values if isinstance(one, ast.Constant)]
    words = re.findall(r"[^\W\d_]{2,}", " ".join(map(str, parts)))
    return [word for word in words if word != "phuluc"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--language", "vi", "units", "--help"), "Cách dùng: phuluc units"),
        (("units", "--help", "--language=vi"), "Đơn vị: nhập, liệt kê"),
        (("units", "list", "--language", "vi"), "không có cơ sở dữ liệu ở"),
        (("unit", "--language", "vi"), "Không có lệnh 'unit'. Có phải là 'units'"),
        (("units", "rename", "--language", "vi"), "Thiếu tham số 'UNIT'"),
        (("units", "list"), "there is no database at"),
        (("units", "list", "--language", "fr"), "no language 'fr'; there is: en, vi"),
    ],
)
def test_the_language_is_asked_for_anywhere(
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "argv", ["phuluc", *words])
    with pytest.raises(SystemExit) if "--help" not in words else does_not_end():
        main.main()
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert not [*tmp_path.iterdir()]  # no command makes a database, nor a folder for one


class does_not_end:  # noqa: N801 - reads as pytest.raises does
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def test_the_language_is_set_in_the_settings_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("PHULUC_LANGUAGE=vi\n")
    monkeypatch.setattr(sys, "argv", ["phuluc", "form", "list"])
    main.main()
    assert "185 dòng, hỏi 152" in capsys.readouterr().out


def test_the_largest_number_of_a_row_is_the_tables_own() -> None:
    assert MOST_ROWS == types.MOST_ROWS
