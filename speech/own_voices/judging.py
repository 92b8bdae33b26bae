"""What a recording must be like for a voice to be made of it. Less than good is told, and taken."""

from typing import NoReturn

from common.errors import InvalidInput
from speech.audio.quality import Quality

SHORTEST_SECONDS, LONGEST_SECONDS = 1.0, 60.0
LEAST_SPEECH_SECONDS = 0.5
SILENT_DBFS = -60.0
# Under it the noise is imitated, not the voice; above it most loud vowels are cut off.
LEAST_SNR_DB = 6.0
MOST_CLIPPED_SHARE = 0.02


def spoken(quality: Quality | None, *, param: str) -> Quality:
    """Somebody says something in it."""
    heard = audible(quality, param=param)
    if heard.speech_seconds < LEAST_SPEECH_SECONDS:
        raise InvalidInput(
            "Nobody seems to speak in it. Record a voice alone, without music.", param=param, code="no_speech"
        )
    return heard


def audible(quality: Quality | None, *, param: str) -> Quality:
    if quality is None or (quality.loudness_lufs is None and quality.true_peak_dbfs <= SILENT_DBFS):
        raise InvalidInput("There is no sound in it. Record it again.", param=param, code="silent")
    return quality


def usable(quality: Quality | None, *, param: str) -> Quality:
    def refuse(code: str, message: str) -> NoReturn:
        raise InvalidInput(message, param=param, code=code)

    quality = audible(quality, param=param)
    if quality.duration_seconds < SHORTEST_SECONDS:
        refuse(
            "too_short",
            f"This is {quality.duration_seconds:.1f} s long; a voice needs {SHORTEST_SECONDS:g} s at least. "
            "Best are 6 to 30 s of somebody speaking.",
        )
    spoken(quality, param=param)
    if quality.clipped_share > MOST_CLIPPED_SHARE:
        refuse(
            "clipped",
            f"The loudest {100 * quality.clipped_share:.0f} % of it are cut off. "
            "Turn the microphone's level down and record it again.",
        )
    if quality.snr_db is not None and quality.snr_db < LEAST_SNR_DB:
        refuse(
            "too_noisy",
            f"The noise is only {max(0.0, quality.snr_db):.0f} dB below the voice. "
            "Record it in a quiet room, closer to the microphone.",
        )
    return quality
