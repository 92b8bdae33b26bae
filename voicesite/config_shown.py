"""What is in force and where each setting came from, for `manage.py config`; secrets are masked."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from voicesite.config import ENV_PREFIX, Config, toml_path


@dataclass(frozen=True)
class EffectiveValue:
    name: str
    value: str
    source: str
    description: str


def effective_values(config: Config) -> list[EffectiveValue]:
    in_file = _read_toml()
    return [
        EffectiveValue(
            name=name,
            value=_shown(getattr(config, name)),
            source=_source_of(name, in_file),
            description=field.description or "",
        )
        for name, field in Config.model_fields.items()
    ]


def _source_of(name: str, in_file: Mapping[str, Any]) -> str:
    variable = f"{ENV_PREFIX}{name}".upper()
    if variable in os.environ:
        return f"environment {variable}"
    if name in in_file:
        return str(toml_path().name)
    return "default"


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "********" if value.get_secret_value() else ""
    if isinstance(value, str) and "://" in value:
        return _without_password(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=lambda part: part.model_dump())
    return "" if value is None else str(value)


def _without_password(url: str) -> str:
    masked = re.sub(r"(?<=:)[^:/@]+(?=@)", "********", url)
    return re.sub(r"(?i)((?:password|passwd|secret|token|key)[^=&]*=)[^&]*", r"\1********", masked)


def _read_toml() -> Mapping[str, Any]:
    path = toml_path()
    return tomllib.loads(path.read_text()) if path.is_file() else {}
