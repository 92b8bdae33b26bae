"""An entry of the history as texts to be written down, and in which language they are."""

from common.errors import Conflict, NotFound
from dictation.sources.splitting import LINES, SENTENCES, pieces_of, worded
from history.crafts import craft_of
from history.models import Entry, Kind
from speech.recognition.base import Task
from speech.text import readable

SEGMENTS = "segments"
# What was spoken is split as it was written, what was heard also as it was heard.
WAYS = {Kind.TTS: (SENTENCES, LINES), Kind.STT: (SENTENCES, SEGMENTS)}


def pieces_of_entry(entry: Entry, *, by: str = SENTENCES, locale: str = "") -> list[str]:
    _require_words(entry)
    if by == SEGMENTS:
        return worded(segment.text for segment in craft_of(entry).said(entry).segments)
    return pieces_of(_text_of(entry), locale=locale or locale_of_entry(entry), by=by)


def locale_of_entry(entry: Entry) -> str:
    """Empty where nobody knows."""
    is_translated = entry.kind == Kind.STT and entry.settings.get("task") == Task.TRANSLATE
    return "en" if is_translated else entry.language


def _text_of(entry: Entry) -> str:
    """Without markup, and as it was put right."""
    if entry.kind == Kind.TTS:
        return readable(entry.text, input_type=entry.settings.get("input_type", "text")).text
    return craft_of(entry).said(entry).text


def _require_words(entry: Entry) -> None:
    if entry.is_unfinished:
        raise Conflict("This is still being made. Make items of it once it is done.", code="not_done")
    if not entry.text:
        raise NotFound("There are no words here: nobody spoke, or its text was not kept.", code="no_text")
