"""Every setting of the site, typed and checked before anything starts.

Precedence, lowest first: the defaults here, `voicesite.toml`, the environment (`VOICESITE_*`).
`manage.py config` prints what is in force and where each value came from.
"""

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from common.sizes import MIB
from speech.engines.known import ENGINES
from speech.recognition.known import USUAL_RECOGNISER
from voicesite.config_providers import ProviderConfig, require_provider_names
from voicesite.config_remotes import RemoteSettings, require_free

BASE_DIR = Path(__file__).resolve().parent.parent
ENV_PREFIX = "VOICESITE_"
WELL_KNOWN_MODELS = ("tts-1", "tts-1-hd", "gpt-4o-mini-tts")
WELL_KNOWN_RECOGNISERS = (
    "whisper-1",
    "gpt-4o-transcribe",
    "gpt-4o-mini-transcribe",
    "gpt-4o-transcribe-diarize",
    "gpt-transcribe",
)


def _usual_speaker(known: Mapping[str, Any]) -> str:
    """Kokoro; where it is turned off, the first of the order that is not."""
    providers = known.get("providers", {})
    order = ["kokoro", *known.get("fallback_order", ()), *ENGINES, *providers]
    return next((name for name in order if name not in providers or providers[name].enabled), "kokoro")


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def toml_path() -> Path:
    return Path(os.environ.get("VOICESITE_CONFIG_FILE") or BASE_DIR / "voicesite.toml")


class Config(BaseSettings):
    """One field per setting; the description is what `manage.py config` shows."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, extra="forbid", validate_default=True)

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

    # Limits
    upload_max_mib: int = Field(200, ge=1, le=10_240, description="Largest file a person may upload, in MiB")
    request_max_mib: int = Field(
        1024, ge=1, le=102_400, description="All files of one upload together, in MiB"
    )
    upload_max_seconds: int = Field(6 * 3600, ge=1, le=48 * 3600, description="Longest audio accepted")
    storage_quota_mib: int = Field(10_240, ge=0, description="Audio one person may keep, in MiB; 0: no limit")
    history_export_max_mib: int = Field(
        4096, ge=1, le=1_048_576, description="Largest archive of the history that a person may make, in MiB"
    )
    free_disk_min_mib: int = Field(512, ge=0, description="Uploads and pulls stop below this much free disk")
    throttle_person: str = Field("600/min", description="API requests per person: N/(sec|min|hour|day)")
    throttle_key: str = Field("300/min", description="API requests per API key")
    throttle_anonymous: str = Field("60/min", description="API requests per address without a key")

    # Speech
    speech_max_characters: int = Field(
        4096, ge=1, le=1_000_000, description="Longest text of one request; longer ones are jobs"
    )
    long_text_max_characters: int = Field(
        1_000_000, ge=1, le=5_000_000, description="Longest text or document spoken as a job"
    )
    speech_generations: int = Field(8, ge=1, le=256, description="Texts spoken at once, taking turns")
    speech_wait_seconds: float = Field(
        10.0, ge=0, le=600, description="How long one more waits before it is told to come back"
    )
    speech_threads: int = Field(0, ge=0, le=256, description="Threads of a model; 0: one per core, at most 4")
    speech_lanes: int = Field(
        0, ge=0, le=8, description="Passages of a text made together; 0: two where there is memory for it"
    )
    engine_idle_minutes: float = Field(10.0, ge=0, description="Unused engines are let go; 0: never")
    engine_warm_up: bool = Field(True, description="Load the model of tts-1 when the web process starts")
    passage_cache_mib: int = Field(512, ge=0, description="Disk for passages spoken before; 0: off")
    default_voice: str = Field("af_heart", description="What the Speak page begins with")
    effects_enabled: bool = Field(True, description="Speech may pass through effects")
    proof_redo: int = Field(
        0, ge=0, le=3, description="Doubtful passages are made again so often, where speech is proof-listened"
    )
    providers: dict[str, ProviderConfig] = Field(
        default_factory=dict,
        description="Other servers and models that speak, by name, and bounds of the engines that are here",
    )
    fallback: bool = Field(True, description="Where a provider fails before it was heard, another one speaks")
    fallback_order: list[str] = Field(
        default_factory=lambda: list(ENGINES),
        description="Who speaks instead, in this order; also the order in which engines are listed",
    )
    fallback_max_attempts: int = Field(2, ge=1, le=10, description="Of them, how many are tried")
    breaker_failures: int = Field(
        5, ge=1, le=1_000, description="So many failures in a row, and a provider rests"
    )
    breaker_seconds: float = Field(
        30.0, gt=0, le=86_400, description="How long it rests at first; twice as long after each failed probe"
    )
    breaker_most_seconds: float = Field(600.0, gt=0, le=86_400, description="How long it rests at most")
    errors_as_audio: bool = Field(
        False, description="Speech that fails is answered with a spoken sentence that says so"
    )
    own_voices_max: int = Field(20, ge=0, le=1_000, description="Voices one person may bring; 0: nobody may")
    own_voices_max_mib: int = Field(
        200, ge=1, le=10_240, description="Their recordings together, of one person, in MiB"
    )

    model_aliases: dict[str, str] = Field(
        default_factory=dict,
        description="Names that programs know, and the engine each one stands for; added to those of OpenAI",
    )
    voice_aliases: dict[str, str] = Field(
        default_factory=dict, description="Names that programs know, and the voice each one stands for"
    )

    # Transcription
    transcription_max_mib: int = Field(
        25, ge=1, le=10_240, description="Largest file at /v1/audio/transcriptions and translations, in MiB"
    )
    transcription_aliases: dict[str, str] = Field(
        default_factory=dict,
        description="Names that programs know, and the recogniser each one stands for; added to OpenAI's",
    )

    transcription_models: dict[str, str] = Field(
        default_factory=dict,
        description="More Whisper models by name: a folder or a hub name; models_dir is looked through",
    )
    transcription_remotes: dict[str, RemoteSettings] = Field(
        default_factory=dict,
        description="Other servers that hear, by name: url, model, key_env (the variable with the key)",
    )
    transcription_device: Literal["auto", "cpu", "cuda"] = Field(
        "auto", description="Where Whisper runs; auto: on the GPU where there is one"
    )
    transcription_generations: int = Field(
        16, ge=1, le=256, description="Recordings heard at once, taking turns"
    )
    transcription_wait_seconds: float = Field(
        10.0, ge=0, le=600, description="How long one more waits before it is told to come back"
    )

    live_connections: int = Field(16, ge=1, le=1_000, description="People heard live at once, by one process")
    live_connections_per_person: int = Field(4, ge=1, le=1_000, description="Of them, one person's")
    live_minutes: float = Field(60.0, gt=0, le=24 * 60, description="Longest live connection")
    live_idle_seconds: float = Field(
        120.0, gt=0, le=3600, description="A live connection is closed after this long without an event"
    )
    live_behind_seconds: float = Field(
        300.0, ge=1, le=3600, description="Live sound that may wait to be heard; then no more is read for now"
    )
    live_message_mib: int = Field(4, ge=1, le=64, description="Largest message of a live connection, in MiB")

    # History: ceilings of what a person may want kept
    history_max_entries: int = Field(0, ge=0, le=10_000_000, description="Entries of one person; 0: no limit")
    history_max_mib: int = Field(
        0, ge=0, le=10_485_760, description="Audio of one person's history, in MiB; 0: no limit"
    )
    history_max_days: int = Field(0, ge=0, le=36_500, description="Older entries go; 0: no limit")
    history_keep_audio: bool = Field(
        True, description="false: entries lose their audio an hour after they were made"
    )

    # Work
    workers: int = Field(2, ge=1, le=64, description="Jobs done at once by one worker")
    job_timeout_seconds: int = Field(4 * 3600, ge=60, description="A job that runs longer is stopped")
    job_retry_seconds: int = Field(
        5 * 3600, ge=61, description="When the queue hands an unfinished job out again; above the timeout"
    )
    job_lost_seconds: int = Field(
        25, ge=10, le=50, description="A running job without a heartbeat for this long is taken up again"
    )
    audit_keep_days: int = Field(365, ge=1, description="The audit log and sign-in records go back this far")
    job_keep_days: int = Field(14, ge=1, description="Finished jobs are forgotten after this long")

    # Logs
    log_format: Literal["text", "json"] = Field("text", description="json: one object a line")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level logged")

    # Model packs
    offline: bool = Field(False, description="Never look for model packs on the network")
    packs_dir: Path | None = Field(None, description="A folder with model packs, asked before any network")

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

    @field_validator("providers")
    @classmethod
    def _free_provider_names(cls, value: dict[str, ProviderConfig]) -> dict[str, ProviderConfig]:
        require_provider_names(value)
        return value

    @field_validator("fallback_order")
    @classmethod
    def _known_speakers(cls, value: list[str], info: ValidationInfo) -> list[str]:
        known = dict.fromkeys([*ENGINES, *info.data.get("providers", {})])
        if unknown := [name for name in value if name not in known]:
            raise ValueError(f"must be of {', '.join(known)}, not {', '.join(unknown)}")
        return value

    @field_validator("model_aliases")
    @classmethod
    def _known_engines(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        _require_names(value)
        known = dict.fromkeys([*ENGINES, *info.data.get("providers", {})])
        for alias, engine in value.items():
            if alias in known:
                raise ValueError(f"must not give the engine {alias!r} another meaning")
            if engine not in known:
                raise ValueError(f"must name engines: {alias!r} can be {', '.join(known)}, not {engine!r}")
        return dict.fromkeys(WELL_KNOWN_MODELS, _usual_speaker(info.data)) | value

    @field_validator("transcription_aliases")
    @classmethod
    def _known_recognisers(cls, value: dict[str, str]) -> dict[str, str]:
        _require_names(value)
        return dict.fromkeys(WELL_KNOWN_RECOGNISERS, USUAL_RECOGNISER) | value

    @field_validator("transcription_models")
    @classmethod
    def _named_models(cls, value: dict[str, str]) -> dict[str, str]:
        _require_names(value)
        if USUAL_RECOGNISER in value:
            raise ValueError(f"must not give {USUAL_RECOGNISER!r} another meaning")
        return value

    @field_validator("transcription_remotes")
    @classmethod
    def _free_names(cls, value: dict[str, RemoteSettings], info: ValidationInfo) -> dict[str, RemoteSettings]:
        _require_names({name: remote.model for name, remote in value.items()})
        require_free(value, taken=info.data.get("transcription_models", {}), usual=USUAL_RECOGNISER)
        return value

    @field_validator("voice_aliases")
    @classmethod
    def _named_voices(cls, value: dict[str, str]) -> dict[str, str]:
        _require_names(value)
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

    @field_validator("throttle_person", "throttle_key", "throttle_anonymous")
    @classmethod
    def _rate(cls, value: str) -> str:
        count, _, period = value.partition("/")
        if not count.isdigit() or int(count) < 1 or period not in ("sec", "min", "hour", "day"):
            raise ValueError("must look like 600/min (sec, min, hour or day)")
        return value

    @model_validator(mode="after")
    def _queue_hands_out_after_timeout(self) -> "Config":
        # django-q2 hands a job out again after `retry`: below the timeout it would run twice at once.
        if self.job_retry_seconds <= self.job_timeout_seconds:
            raise ValueError(
                f"job_retry_seconds ({self.job_retry_seconds}) must be above "
                f"job_timeout_seconds ({self.job_timeout_seconds})"
            )
        return self

    @model_validator(mode="after")
    def _a_request_holds_a_file(self) -> "Config":
        if self.request_max_mib < self.upload_max_mib:
            raise ValueError(
                f"request_max_mib ({self.request_max_mib}) must not be below "
                f"upload_max_mib ({self.upload_max_mib})"
            )
        return self

    @property
    def site_url(self) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def is_https(self) -> bool:
        return self.site_url.startswith("https://")

    @property
    def passage_cache_bytes(self) -> int:
        return self.passage_cache_mib * MIB

    @property
    def upload_max_bytes(self) -> int:
        return self.upload_max_mib * MIB

    @property
    def request_max_bytes(self) -> int:
        return self.request_max_mib * MIB + MIB  # and room for the form around the files

    @property
    def transcription_max_bytes(self) -> int:
        return self.transcription_max_mib * MIB

    @property
    def storage_quota_bytes(self) -> int:
        return self.storage_quota_mib * MIB

    @property
    def history_export_max_bytes(self) -> int:
        return self.history_export_max_mib * MIB

    @property
    def free_disk_min_bytes(self) -> int:
        return self.free_disk_min_mib * MIB

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # Values given in code win in tests; otherwise the environment beats the file.
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_path())


def _require_names(aliases: Mapping[str, str]) -> None:
    for alias, meant in aliases.items():
        if not (alias.strip() and meant.strip() and alias.isprintable() and len(alias) <= 200):
            raise ValueError(f"must be names for names, and {alias[:40]!r} = {meant[:40]!r} is not")


class ConfigError(Exception):
    """A setting that cannot be used; the message names it, its value and what is allowed."""


def load_config(**overrides: Any) -> Config:
    named = os.environ.get("VOICESITE_CONFIG_FILE")
    if named and not Path(named).exists():
        raise ConfigError(f"VOICESITE_CONFIG_FILE names {named}, and there is no such file.")
    try:
        config = Config(**overrides)
    except ValidationError as error:
        raise ConfigError(_explain(error)) from None
    except SettingsError as error:
        raise ConfigError(_explain_unreadable(error)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{toml_path()} is not valid TOML: {error}") from None
    _reject_unknown_environment(os.environ)
    return config


@cache
def get_config() -> Config:
    return load_config()


# Read by the tools around the site, not by the site itself.
_TOOL_VARIABLES = {"VOICESITE_CONFIG_FILE", "VOICESITE_TEST_CHROMIUM"}


def _reject_unknown_environment(environment: Mapping[str, str]) -> None:
    """A misspelt variable would otherwise be ignored in silence."""
    known = {f"{ENV_PREFIX}{name}".upper() for name in Config.model_fields} | _TOOL_VARIABLES
    unknown = sorted(name for name in environment if name.startswith(ENV_PREFIX) and name not in known)
    if unknown:
        raise ConfigError(
            f"Unknown settings in the environment: {', '.join(unknown)}. See `manage.py config`."
        )


def _explain(error: ValidationError) -> str:
    lines = ["The configuration cannot be used:"]
    for problem in error.errors():
        name = ".".join(str(part) for part in problem["loc"]) or "configuration"
        field = Config.model_fields.get(name.partition(".")[0])
        # An unknown name may be a misspelt secret.
        is_secret = field is None or "SecretStr" in str(field.annotation)
        given = "" if name == "configuration" or is_secret else f" = {problem['input']!r}"
        hint = f" ({field.description})" if field and field.description else ""
        lines.append(f"  {name}{given}: {problem['msg'].removeprefix('Value error, ')}{hint}")
    return "\n".join(lines)


def _explain_unreadable(error: SettingsError) -> str:
    """A table in the environment is JSON; pydantic names its field in quotes."""
    name = next((name for name in Config.model_fields if f'"{name}"' in str(error)), "")
    variable = f"{ENV_PREFIX}{name}".upper()
    return f'The configuration cannot be used:\n  {variable} must be JSON, such as {{"name": "meaning"}}.'
