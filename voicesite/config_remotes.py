"""Other servers as settings: where they are, what they are asked for, and which variable holds their key."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

OWN_PREFIX = "VOICESITE_"


class RemoteSettings(BaseModel):
    """A server with OpenAI's transcription doors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    model: str = Field(min_length=1, max_length=200)
    key_env: str = ""
    timeout_seconds: float = Field(120.0, gt=0, le=3600)
    tries: int = Field(3, ge=1, le=10)
    at_once: int = Field(2, ge=1, le=64)

    @field_validator("url")
    @classmethod
    def _bare_address(cls, value: str) -> str:
        return require_bare_address(value)

    @field_validator("key_env")
    @classmethod
    def _name_of_a_variable(cls, value: str) -> str:
        return require_variable(value)


def require_free(names: Mapping[str, object], *, taken: Mapping[str, object], usual: str) -> None:
    for name in names:
        if name == usual or name in taken:
            raise ValueError(f"must not give {name!r} another meaning")


def require_bare_address(value: str) -> str:
    parts = urlsplit(value)
    is_bare = not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_bare:
        raise ValueError("must be an address without a key in it, such as https://voice.example.org/v1")
    _ = parts.port  # raises where it is no port
    return value.rstrip("/")


def require_variable(value: str) -> str:
    """The key itself stands in no file."""
    if value and (not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value) or value.startswith(OWN_PREFIX)):
        raise ValueError(f"must name an environment variable, and none of {OWN_PREFIX}*")
    return value
