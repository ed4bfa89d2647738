"""What an administrator meets in the first hour: settings, lists, codes, people, the doctor."""

from __future__ import annotations

import asyncio
import io
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.ports import clock
from bot.runtime.settings import load_settings
from bot.runtime.settings_file import FILE_SETTING
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.store import Store
from templates.appendix_import.spreadsheet import sheet_lines
from tests.support.prepared import prepared

Out = pytest.CaptureFixture[str]
LIST = """DANH SÁCH ĐƠN VỊ
Mã đơn vị,Tên đơn vị,Cấp trên,Loại,Cán bộ phụ trách,SĐT,Ghi chú
TINH,UBND tỉnh,,Tỉnh,,,
X1,Xã Một,TINH,xã,Nguyễn Thị Lan,0912345678,gấp
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder without settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.runtime.settings_file.INSTALLED", tmp_path / "etc" / "phuluc.env")
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> Run:
    return Run(monkeypatch, capsys)


class Run:
    """The command line in this process; what it said and its exit code."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.code = 0

    def __call__(self, *words: str, answer: str = "") -> str:
        self._monkeypatch.setattr(sys, "argv", ["phuluc", *words])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        self.code = 0
        try:
            main.main()
        except SystemExit as end:
            self.code = int(end.code or 0)
        told = self._capsys.readouterr()
        return told.out + told.err


def test_a_list_is_shown_made_and_changed(run: Run, elsewhere: Path) -> None:
    (elsewhere / "ds.csv").write_text(LIST, encoding="utf-8-sig")
    told = run("units", "import", "ds.csv", "--dry-run")
    assert told.splitlines()[0] == "the column 'Ghi chú' is not read"
    assert "check: 1 units without a reviewer (Lãnh đạo): X1" in told
    assert "\n  X1 · Xã Một · xã, phường — cán bộ báo cáo: Nguyễn Thị Lan (0912 345 678)" in told
    assert "nothing was done" in told
    assert not (elsewhere / "data").exists()
    assert "2 units made, 1 people invited" in run("units", "import", "ds.csv")
    assert sheet_lines((elsewhere / "invitations.xlsx").read_bytes())[1][7] == "0912 345 678"
    run("invite", "TINH", "coordinator")
    assert "nobody coordinates" not in run("units", "import", "ds.csv", "--dry-run")
    changed = LIST.replace("Xã Một", "Phường Một").replace("TINH,xã", "TINH,sở")
    (elsewhere / "ds.csv").write_text(changed, encoding="utf-16")
    told = run("units", "import", "ds.csv", "--out", "more.xlsx")
    assert "line 4, Tên: X1 has 'Xã Một', not 'Phường Một'" in told
    assert "--yes" in told
    assert "X1\tXã Một\tcommune\tTINH" in run("units", "list")
    assert "changes made" in run("units", "import", "ds.csv", "--out", "more.xlsx", "--yes")
    assert "X1\tXã Một\tdepartment\tTINH" in run("units", "list")
    assert "X1" not in run("units", "import", "ds.csv", "--out", "more.xlsx", "--dry-run")


def test_the_template_is_a_list_that_can_be_imported(run: Run, elsewhere: Path) -> None:
    assert "fill units.xlsx" in run("units", "template")
    assert "is there already" in run("units", "template")
    assert run.code == 2
    head = sheet_lines((elsewhere / "units.xlsx").read_bytes())[0]
    assert {"Mã", "Tên", "Loại", "Trực thuộc", "Cán bộ", "Điện thoại cán bộ"} <= {*head}
    told = run("units", "import", "units.xlsx", "--dry-run")
    assert "is not read" not in told
    assert "0 new units" in told


def test_codes_are_made_anew(run: Run, elsewhere: Path) -> None:
    (elsewhere / "ds.csv").write_text(LIST, encoding="utf-8")
    run("units", "import", "ds.csv")
    assert "a unit, or --all" in run("invitation", "renew")
    assert "1 codes are in new.xlsx" in run("invitation", "renew", "X1", "--out", "new.xlsx")
    old, new = (sheet_lines(Path(name).read_bytes()) for name in ("invitations.xlsx", "new.xlsx"))
    assert (old[1][:4], old[1][4] == new[1][4]) == (new[1][:4], False)
    assert len(run("invitation", "list").splitlines()) == 2


def test_importing_again_mends_the_numbers_of_people(run: Run, elsewhere: Path) -> None:
    """Of one who has joined, and of one who is only invited; a cell that is empty changes none."""
    two = LIST + "X2,Xã Hai,TINH,xã,Phạm Văn Bình,0243825112,\n"
    (elsewhere / "ds.csv").write_text(two, encoding="utf-8")
    run("units", "import", "ds.csv")
    asyncio.run(_join("Nguyễn Thị Lan", "0912 345 678"))
    moved = two.replace("0912345678", "0988 777 666").replace("0243825112", "+84 24 3825 1134")
    (elsewhere / "ds.csv").write_text(moved, encoding="utf-8")
    told = run("units", "import", "ds.csv", "--dry-run")
    for unit, name, old, new in (
        ("X1", "Nguyễn Thị Lan", "0912 345 678", "0988 777 666"),
        ("X2", "Phạm Văn Bình", "0243 825 112", "0243 825 1134"),
    ):
        shown = f"{unit}, cán bộ báo cáo {name}: has the telephone number {old}, not {new}"
        assert shown in told.splitlines(), told
    assert "2 changes" in told
    assert "0912 345 678" in run("person", "list")
    assert "--yes" in run("units", "import", "ds.csv")  # nobody is new: no codes are written
    assert "2 changes made" in run("units", "import", "ds.csv", "--yes")
    assert "0988 777 666" in run("person", "list")
    empty = two.replace("0912345678", "").replace("0243825112", "")
    (elsewhere / "ds.csv").write_text(empty, encoding="utf-8")
    assert ", 0 changes" in run("units", "import", "ds.csv", "--dry-run")
    (elsewhere / "ds.csv").write_text(moved, encoding="utf-8")
    assert ", 0 changes" in run("units", "import", "ds.csv", "--dry-run")
    assert "chains are whole" in run("audit", "verify")


async def _join(name: str = "Nguyễn Thị Lann", phone: str | None = None) -> None:
    store = await Store.open(load_settings().database, make=False)
    now = clock.now()
    async with store.transaction() as tx:
        member = await tx.members.add(name, now)
        unit = (await tx.units.ids_by_code())["X1"]
        context = AuditContext(None, None, "command", None, now)
        await tx.roles.grant(context, member, unit, Role.OFFICER)
        await tx.members.set_phone(member, phone)
    await store.close()


def test_a_person_is_found_renamed_and_erased_after_a_question(run: Run, elsewhere: Path) -> None:
    (elsewhere / "ds.csv").write_text(LIST, encoding="utf-8")
    run("units", "import", "ds.csv")
    asyncio.run(_join())
    assert "1\tNguyễn Thị Lann\tofficer of Xã Một" in run("person", "find", "thi lann")
    assert "is called Nguyễn Thị Lan now" in run("person", "rename", "1", " Nguyễn Thị  Lan ")
    assert "nobody is called" in run("person", "find", "lann")
    for answer in ("", "n\n"):
        told = run("person", "erase", "1", answer=answer)
        assert "Nguyễn Thị Lan\tofficer of Xã Một" in told
        assert "nothing was done" in told
        assert run.code == 2
    assert "is forgotten" in run("person", "erase", "1", answer="y\n")
    assert "nobody is called" in run("person", "find", "lan")
    assert "chains are whole" in run("audit", "verify")


@pytest.mark.parametrize(
    "words",
    [
        ("units", "list"),
        ("audit", "verify"),
        ("database", "check"),
        ("database", "backup", "b.db"),
        ("round", "open", "TINH", "quý I/2026"),
        ("zalo", "status"),
        ("web-key",),
    ],
)
def test_no_command_makes_a_database(run: Run, elsewhere: Path, words: tuple[str, ...]) -> None:
    told = run(*words)
    assert run.code == 2
    assert str(elsewhere / "data") in told
    assert "/etc/phuluc/phuluc.env" in told  # where settings are looked for
    assert not [*elsewhere.rglob("*")]


def test_service_and_commands_read_the_same_settings_wherever_they_start(
    run: Run, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, folder in (("etc/phuluc.env", "installed"), ("named.env", "named")):
        file = elsewhere / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"PHULUC_DATA_DIR={elsewhere / folder}\n", encoding="utf-8-sig")
    (elsewhere / ".env").write_text("PHULUC_DATA_DIR=here\n")
    assert load_settings().data_dir.name == "installed"
    assert ".env is not read: the settings are in" in run("units", "list")
    monkeypatch.setenv(FILE_SETTING, str(elsewhere / "named.env"))
    assert load_settings().data_dir.name == "named"
    monkeypatch.setenv("PHULUC_DATA_DIR", "environment")
    assert load_settings().data_dir.name == "environment"
    monkeypatch.setenv(FILE_SETTING, str(elsewhere / "none.env"))
    assert "none.env cannot be read" in run("units", "list")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "PHULUC_TELEGRAM_TOKN=1:x",
            "PHULUC_TELEGRAM_TOKN in .env, not read; is PHULUC_TELEGRAM_TOKEN",
        ),
        ("PHULUC_REMIND_BEFOR=3", "is PHULUC_REMIND_BEFORE meant?"),
        ("PHULUK_HTTP_PORT=1", "is PHULUC_HTTP_PORT meant?"),
        ("TELEGRAM_TOKEN=1:x", "is PHULUC_TELEGRAM_TOKEN meant?"),
        ("PHULUC-LOG-LEVEL=INFO", "is PHULUC_LOG_LEVEL meant?"),
        ("PHULUC_SOMETHING_ELSE=1", "unknown setting PHULUC_SOMETHING_ELSE in .env"),
        ("PHULUC_TELEGRAM_NAME=bot", "is not needed: Telegram itself tells the bot's name"),
        ("PHULUC_HTTP_PORT", "a line without ="),
        ("PATH_TO_SOMETHING=1", ""),
    ],
)
def test_names_that_mean_nothing_are_told_with_the_nearest(
    run: Run, elsewhere: Path, line: str, said: str
) -> None:
    prepared(elsewhere / "data" / "phuluc.db")
    (elsewhere / ".env").write_text(line + "\n")
    told = run("units", "list")
    assert said in told
    assert ("note: " in told) is bool(said)


def test_the_doctor_tells_what_is_in_force_and_changes_nothing(run: Run, elsewhere: Path) -> None:
    (elsewhere / ".env").write_text(
        "PHULUC_TELEGRAM_TOKEN=1:secret\nPHULUC_HTTP_PORT=0\nPHULUC_REMIND_BEFOR=3\n"
    )
    told = run("doctor", "--offline")
    assert run.code == 0
    assert "✓ PHULUC_TELEGRAM_TOKEN = (hidden) (from .env)" in told
    assert "✓ PHULUC_HTTP_PORT = 0 (from .env)" in told
    assert "! unknown setting PHULUC_REMIND_BEFOR" in told
    assert "! there is no database at" in told
    assert "✓ Telegram: on (polling)" in told
    assert "1:secret" not in told
    assert not (elsewhere / "data").exists()
    prepared(elsewhere / "data" / "phuluc.db")
    told = run("doctor", "--offline")
    assert "✓ the tables are of this version" in told
    assert "! no backup in" in told
    assert "! the product does not run" in told


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("PHULUC_HTTP_PORT=x", "✗ PHULUC_HTTP_PORT: found 'x'; allowed: a whole number"),
        ("PHULUC_TELEGRAM_TOKEN=abc def", "✗ PHULUC_TELEGRAM_TOKEN: is no token of @BotFather"),
        ("PHULUC_CALENDAR_FILE=none.yaml", "✗ none.yaml"),
        ("PHULUC_DATABASE_URL=mysql://u:secret@h/x", "✗ cannot use a database of kind 'mysql'"),
        ("PHULUC_METRICS_TOKEN_FILE=none", "✗ PHULUC_METRICS_TOKEN_FILE: cannot read none"),
    ],
)
def test_the_doctor_tells_what_stands_in_the_way(
    run: Run, elsewhere: Path, lines: str, said: str
) -> None:
    (elsewhere / ".env").write_text(lines + "\n")
    told = run("doctor", "--offline")
    assert run.code == 1
    assert said in told
    assert "problems stand in the way of a start" in told
    assert "secret" not in told
