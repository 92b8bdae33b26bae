"""Settings of the site itself: its folders, its address, its secrets, its people and its mail."""

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import BaseModel, Field, SecretStr, field_validator

BASE_DIR = Path(__file__).resolve().parent.parent


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


class SiteSettings(BaseModel):
    # Where things are
    data_dir: Path = Field(BASE_DIR / "data", description="Database, audio files, secret key")
    models_dir: Path = Field(
        default_factory=lambda: _cache_home() / "voicesite" / "models",
        description="Model packs; shared by every clone of this person",
    )
    database_url: str = Field("", description="Empty for SQLite in the data directory, or postgres://…")
    cache_url: str = Field("", description="Empty for this process's memory, or redis://…")

    # How the site is reached
    host: str = Field("127.0.0.1", description="Address the web server listens on")
    port: int = Field(8000, ge=1, le=65535, description="Port the web server listens on")
    public_url: str = Field("", description="Address people type; empty means http://HOST:PORT")
    trust_proxy: bool = Field(
        False, description="Believe X-Forwarded-Proto and X-Forwarded-For from the proxy in front"
    )
    hsts_seconds: int = Field(
        31_536_000, ge=0, description="Strict-Transport-Security where public_url is https"
    )

    # Secrets
    secret_key: SecretStr | None = Field(None, description="Empty: generated once into the data directory")
    metrics_token: SecretStr | None = Field(
        None, description="Bearer token for /metrics; empty: loopback only"
    )
    admin_username: str = Field("", description="First administrator, made at start where none exists")
    admin_password: SecretStr | None = Field(None, description="Password of that administrator")
    admin_email: str = Field("", description="E-mail of that administrator")

    # People
    sign_up: bool = Field(False, description="Strangers may create an account")
    lockout_failures: int = Field(5, ge=1, le=100, description="Failed sign-ins before a lock-out")
    lockout_minutes: int = Field(15, ge=1, le=24 * 60, description="How long a lock-out lasts")
    session_days: int = Field(14, ge=1, le=365, description="How long a sign-in lasts")
    time_zone: str = Field("UTC", description="Time zone of people who have not chosen one")

    # Mail
    mail_backend: Literal["console", "smtp"] = Field("console", description="console prints mails to the log")
    mail_host: str = Field("localhost", description="SMTP server")
    mail_port: int = Field(587, ge=1, le=65535, description="SMTP port")
    mail_username: str = Field("", description="SMTP user")
    mail_password: SecretStr | None = Field(None, description="SMTP password")
    mail_tls: bool = Field(True, description="STARTTLS")
    mail_from: str = Field("voicesite@localhost", description="Sender of the site's mails")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("must be an IANA time zone such as Europe/Helsinki")
        return value

    @field_validator("data_dir", "models_dir")
    @classmethod
    def _somewhere(cls, value: Path) -> Path:
        # An empty variable would mean the folder that the command happens to be run in.
        if not value.is_absolute() and str(value) in ("", "."):
            raise ValueError("must name a folder")
        return value

    @field_validator("metrics_token", "secret_key", "admin_password", "mail_password", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("postgres://", "postgresql://", "sqlite:///")):
            raise ValueError("must be empty or look like postgres://user:password@host/name")
        return value

    @field_validator("public_url")
    @classmethod
    def _absolute_url(cls, value: str) -> str:
        parts = urlsplit(value)
        is_bare = not (parts.path.strip("/") or parts.query or parts.fragment)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or not is_bare):
            raise ValueError("must be an address without a path, such as https://voice.example.org")
        _ = parts.port  # raises where it is no port
        return value.rstrip("/")

    @property
    def site_url(self) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def is_https(self) -> bool:
        return self.site_url.startswith("https://")
