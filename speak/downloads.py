"""A finished take as a file: in any format, and as subtitles."""

import tempfile

from django.conf import settings
from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from clips.models import Clip
from clips.reading import encoded
from clips.serving import audio_response
from common.errors import Conflict, InvalidInput, NotFound
from common.file_names import stem_of_title
from common.serving import Description, file_response
from common.streaming import stream
from history.models import Entry
from history.words import named
from speak.subtitles import cues_without_markup
from speech.audio.encode import write_whole
from speech.audio.formats import FORMATS, audio_format
from speech.timing import WordTime, to_srt, to_vtt

SUBTITLES = {"srt": (to_srt, "application/x-subrip"), "vtt": (to_vtt, "text/vtt")}


def download(request: HttpRequest, take: Entry, format_name: str) -> HttpResponseBase:
    clip = audio_of(take)
    name = format_name or take.response_format or "mp3"
    if name not in FORMATS:
        raise InvalidInput(f"format must be one of {', '.join(FORMATS)}.", param="format")
    if name == audio_format("flac").name:  # as it is kept
        return audio_response(request, clip, save_as=clip.download_name)
    if name == "wav":
        return _wav(request, take, clip)
    mime = audio_format(name).mime
    response = stream(request, encoded(clip, name, title=take.title), content_type=mime)
    return named(response, _file_name(take, name))


def audio_of(take: Entry) -> Clip:
    if take.is_unfinished:
        raise Conflict("This take is still being spoken. It can be downloaded once it is done.")
    if take.clip is None:
        raise NotFound("The audio of this take is gone. Use its settings again to make it anew.")
    return take.clip


def subtitles(take: Entry, kind: str) -> HttpResponse:
    write, mime = SUBTITLES[kind]
    if not take.is_done or not take.timings:
        raise NotFound("It is not known when the words of this take are heard.")
    times = [WordTime(int(start), int(end), begins, ends) for start, end, begins, ends in take.timings]
    cues = cues_without_markup(take.text, times, input_type=take.settings.get("input_type", "text"))
    response = HttpResponse(write(cues), content_type=f"{mime}; charset=utf-8")
    return named(response, _file_name(take, kind))


def _wav(request: HttpRequest, take: Entry, clip: Clip) -> HttpResponseBase:
    """Written out first: only then does its header know how long it is."""
    file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - the response closes it
    write_whole(file, encoded(clip, "wav", title=take.title), format_name="wav")
    file.seek(0)
    about = Description(
        etag=f'"{clip.sha256}-wav"',
        content_type=audio_format("wav").mime,
        name=_file_name(take, "wav"),
        is_attachment=True,
    )
    return file_response(request, File(file), about)


def _file_name(take: Entry, format_name: str) -> str:
    stem = stem_of_title(take.title, otherwise="take")
    suffix = format_name if format_name in SUBTITLES else audio_format(format_name).suffix
    return f"{stem}.{suffix}"
