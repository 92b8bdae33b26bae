"""Who speaks in a recording: the encoder of this process, and the voices that a request brings along."""

import io
from functools import cache

import numpy as np
from numpy.typing import NDArray

from common.errors import InvalidInput
from speech.audio.decode import AudioFile, Limits
from speech.audio.errors import AudioError
from speech.recognition.base import Samples
from speech.recognition.sound import heard_blocks
from speech.recognition.speakers.diarise import SpeakersHeard
from speech.recognition.speakers.encoder import NAME, SpeakerEncoder
from speech.services import pack_store
from speech.transcription.requests import KnownSpeaker, TranscriptRequest

REFERENCES = "known_speaker_references"
LONGEST_REFERENCE_SECONDS = 60.0  # a door may ask for shorter ones


@cache
def speaker_encoder() -> SpeakerEncoder:
    return SpeakerEncoder(pack_store().folder(NAME), how_to_get=f"Run `manage.py packs pull {NAME}`.")


def speakers_heard(request: TranscriptRequest) -> SpeakersHeard | None:
    """None where nobody asks who speaks. Raises what is wrong with the voices that were sent."""
    if not request.has_speakers:
        return None
    encoder = speaker_encoder()
    encoder.load()
    known = {speaker.name: _voice(speaker, encoder) for speaker in request.known_speakers}
    return SpeakersHeard(encoder, known)


def _voice(speaker: KnownSpeaker, encoder: SpeakerEncoder) -> NDArray[np.float32]:
    try:
        voice = encoder.voice(_decoded(speaker.reference))
    except AudioError as error:
        raise InvalidInput(str(error), param=REFERENCES, code=error.code) from error
    if not voice.any():
        raise InvalidInput(
            f"Nobody speaks in the recording of {speaker.name[:80]!r}. Send 2 to 10 seconds of speech.",
            param=REFERENCES,
            code="no_speech",
        )
    return voice


def _decoded(recording: bytes) -> Samples:
    with AudioFile(io.BytesIO(recording), limits=Limits(seconds=LONGEST_REFERENCE_SECONDS)) as file:
        return np.concatenate([np.zeros(0, np.float32), *heard_blocks(file)])
