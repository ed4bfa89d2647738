"""Settings: one frozen object, read once from the environment and the settings file."""

from __future__ import annotations

import re
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AnyHttpUrl,
    BaseModel,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from bot.runtime.language import tell
from bot.runtime.settings_file import (
    FROM_FILE,
    PREFIX,
    GivenSettings,
    SettingsError,
    describe_mistake,
    read_given,
    read_secret_files,
)
from conversations.text.addresses import read_email
from storage.core.file_urls import sqlite_url
from templates.appendix_import.signatures.roots import find_unfit_roots, has_roots

__all__ = ["PREFIX", "Settings", "SettingsError", "load_settings", "setting_names"]

KEEP = "keep_"
LICENCE = r"^([A-Za-z0-9._-]{1,64}|https?://[!-~]{1,200})?$"  # an SPDX name, or an address
Days = Annotated[int, Field(ge=0, le=36_500)]  # 0: for good
SECRETS = (
    "telegram_token",
    "telegram_webhook_secret",
    "telegram_proxy",
    "zalo_bot_token",
    "zalo_bot_webhook_secret",
    "zalo_oa_app_secret",
    "zalo_oa_secret_key",
    "smtp_password",
    "database_url",
    "replica_url",
    "metrics_token",
)


class Settings(BaseModel):
    """Everything the installation decides. Secrets never show in `repr` or errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    replica_url: SecretStr | None = None
    replica_lag: float = Field(default=15, ge=1, le=3_600)
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8642, ge=0, le=65_535)
    public_url: AnyHttpUrl | None = None
    telegram_token: SecretStr | None = None
    telegram_base_url: AnyHttpUrl | None = None
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_secret: SecretStr | None = None
    telegram_proxy: SecretStr | None = None
    telegram_per_second: int = Field(default=30, ge=0, le=10_000)
    zalo_bot_token: SecretStr | None = None
    zalo_bot_base_url: AnyHttpUrl | None = None
    zalo_bot_mode: Literal["polling", "webhook"] = "polling"
    zalo_bot_webhook_secret: SecretStr | None = None
    zalo_bot_budget: int = Field(default=3_000, ge=1)
    zalo_bot_people: int = Field(default=50, ge=1)
    zalo_oa_app_id: str | None = Field(default=None, pattern="^[0-9]{1,32}$")
    zalo_oa_app_secret: SecretStr | None = None
    zalo_oa_secret_key: SecretStr | None = None
    zalo_oa_template: str | None = None
    zalo_oa_paid: bool = False
    zalo_oa_base_url: AnyHttpUrl | None = None
    smtp_host: str | None = Field(default=None, pattern=r"^[A-Za-z0-9.:_-]{1,253}$")
    smtp_port: int = Field(default=0, ge=0, le=65_535)
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_per_second: float = Field(default=5, gt=0, le=1_000)
    webhook_http: bool = False
    webhook_networks: tuple[IPvAnyNetwork, ...] = Field(default=(), max_length=100)
    api_per_minute: int = Field(default=600, ge=1, le=100_000)
    forms_dir: Path | None = None
    trial_form: str | None = None
    per_person: int = Field(default=300, ge=0)
    calendar_file: Path | None = None
    rules_file: Path | None = None
    signature_roots: Path | None = None
    remind_before: tuple[Annotated[int, Field(ge=1, le=30)], ...] = Field(
        default=(5, 2, 1), max_length=10
    )
    remind_hour: int = Field(default=8, ge=7, le=20)
    metrics_token: SecretStr | None = None
    open_data_licence: str = Field(default="", pattern=LICENCE)
    remind_reviewer_after: int = Field(default=1, ge=1, le=60)
    remind_coordinator_after: int = Field(default=2, ge=1, le=60)
    watchdog_seconds: float = Field(default=30, ge=0, le=3_600)
    keep_event: Days = 400
    keep_message: Days = 400
    keep_document: Days = 400
    keep_paper: Days = 90
    keep_session: Days = 400
    keep_stranger: Days = 400
    keep_invitation: Days = 400
    keep_usage: Days = 800
    keep_rebinding: Days = 400
    keep_contact: Days = 90
    keep_reminder: Days = 90
    keep_announcement: Days = 30
    keep_signed_link: Days = 30
    keep_link: Days = 7
    keep_attempt: Days = 7
    keep_upload: Days = 7
    keep_delivery: Days = 30
    keep_process: Days = 7
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    language: Literal["en", "vi"] = "en"

    @field_validator("remind_before", mode="before")
    @classmethod
    def _numbers(cls, given: object) -> object:
        """`5,2,1`, with or without brackets."""
        return given.strip("[] ").replace(",", " ").split() if isinstance(given, str) else given

    @field_validator("webhook_networks", mode="before")
    @classmethod
    def _networks(cls, given: object) -> object:
        """`10.20.0.0/16,fd00::/8`."""
        return given.replace(",", " ").split() if isinstance(given, str) else given

    @field_validator("signature_roots")
    @classmethod
    def _holds_certificates(cls, folder: Path | None) -> Path | None:
        """A folder of certificates: nothing is trusted by mistake."""
        if folder is None:
            return None
        try:
            unfit, known = find_unfit_roots(folder), has_roots(folder)
        except OSError as error:
            message = tell("is no folder that can be read: {reason}", reason=error.strerror or "")
            raise ValueError(message) from error
        if unfit:
            raise ValueError(tell("holds files that are no certificates: {n}", n=", ".join(unfit)))
        if not known:
            raise ValueError(tell("holds no certificate (.pem, .crt, .cer or .der)"))
        return folder

    @field_validator("telegram_token")
    @classmethod
    def _botfather_gave_it(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value()):
            message = tell("is no token of @BotFather, which looks like 123456789:AAHk…")
            raise ValueError(message)
        return token

    @field_validator("zalo_bot_webhook_secret")
    @classmethod
    def _zalo_takes_it(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch("[!-~]{8,256}", secret.get_secret_value()):
            message = tell("must be 8 to 256 letters, digits and signs, without blanks or accents")
            raise ValueError(message)
        return secret

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Settings:
        """Who is posted to has a secret to be told by, and an address."""
        for name in ("telegram", "zalo_bot"):
            hooked = getattr(self, f"{name}_mode") == "webhook"
            if not hooked or getattr(self, f"{name}_token") is None:
                continue
            mode, missing = f"{name.upper()}_MODE=webhook", f"{name}_webhook_secret"
            if getattr(self, missing) is None:
                message = tell("{mode} needs {missing}", mode=mode, missing=missing.upper())
                raise ValueError(message)
            if self.public_url is None:
                message = tell("{mode} needs {missing}", mode=mode, missing="PUBLIC_URL")
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _account_is_whole(self) -> Settings:
        needed = ("zalo_oa_app_id", "zalo_oa_app_secret", "zalo_oa_secret_key")
        missing = [name.upper() for name in needed if getattr(self, name) is None]
        if 0 < len(missing) < len(needed):
            names = ", ".join(missing)
            message = tell("the Zalo Official Account needs {missing} too", missing=names)
            raise ValueError(message)
        if not missing and self.public_url is None:
            message = tell("the Zalo Official Account needs PUBLIC_URL: Zalo posts events to it")
            raise ValueError(message)
        return self

    @field_validator("smtp_from")
    @classmethod
    def _is_sender(cls, given: str | None) -> str | None:
        """An address, or a name and an address: `Sở Tư pháp <baocao@sotuphap.gov.vn>`."""
        if given is not None and not read_email(parseaddr(given)[1]):
            message = tell("is no address such as Sở Tư pháp <baocao@sotuphap.gov.vn>")
            raise ValueError(message)
        return given

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Settings:
        """Letters need a sender, and an address for their links; a password never goes out open."""
        if self.smtp_host is None:
            return self
        needed: dict[str, object] = {"SMTP_FROM": self.smtp_from, "PUBLIC_URL": self.public_url}
        if self.smtp_user is not None:
            needed["SMTP_PASSWORD"] = self.smtp_password
        missing = ", ".join(name for name, given in needed.items() if given is None)
        if missing:
            message = tell("SMTP_HOST needs {missing} too", missing=missing)
            raise ValueError(message)
        own = self.smtp_host in ("localhost", "127.0.0.1", "::1")
        if self.smtp_security == "none" and self.smtp_password is not None and not own:
            message = tell("SMTP_SECURITY=none would send SMTP_PASSWORD in the open")
            raise ValueError(message)
        return self

    @property
    def secrets(self) -> list[str]:
        """What must never stand in a log."""
        given = [getattr(self, name) for name in SECRETS]
        return [one.get_secret_value() for one in given if one is not None]

    @property
    def retention(self) -> dict[str, int]:
        """How many days each kind of row is kept; 0: for good."""
        names = [name for name in type(self).model_fields if name.startswith(KEEP)]
        return {name.removeprefix(KEEP): getattr(self, name) for name in names}

    @property
    def database(self) -> str:
        """The database's URL; an SQLite file in the data directory unless told otherwise."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return sqlite_url(self.database_file)

    @property
    def replica(self) -> str | None:
        """The URL of the server that follows the database and may be read, if there is one."""
        return self.replica_url.get_secret_value() if self.replica_url is not None else None

    @property
    def own_forms(self) -> Path:
        """The folder of the installation's own forms, one folder a form; it need not be there."""
        return self.forms_dir or self.data_dir / "forms"

    @property
    def database_file(self) -> Path:
        """The embedded database, when there is no other."""
        return self.data_dir / "phuluc.db"


def setting_names() -> frozenset[str]:
    """The whole name of everything that can be set."""
    names = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return frozenset(names | {f"{PREFIX}{name.upper()}{FROM_FILE}" for name in SECRETS})


def load_settings(given: GivenSettings | None = None) -> Settings:
    """Read the settings; SettingsError names everything that is wrong, at once."""
    given = given or read_given()
    problems: list[str] = []
    texts: dict[str, Any] = {
        name: given.values[f"{PREFIX}{name.upper()}"]
        for name in Settings.model_fields
        if f"{PREFIX}{name.upper()}" in given.values
    }
    texts |= read_secret_files(given, SECRETS, problems)
    try:
        settings = Settings(**texts)
    except ValidationError as error:
        problems += [
            describe_mistake(detail, SECRETS) for detail in error.errors(include_url=False)
        ]
    if problems:
        raise SettingsError(problems)
    return settings
