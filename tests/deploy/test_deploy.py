"""The files an installation is set up with: whole, and true to the product's own names."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import SecretStr
from ruamel.yaml import YAML
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from typer.main import get_command

from bot.app import form_trials, web_app
from bot.channels.platforms import ChatPlatforms
from bot.channels.telegram.api import BODY_LIMIT as TELEGRAM_LIMIT
from bot.channels.web.auth import WebAuth
from bot.channels.web.channel import WebChannel
from bot.channels.web.files import FILE_LIMIT
from bot.channels.web.trial_entrance import TrialEntrance
from bot.channels.zalo.http import EVENT_LIMIT as ZALO_LIMIT
from bot.cli.main import app
from bot.ports import clock
from bot.product import open_product
from bot.runtime.descriptors import WANTED
from bot.runtime.metrics import Metrics
from bot.runtime.settings import PREFIX, SECRETS, Settings, load_settings, setting_names
from bot.runtime.settings_file import FILE_SETTING, read_given
from bot.runtime.settings_file import INSTALLED as INSTALLED_SETTINGS
from tests.support.paths import ROOT
from tests.support.prepared import prepared
from tests.support.store_rows import NOW

DEPLOY = ROOT / "deploy"
UNITS = ("phuluc.service", "phuluc-backup.service", "phuluc-backup.timer")
INSTALLED = "/opt/phuluc/.venv/bin/phuluc"
TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"
GIVEN = {"PHULUC_DOMAIN": "phuluc.example"}


def compose() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(DEPLOY / "compose.yaml")
    return found


def filled(text: str) -> str:
    """The text with the installation's own variables."""
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda match: GIVEN[match[1]], text)


@pytest.mark.parametrize(
    "file",
    [*DEPLOY.iterdir(), ROOT / "docs/operations.md", ROOT / "docs/admin.md"],
    ids=lambda path: path.name,
)
def test_every_setting_that_is_named_exists(file: Path) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {f"{PREFIX}{name.upper()}_FILE" for name in SECRETS}
    named = set(re.findall(r"PHULUC_[A-Z_]+", file.read_text(encoding="utf-8")))
    named -= {one for one in named if one.endswith("_") and any(k.startswith(one) for k in known)}
    assert named <= known | {"PHULUC_DOMAIN", FILE_SETTING}


@pytest.mark.parametrize(
    "file",
    [*DEPLOY.iterdir(), ROOT / "docs/operations.md", ROOT / "docs/admin.md"],
    ids=lambda path: path.name,
)
def test_every_command_that_is_named_exists(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    command = get_command(app)
    for words in re.findall(r"(?:`|/bin/|compose exec phuluc )phuluc ([a-z][a-z -]*)", text):
        at: Any = command
        for word in shlex.split(words):
            if not hasattr(at, "commands"):
                break
            assert word in at.commands, words
            at = at.commands[word]
    assert CliRunner().invoke(command, ["--help"]).exit_code == 0


def test_the_compose_file_is_whole() -> None:
    found = compose()
    services = found["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", ())) <= set(services), name
        assert set(service.get("secrets", ())) <= set(found["secrets"]), name
        volumes = [volume.partition(":")[0] for volume in service.get("volumes", ())]
        for volume in volumes:
            there = (DEPLOY / volume).exists() if volume.startswith(".") else None
            assert there or volume in found["volumes"], volume
    build = services["phuluc"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).exists()
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {Path(secret["file"]).parent.as_posix() for secret in found["secrets"].values()} == {
        "secrets"
    }
    assert "/deploy/secrets/" in ignored


def test_the_product_starts_with_the_settings_of_the_compose_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = compose()["services"]["phuluc"]
    (tmp_path / "secrets").mkdir()
    contents = {
        "database-url": "postgresql://phuluc:bi-mat@database/phuluc",
        "telegram-token": TOKEN,
        "webhook-secret": "a" * 64,
        "metrics-token": "b" * 64,
    }
    assert set(service["secrets"]) == set(contents)
    for name, content in contents.items():
        (tmp_path / "secrets" / name).write_text(content + "\n")
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for name, text in service["environment"].items():
        monkeypatch.setenv(name, filled(text).replace("/run/secrets", str(tmp_path / "secrets")))
    settings = load_settings()
    assert settings.telegram_mode == "webhook"
    assert settings.database == contents["database-url"]
    assert str(settings.public_url) == "https://phuluc.example/"
    assert set(settings.secrets) == set(contents.values())


INSIDE = {  # what nobody asks for from outside: health, figures, the key of this machine's chat
    *("/healthz", "/readyz", "/metrics", "/sign-in"),
}


def outside(paths: set[str]) -> set[str]:
    """These paths as a proxy names them: the desk and the API are let through as a whole."""
    whole = ("/ban/", "/hom-thu/", "/api/")
    under = {path: next((one for one in whole if path.startswith(one)), "") for path in paths}
    return {f"{head}*" if head else path for path, head in under.items()}


def paths_of(app: Any) -> set[str]:
    """Every path that the application answers, without its parameters: `/tep/*`."""
    found: set[str] = set()
    for route in getattr(app, "routes", None) or ():
        path = re.sub(r"/\{.*", "/*", getattr(route, "path", ""))
        inner = getattr(route, "app", None)
        if isinstance(route, Mount) and not isinstance(inner, StaticFiles | TrialEntrance):
            found |= {f"{path}{one}" for one in paths_of(inner)}
        else:
            found.add(f"{path.removesuffix('/*')}/*" if isinstance(route, Mount) else path)
    for name in ("_app", "app"):
        if hasattr(app, name) and not hasattr(app, "routes"):
            found |= paths_of(getattr(app, name))
    return found | {*getattr(app, "_hooks", ())}


async def served_paths(folder: Path) -> set[str]:
    """Those of the product with everything switched on."""
    secret = SecretStr("a" * 64)
    settings = Settings(
        data_dir=folder,
        public_url="https://phuluc.example",
        telegram_token=SecretStr(TOKEN),
        telegram_mode="webhook",
        telegram_webhook_secret=secret,
        zalo_bot_token=secret,
        zalo_bot_mode="webhook",
        zalo_bot_webhook_secret=secret,
        zalo_oa_app_id="1",
        zalo_oa_app_secret=secret,
        zalo_oa_secret_key=secret,
    )
    web, platforms = WebChannel(), ChatPlatforms.of(settings)
    access = WebAuth.for_host("0.0.0.0", folder, settings.public_url)
    async with open_product(settings, [web, *platforms.channels]) as product:
        platforms.open(product.store, clock.now, "test")
        hooks, trials = platforms.hooks(product.inbox), form_trials(product, access)
        found = paths_of(web_app(product, settings, web, access, hooks, trials))
        await platforms.close()
    return found


async def test_every_path_is_let_through_or_named_as_inside(tmp_path: Path) -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    named = [one.split() for one in re.findall(r"@(?:webhooks|pages|api) path (.*)", text)]
    through = {path for paths in named for path in paths}
    served = outside(await served_paths(tmp_path))
    assert len(served) > 15
    assert through | INSIDE == served
    assert through & INSIDE == set()


def test_the_proxy_speaks_to_the_product_under_limits() -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    port = Settings.model_fields["http_port"].default
    assert f"name phuluc\n\t\t\tport {port}\n" in text
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert f"EXPOSE {port}\n" in dockerfile
    assert f"127.0.0.1:{port}/readyz" in dockerfile
    for limit in ("read_header 10s", "read_body ", "idle ", "max_header_size 32KB"):
        assert limit in text
    assert 'Strict-Transport-Security "max-age=31536000' in text
    (webhooks, pages) = (int(one) for one in re.findall(r"max_size (\d+)MB", text))
    assert max(TELEGRAM_LIMIT, ZALO_LIMIT) <= webhooks * 1_000_000
    assert pages * 1_000_000 >= FILE_LIMIT


@pytest.mark.parametrize("image", ["python", "postgres", "caddy"])
def test_images_are_named_exactly(image: str) -> None:
    text = (DEPLOY / "compose.yaml").read_text() + (DEPLOY / "Dockerfile").read_text()
    (tag,) = {*re.findall(rf"(?:image: |FROM ){image}:(\S+)", text)}
    assert re.match(r"\d+\.\d+(\.\d+)?-[a-z-]+(@sha256:[0-9a-f]{64})?$", tag)


def test_no_container_has_more_than_it_needs() -> None:
    for name, service in compose()["services"].items():
        assert "mem_limit" in service, name
        assert service["security_opt"] == ["no-new-privileges:true"]
    for name in ("phuluc", "proxy"):
        assert compose()["services"][name]["read_only"] is True
        assert compose()["services"][name]["cap_drop"] == ["ALL"]


def test_the_image_has_every_package_and_nothing_else() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = {word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert copied == {*packages, "pyproject.toml", "README.md", "requirements.lock"}
    assert all((ROOT / name).exists() for name in copied)
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line.removeprefix("!") for line in kept if line.startswith("!")} == copied
    hashed = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for needed in ("psycopg-binary==", "prometheus-client==", "hatchling=="):
        assert needed in hashed


def sections(unit: str) -> dict[str, list[tuple[str, str]]]:
    """The unit's settings in their order, by section."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (DEPLOY / unit).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line] = []
        elif line and not line.startswith("#"):
            name, equals, value = line.partition("=")
            assert equals, line
            [*found.values()][-1].append((name, value))
    return found


def test_the_service_ends_after_the_product_has() -> None:
    service = dict(sections("phuluc.service")["[Service]"])
    assert service["ExecStart"] == f"{INSTALLED} run"
    assert int(service["TimeoutStopSec"]) > 10
    assert service["NoNewPrivileges"] == "yes"
    assert int(service["LimitNOFILE"]) == WANTED
    assert "MemoryMax" in service
    unit = dict(sections("phuluc.service")["[Unit]"])
    assert {"StartLimitIntervalSec", "StartLimitBurst"} <= set(unit)
    timer = sections("phuluc-backup.timer")
    assert timer["[Install]"] == [("WantedBy", "timers.target")]
    backup = sections("phuluc-backup.service")["[Service]"]
    settings = ("Environment", f"{FILE_SETTING}={INSTALLED_SETTINGS}")
    assert settings in backup
    assert settings in sections("phuluc.service")["[Service]"]
    folder = dict(backup)["WorkingDirectory"]
    assert f"\nPHULUC_DATA_DIR={folder}\n" in (DEPLOY / "phuluc.env").read_text(encoding="utf-8")


def test_the_settings_file_of_an_installation_is_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    text = (DEPLOY / "phuluc.env").read_text(encoding="utf-8")
    (tmp_path / "telegram-token").touch()
    (tmp_path / "phuluc.env").write_text(text.replace("/etc/phuluc", str(tmp_path)))
    monkeypatch.setenv(FILE_SETTING, str(tmp_path / "phuluc.env"))
    given = read_given()
    assert given.strange_lines(setting_names()) == []
    assert load_settings(given).telegram_token is None  # an empty file: not set yet


def test_the_nightly_backup_does_what_it_says(tmp_path: Path) -> None:
    """Its own line, run by a shell on an installation."""
    backup = sections("phuluc-backup.service")["[Service]"]
    line = next(value for name, value in backup if name == "ExecStart")
    shell, flag, script = shlex.split(line)
    script = script.replace(INSTALLED, f"{sys.executable} -m bot").replace("%%", "%")
    clean = {name: text for name, text in os.environ.items() if not name.startswith(PREFIX)}
    env = clean | {"PHULUC_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    (tmp_path / "backups").mkdir()
    prepared(tmp_path / "phuluc.db")
    done = subprocess.run(
        [shell, flag, script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("sound\n")
    assert len([*(tmp_path / "backups").glob("20*.db")]) == 1


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    verifier = shutil.which("systemd-analyze")
    if verifier is None and os.environ.get("PHULUC_CI"):
        pytest.fail("no systemd-analyze on the PATH, and CI must not go without it")
    if verifier is None:
        pytest.skip("no systemd-analyze on the PATH (Debian: apt-get install systemd)")
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(INSTALLED, sys.executable), encoding="utf-8")
    done = subprocess.run(
        [verifier, "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_what_is_to_be_watched_is_counted() -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    told = Metrics().text(None, NOW).decode()
    named = set(re.findall(r"phuluc_[a-z_]+", text))
    assert len(named) > 5
    for name in named:
        assert f"# TYPE {name} " in told or f"# TYPE {name}_total " in told, name
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    kinds = re.findall(r'kind="([^"]+)"', text)
    assert kinds
    assert all(re.search(rf'log\.(exception|warning)\(\s*"{kind}"', sources) for kind in kinds)
    outcomes = re.findall(r'outcome="([^"]+)"', text)
    assert all(f'return "{outcome}"' in sources for outcome in outcomes)
