"""Settings: defaults, problems reported together, secrets from files and hidden."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.runtime.settings import SettingsError, load_settings
from bot.shipped_catalogs import open_catalogs
from conversations.calendar.workdays import Calendar
from conversations.workflow.permissions import Role
from conversations.workflow.reminder_schedule import Duty, next_slot
from templates.loading.catalog import load_catalog
from tests.support.paths import ROOT

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("PHULUC_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert settings.http_host == "127.0.0.1"
    assert settings.telegram_token is None
    assert settings.database == "sqlite:///data/phuluc.db"


def test_a_dotenv_file_is_read_and_empty_lines_mean_the_default(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PHULUC_HTTP_PORT=\nPHULUC_LOG_LEVEL=DEBUG\n")
    assert load_settings().http_port == 8642
    assert load_settings().log_level == "DEBUG"


def test_all_problems_are_reported_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHULUC_HTTP_PORT", "99999")
    monkeypatch.setenv("PHULUC_REMIND_HOUR", "3")
    monkeypatch.setenv("PHULUC_LOG_FORMAT", "xml")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    text = str(caught.value)
    for name in ("PHULUC_HTTP_PORT", "PHULUC_REMIND_HOUR", "PHULUC_LOG_FORMAT"):
        assert name in text


def test_secrets_come_from_files_and_never_show(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n")
    monkeypatch.setenv("PHULUC_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    settings = load_settings()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings)


def test_a_missing_secret_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHULUC_DATABASE_URL_FILE", "/no/such/file")
    with pytest.raises(SettingsError, match="PHULUC_DATABASE_URL_FILE"):
        load_settings()


def test_a_webhook_needs_its_secret_and_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHULUC_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("PHULUC_TELEGRAM_MODE", "webhook")
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET") as caught:
        load_settings()
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("secret", "problem"),
    [("bi-mat-2026", "needs PUBLIC_URL"), ("ngắn", "8 to 256"), ("", "needs ZALO_BOT_WEBHOOK")],
)
def test_zalos_webhook_needs_its_secret_and_address(
    monkeypatch: pytest.MonkeyPatch, secret: str, problem: str
) -> None:
    monkeypatch.setenv("PHULUC_ZALO_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("PHULUC_ZALO_BOT_MODE", "webhook")
    monkeypatch.setenv("PHULUC_ZALO_BOT_WEBHOOK_SECRET", secret)
    with pytest.raises(SettingsError, match=problem) as caught:
        load_settings()
    assert TOKEN not in str(caught.value)


def test_every_setting_stands_in_the_example() -> None:
    from bot.runtime.settings import PREFIX, Settings

    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"\n{PREFIX}{name.upper()}=" in example


@pytest.mark.parametrize("days", ["[-3, 900]", "[0]", "[1,2,3,4,5,6,7,8,9,10,11]", "soon"])
def test_days_of_reminders_have_bounds(monkeypatch: pytest.MonkeyPatch, days: str) -> None:
    monkeypatch.setenv("PHULUC_REMIND_BEFORE", days)
    with pytest.raises(SettingsError, match="REMIND_BEFORE"):
        load_settings()


def test_the_steps_of_reminding_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHULUC_REMIND_BEFORE", "10, 3")
    monkeypatch.setenv("PHULUC_REMIND_REVIEWER_AFTER", "3")
    monkeypatch.setenv("PHULUC_REMIND_COORDINATOR_AFTER", "5")
    plan = open_catalogs(load_settings(), load_catalog()).plan
    assert (plan.before, plan.reviewer_after, plan.coordinator_after) == ((10, 3), 3, 5)
    due = date(2026, 3, 17)  # a Tuesday
    late = Duty(role=Role.COORDINATOR, due=due)
    assert next_slot(due, [late], Calendar(), plan) == date(2026, 3, 24)


def test_letters_need_a_sender_an_address_and_a_line_that_nobody_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for given, told in (
        ({"HOST": "mail.x.vn"}, "SMTP_FROM, PUBLIC_URL"),
        ({"HOST": "mail.x.vn", "FROM": "không phải"}, "Sở Tư pháp <baocao@sotuphap.gov.vn>"),
        ({"HOST": "mail.x.vn", "FROM": "a@x.vn", "USER": "a"}, "SMTP_PASSWORD"),
        ({"HOST": "mail.x.vn", "FROM": "a@x.vn", "SECURITY": "ssl"}, "PHULUC_SMTP_SECURITY"),
        (
            {"HOST": "mail.x.vn", "FROM": "a@x.vn", "PASSWORD": "bi-mat", "SECURITY": "none"},
            "in the open",
        ),
        ({"HOST": "mail.x.vn\nX"}, "PHULUC_SMTP_HOST"),
    ):
        with monkeypatch.context() as here:
            here.setenv("PHULUC_PUBLIC_URL", "https://x.vn") if "FROM" in given else None
            for name, value in given.items():
                here.setenv(f"PHULUC_SMTP_{name}", value)
            with pytest.raises(SettingsError) as caught:
                load_settings()
            assert told in str(caught.value)
            assert "bi-mat" not in str(caught.value)
    monkeypatch.setenv("PHULUC_PUBLIC_URL", "https://x.vn")
    monkeypatch.setenv("PHULUC_SMTP_HOST", "localhost")
    monkeypatch.setenv("PHULUC_SMTP_FROM", "Sở Tư pháp <baocao@sotuphap.gov.vn>")
    monkeypatch.setenv("PHULUC_SMTP_PASSWORD", "bi-mat")
    settings = load_settings()
    assert "bi-mat" in settings.secrets
    assert "bi-mat" not in repr(settings)
