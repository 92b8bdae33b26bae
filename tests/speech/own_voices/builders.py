"""Own voices, and a voice that a detector of speech takes for one."""

from functools import cache
from typing import Any

import numpy as np
from django.core.files.base import ContentFile

from speech.audio.quality import Quality
from speech.engines.base import REFERENCE_RATE_HZ, PassageRequest
from speech.engines.espeak import EspeakEngine
from speech.own_voices.models import OwnVoice
from speech.own_voices.recordings import Recording
from speech.own_voices.services import create_voice
from tests import audio_files

SAID = "Every morning I choose a different way to the station."
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


@cache
def spoken_wav() -> bytes:
    """Said by espeak, which is on every machine."""
    engine = EspeakEngine()
    engine.load()
    blocks = engine.synthesize(PassageRequest(SAID, "en-US", "en-US"))
    samples = 0.5 * np.concatenate(list(blocks))
    return audio_files.wav(samples=samples[:, None], rate=engine.sample_rate_hz("en-US"))


def spoken_file(name: str = "ada.wav") -> ContentFile:
    return ContentFile(spoken_wav(), name=name)


def recording(seconds: float = 2.0, *, hertz: float = 440.0) -> Recording:
    tone = audio_files.tone(seconds, rate=REFERENCE_RATE_HZ, hertz=hertz)[:, 0]
    return Recording(tone, GOOD)


def make_own_voice(owner: Any, name: str = "Grandma", **fields: Any) -> OwnVoice:
    usual = {"recording": recording(), "statement": STATEMENT, "transcript": "Hello there."}
    return create_voice(owner=owner, name=name, **usual | fields)
