"""Sentences through Kokoro and back through Whisper base: how many words and characters come back wrong.

What was heard is written out as speech is (numbers as words), what was said is written out by hand: so a
number that is read wrongly counts. Case, punctuation and how a word is hyphenated do not.

Run: python -m benchmarks.speech_round_trip [--quick] [--language en] [--show]
"""

import argparse
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import soxr
from faster_whisper import WhisperModel

from benchmarks.round_trip_sentences import LANGUAGES, Language
from benchmarks.speech_rig import RATE_HZ, loaded_engine, threads
from speech.engines.pool import EnginePool
from speech.packs import PackStore
from speech.pipeline import SpeechRequest, record
from speech.text import normalise
from voicesite.config import load_config

WANTED_ENGLISH_WER = 0.06
WHISPER_HZ = 16_000
# The same word in two spellings, as Whisper writes it and as it was put down.
SPELLINGS = {
    "en": {"metres": "meters", "kilometres": "kilometers", "mr": "mister", "mrs": "missus", "dr": "doctor"},
}
FILLERS = {"en": {"and"}}  # “two hundred and one”, “two hundred one”


def main() -> None:
    options = parsed()
    engine = loaded_engine()
    pool, whisper = EnginePool(lambda _: engine), loaded_whisper()
    print(f"{'language':10}{'sentences':>10}{'WER':>8}{'CER':>8}")
    for language in LANGUAGES:
        if options.language and language.whisper not in options.language.split(","):
            continue
        sentences = language.sentences[: 5 if options.quick else None]
        heard = [heard_again(written, language, pool, whisper) for written, _ in sentences]
        report(language, [said for _, said in sentences], heard, shows=options.show)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="five sentences of each language")
    parser.add_argument("--language", default="", help="such as en, or fr,it")
    parser.add_argument("--show", action="store_true", help="print what came back otherwise")
    return parser.parse_args()


def loaded_whisper() -> WhisperModel:
    config = load_config()
    folder = PackStore(config.models_dir, offline=config.offline).path("whisper-base")
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads())


def heard_again(written: str, language: Language, pool: EnginePool, whisper: WhisperModel) -> str:
    request = SpeechRequest(written, "kokoro", language.voice, language.tag)
    samples = np.concatenate(list(record(request, pool=pool).blocks))
    audio = soxr.resample(samples, RATE_HZ, WHISPER_HZ).astype(np.float32)
    segments, _ = whisper.transcribe(audio, language=language.whisper, initial_prompt=language.prompt or None)
    return " ".join(segment.text.strip() for segment in segments)


def report(language: Language, said: Sequence[str], heard: Sequence[str], *, shows: bool) -> None:
    pairs = [
        (compared(one, language), compared(normalise(other, language.tag), language))
        for one, other in zip(said, heard, strict=True)
    ]
    wer = sum(edits(one, other) for one, other in pairs) / sum(len(one) for one, _ in pairs)
    joined = ["".join(one) for one, _ in pairs], ["".join(other) for _, other in pairs]
    cer = sum(map(edits, *joined)) / sum(map(len, joined[0]))
    wanted = f"   (wanted: under {WANTED_ENGLISH_WER:.0%})" if language.whisper == "en" else ""
    print(f"{language.tag:10}{len(pairs):10}{wer:8.1%}{cer:8.1%}{wanted}", flush=True)
    for (one, other), raw in zip(pairs, heard, strict=True):
        if shows and one != other:
            print(f"    said   {' '.join(one)}\n    heard  {' '.join(other)}   ({raw})")


def compared(text: str, language: Language) -> list[str]:
    """Words without case, punctuation and marks that only spelling needs."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if language.whisper == "hi":
        # The dot of borrowed sounds and the two signs for a nasal are written or left out at will.
        plain = unicodedata.normalize("NFD", plain).replace("\u093c", "").replace("\u0901", "\u0902")
    words = re.findall(r"[\w\u0900-\u0963]+", re.sub(r"['\u2019.](?=\w)", "", plain))
    spellings, fillers = SPELLINGS.get(language.whisper, {}), FILLERS.get(language.whisper, set())
    return [spellings.get(word, word) for word in words if word not in fillers]


def edits(one: Sequence[str], other: Sequence[str]) -> int:
    """The fewest insertions, deletions and replacements."""
    row = list(range(len(other) + 1))
    for number, left in enumerate(one, start=1):
        before, row[0] = row[0], number
        for place, right in enumerate(other, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (left != right))
    return row[-1]


if __name__ == "__main__":
    main()
