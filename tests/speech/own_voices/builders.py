"""Own voices, and a voice that a detector of speech takes for one."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from speech.audio.quality import Quality
from speech.engines.base import REFERENCE_RATE_HZ
from speech.own_voices.models import OwnVoice
from speech.own_voices.recordings import Recording
from speech.own_voices.services import create_voice
from tests import audio_files
from tests.transcribe.builders import sound

STATEMENT = "This is my own voice, and I agree."
GOOD = Quality(
    duration_seconds=8.0,
    sample_rate_hz=REFERENCE_RATE_HZ,
    channels=1,
    loudness_lufs=-20.0,
    sample_peak_dbfs=-3.0,
    true_peak_dbfs=-3.0,
    clipped_share=0.0,
    clipped_runs=0,
    noise_floor_dbfs=-70.0,
    snr_db=45.0,
    speech_seconds=7.0,
    bandwidth_hz=11_000.0,
    channel_difference_db=None,
)


def spoken_file(seconds: float = 4.0, name: str = "ada.wav") -> SimpleUploadedFile:
    return sound(seconds, name)


def recording(seconds: float = 2.0) -> Recording:
    """A tone that is said to be good: nothing is decoded."""
    return Recording(audio_files.tone(seconds, rate=REFERENCE_RATE_HZ)[:, 0], GOOD)


def make_own_voice(owner: Any, name: str = "Grandma", **fields: Any) -> OwnVoice:
    usual = {"recording": recording(), "statement": STATEMENT, "transcript": "Hello there."}
    return create_voice(owner=owner, name=name, **usual | fields)
