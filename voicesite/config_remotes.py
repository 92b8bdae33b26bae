"""Other servers as settings: where they are, what they are asked for, and which variable holds their key."""

import re
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ConfigDict, Field, field_validator

OWN_PREFIX = "VOICESITE_"
VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,79}")


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


def require_free(names: Mapping[str, object], *, taken: Collection[str], usual: str) -> None:
    for name in names:
        if name == usual or name in taken:
            raise ValueError(f"must not give {name!r} another meaning")


def require_bare_address(value: str) -> str:
    """As every reader on the way reads it: what is read in two ways may end at another server."""
    parts = urlsplit(value)
    is_bare = value.isprintable() and not set(value) & set(" \\?#@")
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_bare:
        raise ValueError("must be an address without a key in it, such as https://voice.example.org/v1")
    _ = parts.port  # raises where it is no port
    _require_host(value)
    return value.rstrip("/")


def _require_host(address: str) -> None:
    """What a connection would choke on is told now."""
    try:
        httpx.URL(address).host.encode("idna")
    except (httpx.InvalidURL, UnicodeError) as error:
        raise ValueError("must name a server as the internet could, and it does not") from error


def require_variable(value: str) -> str:
    """The key itself stands in no file, and what is named here is told to people. Many keys could be names of
    variables, but not in capitals alone."""
    if value and (not VARIABLE.fullmatch(value) or value.startswith(OWN_PREFIX)):
        raise ValueError(f"must name an environment variable in capitals, and none of {OWN_PREFIX}*")
    return value
