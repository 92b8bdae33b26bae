"""How a language sounds, by espeak-ng."""

from functools import cache, partial

from speech.engines.phonemes import EspeakPhonemes
from speech.proofing.sounds import Sounds
from speech.text.languages import base_language, region_of

# As espeak calls them where it is not by the language alone.
_NAMES = {"en": "en-us", "fr": "fr-fr", "pt": "pt-br", "zh": "cmn", "no": "nb"}


def sounds_of(language: str) -> Sounds:
    """Where espeak does not know the language, its letters are compared."""
    base = base_language(language)
    name = "en-gb" if (base, region_of(language)) == ("en", "GB") else _NAMES.get(base, base)
    try:
        _phonemes().of("a", language=name)
    except RuntimeError:
        return Sounds()
    return Sounds(partial(_phonemes().of, language=name))


@cache
def _phonemes() -> EspeakPhonemes:
    return EspeakPhonemes()
