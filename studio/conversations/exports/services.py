"""Exports of a conversation are made by jobs: what is wrong is said here, before there is one."""

from collections.abc import Mapping
from dataclasses import dataclass

from clips.space import require_disk
from common.errors import Conflict, InvalidInput
from jobs.models import Job
from jobs.services import enqueue
from speech.requests import shortened
from studio.conversations.exports.rendered import Rendered, rendered_of, require_turn_audio
from studio.conversations.rendering.mixing import speaker_key
from studio.models import Conversation

KIND = "studio.export"
ZIP, STEMS = "zip", "stems"
ARCHIVES = (ZIP, STEMS)
# In an archive: what any program opens, and what is as good and half as large.
AUDIO_FORMATS = ("wav", "flac")
SAMPLE_BYTES = 2
STEMS_AT_MOST = 64


@dataclass(frozen=True)
class ExportFormat:
    title: str
    hint: str


EXPORT_FORMATS: Mapping[str, ExportFormat] = {
    "wav": ExportFormat("WAV", "16 bits, for any program"),
    "mp3": ExportFormat("MP3", "Small, plays everywhere"),
    "flac": ExportFormat("FLAC", "As good as WAV, half as large"),
    "opus": ExportFormat("Opus", "The smallest"),
    "m4a": ExportFormat("M4A", "AAC, with a chapter for each turn"),
    "m4b": ExportFormat("M4B", "An audiobook with a chapter for each turn"),
    ZIP: ExportFormat("ZIP of turns", "A file for each turn, and a list of them"),
    STEMS: ExportFormat("ZIP of stems", "A file for each speaker, as long as the whole"),
}


def start_export(*, conversation: Conversation, format: str, audio_format: str = AUDIO_FORMATS[0]) -> Job:
    """One like it that is under way already is joined. `audio_format` is of the files in an archive."""
    _require_known(format, audio_format)
    rendered = rendered_of(conversation)
    if format in ARCHIVES:
        require_turn_audio(rendered)
    if format == STEMS:
        _require_few_speakers(rendered)
    require_disk(bytes_needed=_bytes_of(rendered, format))
    params = {
        "conversation_id": str(conversation.pk),
        "revision": conversation.revision,
        "format": format,
        "audio_format": audio_format,
    }
    return enqueue(
        kind=KIND,
        owner=conversation.owner,
        key=":".join([KIND, *map(str, params.values())]),
        title=f"{EXPORT_FORMATS[format].title} of “{shortened(conversation.name)}”",
        params=params,
    )


def _require_known(format: str, audio_format: str) -> None:
    for name, value, allowed in (
        ("format", format, tuple(EXPORT_FORMATS)),
        ("audio_format", audio_format, AUDIO_FORMATS),
    ):
        if value not in allowed:
            raise InvalidInput(
                f"There is no {name} {value[:40]!r} here. There are: {', '.join(allowed)}.",
                param=name,
                code="unknown_format",
            )


def _bytes_of(rendered: Rendered, format: str) -> int:
    """At most, and once more while it is made."""
    clip = rendered.clip
    whole = round(clip.duration_seconds * clip.sample_rate_hz * clip.channels * SAMPLE_BYTES)
    if format == STEMS:
        return 2 * whole * (_speakers(rendered) + 2)
    return 2 * whole


def _speakers(rendered: Rendered) -> int:
    return len({speaker_key(line.turn) for line in rendered.lines})


def _require_few_speakers(rendered: Rendered) -> None:
    """Each is mixed by itself, and all of them are open at once."""
    if (speakers := _speakers(rendered)) > STEMS_AT_MOST:
        raise Conflict(
            f"Stems are for {STEMS_AT_MOST} speakers at most; there are {speakers} here. Give the same name "
            "to those who are the same, or export single turns.",
            code="too_many_speakers",
        )
