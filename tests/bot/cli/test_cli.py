"""The command line: what each command prints, and one clear line on misuse."""

from __future__ import annotations

import io
import json
import socket
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.cli import main
from bot.runtime.heartbeat import Heartbeat
from bot.runtime.settings import Settings
from templates.appendix_import.spreadsheet import sheet_lines
from templates.documents.excel.workbook import ListSheet, write_workbook
from templates.documents.word.reader import read_word
from tests.support.prepared import prepared
from tests.support.sample_walk import appendix

COMMANDS = (
    *(
        "run",
        "chat",
        "check",
        "form",
        "read",
        "date",
        "period",
        "act",
        "replay",
        "render",
        "invite",
    ),
    *("database", "zalo"),
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder without settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHULUC_LOG_LEVEL", "ERROR")
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def phuluc(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run the command line; its exit code."""
    monkeypatch.setattr(sys, "argv", ["phuluc", *words])
    try:
        main.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


Out = pytest.CaptureFixture[str]


@pytest.mark.parametrize("words", [(), *[(name,) for name in COMMANDS]], ids=str)
def test_everything_has_help(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    assert phuluc(monkeypatch, *words, "--help") == 0
    said = capsys.readouterr().out
    assert "Usage: phuluc" in said
    if not words:
        assert all(name in said for name in COMMANDS)


def test_forms(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    assert phuluc(monkeypatch, "form", "list") == 0
    told = capsys.readouterr().out
    assert "cchc-so\t2023.1\tin force\t0\t185 rows, 152 asked\tcomes with the product" in told


def test_check(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    assert phuluc(monkeypatch, "check") == 0
    assert "sound" in capsys.readouterr().out


def test_check_names_problems_and_fails(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    monkeypatch.setattr(
        "bot.runtime.preflight.all_problems", lambda *_: ["a.yaml:1: x: found y; allowed: z"]
    )
    assert phuluc(monkeypatch, "check") == 1
    assert "a.yaml:1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "text", "expected"),
    [
        (
            "IV.02.03",
            "8 (HĐ theo NĐ 111)",
            {"outcome": "value", "value": "8", "note": "HĐ theo NĐ 111", "state": "value"},
        ),
        ("IV.2.3", "1.234", {"outcome": "value", "value": "1234", "row": "IV.02.03"}),
        ("r81", "kps", {"outcome": "state", "state": "none", "value": None}),
        ("I.03.05", "có", {"outcome": "value", "value": "1", "code": "1"}),
        ("I.07.03", "7/21", {"outcome": "value", "value": "33.33"}),
        ("IV.02.03", "24ans", {"outcome": "refuse", "code": "refused.unclear", "readings": []}),
        ("IV.02.03", "-3", {"outcome": "refuse", "code": "refused.negative"}),
        ("IV.02.03", "", {"outcome": "refuse", "code": "refused.empty"}),
        ("IV.02.03", "1,234", {"outcome": "ask", "code": "which.number", "value": None}),
    ],
)
def test_read(
    row: str,
    text: str,
    expected: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
    capsys: Out,
) -> None:
    assert phuluc(monkeypatch, "read", "cchc-so", row, text) == 0
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in expected} == expected
    assert (told["outcome"] == "ask") is bool(told["readings"])


def test_read_tells_cells_doubts_and_what_was_not_read(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    rows = "I.01.01,I.01.02,I.01.03"
    text = "1=7 nha em; 2=91, còn lại giữ nguyên; 3=abc"
    assert phuluc(monkeypatch, "read", "cchc-so", "--rows", rows, text) == 0
    told = json.loads(capsys.readouterr().out)
    cell = {"state": "value", "value": "7", "text": "7", "remark": None, "note": None}
    assert told["cells"] == [{"row": "I.01.01", **cell}]
    assert [(one["row"], one["readings"][0]["text"]) for one in told["doubtful"]] == [
        ("I.01.02", "91")
    ]
    assert told["unread"][0]["code"] == "refused.unclear"
    assert "chưa đọc được số" in told["unread"][0]["why"]
    assert phuluc(monkeypatch, "read", "cchc-so", "I.01.01", "dạ kỳ này 7 nha em") == 0
    assert json.loads(capsys.readouterr().out)["cells"] == [{"row": "I.01.01", **cell}]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("date", "thứ năm tuần tới"), {"date": "2026-12-10", "weekday": "thứ năm"}),
        (("date", "thứ năm 4/12"), {"date": None, "code": "weekday"}),
        (("date", "rằm"), {"date": None, "code": "lunar"}),
        (("period", "quý 01/2026"), {"kind": "quarter", "name": "Quý I/2026"}),
        (("period", "quý trước"), {"start": "2026-06-15", "end": "2026-09-14"}),
        (("period", "quý V"), {"kind": None}),
    ],
)
def test_days_and_periods(
    words: tuple[str, ...],
    expected: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
    capsys: Out,
) -> None:
    assert phuluc(monkeypatch, *words, "--now", "2026-11-30") == 0
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in expected} == expected
    assert told.get("why", "Ví dụ: ").count("Ví dụ: ") == 1


def test_replay(monkeypatch: pytest.MonkeyPatch, capsys: Out, elsewhere: Path) -> None:
    assert phuluc(monkeypatch, "replay", "cchc-so", "--out", "out") == 0
    told = json.loads(capsys.readouterr().out)
    figures = {name: told[name] for name in ("rows", "asked", "answered", "notes", "state")}
    assert figures == {
        "rows": 185,
        "asked": 152,
        "answered": 52,
        "notes": 5,
        "state": "submitted",
    }
    assert told["checks"] == {"hard": 0, "soft": 9, "auto": 0}
    assert told["officer_messages"] > 52
    name, content = appendix(0)
    assert told["documents"] == [f"out/{name}"]
    assert (elsewhere / "out" / name).read_bytes() == content


def test_render_sample_and_blank(monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> None:
    assert phuluc(monkeypatch, "render", "cchc-so", "--sample", "--out", "a/sample.docx") == 0
    assert (elsewhere / "a" / "sample.docx").read_bytes() == appendix(0)[1]
    for name, start in (("sample.pdf", b"%PDF"), ("sample.xlsx", b"PK\x03\x04")):
        assert phuluc(monkeypatch, "render", "cchc-so", "--sample", "--out", name) == 0
        assert (elsewhere / name).read_bytes().startswith(start)
    words = ("render", "cchc-so", "--sample", "--layout", "nd30", "--out", "nd30.docx")
    assert phuluc(monkeypatch, *words) == 0
    assert read_word((elsewhere / "nd30.docx").read_bytes()).titles[0] == "Phụ lục"
    assert phuluc(monkeypatch, "render", "cchc-so", "--blank", "--out", "blank.docx") == 0
    rows = read_word((elsewhere / "blank.docx").read_bytes()).rows
    assert {row[3] for row in rows} == {""}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "No such command"),
        (("read", "cchc-so", "IV.02.03"), "Missing argument"),
        (("act", "nowhere", "22"), "no state 'nowhere'; there is: asking, "),
        (("read", "x", "IV.02.03", "1"), "no form 'x'; there is: "),
        (("read", "cchc-so", "IX.9", "1"), "no row 'IX.9' in cchc-so; for example"),
        (("read", "cchc-so", "r999", "1"), "no row 'r999'"),
        (("read", "cchc-so", "IV", "1"), "row IV is a heading and takes no answer"),
        (("replay", "x", "--out", "o"), "no form 'x'"),
        (("replay", "cchc-so"), "Missing option"),
        (("render", "cchc-so", "--sample", "--blank", "--out", "x"), "choose one of"),
        (("render", "cchc-so", "--out", "x.docx"), "no report on cchc-so yet"),
        (("render", "cchc-so", "--out", "x.txt"), "ends in one of .docx, .pdf, .xlsx"),
        (("render", "cchc-so", "--layout", "a3", "--out", "x.pdf"), "there is: tinh, nd30"),
        (("replay", "cchc-so", "--out", "/proc/none"), "/proc/none"),
    ],
)
def test_misuse_is_one_clear_line(
    words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    assert phuluc(monkeypatch, *words) == 2
    streams = capsys.readouterr()
    (line,) = filter(str.strip, streams.err.splitlines())  # a progress bar leaves blanks
    assert line.startswith("phuluc: ")
    assert said in line


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HTTP_PORT", "x", "PHULUC_HTTP_PORT: "),
        ("DATABASE_URL", "mysql://x", "sqlite:///path or postgresql://"),
        ("DATABASE_URL", "sqlite:////proc/none/x.db", "cannot use the database"),
        ("TELEGRAM_TOKEN_FILE", "/nowhere", "PHULUC_TELEGRAM_TOKEN_FILE: cannot read /nowhere"),
        ("DATA_DIR", "/proc/none", "/proc/none"),
    ],
)
def test_bad_settings_are_one_clear_line(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setenv(f"PHULUC_{name}", value)
    assert phuluc(monkeypatch, "run") == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.startswith("phuluc: ")
    assert "Traceback" not in error


def test_a_taken_port_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PHULUC_HTTP_PORT", str(taken.getsockname()[1]))
        assert phuluc(monkeypatch, "run") == 2
    assert "PHULUC_HTTP_PORT to a free port" in capsys.readouterr().err


def test_a_database_that_takes_no_writing_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    """Found at the first thing that is written: SQLite opens a read-only file without a word."""

    async def refused(_: Heartbeat) -> None:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise OperationalError("INSERT", {}, error)

    monkeypatch.setattr(Heartbeat, "arrive", refused)
    monkeypatch.setenv("PHULUC_HTTP_PORT", "0")
    assert phuluc(monkeypatch, "run") == 2
    told = capsys.readouterr().err
    assert "cannot use the database" in told
    assert "attempt to write a readonly database" in told
    assert "Traceback" not in told


def spreadsheet(folder: Path, *rows: tuple[str, ...]) -> str:
    head = ("Mã", "Tên", "Trực thuộc", "Loại", "Cán bộ")
    (folder / "units.xlsx").write_bytes(write_workbook((ListSheet("units", head, rows),)))
    return "units.xlsx"


async def _named(_: Settings) -> str:
    return "phuluc_bot"


def test_an_administrator_starts_an_office(
    monkeypatch: pytest.MonkeyPatch, capsys: Out, elsewhere: Path
) -> None:
    monkeypatch.setattr("bot.cli.operations.bot_name.ask_bot_name", _named)
    monkeypatch.setenv("PHULUC_TELEGRAM_TOKEN", "1:secret")
    file = spreadsheet(elsewhere, ("TINH", "Tỉnh"), ("X1", "Xã Một", "TINH", "xã", "Lan; Hùng"))
    assert phuluc(monkeypatch, "units", "import", file) == 0
    assert "2 units made, 2 people invited" in capsys.readouterr().out
    codes = sheet_lines((elsewhere / "invitations.xlsx").read_bytes())
    assert [row[3] for row in codes[1:]] == ["Lan", "Hùng"]
    assert codes[1][5] == f"https://t.me/phuluc_bot?start={codes[1][4]}"
    file = spreadsheet(elsewhere, ("TINH", "Tỉnh"), ("X2", "Xã Hai", "TINH", "xã", "Mai"))
    again = ("units", "import", file, "--out", "invitations.xlsx")
    assert phuluc(monkeypatch, *again) == 2  # the codes are not written over
    assert "is there already" in capsys.readouterr().err
    assert phuluc(monkeypatch, "units", "import", file) == 0
    said = capsys.readouterr()
    assert "1 codes are in invitations-2.xlsx" in said.out
    assert phuluc(monkeypatch, "invite", "TINH", "coordinator", "--name", "Mai") == 0
    assert "t.me/phuluc_bot?start=" in capsys.readouterr().out
    year = datetime.now(UTC).year + 1
    assert phuluc(monkeypatch, "round", "open", "TINH", f"cchc quý II/{year}") == 0
    said = capsys.readouterr().out
    assert f"Quý II/{year}" in said
    assert "is open for 2 units" in said
    past = ("round", "open", "TINH", f"quý I/{year - 3}", "--form", "cchc-so")
    assert phuluc(monkeypatch, *past) == 0
    assert "is past, so what comes in is late" in capsys.readouterr().out
    assert phuluc(monkeypatch, "units", "list") == 0
    assert "X1\tXã Một\tcommune\tTINH" in capsys.readouterr().out
    assert phuluc(monkeypatch, "units", "rename", "X1", "--name", "Phường Một") == 0
    assert phuluc(monkeypatch, "audit", "verify") == 0
    told = capsys.readouterr().out
    assert "6 chains are whole" in told
    head = told.split("head: ")[1].strip()
    assert phuluc(monkeypatch, "invite", "TINH", "administrator") == 0
    assert phuluc(monkeypatch, "audit", "verify", "--head", head) == 0
    wrong = f"1{head}"
    assert phuluc(monkeypatch, "audit", "verify", "--head", wrong) == 1
    assert "does not hold the head" in capsys.readouterr().out
    assert phuluc(monkeypatch, "audit", "verify", "--head", "mai") == 2
    assert "no head of the history: 'mai'" in capsys.readouterr().err
    assert phuluc(monkeypatch, "audit", "export") == 0
    assert (elsewhere / "history.xlsx").stat().st_size > 5_000
    assert phuluc(monkeypatch, "units", "end", "X1") == 0


def test_codes_that_cannot_be_written_are_not_made(
    monkeypatch: pytest.MonkeyPatch, capsys: Out, elsewhere: Path
) -> None:
    file = spreadsheet(elsewhere, ("TINH", "Tỉnh"), ("X1", "Xã Một", "TINH", "xã", "Lan; Hùng"))
    lost = str(elsewhere / "nowhere" / "codes.xlsx")
    assert phuluc(monkeypatch, "units", "import", file, "--out", lost) == 2
    assert "nowhere" in capsys.readouterr().err
    assert phuluc(monkeypatch, "units", "import", file) == 0
    assert "2 units made, 2 people invited" in capsys.readouterr().out
    assert (elsewhere / "invitations.xlsx").stat().st_mode & 0o777 == 0o600


def test_an_administrator_keeps_an_office(
    monkeypatch: pytest.MonkeyPatch, capsys: Out, elsewhere: Path
) -> None:
    year = datetime.now(UTC).year + 1
    file = spreadsheet(elsewhere, ("TINH", "Tỉnh"), ("X1", "Xã Một", "TINH", "xã", "Lan; Hùng"))

    def says(*words: str) -> str:
        assert phuluc(monkeypatch, *words) == 0
        return capsys.readouterr().out

    says("units", "import", file)
    period = f"quý II/{year}"
    says("round", "open", "TINH", period, "--form", "cchc-so")
    added = ("units", "add", "X2", "--name", "Xã Hai", "--under", "TINH", "--kind", "xã")
    assert "Xã Hai is made" in says(*added)
    assert "open for 1 units" in says("round", "open", "TINH", f"cchc {period}")
    listed = f"Quý II/{year}\tTỉnh\tcchc-so\t0/2 approved\topen"
    assert listed in says("round", "list")
    assert "is locked" in says("round", "lock", "X2", period, "--only")
    assert "is locked" in says("round", "lock", "TINH", period)
    assert "locked\n" in says("round", "list", "X1")
    assert "is open" in says("round", "lock", "TINH", period, "--undo")
    late = f"{year}-07-20"
    assert f"is due on {late}" in says("round", "extend", "X1", period, late, "mất điện")
    head, first, _ = says("invitation", "list", "X1").splitlines()
    assert head.startswith("Number\tRole\tName")
    number, role, name, *_ = first.split("\t")
    assert (role, name) == ("officer", "Lan")
    assert "is cancelled" in says("invitation", "cancel", number)
    assert len(says("invitation", "list", "X1").splitlines()) == 2
    assert "stands below Xã Hai" in says("units", "move", "X1", "--under", "X2")
    assert "chains are whole" in says("audit", "verify")
    for words, said in (
        (("round", "extend", "X1", period, f"{year}-06-01", "mất điện"), "is not later than"),
        (("round", "lock", "X1", period), "has opened no round"),
        (("round", "extend", "X1", "quý IV", late, "mất điện"), "has no report"),
        (("invitation", "cancel", number), "still to be used"),
        (("units", "move", "X2", "--under", "X1"), "itself or below it"),
        (("units", "add", "X2", "--name", "Hai"), "the code 'X2' is taken"),
        (("units", "rename", "X1", "--name", "a", "--since", f"{year}-12-01"), "still to come"),
        (("person", "dismiss", "7", "X1", "officer"), "member 7 is no officer"),
    ):
        assert phuluc(monkeypatch, *words) == 2
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("units", "import", "none.xlsx"), "No such file"),
        (("invite", "X9", "officer"), "no unit 'X9'"),
        (("invite", "TINH", "guest"), "a guest is invited in the chat"),
        (("round", "open", "TINH", "quý X"), "no such period"),
        (("units", "rename", "X1", "--name", "a", "--since", "rằm"), "a day is written 2026-07-01"),
        (("units", "end", "TINH"), "has 1 units below it"),
        (("person", "export", "7"), "no member 7"),
        (("person", "erase", "7"), "no member 7"),
    ],
)
def test_an_administrator_is_told_what_is_wrong(
    words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: Out, elsewhere: Path
) -> None:
    file = spreadsheet(elsewhere, ("TINH", "Tỉnh"), ("X1", "Xã Một", "TINH"))
    assert phuluc(monkeypatch, "units", "import", file) == 0
    assert phuluc(monkeypatch, *words) == 2
    told = capsys.readouterr().err
    assert told.startswith("phuluc: ")
    assert said in told


def test_the_token_of_an_official_account(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    prepared(elsewhere / "data" / "phuluc.db")
    assert phuluc(monkeypatch, "zalo", "status") == 0
    assert "no token yet" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("refresh-of-lan\n"))
    assert phuluc(monkeypatch, "zalo", "token", "--stdin") == 0
    assert phuluc(monkeypatch, "zalo", "status") == 0
    said = capsys.readouterr().out
    assert "renewed 0 times" in said
    assert "refresh-of-lan" not in said
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert phuluc(monkeypatch, "zalo", "token", "--stdin") == 2
    assert "a refresh token is needed" in capsys.readouterr().err


def test_an_administrator_backs_up_restores_and_moves(
    monkeypatch: pytest.MonkeyPatch, capsys: Out, elsewhere: Path
) -> None:
    file = spreadsheet(elsewhere, ("TINH", "Tỉnh"), ("X1", "Xã Một", "TINH", "xã", "Lan"))
    assert phuluc(monkeypatch, "units", "import", file) == 0
    assert phuluc(monkeypatch, "database", "backup", "kept.db") == 0
    assert "kept.db: " in capsys.readouterr().out
    assert phuluc(monkeypatch, "database", "check", "kept.db") == 0
    checked = capsys.readouterr().out
    assert "org_unit: 2 rows, " in checked
    assert checked.endswith("sound\n")
    assert phuluc(monkeypatch, "database", "restore", "kept.db") == 2
    assert "is not empty: there are rows in" in capsys.readouterr().err
    monkeypatch.setenv("PHULUC_DATA_DIR", "new")
    assert phuluc(monkeypatch, "database", "restore", "kept.db") == 0
    assert "restored" in capsys.readouterr().out
    assert phuluc(monkeypatch, "units", "list") == 0
    assert "X1\tXã Một" in capsys.readouterr().out
    assert phuluc(monkeypatch, "database", "move", "--to", "sqlite:///other.db") == 0
    assert "set PHULUC_DATABASE_URL" in capsys.readouterr().out
    assert phuluc(monkeypatch, "units", "list") == 2
    assert "has moved to sqlite:///other.db" in capsys.readouterr().err
    monkeypatch.setenv("PHULUC_DATABASE_URL", "sqlite:///other.db")
    assert phuluc(monkeypatch, "audit", "verify") == 0
    (elsewhere / "kept.db").write_bytes(b"junk" * 1000)
    assert phuluc(monkeypatch, "database", "check", "kept.db") == 2
    assert "cannot read the backup kept.db: " in capsys.readouterr().err


def test_a_forged_history_is_found_by_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: Out, elsewhere: Path
) -> None:
    file = spreadsheet(elsewhere, ("TINH", "Tỉnh"))
    assert phuluc(monkeypatch, "units", "import", file) == 0
    with closing(sqlite3.connect(elsewhere / "data" / "phuluc.db")) as connection:
        connection.execute("DROP TRIGGER history_no_update")
        connection.execute("UPDATE history SET channel = 'forged'")
        connection.commit()
    assert phuluc(monkeypatch, "database", "check") == 1
    assert "history: the office: broken at entry 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("state", "text", "told"),
    [
        ("raised", "để chị hỏi lại đã", {"act": "postponement"}),
        ("raised", "à nhầm sửa 3", {"act": "correction", "place": "3", "value": ""}),
        ("raised", "do tăng biên chế theo quyết định", {"act": "reason"}),
        ("raised", "giao phần II cho Tuấn", {"act": "doubtful"}),
        ("asking", "dạ 7 em", {"act": "answer"}),
        ("asking", "-5", {"act": "unread"}),
        ("asking", "nộp luôn em ơi", {"act": "command", "command": "submit"}),
        ("previewing", "dạ đúng rồi em", {"act": "yes"}),
        ("noting", "Kế hoạch số 11", {"act": "text"}),
        ("listing", "cảm ơn em", {"act": "small_talk", "talk": "thanks"}),
        ("listing", "xóa câu 3", {"act": "retraction", "what": "answer", "place": "3"}),
    ],
)
def test_an_act_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    state: str,
    text: str,
    told: dict[str, str],
) -> None:
    assert phuluc(monkeypatch, "act", state, text) == 0
    said = json.loads(capsys.readouterr().out)
    assert said | told == said
    assert said["text"] == text
