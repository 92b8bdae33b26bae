"""From written text to passages that an engine can speak. Plain Python: no Django in here."""

from speech.text.cleaning import clean, has_speech
from speech.text.errors import (
    BadAttribute,
    DoctypeRefused,
    InvalidLanguage,
    InvalidLexiconEntry,
    InvalidText,
    MalformedPause,
    MalformedSsml,
    PauseTooLong,
    SsmlError,
    SsmlTooDeep,
    SsmlTooLarge,
    TextError,
    UnknownAttribute,
    UnknownInputType,
    UnknownTag,
)
from speech.text.languages import base_language, normalise_language, region_of
from speech.text.lexicon import Lexicon, LexiconEntry, Replacement, preview_lexicon
from speech.text.normalise import normalise
from speech.text.passages import Ending, Passage, Pauses, Pronunciation
from speech.text.planning import INPUT_TYPES, plan
from speech.text.reading import ReadableText, readable

__all__ = [
    "INPUT_TYPES",
    "BadAttribute",
    "DoctypeRefused",
    "Ending",
    "InvalidLanguage",
    "InvalidLexiconEntry",
    "InvalidText",
    "Lexicon",
    "LexiconEntry",
    "MalformedPause",
    "MalformedSsml",
    "Passage",
    "PauseTooLong",
    "Pauses",
    "Pronunciation",
    "ReadableText",
    "Replacement",
    "SsmlError",
    "SsmlTooDeep",
    "SsmlTooLarge",
    "TextError",
    "UnknownAttribute",
    "UnknownInputType",
    "UnknownTag",
    "base_language",
    "clean",
    "has_speech",
    "normalise",
    "normalise_language",
    "plan",
    "preview_lexicon",
    "readable",
    "region_of",
]
