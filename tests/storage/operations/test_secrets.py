"""Where secrets must not stand: on command lines, in the journal, in logs, in backups."""

from __future__ import annotations

import re
import stat
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url

from bot.access.signatures import signing_key
from bot.cli.operations.database import target_of
from bot.runtime.logs import CHATTY
from bot.runtime.redaction import redact_secrets
from bot.runtime.sign_in_page import sign_in_page
from conversations.workflow.connections import HookEvent
from storage.core.addresses import holds_password, show_address
from storage.core.errors import StoreError
from storage.core.work import own_context
from storage.operations.backup import back_up
from storage.operations.relocation import restore_backup
from storage.store import Store
from tests.support.process import Process, clean_environment, run_command
from tests.support.store_rows import NOW, UNIT

PASSWORD = "rat-bi-mat-2026"
REFRESH = "refresh-token-of-the-account"
HOOK_SECRET = "whsec_a2hvYS1reS1jdWEtdGluaC1iaS1tYXQ="


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://phuluc:{PASSWORD}@host/name",
        f"postgresql://host/name?user=phuluc&password={PASSWORD}",
        f"postgresql://phuluc@host/name?sslpassword={PASSWORD}",
    ],
)
def test_no_password_is_taken_from_a_command_line(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="--to-file") as refused:
        target_of(url, None)
    assert PASSWORD not in str(refused.value)
    file = tmp_path / "address"
    file.write_text(f"{url}\n", encoding="utf-8")
    assert target_of(None, file) == url
    assert PASSWORD not in show_address(make_url(url))
    assert PASSWORD not in redact_secrets(f"cannot use {url}: refused")


@pytest.mark.parametrize("url", ["postgresql://phuluc@host/name", "sqlite:///a.db"])
def test_an_address_without_a_password_is_taken(url: str) -> None:
    assert not holds_password(make_url(url))
    assert target_of(url, None) == url
    for given in ((None, None), (url, Path("x"))):
        with pytest.raises(StoreError, match="--to-file"):
            target_of(*given)


@pytest.mark.process
async def test_the_command_says_so_and_moves_nothing(tmp_path: Path) -> None:
    words = ("database", "move", "--to", f"postgresql://u:{PASSWORD}@127.0.0.1:9/x")
    env = clean_environment(DATA_DIR=str(tmp_path))
    done = await run_command(tmp_path, *words, env=env)
    assert done.returncode == 2
    assert "--to-file" in done.stderr
    assert PASSWORD not in done.stdout + done.stderr


async def test_a_backup_holds_no_key_and_no_token(database: str, tmp_path: Path) -> None:
    store = await Store.open(database)
    async with store.transaction() as tx:
        key = await signing_key(tx)
        for number in range(3):  # the earlier ones leave their traces in the pages
            until = NOW + timedelta(hours=number)
            await tx.oauth_tokens.enter(
                "zalo-oa", f"access-{number}", f"{REFRESH}-{number}", until, NOW
            )
        member = await tx.members.add("Nguyễn Thị Lan", NOW)
        root = await tx.units.add(UNIT, NOW)
        deed, kinds = own_context(member, "command", NOW), tuple(HookEvent)
        hook = await tx.hook_targets.add(deed, "https://x.vn/nhan", root, kinds, HOOK_SECRET)
    back_up(database, tmp_path / "a.db")
    content = (tmp_path / "a.db").read_bytes()
    assert "Nguyễn Thị Lan".encode() in content
    for secret in (key.hex(), REFRESH, "access-2", HOOK_SECRET):
        assert secret.encode() not in content
    async with store.transaction() as tx:
        assert await signing_key(tx) == key
        assert await tx.oauth_tokens.find("zalo-oa") is not None
    await store.close()
    target = f"sqlite:///{tmp_path / 'restored.db'}"
    restore_backup(tmp_path / "a.db", target, lambda _: False)
    restored = await Store.open(target)
    async with restored.transaction() as tx:
        assert (await tx.roles.names_of([member]))[member] == "Nguyễn Thị Lan"
        assert await tx.oauth_tokens.find("zalo-oa") is None
        assert (await tx.hook_targets.load(hook)).ended_at is None
        assert await tx.hook_targets.secrets_of(hook, NOW) == []
        assert not [one for one in await tx.register.mismatches() if "webhook" in one]
        assert await signing_key(tx) != key
    await restored.close()


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("< cookie: phuluc=0a1b2c3d", "0a1b2c3d"),
        ("cookie: a=1; __Host-phuluc=0a1b2c3d; b=2", "0a1b2c3d"),
        ("phuluc-m=7.0a1b2c3d", "0a1b2c3d"),
        ("{'cookie': 'phuluc-trang=0a1b2c3d'}", "0a1b2c3d"),
        ("http://127.0.0.1:8642/#key=0a1b2c3d", "0a1b2c3d"),
        ("GET /tep/7.0a1b2c3d HTTP/1.1", "0a1b2c3d"),
        ("POST /trang/7.0a1b2c3d", "0a1b2c3d"),
        ("authorization: Bearer 0a1b2c3d", "0a1b2c3d"),
    ],
)
def test_what_signs_a_browser_in_is_redacted(text: str, secret: str) -> None:
    assert secret not in redact_secrets(text)


@pytest.mark.parametrize("text", ["phuluc: no such file", "/tep", "key=I.02", "cookie", "/trang"])
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    assert redact_secrets(text) == text


def test_the_library_that_logs_headers_is_quiet() -> None:
    assert {"uvicorn.error", "uvicorn.asgi", "uvicorn.access"} <= {*CHATTY}


def test_a_browser_is_opened_without_the_key_on_its_command_line(tmp_path: Path) -> None:
    address = sign_in_page(tmp_path, "http://127.0.0.1:1/#key=0a1b2c3d")
    assert "0a1b2c3d" not in address
    file = Path(address.removeprefix("file://"))
    assert "0a1b2c3d" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.process
async def test_a_service_tells_its_key_to_nobody(tmp_path: Path) -> None:
    """On stdout, in the log at DEBUG, on the command line: with a browser signed in."""
    extra = {"HTTP_HOST": "0.0.0.0", "LOG_LEVEL": "DEBUG"}
    product = Process(tmp_path, extra)
    await product.start()
    key = (tmp_path / "data" / "web-key").read_text("ascii").strip()
    address = product.address.partition("#")[0]
    port = re.search(r":(\d+)", address.removeprefix("http://"))
    assert port is not None
    here = f"http://127.0.0.1:{port[1]}"
    async with httpx.AsyncClient(base_url=here, headers={"origin": here}) as client:
        answer = await client.post("/sign-in", content=key)
        assert answer.status_code == 204
        await client.get("/who")
        cookies = [*client.cookies.values()]
    assert cookies
    command = command_line(product._pid)
    assert await product.stop() == 0
    told = printed(tmp_path)
    assert "phuluc web-key" in told
    for secret in (key, *cookies):
        assert secret not in told + product.log + command
    link = await sign_in_link(tmp_path)
    assert link.endswith(f"/#key={key}")


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")


def printed(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in folder.glob("out-*.txt"))


async def sign_in_link(tmp_path: Path) -> str:
    env = clean_environment(DATA_DIR=str(tmp_path / "data"), HTTP_HOST="0.0.0.0")
    asked = await run_command(tmp_path, "web-key", env=env)
    return asked.stdout.strip()
