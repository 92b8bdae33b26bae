"""Every setting of the site, typed and checked before anything starts.

Precedence, lowest first: the defaults in `config_*.py`, `voicesite.toml`, the environment (`VOICESITE_*`).
`manage.py config` prints what is in force and where each value came from.
"""

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from voicesite.config_limits import LimitSettings
from voicesite.config_providers import ProvidersSettings
from voicesite.config_site import BASE_DIR, SiteSettings
from voicesite.config_speech import HearingSettings, SpeechSettings
from voicesite.config_work import WorkSettings

ENV_PREFIX = "VOICESITE_"


def toml_path() -> Path:
    return Path(os.environ.get("VOICESITE_CONFIG_FILE") or BASE_DIR / "voicesite.toml")


# The last base first: in that order pydantic collects fields, and they are shown and judged in it.
class Config(
    WorkSettings,
    HearingSettings,
    SpeechSettings,
    ProvidersSettings,
    LimitSettings,
    SiteSettings,
    BaseSettings,
):
    """One field per setting; the description is what `manage.py config` shows."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, extra="forbid", validate_default=True)

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
        is_told = field is not None and "SecretStr" not in str(field.annotation)
        given = f" = {problem['input']!r}" if is_told and not _may_hold_a_key(name, problem) else ""
        hint = f" ({field.description})" if field and field.description else ""
        lines.append(f"  {name}{given}: {problem['msg'].removeprefix('Value error, ')}{hint}")
    return "\n".join(lines)


def _may_hold_a_key(name: str, problem: Mapping[str, Any]) -> bool:
    """What stands where a key is easily put by mistake: logs outlive the mistake."""
    is_a_place = name.endswith((".key_env", ".url", "database_url")) or isinstance(problem["input"], dict)
    return is_a_place or problem["type"] == "extra_forbidden"


def _explain_unreadable(error: SettingsError) -> str:
    """A table in the environment is JSON; pydantic names its field in quotes."""
    name = next((name for name in Config.model_fields if f'"{name}"' in str(error)), "")
    variable = f"{ENV_PREFIX}{name}".upper()
    return f'The configuration cannot be used:\n  {variable} must be JSON, such as {{"name": "meaning"}}.'
