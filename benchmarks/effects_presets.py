"""What everybody's presets do to speech: how loud it is, its highest peak, whether it is understood.

Loudness and peaks are FFmpeg's (`ebur128`), not those of our own meter; words are heard by the site's
recogniser beside the text that was spoken. Needs the packs of Kokoro and of the recogniser.

Run: python -m benchmarks.effects_presets
"""

import os
import re
from collections.abc import Sequence

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voicesite.settings")
django.setup()

import av  # noqa: E402
import numpy as np  # noqa: E402

from profiles.effects.builtin import BUILTIN_PRESETS  # noqa: E402
from speech.effects import Effect, applied  # noqa: E402
from speech.engine_pool import pool  # noqa: E402
from speech.hearing import hear  # noqa: E402
from speech.pipeline import SpeechRequest, record  # noqa: E402

VOICES = ("af_heart", "am_michael")
TEXT = (
    "It was late when the ferry came in. Nobody had expected it any more, least of all the old harbour "
    "master, who had already put out his lamp and was halfway up the hill. The engine coughed twice, and "
    "then the whole bay was quiet again."
)


def main() -> None:
    print(f"{'preset':12}{'voice':12}{'LUFS':>8}{'peak dBTP':>11}{'words wrong':>13}{'seconds':>9}")
    for voice in VOICES:
        samples, rate_hz = spoken(voice)
        told("(none)", voice, samples, rate_hz, ())
        for preset in BUILTIN_PRESETS.values():
            told(preset.name, voice, samples, rate_hz, preset.chain)


def told(name: str, voice: str, dry: np.ndarray, rate_hz: int, chain: Sequence[Effect]) -> None:
    heard = applied(dry, chain, rate_hz=rate_hz)
    loudness, peak = measured(heard, rate_hz)
    words = [word.text for word in hear(heard, rate_hz, "en-US")]
    wrong = errors(plain(TEXT), plain(" ".join(words))) / len(plain(TEXT))
    print(
        f"{name:12}{voice:12}{loudness:8.1f}{peak:11.2f}{wrong:12.1%}{len(heard) / rate_hz:10.1f}", flush=True
    )


def spoken(voice: str) -> tuple[np.ndarray, int]:
    recording = record(SpeechRequest(text=TEXT, engine="kokoro", voice=voice, language="en-US"), pool=pool())
    return np.concatenate(list(recording.blocks)), recording.rate_hz


def measured(samples: np.ndarray, rate_hz: int) -> tuple[float, float]:
    """Integrated loudness and true peak by FFmpeg."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=rate_hz, format="flt", layout="mono", time_base=f"1/{rate_hz}")
    meter, sink = graph.add("ebur128", "peak=true:metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(samples[None].astype(np.float32), format="flt", layout="mono")
    frame.sample_rate, frame.pts = rate_hz, 0
    source.push(frame)
    source.push(None)
    loudness, peak = -70.0, 0.0
    while True:
        try:
            metadata = sink.pull().metadata
        except (av.FFmpegError, EOFError):
            return loudness, 20 * np.log10(max(peak, 1e-9))
        loudness = float(metadata.get("lavfi.r128.I", loudness))
        peak = max(peak, float(metadata.get("lavfi.r128.true_peaks_ch0", 0)))


def plain(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("harbor", "harbour").replace("anymore", "any more"))


def errors(wanted: list[str], heard: list[str]) -> int:
    row = list(range(len(heard) + 1))
    for number, word in enumerate(wanted, start=1):
        above, row[0] = row[0], number
        for at, other in enumerate(heard, start=1):
            above, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, above + (word != other))
    return row[-1]


if __name__ == "__main__":
    main()
