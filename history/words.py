"""An entry's words as a file."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from common.errors import Conflict, NotFound
from common.file_names import stem_of_title
from history.crafts import craft_of
from history.models import Entry
from speech.recognition.forms import FORMS, written

# What people call them, and what the API of others does.
ALSO = {"txt": "text"}
NAMES = ("txt", "srt", "vtt", "json", "verbose_json", "docx")


def words_of(entry: Entry, name: str) -> tuple[bytes, str]:
    """And the suffix of its file."""
    if name not in NAMES:
        raise NotFound(
            f"There is no form {name[:40]!r}. There are: {', '.join(NAMES)}.", code="unknown_format"
        )
    if entry.is_unfinished:
        raise Conflict("This is still being made. Its words can be downloaded once it is done.")
    if not entry.text:
        raise NotFound("There are no words here: nobody spoke, or its text was not kept.", code="no_text")
    form = FORMS[ALSO.get(name, name)]
    data = written(craft_of(entry).said(entry), ALSO.get(name, name), title=entry.title, has_words=True)
    return data, form.suffix


def words_response(entry: Entry, name: str) -> HttpResponse:
    data, suffix = words_of(entry, name)
    response = HttpResponse(data, content_type=FORMS[ALSO.get(name, name)].mime)
    return named(response, f"{stem_of(entry)}.{suffix}")


def stem_of(entry: Entry) -> str:
    return stem_of_title(entry.title, otherwise="entry")


def named(response: Any, name: str) -> Any:
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
