"""How much nearer than a stock voice a blend comes to voices that are not here.

Without a folder the voices are other engines': Piper's joe, and espeak-ng in seven variants, which are buzzing
machines rather than people. With a folder, each of its recordings is a person: real voices, from which
other figures come. Both similarities are of phrases that the search never heard.

Seconds depend on what else the machine does: phrases and seconds of processor time are printed beside them.

Run: python -m benchmarks.voice_match [FOLDER] [--effort SECONDS] [--quick]
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.speech_rig import PACK, SENTENCES, threads
from speech.audio.decode import AudioFile
from speech.engines import espeak, kokoro, piper
from speech.engines.base import PassageRequest, SpeechEngine
from speech.engines.pool import EnginePool, Generation
from speech.engines.settings import EngineSettings
from speech.matching import Match, MatchRefused, Sample, find_match
from speech.packs import PackStore
from speech.recognition.base import RATE_HZ
from speech.recognition.sound import heard_blocks
from speech.recognition.speakers.encoder import NAME, SpeakerEncoder
from voicesite.config import load_config

LANES = 2  # as the site has
SAID = SENTENCES[:5]
SYNTHETIC = ("en-GB", "de", "en-US+f3", "en-US+m7", "en-GB+Annie", "en-US+Andy", "fi+f5")
QUICK_SECONDS = 20.0
USUAL_SECONDS = 150.0


@dataclass(frozen=True)
class Result:
    match: Match
    processor_seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="of recordings, one a person")
    parser.add_argument("--effort", type=float, default=USUAL_SECONDS, help=f"seconds ({USUAL_SECONDS:g})")
    parser.add_argument("--quick", action="store_true", help="the first two voices, with the least effort")
    options = parser.parse_args()
    effort_seconds = QUICK_SECONDS if options.quick else options.effort
    store = PackStore(load_config().models_dir, offline=True)
    engine = kokoro.open_engine(EngineSettings(kokoro_dir=store.path(PACK), threads=threads(), lanes=LANES))
    pool: EnginePool[SpeechEngine] = EnginePool(lambda name: engine)
    encoder = SpeakerEncoder(store.path(NAME))
    people = list(recordings(options.folder) if options.folder else made_voices(store))
    print(f"{'':18}{'nearest':>16}{'before':>8}{'after':>8}{'gain':>8}{'phrases':>9}{'s':>6}{'CPU s':>7}")
    results = []
    with pool.generation(kokoro.NAME) as generation:
        for name, samples in people[: 2 if options.quick else None]:
            result = matched(name, samples, generation, encoder, effort_seconds)
            if result:
                results.append(result)
    summed_up(results)


def matched(
    name: str,
    samples: list[Sample],
    generation: Generation[SpeechEngine],
    encoder: SpeakerEncoder,
    effort_seconds: float,
) -> Result | None:
    used = time.process_time()
    try:
        match = find_match(samples, generation=generation, encoder=encoder, effort_seconds=effort_seconds)
    except MatchRefused as refusal:
        print(f"{name:18}{refusal}")
        return None
    result = Result(match, time.process_time() - used)
    print(
        f"{name:18}{match.nearest.voice:>16}{match.nearest.similarity:8.3f}{match.similarity:8.3f}"
        f"{match.gain:+8.3f}{match.evaluations:9}{match.seconds:6.0f}{result.processor_seconds:7.0f}"
        f"  {match.blend}",
        flush=True,
    )
    return result


def summed_up(results: list[Result]) -> None:
    gains = [result.match.gain for result in results]
    seconds = statistics.median(result.match.seconds for result in results)
    used = statistics.median(result.processor_seconds for result in results)
    better = sum(not result.match.is_stock for result in results)
    print(
        f"{len(results)} voices: a blend is nearer for {better} of them; gain {statistics.mean(gains):+.3f} "
        f"on average, from {min(gains):+.3f} to {max(gains):+.3f}; {seconds:.0f} s and {used:.0f} s of "
        "processor time in the median"
    )


def recordings(folder: Path) -> Iterator[tuple[str, list[Sample]]]:
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file, AudioFile(file) as audio:
            yield path.stem, [(np.concatenate(list(heard_blocks(audio))), RATE_HZ)]


def made_voices(store: PackStore) -> Iterator[tuple[str, list[Sample]]]:
    joe = piper.open_engine(EngineSettings(piper_dirs=(store.path("piper-en_US-joe-medium"),)))
    yield "piper joe", said(joe, joe.voices[0].id)
    tongue = espeak.open_engine(EngineSettings())
    for voice in SYNTHETIC:
        yield f"espeak {voice}", said(tongue, voice)


def said(engine: SpeechEngine, voice: str) -> list[Sample]:
    engine.load()
    requests = [PassageRequest(sentence, voice, seed=1) for sentence in SAID]
    rate_hz = engine.sample_rate_hz(voice)
    return [(np.concatenate(list(engine.synthesize(request))), rate_hz) for request in requests]


if __name__ == "__main__":
    main()
