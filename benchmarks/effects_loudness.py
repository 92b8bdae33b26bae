"""Whether “normalize” meets its target, by FFmpeg's meter (EBU R128), which shares no code with ours.

Run: python -m benchmarks.effects_loudness [--quick]
"""

import argparse
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from benchmarks.speech_rig import PACK, SENTENCES, VOICE
from speech.effects import applied, read_chain
from speech.engines.base import PassageRequest
from speech.engines.pool import EnginePool
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.packs import PackStore
from voicesite.config import load_config

Samples = NDArray[np.float32]

TARGETS_LUFS = (-14.0, -16.0, -23.0, -30.0)
CEILING_DB = -1.0
WANTED_WITHIN_LU = 0.3
PIPER_PACK, PIPER_VOICE = "piper-en_US-joe-medium", "en_US-joe-medium"


class Sound(NamedTuple):
    name: str
    samples: Samples
    rate_hz: int


class Measured(NamedTuple):
    lufs: float
    true_peak_db: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="noise and bursts alone, no model")
    options = parser.parse_args()
    sounds = [*made_up()] if options.quick else [*spoken(), *made_up()]
    worst_lu, highest_db = 0.0, -200.0
    for sound in sounds:
        was = measured(sound.samples, sound.rate_hz)
        print(f"{sound.name}: {was.lufs:.2f} LUFS, {was.true_peak_db:.2f} dBTP")
        for target in TARGETS_LUFS:
            chain = read_chain([{"type": "normalize", "target_lufs": target, "ceiling_db": CEILING_DB}])
            found = measured(applied(sound.samples, chain, rate_hz=sound.rate_hz), sound.rate_hz)
            print(f"  to {target:g} LUFS: {found.lufs:.2f} LUFS, {found.true_peak_db:.2f} dBTP")
            worst_lu = max(worst_lu, abs(found.lufs - target))
            highest_db = max(highest_db, found.true_peak_db)
    print(f"furthest from its target: {worst_lu:.2f} LU (wanted: at most {WANTED_WITHIN_LU})")
    print(f"highest true peak: {highest_db:.2f} dBTP (wanted: under {CEILING_DB})")


def measured(samples: Samples, rate_hz: int) -> Measured:
    """The numbers are printed by FFmpeg with three decimals into a file; its summary has one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "measured"
        _through_meter(samples, rate_hz, path)
        lines = path.read_text().splitlines()
    found = dict(line.split("=") for line in lines if line.startswith("lavfi."))
    layout = range(_channels(samples))
    peak = max(float(found[f"lavfi.r128.true_peaks_ch{channel}"]) for channel in layout)
    return Measured(float(found["lavfi.r128.I"]), 20 * float(np.log10(max(peak, 1e-10))))


def _through_meter(samples: Samples, rate_hz: int, path: Path) -> None:
    layout = "mono" if _channels(samples) == 1 else "stereo"
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=rate_hz, format="flt", layout=layout, time_base=Fraction(1, rate_hz)
    )
    meter = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
    printer = graph.add("ametadata", f"mode=print:file={path}")
    sink = graph.add("abuffersink")
    graph.link_nodes(source, meter, printer, sink).configure()
    for at in range(0, len(samples), rate_hz):
        block = np.ascontiguousarray(samples[at : at + rate_hz], np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, format="flt", layout=layout)
        frame.sample_rate, frame.pts = rate_hz, at
        graph.push(frame)
        _drain(graph)
    graph.push(None)
    _drain(graph)


def _drain(graph: av.filter.Graph) -> None:
    while True:
        try:
            graph.pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            return


def _channels(samples: Samples) -> int:
    return samples.shape[1] if samples.ndim == 2 else 1


def spoken() -> Iterator[Sound]:
    config = load_config()
    store = PackStore(config.models_dir, offline=config.offline)
    settings = EngineSettings(kokoro_dir=store.path(PACK), piper_dirs=(store.path(PIPER_PACK),))
    pool = EnginePool(Registry(settings).engine)
    for name, voice in (("kokoro", VOICE), ("piper", PIPER_VOICE), ("espeak", "en-US")):
        with pool.generation(name) as generation:
            rate_hz = generation.engine.sample_rate_hz(voice)
            parts = []
            for sentence in SENTENCES:
                parts += [*generation.blocks(PassageRequest(sentence, voice)), np.zeros(rate_hz // 3)]
            yield Sound(f"speech by {name}", np.concatenate(parts).astype(np.float32), rate_hz)


def made_up() -> Iterator[Sound]:
    rng = np.random.default_rng(7)
    yield Sound("music-like noise, stereo, 44.1 kHz", _music(rng, 44_100, seconds=20), 44_100)
    yield Sound("bursts of noise in silence, 24 kHz", _bursts(rng, 24_000, seconds=20), 24_000)
    yield Sound("bursts of noise in silence, 8 kHz", _bursts(rng, 8_000, seconds=20), 8_000)


def _music(rng: np.random.Generator, rate_hz: int, *, seconds: int) -> Samples:
    """Noise with more in the lows, that swells and fades, and a beat."""
    noise = rng.standard_normal((seconds * rate_hz, 2))
    low = sosfilt(butter(1, 400, fs=rate_hz, output="sos"), noise, axis=0)
    moments = np.arange(len(noise)) / rate_hz
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * moments / 5)
    beat = np.exp(-12 * (moments % 0.5)) * np.sin(2 * np.pi * 60 * moments)
    return (0.3 * low * swell[:, np.newaxis] + 0.3 * beat[:, np.newaxis]).astype(np.float32)


def _bursts(rng: np.random.Generator, rate_hz: int, *, seconds: int) -> Samples:
    samples = rng.standard_normal(seconds * rate_hz)
    moments = np.arange(len(samples)) / rate_hz
    return (0.2 * samples * (moments % 1.0 < 0.25)).astype(np.float32)


if __name__ == "__main__":
    main()
