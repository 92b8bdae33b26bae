"""People whose voices are known by a recording of each: names, and data URLs in the same order."""

import base64
import binascii
import io
import re
from collections.abc import Sequence

from common.errors import InvalidInput
from speech.audio.decode import AudioFile, Limits
from speech.audio.errors import AudioError, TooLong
from speech.transcription.requests import KnownSpeaker

NAMES, REFERENCES = "known_speaker_names", "known_speaker_references"
MOST_SPEAKERS = 4
SHORTEST_SECONDS, LONGEST_SECONDS = 2.0, 10.0
PADDING_SECONDS = 0.1  # that encoders add to a recording
_DATA_URL = re.compile(r"data:[\w.+/-]*(?:;[\w.+-]+=[\w.+-]+)*;base64,", re.IGNORECASE)


def known_speakers(names: Sequence[str], references: Sequence[str]) -> tuple[KnownSpeaker, ...]:
    if len(names) != len(references):
        raise InvalidInput(
            f"Send as many {REFERENCES} as {NAMES}: one recording for each person.",
            param=REFERENCES if len(references) < len(names) else NAMES,
            code="unequal_lists",
        )
    if len({name.strip().casefold() for name in names}) < len(names):
        raise InvalidInput("Two speakers have the same name.", param=NAMES, code="repeated_name")
    return tuple(
        KnownSpeaker(name.strip(), _recording(reference))
        for name, reference in zip(names, references, strict=True)
    )


def _recording(data_url: str) -> bytes:
    head = _DATA_URL.match(data_url)
    if head is None:
        raise _refused("Send each recording as a data URL: data:audio/wav;base64,…")
    try:
        recording = base64.b64decode(data_url[head.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise _refused("A recording is not valid base64.") from None
    _require_length(recording)
    return recording


def _require_length(recording: bytes) -> None:
    try:
        seconds = _seconds_of(recording)
    except TooLong:
        seconds = LONGEST_SECONDS * 2
    except AudioError as error:
        raise _refused(str(error), code=error.code) from error
    if not SHORTEST_SECONDS - PADDING_SECONDS <= seconds <= LONGEST_SECONDS + PADDING_SECONDS:
        raise _refused(
            f"A speaker's recording lasts {SHORTEST_SECONDS:g} to {LONGEST_SECONDS:g} seconds.",
            code="wrong_length",
        )


def _seconds_of(recording: bytes) -> float:
    with AudioFile(io.BytesIO(recording), limits=Limits(seconds=LONGEST_SECONDS + PADDING_SECONDS)) as file:
        for _ in file.blocks():
            pass
        return file.seconds_decoded


def _refused(message: str, *, code: str = "invalid") -> InvalidInput:
    return InvalidInput(message, param=REFERENCES, code=code)
