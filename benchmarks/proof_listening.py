"""Faults that are planted in speech, and how many of them proof-listening finds.

Texts are spoken by Kokoro and Piper as they are written, with a sentence left out, with a clause said twice
and with another number; the site's own recogniser listens to each beside the text as it is written. The
measured texts are not those by which proof-listening was made: see proof_texts.

Run: python -m benchmarks.proof_listening [--quick] [--tried] [--show]
"""

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import soxr

from benchmarks.proof_texts import MEASURED, TRIED
from benchmarks.speech_rig import loaded_engine, threads
from speech.engines.piper import open_engine
from speech.engines.pool import EnginePool
from speech.engines.settings import EngineSettings
from speech.packs import PackStore
from speech.pipeline import SpeechRequest, passages_of, record
from speech.proofing import Proof, Proofreader
from speech.proofing.phonemes import sounds_of
from speech.recognition.base import RATE_HZ, Hearing, Samples
from speech.recognition.stretches import stretches_of
from speech.recognition.whisper import Whisper, open_whisper
from speech.timing import HeardWord
from voicesite.config import load_config

FAULTS = ("dropped sentence", "repeated clause", "wrong number")
CLEAN = "clean"
WANTED_FOUND, WANTED_ALARMS = 0.95, 0.05
KOKORO_VOICES = ("af_heart", "am_michael", "bf_emma")


@dataclass(frozen=True)
class Case:
    kind: str
    engine: str
    voice: str
    written: str
    said: str


@dataclass
class Tally:
    cases: int = 0
    alarms: int = 0
    audio_seconds: float = 0.0
    listening_seconds: float = 0.0


def main() -> None:
    options = parsed()
    started = time.perf_counter()
    bench = Bench()
    tallies = {kind: Tally() for kind in (*FAULTS, CLEAN)}
    texts = (TRIED if options.tried else MEASURED).strip().split("\n\n")
    for case in cases_of(texts[: 8 if options.quick else None]):
        seconds, listening, proof = bench.proof_of(case)
        tally = tallies[case.kind]
        tally.cases, tally.alarms = tally.cases + 1, tally.alarms + proof.is_doubtful
        tally.audio_seconds, tally.listening_seconds = (
            tally.audio_seconds + seconds,
            tally.listening_seconds + listening,
        )
        if options.show or proof.is_doubtful == (case.kind == CLEAN):
            print_case(case, proof)
    report(tallies, time.perf_counter() - started)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="eight texts: to see that it works")
    parser.add_argument("--tried", action="store_true", help="the texts by which it was made")
    parser.add_argument("--show", action="store_true", help="print what was heard of each")
    return parser.parse_args()


def cases_of(texts: Sequence[str]) -> Iterator[Case]:
    """Each text as it is, and with one or two of the faults; every second one by Piper."""
    for number, text in enumerate(texts):
        faults = {
            "repeated clause": repeated(text),
            "wrong number": wrong(text),
            "dropped sentence": dropped(text, 1 + number % text.count("\n")),
        }
        voice = KOKORO_VOICES[number // 2 % len(KOKORO_VOICES)]
        engine = ("kokoro", voice) if number % 2 == 0 else ("piper", "")
        yield Case(CLEAN, *engine, plain(text), plain(text))
        for place, (kind, said) in enumerate(faults.items()):
            if (number // 2 + place) % 2 == 0:
                yield Case(kind, *engine, plain(text), said)


def plain(text: str) -> str:
    written = re.sub(r"\[([^|\]]*)\|[^\]]*\]", r"\1", text)
    return written.replace("{", "").replace("}", "").replace("\n", " ")


def wrong(text: str) -> str:
    return plain(re.sub(r"\[[^|\]]*\|([^\]]*)\]", r"\1", text))


def repeated(text: str) -> str:
    return plain(re.sub(r"\{([^}]*)\}", r"\1 \1", text))


def dropped(text: str, place: int) -> str:
    sentences = text.split("\n")
    return plain("\n".join([*sentences[:place], *sentences[place + 1 :]]))


class Bench:
    """The engines and the recogniser of the site, in this process."""

    def __init__(self) -> None:
        config = load_config()
        store = PackStore(config.models_dir, offline=config.offline)
        piper = open_engine(EngineSettings(piper_dirs=(store.path("piper-en_US-joe-medium"),)))
        piper.load()
        self._piper_voice = piper.voices[0].id
        engines = {"kokoro": loaded_engine(), "piper": piper}
        self._pool = EnginePool(lambda name: engines[name])
        self._whisper = loaded_whisper(store)

    def proof_of(self, case: Case) -> tuple[float, float, Proof]:
        """Seconds of sound, seconds of listening, and what was found."""
        voice = case.voice or self._piper_voice
        language = "en-GB" if voice.startswith("b") else "en-US"
        asked = SpeechRequest(case.written, case.engine, voice, language)
        recording = record(replace(asked, text=case.said), pool=self._pool)
        spoken = np.concatenate(list(recording.blocks))
        samples = soxr.resample(spoken, recording.rate_hz, RATE_HZ).astype(np.float32)
        passages = passages_of(asked, pool=self._pool)
        began = time.perf_counter()
        reader = Proofreader(
            case.written, passages, language=language, hear=self._hear, sounds=sounds_of(language)
        )
        proof = reader.read(samples)
        return len(samples) / RATE_HZ, time.perf_counter() - began, proof

    def _hear(self, samples: Samples) -> list[HeardWord]:
        hearing = Hearing(language="en", has_word_times=True)
        stretches = list(stretches_of([samples]))
        found = self._whisper.hear(stretches, hearing) if stretches else []
        return [word for segments in found for segment in segments for word in segment.words]


def loaded_whisper(store: PackStore) -> Whisper:
    whisper = open_whisper(
        "whisper-base", store.path("whisper-base"), EngineSettings(threads=threads(), device="cpu")
    )
    whisper.load()
    return whisper


def print_case(case: Case, proof: Proof) -> None:
    verdict = "doubtful" if proof.is_doubtful else "clean"
    print(f"{case.kind}, {case.engine} {case.voice}: {verdict}, WER {proof.wer:.1%}")
    print(f"    said   {case.said}\n    heard  {proof.heard}")
    for each in proof.differences:
        mark = "!" if each.is_doubtful else " "
        print(f"    {mark} {each.kind}: {each.written!r} / {each.heard!r} at {each.start_seconds:.1f} s")


def report(tallies: dict[str, Tally], seconds: float) -> None:
    print(f"\n{'':20}{'cases':>7}{'found':>7}{'share':>8}{'sound':>9}{'listened':>10}")
    for kind, tally in tallies.items():
        share = tally.alarms / tally.cases if tally.cases else 0.0
        sound, listened = f"{tally.audio_seconds:.0f} s", f"{tally.listening_seconds:.0f} s"
        print(f"{kind:20}{tally.cases:7}{tally.alarms:7}{share:8.1%}{sound:>9}{listened:>10}")
    planted, found = (sum(getattr(tallies[kind], name) for kind in FAULTS) for name in ("cases", "alarms"))
    clean = tallies[CLEAN]
    print(f"\nFound {found} of {planted} planted faults: {found / planted:.1%} (wanted: {WANTED_FOUND:.0%})")
    print(
        f"False alarms: {clean.alarms} of {clean.cases} clean ones: {clean.alarms / clean.cases:.1%} "
        f"(wanted: at most {WANTED_ALARMS:.0%})"
    )
    print(f"All of it took {seconds:.0f} s.")


if __name__ == "__main__":
    main()
