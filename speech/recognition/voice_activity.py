"""Where somebody speaks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VoiceActivity:
    """How sure it must be, what is kept before a word, and how long a silence ends a stretch of speech."""

    threshold: float = 0.5
    prefix_padding_ms: int = 300
    silence_ms: int = 500


USUAL_ACTIVITY = VoiceActivity()
