"""Languages as models call them, by three letters, as tags that people ask for."""

from __future__ import annotations

from speech.recognition.languages import language_code

# One of several that go by a common name: that of which most is spoken or written.
_PARTS = {
    "arb": "ar",
    "azj": "az",
    "ekk": "et",
    "kmr": "ku",
    "khk": "mn",
    "lvs": "lv",
    "npi": "ne",
    "ory": "or",
    "pes": "fa",
    "swh": "sw",
    "uzn": "uz",
    "ydd": "yi",
    "zlm": "ms",
    "zsm": "ms",
}
_SCRIPTS = {
    "arabic": "Arab",
    "bengali": "Beng",
    "cyrillic": "Cyrl",
    "devanagari": "Deva",
    "ethiopic": "Ethi",
    "gurmukhi": "Guru",
    "hebrew": "Hebr",
    "khmer": "Khmr",
    "latin": "Latn",
    "tibetan": "Tibt",
}


def tag_of(language: str) -> str:
    """`fin` -> `fi`, `azj-script_cyrillic` -> `az-Cyrl`, `yor` -> `yo`, `quy` -> `quy`."""
    code, *rest = language.lower().split("-")
    short = _PARTS.get(code) or language_code(code) or code
    scripts = [_SCRIPTS.get(part.removeprefix("script_"), "") for part in rest if part.startswith("script_")]
    return "-".join([short, *filter(None, scripts)])
