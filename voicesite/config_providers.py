"""Providers of speech as settings: what each one is, and within which bounds it is asked."""

import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from speech.audio.formats import FORMATS
from speech.engines.known import ENGINES
from speech.engines.languages import TAG
from speech.providers.kinds import KINDS, OF_ONES_OWN, RESEARCH, module_of
from speech.text.passages import FASTEST, SLOWEST
from voicesite.config_remotes import require_bare_address, require_variable

BUILT_IN = "built-in"


def _require_line(value: str) -> str:
    if value != value.strip() or not value.isprintable():
        raise ValueError("must be one line, without spaces around it")
    return value


Line = Annotated[str, AfterValidator(_require_line)]
VoiceName = Annotated[Line, Field(min_length=1, max_length=200)]
Tag = Annotated[str, Field(pattern=rf"^{TAG.pattern}$")]  # such as fi or en-GB
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")  # as long as a history entry's engine may be


class ProviderConfig(BaseModel):
    """`[providers.NAME]`. One of the engines that are always here has its own name, and no kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str = BUILT_IN
    enabled: bool = True
    title: Line = Field("", max_length=60)  # as people read it; empty: its name
    url: str = ""
    model: Line = Field("", max_length=200)
    key_env: str = ""
    region: str = Field("", max_length=60, pattern=r"^[a-z0-9-]*$")
    voices: dict[VoiceName, VoiceName] = Field(default_factory=dict)
    default_voice: Line = Field("", max_length=200)
    languages: list[Tag] = Field(default_factory=list)
    formats: list[str] = Field(default_factory=list)  # empty: all; others are refused
    max_characters: int = Field(0, ge=0, le=5_000)  # of a passage; 0: the kind's own
    max_text_characters: int = Field(0, ge=0, le=5_000_000)  # of a request; 0: the site's bound
    slowest: float = Field(SLOWEST, ge=SLOWEST, le=1.0)
    fastest: float = Field(FASTEST, ge=1.0, le=FASTEST)
    at_once: int = Field(4, ge=1, le=64)
    price_per_million_characters: float = Field(0.0, ge=0, le=1_000_000)
    tries: int = Field(3, ge=1, le=10)
    connect_seconds: float = Field(5.0, gt=0, le=60)
    first_audio_seconds: float = Field(30.0, gt=0, le=600)
    silence_seconds: float = Field(15.0, gt=0, le=600)
    total_seconds: float = Field(300.0, gt=0, le=3600)
    device: str = Field("auto", pattern=r"^(auto|cpu|cuda(:\d+)?|mps)$")
    dtype: str = Field("auto", pattern=r"^(auto|float32|float16|bfloat16)$")
    options: dict[str, Any] = Field(default_factory=dict)

    @field_validator("url")
    @classmethod
    def _bare_address(cls, value: str) -> str:
        return require_bare_address(value) if value else ""

    @field_validator("key_env")
    @classmethod
    def _name_of_a_variable(cls, value: str) -> str:
        return require_variable(value)

    @field_validator("formats")
    @classmethod
    def _known_formats(cls, value: list[str]) -> list[str]:
        if unknown := set(value) - set(FORMATS):
            raise ValueError(f"must be of {', '.join(FORMATS)}, not {', '.join(sorted(unknown))}")
        return value

    @model_validator(mode="after")
    def _known_kind(self) -> "ProviderConfig":
        if self.kind != BUILT_IN and module_of(self.kind) is None:
            kinds = f"{', '.join(KINDS)}, or {OF_ONES_OWN} and the name of a module"
            raise ValueError(f"kind must be one of {kinds}, not {self.kind[:40]!r}")
        if self.kind in RESEARCH and not self.model:
            raise ValueError("model must name a folder or a model of the hub")
        return self


def require_provider_names(providers: dict[str, ProviderConfig]) -> None:
    for name, provider in providers.items():
        if not NAME.fullmatch(name):
            raise ValueError(f"must have names of a-z, 0-9, “.”, “_” and “-”, up to 40: not {name[:60]!r}")
        if (name in ENGINES) != (provider.kind == BUILT_IN):
            known = ", ".join(ENGINES)
            raise ValueError(f"{name!r} needs a kind, and only {known} (built in) have none")


def known_engines(info: ValidationInfo) -> list[str]:
    """Of the settings that are being read: those that are always here, and the providers."""
    return list(dict.fromkeys([*ENGINES, *info.data.get("providers", {})]))


def usual_speaker(info: ValidationInfo) -> str:
    """Kokoro; where it is turned off, the first of the order that is not."""
    providers = info.data.get("providers", {})
    order = ["kokoro", *info.data.get("fallback_order", ()), *known_engines(info)]
    return next((name for name in order if name not in providers or providers[name].enabled), "kokoro")


class ProvidersSettings(BaseModel):
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

    @field_validator("providers")
    @classmethod
    def _free_provider_names(cls, value: dict[str, ProviderConfig]) -> dict[str, ProviderConfig]:
        require_provider_names(value)
        return value

    @field_validator("fallback_order")
    @classmethod
    def _known_speakers(cls, value: list[str], info: ValidationInfo) -> list[str]:
        known = known_engines(info)
        if unknown := [name for name in value if name not in known]:
            raise ValueError(f"must be of {', '.join(known)}, not {', '.join(unknown)}")
        return list(dict.fromkeys(value))
