"""Transcripts as files: one in any form, several as a ZIP."""

import tempfile
import zipfile
from collections.abc import Iterable

from django.conf import settings
from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from common.errors import Conflict, InvalidInput, NotFound
from common.file_names import stem_of_title, unused
from common.serving import Description, file_response
from history.words import ALSO, named
from speech.recognition.forms import FORMS, written
from transcribe.models import Transcript
from transcribe.segments import shown_transcript

FORMATS = ("txt", "srt", "vtt", "json", "verbose_json", "diarized_json", "docx")
USUAL_FORMAT = "txt"


def form_of(format_name: str) -> str:
    name = ALSO.get(format_name, format_name)
    if name not in FORMS:
        raise InvalidInput(
            f"There is no format {format_name[:40]!r}. There are: {', '.join(FORMATS)}.",
            param="format",
            code="unknown_format",
        )
    return name


def download(transcript: Transcript, format_name: str) -> HttpResponse:
    form = form_of(format_name or USUAL_FORMAT)
    _require_done(transcript)
    response = HttpResponse(_bytes(transcript, form), content_type=FORMS[form].mime)
    name = f"{_stem(transcript)}.{FORMS[form].suffix}"
    return named(response, name)


def archive(request: HttpRequest, transcripts: Iterable[Transcript], format_name: str) -> HttpResponseBase:
    """Those that are done; each under its title."""
    form = form_of(format_name or USUAL_FORMAT)
    done = [transcript for transcript in transcripts if transcript.entry.is_done]
    if not done:
        raise NotFound("None of these transcripts is done yet.")
    file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        stems: dict[str, int] = {}
        for transcript in done:
            name = f"{unused(_stem(transcript), stems)}.{FORMS[form].suffix}"
            packed.writestr(name, _bytes(transcript, form))
    file.seek(0)
    newest = max(transcript.entry.updated_at for transcript in done)
    about = Description(
        etag=f'"{len(done)}-{newest.timestamp():.6f}-{form}"',
        content_type="application/zip",
        name="transcripts.zip",
        is_attachment=True,
    )
    return file_response(request, File(file), about)


def _bytes(transcript: Transcript, form: str) -> bytes:
    return written(shown_transcript(transcript), form, title=transcript.entry.title, has_words=True)


def _require_done(transcript: Transcript) -> None:
    if transcript.entry.is_unfinished:
        raise Conflict("This file is still being heard. Its transcript can be downloaded once it is done.")
    if not transcript.entry.is_done:
        raise Conflict(f"This file could not be heard: {transcript.entry.error}")


def _stem(transcript: Transcript) -> str:
    return stem_of_title(transcript.entry.title, otherwise="transcript")
