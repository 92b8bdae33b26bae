"""Settings of speaking and of hearing: how much at once, and which names stand for which voice or model."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from common.sizes import MIB
from speech.recognition.known import USUAL_RECOGNISER
from voicesite.config_providers import known_engines, usual_speaker
from voicesite.config_remotes import RemoteSettings, require_free

LONGEST_NAME = 100  # that the history holds of what was asked for
WELL_KNOWN_MODELS = ("tts-1", "tts-1-hd", "gpt-4o-mini-tts")
WELL_KNOWN_RECOGNISERS = (
    "whisper-1",
    "gpt-4o-transcribe",
    "gpt-4o-mini-transcribe",
    "gpt-4o-transcribe-diarize",
    "gpt-transcribe",
)


class SpeechSettings(BaseModel):
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
    model_aliases: dict[str, str] = Field(
        default_factory=dict,
        description="Names that programs know, and the engine each one stands for; added to those of OpenAI",
    )
    voice_aliases: dict[str, str] = Field(
        default_factory=dict, description="Names that programs know, and the voice each one stands for"
    )

    @field_validator("model_aliases")
    @classmethod
    def _known_engines(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        _require_names(value)
        known = known_engines(info)
        for name in WELL_KNOWN_MODELS:
            if name in known:
                raise ValueError(f"must be free for programs: no provider can be called {name!r}")
        for alias, engine in value.items():
            if alias in known:
                raise ValueError(f"must not give the engine {alias!r} another meaning")
            if engine not in known:
                raise ValueError(f"must name engines: {alias!r} can be {', '.join(known)}, not {engine!r}")
        return dict.fromkeys(WELL_KNOWN_MODELS, usual_speaker(info)) | value

    @field_validator("voice_aliases")
    @classmethod
    def _named_voices(cls, value: dict[str, str]) -> dict[str, str]:
        _require_names(value)
        return value

    @property
    def passage_cache_bytes(self) -> int:
        return self.passage_cache_mib * MIB


class HearingSettings(BaseModel):
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
        # Those are aliases, so that nobody could ask for a server of that name.
        taken = {*WELL_KNOWN_RECOGNISERS, *info.data.get("transcription_models", {})}
        require_free(value, taken=taken, usual=USUAL_RECOGNISER)
        return value

    @property
    def transcription_max_bytes(self) -> int:
        return self.transcription_max_mib * MIB


def _require_names(aliases: Mapping[str, str]) -> None:
    for alias, meant in aliases.items():
        if not (alias.strip() and meant.strip() and alias.isprintable() and len(alias) <= LONGEST_NAME):
            raise ValueError(f"must be names for names, and {alias[:40]!r} = {meant[:40]!r} is not")
