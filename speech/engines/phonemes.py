# ruff: noqa: RUF001 - phonetic letters look like others
"""Text to phonemes by espeak-ng, in the spelling that Kokoro was trained on.

phonemizer opens a private copy of the library for every backend, and each is used under a lock: so these
phonemes, Piper's and espeak's own voice can be made at the same time. Backends are kept, since opening
one takes longer than most sentences.
"""

import logging
import re
import threading
from collections.abc import Sequence
from typing import Any

import espeakng_loader
from phonemizer.backend import EspeakBackend
from phonemizer.backend.espeak.wrapper import EspeakWrapper
from phonemizer.separator import Separator

# It warns of every passage in which words are joined, as in "of the".
logger = logging.getLogger("phonemizer.quiet")
logger.setLevel(logging.ERROR)

TIE = "^"
WORDS_APART = Separator(phone="", word=" ")

# Kokoro writes a diphthong or affricate as one symbol.
SINGLE_SYMBOLS = {
    "a^ɪ": "I",
    "a^ʊ": "W",
    "e^ɪ": "A",
    "o^ʊ": "O",
    "ə^ʊ": "Q",
    "ɔ^ɪ": "Y",
    "d^ʒ": "ʤ",
    "t^ʃ": "ʧ",
    "d^z": "ʣ",
    "t^s": "ʦ",
}
# English was spelled by another dictionary than espeak's.
ENGLISH = {"ə^l": "ᵊl", "ɚ": "əɹ", "r": "ɹ", "x": "k", "ç": "k", "ɐ": "ə", "ɬ": "l", "ʔ": "t", "ʲ": ""}
AMERICAN = {**ENGLISH, "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪə": "iə", "ː": "", "ɾ": "T"}
BRITISH = {**ENGLISH, "e^ə": "ɛː", "iə": "ɪə"}
SPELLINGS = {"en-us": AMERICAN, "en-gb": BRITISH}
SYLLABIC = re.compile(r"(\S)\u0329")
# Marks that the phonemizer would drop, and Kokoro pauses at.
MARKS = str.maketrans(
    {
        "。": ".",
        "．": ".",
        "！": "!",
        "？": "?",
        "，": ",",
        "、": ",",
        "；": ";",
        "：": ":",
        "।": ".",
        "؟": "?",
        "،": ",",
    }
)
# What dictionaries put around and between sounds: brackets, syllables' dots, ties.
NOT_SAID = {ord(sign): None for sign in "/[]().‿^\u0361\u035c"} | {
    ord("g"): "ɡ",
    ord("'"): "ˈ",
    ord(":"): "ː",
}
FLAG = re.compile(r"\([^)]*\)")


class EspeakPhonemes:
    def __init__(self, *, respell: bool = True) -> None:
        """Without `respell` in espeak's own spelling, as most other models were taught."""
        self._respell = respell
        self._lock = threading.Lock()
        self._backends: dict[str, Any] = {}

    def of(self, text: str, *, language: str) -> str:
        """`language` as espeak writes it: `en-us`, `fr-fr`."""
        (line,) = self.of_each([text], language=language)
        return line

    def of_each(self, texts: Sequence[str], *, language: str) -> list[str]:
        """Each text by itself, as if there were no other."""
        with self._lock:
            backend = self._backends.get(language) or self._open(language)
            read = [_read(backend, text) for text in texts]
        if not self._respell:
            return [FLAG.sub("", phonemes).replace(TIE, "") for phonemes in read]
        return [respelled(phonemes, language=language) for phonemes in read]

    def _open(self, language: str) -> Any:
        EspeakWrapper.set_library(espeakng_loader.get_library_path())
        EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
        backend = EspeakBackend(
            language,
            preserve_punctuation=True,
            with_stress=True,
            tie=TIE,
            language_switch="remove-flags",
            logger=logger,
        )
        self._backends[language] = backend
        return backend


def _read(backend: Any, text: str) -> str:
    lines = backend.phonemize([" ".join(text.translate(MARKS).split())], separator=WORDS_APART, strip=True)
    return " ".join(lines)


def spelled(ipa: str, *, language: str) -> str:
    """IPA as people and dictionaries write it, in Kokoro's spelling."""
    phonemes = ipa.translate(NOT_SAID)
    for espeak, kokoro in {**SINGLE_SYMBOLS, **SPELLINGS.get(language, {})}.items():
        phonemes = phonemes.replace(espeak.replace(TIE, ""), kokoro)
    return SYLLABIC.sub(r"ᵊ\1", phonemes)


def respelled(phonemes: str, *, language: str) -> str:
    """From espeak's spelling (ties as `^`) to Kokoro's."""
    phonemes = FLAG.sub("", phonemes)
    for espeak, kokoro in {**SINGLE_SYMBOLS, **SPELLINGS.get(language, {})}.items():
        phonemes = phonemes.replace(espeak, kokoro)
    return SYLLABIC.sub(r"ᵊ\1", phonemes).replace(TIE, "").replace("-", "")
