"""The languages that can be spoken here, and by whom."""

from typing import Any

from speech.catalogue import engines
from speech.engines.languages import canonical_tag
from speech.voice_choices import language_choices, voice_choices


def supported_languages() -> list[dict[str, Any]]:
    """By name. A voice may speak other languages than its own: those that its engine has."""
    voices = voice_choices()
    models: dict[str, list[str]] = {}
    for engine in engines():
        for tag in {canonical_tag(each) for each in engine.capabilities.languages}:
            models.setdefault(tag, []).append(engine.name)
    return [
        {
            "code": tag,
            "name": name,
            "models": models.get(tag, []),
            "voices": sum(voice.language == tag for voice in voices),
        }
        for tag, name in language_choices()
    ]
