"""How one connection hears: what it begins with, what `session.update` makes of it, and how it is told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from speech.recognition.live import LiveFormat, SoundKind
from speech.recognition.live.formats import TELEPHONE_HZ
from speech.recognition.voice_activity import USUAL_ACTIVITY, VoiceActivity
from speech.transcription.requests import USUAL_MODEL, TranscriptRequest, TranscriptWish, resolve

USUAL_SOUND = LiveFormat()
LOGPROBS = "item.input_audio_transcription.logprobs"
KINDS = {"audio/pcm": SoundKind.PCM, "audio/pcmu": SoundKind.ULAW, "audio/pcma": SoundKind.ALAW}
FLAT_KINDS = {"pcm16": "audio/pcm", "g711_ulaw": "audio/pcmu", "g711_alaw": "audio/pcma"}


@dataclass(frozen=True, kw_only=True)
class Session:
    model: str = USUAL_MODEL
    language: str = ""
    prompt: str = ""
    keywords: tuple[str, ...] = ()
    sound: LiveFormat = USUAL_SOUND
    activity: VoiceActivity | None = USUAL_ACTIVITY
    noise_reduction: str = ""  # accepted and told; nothing here reduces noise
    include: tuple[str, ...] = ()

    def request(self) -> TranscriptRequest:
        """Raises what is wrong with the model, the language and the like."""
        return resolve(self.wish)

    @property
    def wish(self) -> TranscriptWish:
        return TranscriptWish(
            model=self.model,
            language=self.language,
            prompt=self.prompt,
            keywords=self.keywords,
            has_logprobs=LOGPROBS in self.include,
            activity=self.activity or USUAL_ACTIVITY,
        )

    def updated(self, given: Mapping[str, Any]) -> "Session":
        """`given` is validated, and holds what was sent alone."""
        changed: dict[str, Any] = {}
        if "include" in given:
            changed["include"] = tuple(given["include"] or ())
        sound = given.get("audio", {}).get("input", {})
        if "format" in sound:
            changed["sound"] = _sound(sound["format"])
        if "turn_detection" in sound:
            changed["activity"] = self._activity(sound["turn_detection"])
        if "noise_reduction" in sound:
            changed["noise_reduction"] = (sound["noise_reduction"] or {}).get("type", "")
        return replace(self, **changed, **_transcription(sound.get("transcription", {})))

    def _activity(self, given: Mapping[str, Any] | None) -> VoiceActivity | None:
        if given is None:
            return None
        names = {"silence_duration_ms": "silence_ms"}
        numbers = ("threshold", "prefix_padding_ms", "silence_duration_ms")
        changed = {names.get(name, name): given[name] for name in numbers if name in given}
        return replace(self.activity or USUAL_ACTIVITY, **changed)


def _sound(given: Mapping[str, Any]) -> LiveFormat:
    kind = KINDS[given["type"]]
    usual_hz = USUAL_SOUND.rate_hz if kind is SoundKind.PCM else TELEPHONE_HZ
    return LiveFormat(kind, given.get("rate", usual_hz))


def _transcription(given: Mapping[str, Any]) -> dict[str, Any]:
    changed = {name: given[name] for name in ("model", "language", "prompt") if name in given}
    if "keywords" in given:
        changed["keywords"] = tuple(given["keywords"])
    if len(given.get("languages", ())) == 1 and "language" not in given:
        [changed["language"]] = given["languages"]
    return changed


def told(session: Session, *, session_id: str, expires_at: int) -> dict[str, Any]:
    """As clients of today know it."""
    return {
        "type": "transcription",
        "object": "realtime.transcription_session",
        "id": session_id,
        "expires_at": expires_at,
        "audio": {
            "input": {
                "format": _format_told(session.sound),
                "transcription": _transcription_told(session),
                "noise_reduction": _noise_told(session),
                "turn_detection": _activity_told(session.activity),
            }
        },
        "include": list(session.include) or None,
    }


def told_flat(session: Session, *, session_id: str, expires_at: int) -> dict[str, Any]:
    """As clients of the beta know it."""
    kind = _format_told(session.sound)["type"]
    return {
        "object": "realtime.transcription_session",
        "id": session_id,
        "expires_at": expires_at,
        "modalities": ["text"],
        "input_audio_format": next(flat for flat, name in FLAT_KINDS.items() if name == kind),
        "input_audio_transcription": _transcription_told(session),
        "input_audio_noise_reduction": _noise_told(session),
        "turn_detection": _activity_told(session.activity),
        "include": list(session.include) or None,
    }


def _format_told(sound: LiveFormat) -> dict[str, Any]:
    name = next(name for name, kind in KINDS.items() if kind is sound.kind)
    return {"type": name, "rate": sound.rate_hz} if sound.kind is SoundKind.PCM else {"type": name}


def _transcription_told(session: Session) -> dict[str, Any]:
    return {
        "model": session.model,
        "language": session.language or None,
        "prompt": session.prompt,
        "keywords": list(session.keywords),
    }


def _noise_told(session: Session) -> dict[str, Any] | None:
    return {"type": session.noise_reduction} if session.noise_reduction else None


def _activity_told(activity: VoiceActivity | None) -> dict[str, Any] | None:
    if activity is None:
        return None
    return {
        "type": "server_vad",
        "threshold": activity.threshold,
        "prefix_padding_ms": activity.prefix_padding_ms,
        "silence_duration_ms": activity.silence_ms,
    }
