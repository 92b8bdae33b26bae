"""What every engine asks of a request before it thinks about its own rules."""

import math

from speech.engines.base import Capabilities, PassageRequest
from speech.engines.errors import UnsupportedLanguage, UnsupportedOption
from speech.engines.languages import nearest

MOST_CHARACTERS = 5_000  # a passage, not a text: whoever plans has cut it far shorter
MOST_PHONEMES = 5_000
LARGEST_SEED = 2**32 - 1


def check_request(request: PassageRequest, capabilities: Capabilities) -> None:
    _check_speed(request.speed, capabilities.speeds)
    _check_words(request, capabilities)
    if request.language is not None and nearest(request.language, capabilities.languages) is None:
        raise UnsupportedLanguage(request.language, capabilities.languages)
    if request.seed is not None and not 0 <= request.seed <= LARGEST_SEED:
        raise UnsupportedOption("seed", request.seed, f"0 to {LARGEST_SEED}")


def _check_speed(speed: float, speeds: tuple[float, float]) -> None:
    slowest, fastest = speeds
    if not (math.isfinite(speed) and slowest <= speed <= fastest):
        raise UnsupportedOption("speed", speed, f"{slowest} to {fastest}")


def _check_words(request: PassageRequest, capabilities: Capabilities) -> None:
    if request.phonemes is not None:
        if not capabilities.takes_phonemes:
            raise UnsupportedOption("phonemes", request.phonemes, "none: this engine takes text alone")
        if not 0 < len(request.phonemes) <= MOST_PHONEMES:
            raise UnsupportedOption("phonemes", request.phonemes, f"1 to {MOST_PHONEMES} characters")
    elif not request.text.strip():
        raise UnsupportedOption("text", request.text, "something to say")
    elif len(request.text) > MOST_CHARACTERS:
        raise UnsupportedOption("text", request.text, f"up to {MOST_CHARACTERS} characters a passage")
