"""What the page offers: models by the names they are known by, languages by theirs."""

from speech.recognition.languages import NAMES
from speech.transcription import requests


def model_choices() -> list[tuple[str, str]]:
    return [(name, model_title(name)) for name in requests.registry().names]


def model_title(name: str) -> str:
    """`whisper-base` is Whisper base."""
    return name.replace("-", " ").replace("_", " ").strip().capitalize() or name


def usual_model() -> str:
    names = [name for name, _ in model_choices()]
    return names[0] if names else ""


def language_title(code: str) -> str:
    name = NAMES.get(code, code)
    return name[:1].upper() + name[1:]


def language_titles() -> list[str]:
    return sorted(map(language_title, NAMES), key=str.casefold)
