"""Who speaks when: conversations of one to four of Kokoro's voices, heard by Whisper base.

Wrong is the share of the spoken time that is given to somebody else, once each speaker that was found stands
for the voice that it fits best; nobody's is what lies in no segment, mostly the silence that a sentence is
made with. Noise is added at 15 dB below the speech for the second half of the table. Voices that were made
are cleaner and more even than people are: see docs/engines.md.

Run: python -m benchmarks.transcription_speakers [--quick]
"""

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle, islice

import numpy as np
import soxr
from scipy.optimize import linear_sum_assignment

from benchmarks.speech_rig import RATE_HZ as KOKORO_HZ
from benchmarks.speech_rig import SENTENCES, loaded_engine, threads
from speech.engines.base import PassageRequest
from speech.engines.kokoro import KokoroEngine
from speech.engines.settings import EngineSettings
from speech.packs import PackStore
from speech.recognition.base import RATE_HZ, Hearing, Recogniser, Samples, Segment
from speech.recognition.speakers.diarise import SpeakersHeard
from speech.recognition.speakers.encoder import NAME, SpeakerEncoder
from speech.recognition.stretches import stretches_of
from speech.recognition.whisper import open_whisper
from voicesite.config import load_config

VOICES = ("af_heart", "am_michael", "bf_emma", "bm_george")
TURNS_OF_EACH = 6
PAUSES_SECONDS = (0.2, 0.5, 0.1, 0.8)
NOISE_DB = -15.0
STEP_SECONDS = 0.02
HEARING = Hearing(language="en", has_word_times=True)


@dataclass(frozen=True)
class Turn:
    voice: str
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True)
class Outcome:
    wrong: float
    nobodys: float
    found: int
    sound_seconds: float
    telling_seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one and two voices, without noise")
    quick = parser.parse_args().quick
    counts = (1, 2) if quick else (1, 2, 3, 4)
    store = PackStore(load_config().models_dir, offline=True)
    whisper = open_whisper("whisper-base", store.path("whisper-base"), EngineSettings(threads=threads()))
    whisper.load()
    encoder = SpeakerEncoder(store.path(NAME))
    encoder.load()
    kokoro = loaded_engine()
    said = {voice: spoken(kokoro, voice) for voice in VOICES[: max(counts)]}
    print(f"{'':10}{'voices':>8}{'found':>8}{'wrong':>9}{'nobodys':>9}{'s a minute':>12}")
    for label, has_noise in (("clean", False), ("15 dB", True))[: 1 if quick else 2]:
        for count in counts:
            sound, turns = conversation({voice: said[voice] for voice in VOICES[:count]})
            outcome = told(noisy(sound) if has_noise else sound, turns, whisper, encoder)
            cost = 60 * outcome.telling_seconds / outcome.sound_seconds
            print(
                f"{label:10}{count:8}{outcome.found:8}{outcome.wrong:9.1%}{outcome.nobodys:9.1%}{cost:12.2f}",
                flush=True,
            )


def spoken(engine: KokoroEngine, voice: str) -> list[Samples]:
    """Each sentence, at the recogniser's rate."""
    requests = [PassageRequest(sentence, voice) for sentence in SENTENCES]
    made = [np.concatenate(list(engine.synthesize(request))) for request in requests]
    return [soxr.resample(samples, KOKORO_HZ, RATE_HZ).astype(np.float32) for samples in made]


def conversation(said: dict[str, list[Samples]]) -> tuple[Samples, list[Turn]]:
    """The voices take turns; no two of them say the same sentence one after the other."""
    parts, turns, at = [], [], 0.0
    voices = islice(cycle(said), TURNS_OF_EACH * len(said))
    for number, (voice, pause) in enumerate(zip(voices, cycle(PAUSES_SECONDS))):
        samples = said[voice][number % len(SENTENCES)]
        seconds = len(samples) / RATE_HZ
        turns.append(Turn(voice, at, at + seconds))
        parts += [samples, np.zeros(round(pause * RATE_HZ), np.float32)]
        at += seconds + len(parts[-1]) / RATE_HZ
    return np.concatenate(parts), turns


def noisy(sound: Samples) -> Samples:
    """Rather low than high, as in a room."""
    noise = np.cumsum(np.random.default_rng(1).normal(size=len(sound)))
    noise -= np.convolve(noise, np.ones(801) / 801, mode="same")
    level = np.sqrt(np.mean(np.square(sound)) / np.mean(np.square(noise))) * 10 ** (NOISE_DB / 20)
    return (sound + level * noise).astype(np.float32)


def told(sound: Samples, turns: list[Turn], recogniser: Recogniser, encoder: SpeakerEncoder) -> Outcome:
    heard = SpeakersHeard(encoder)
    segments: list[Segment] = []
    seconds = 0.0
    for stretch in stretches_of([sound]):
        [found] = recogniser.hear([stretch], HEARING)
        numbered = [
            Segment(len(segments) + number, each.start_seconds, each.end_seconds, each.text, words=each.words)
            for number, each in enumerate(found)
        ]
        segments += numbered
        started = time.perf_counter()
        heard.hear(stretch, numbered)
        seconds += time.perf_counter() - started
    started = time.perf_counter()
    said = heard.said(segments)
    seconds += time.perf_counter() - started
    names = {segment.speaker for segment in said}
    return Outcome(*shares(turns, said), len(names), len(sound) / RATE_HZ, seconds)


def shares(turns: list[Turn], said: Iterable[Segment]) -> tuple[float, float]:
    """Wrong, and nobody's."""
    moments = np.arange(0, turns[-1].end_seconds, STEP_SECONDS)
    truth = labels(moments, [(turn.voice, turn.start_seconds, turn.end_seconds) for turn in turns])
    found = labels(moments, [(each.speaker, each.start_seconds, each.end_seconds) for each in said])
    both = np.zeros((truth.max() + 1, max(found.max() + 1, 1)))
    meant = (truth >= 0) & (found >= 0)
    np.add.at(both, (truth[meant], found[meant]), 1)
    right, spoken_time = both[linear_sum_assignment(-both)].sum(), np.sum(truth >= 0)
    return float((both.sum() - right) / spoken_time), float(1 - both.sum() / spoken_time)


def labels(moments: np.ndarray, spans: Iterable[tuple[str | None, float, float]]) -> np.ndarray:
    """A number for whoever speaks at each moment; -1 for nobody."""
    numbers: dict[str | None, int] = {}
    at = np.full(len(moments), -1)
    for name, start, end in spans:
        at[(moments >= start) & (moments < end)] = numbers.setdefault(name, len(numbers))
    return at


if __name__ == "__main__":
    main()
