"""What was measured in a recording, judged as a sample of a voice, with what to do about it."""

from dataclasses import asdict, dataclass
from typing import Any

from speech.audio.quality import Quality

VERSION = 1  # of what is measured and of the limits here: a report of another one is made anew
GOOD, FAIR, POOR = "good", "fair", "poor"
VERDICTS = (GOOD, FAIR, POOR)

QUIETEST_GOOD_LUFS, QUIETEST_FAIR_LUFS = -30.0, -40.0
LOUDEST_GOOD_LUFS, LOUDEST_FAIR_LUFS = -13.0, -8.0
CLIPPED_GOOD, CLIPPED_FAIR = 0.0001, 0.002
SNR_GOOD_DB, SNR_FAIR_DB = 30.0, 18.0
SPEECH_GOOD_SECONDS, SPEECH_FAIR_SECONDS = 6.0, 3.0
SPEECH_GOOD_SHARE, SPEECH_FAIR_SHARE = 0.5, 0.25
BANDWIDTH_GOOD_HZ, BANDWIDTH_FAIR_HZ = 7_000.0, 4_500.0
SHARED_GOOD_DB = -15.0
TRUE_PEAK_MOST_DBFS = 0.5


@dataclass(frozen=True)
class Item:
    name: str
    label: str
    value: str
    verdict: str
    advice: str = ""  # empty where it is good


def report(quality: Quality) -> dict[str, Any]:
    """As it is kept: numbers, and beside them what they mean."""
    items = judged(quality)
    numbers = {name: _rounded(value) for name, value in asdict(quality).items()}
    return {
        "version": VERSION,
        **numbers,
        "speech_share": round(quality.speech_share, 3),
        "verdict": max((item.verdict for item in items), key=VERDICTS.index),
        "items": [asdict(item) for item in items],
    }


def judged(quality: Quality) -> list[Item]:
    return [
        _length(quality),
        _loudness(quality),
        _clipping(quality),
        _noise(quality),
        _speech_share(quality),
        _bandwidth(quality),
        _channels(quality),
    ]


def _length(quality: Quality) -> Item:
    spoken = quality.speech_seconds
    verdict = _at_least(spoken, SPEECH_GOOD_SECONDS, SPEECH_FAIR_SECONDS)
    advice = ""
    if not spoken:
        advice = "Nobody seems to speak in it. Record a voice alone, without music."
    elif verdict != GOOD:
        advice = f"Only {spoken:.1f} s are spoken. Best are 6 to 30 s."
    return Item("length", "Length", f"{spoken:.1f} s of speech", verdict, advice)


def _loudness(quality: Quality) -> Item:
    lufs = quality.loudness_lufs
    if lufs is None:
        return Item("loudness", "Loudness", "silent", POOR, "There is no sound in it. Record it again.")
    if lufs < QUIETEST_GOOD_LUFS:
        verdict = FAIR if lufs >= QUIETEST_FAIR_LUFS else POOR
        advice = "It is very soft. Come closer to the microphone, or turn its level up."
    elif lufs > LOUDEST_GOOD_LUFS:
        verdict = FAIR if lufs <= LOUDEST_FAIR_LUFS else POOR
        advice = "It is very loud. Turn the microphone's level down, or step back a little."
    else:
        verdict, advice = GOOD, ""
    return Item("loudness", "Loudness", f"{lufs:.1f} LUFS", verdict, advice)


def _clipping(quality: Quality) -> Item:
    share, peak = quality.clipped_share, f"{quality.true_peak_dbfs:.1f} dBTP"
    verdict = _at_most(share, CLIPPED_GOOD, CLIPPED_FAIR)
    value = f"none, peak {peak}" if verdict == GOOD else f"{_percent(share)} cut off, peak {peak}"
    advice = ""
    if verdict != GOOD:
        advice = (
            f"The loudest moments are cut off, {quality.clipped_runs:,} times. "
            "Turn the microphone's level down and record it again."
        )
    elif quality.true_peak_dbfs > TRUE_PEAK_MOST_DBFS:
        verdict, advice = FAIR, "It is as loud as it can be. Leave some room: turn the level down a little."
    return Item("clipping", "Clipping", value, verdict, advice)


def _noise(quality: Quality) -> Item:
    floor = f"noise at {quality.noise_floor_dbfs:.0f} dBFS"
    if quality.snr_db is None:
        return Item("noise", "Noise", floor, POOR, "There is no voice to compare the noise with.")
    below = max(0.0, quality.snr_db)
    verdict = _at_least(below, SNR_GOOD_DB, SNR_FAIR_DB)
    advice = ""
    if verdict != GOOD:
        advice = (
            f"Record closer to the microphone: the noise is only {below:.0f} dB below the voice. "
            "Or have the noise removed."
        )
    return Item("noise", "Noise", f"{below:.0f} dB below the voice", verdict, advice)


def _speech_share(quality: Quality) -> Item:
    share = quality.speech_share
    verdict = _at_least(share, SPEECH_GOOD_SHARE, SPEECH_FAIR_SHARE)
    advice = "" if verdict == GOOD else f"Nobody speaks in {_percent(1 - share)} of it. Trim its pauses away."
    return Item("speech", "Speech", f"{_percent(share)} of the time", verdict, advice)


def _bandwidth(quality: Quality) -> Item:
    hz = quality.bandwidth_hz
    if hz is None:
        return Item("bandwidth", "Clarity", "unknown", POOR, "There is no voice to tell it from.")
    verdict = _at_least(hz, BANDWIDTH_GOOD_HZ, BANDWIDTH_FAIR_HZ)
    advice = ""
    if verdict == POOR:
        advice = "It sounds like a telephone. Record with the microphone itself, not over a call."
    elif verdict == FAIR:
        advice = "Its highest sounds are missing. Record at 24 kHz or more, and send it uncompressed."
    return Item("bandwidth", "Clarity", f"sound up to {hz / 1000:.1f} kHz", verdict, advice)


def _channels(quality: Quality) -> Item:
    count, difference = quality.channels, quality.channel_difference_db
    value = {1: "mono", 2: "stereo"}.get(count, f"{count} channels")
    if difference is None or difference <= SHARED_GOOD_DB:
        return Item("channels", "Channels", value, GOOD)
    advice = "Its channels differ, and are mixed into one. Send the one in which the voice is clearest."
    return Item("channels", "Channels", value, FAIR, advice)


def _at_least(value: float, good: float, fair: float) -> str:
    return GOOD if value >= good else FAIR if value >= fair else POOR


def _at_most(value: float, good: float, fair: float) -> str:
    return _at_least(-value, -good, -fair)


def _percent(share: float) -> str:
    percent = 100 * share
    return f"{percent:.0f} %" if percent >= 1 else f"{percent:.2g} %"


def _rounded(value: float | None) -> float | int | None:
    return round(value, 6) if isinstance(value, float) else value
