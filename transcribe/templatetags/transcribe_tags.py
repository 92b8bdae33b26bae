"""What the Transcribe page's templates ask."""

from django import template

from history.models import Entry
from history.words import ALSO
from speech.recognition.base import Task
from speech.recognition.forms import FORMS
from transcribe import choices
from transcribe.downloads import FORMATS
from transcribe.models import Transcript

register = template.Library()


@register.filter
def language_title(code: str) -> str:
    return choices.language_title(code)


@register.filter
def model_title(name: str) -> str:
    return choices.model_title(name)


@register.filter
def is_translation(entry: Entry) -> bool:
    return bool(entry.settings.get("task") == Task.TRANSLATE)


@register.filter
def speaker_name(transcript: Transcript, label: str) -> str:
    return transcript.speaker_name(label)


@register.simple_tag
def download_formats() -> list[tuple[str, str]]:
    return [(name, FORMS[ALSO.get(name, name)].title) for name in FORMATS]


@register.filter
def clock(seconds: float) -> str:
    """A place in the sound, not a length: it begins at 0:00."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
