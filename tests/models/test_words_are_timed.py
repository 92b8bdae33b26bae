"""Real weights: words are said when the engines say so, as Whisper hears them."""

from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median

import numpy as np
import pytest
import soxr

from speech.engines.base import PassageRequest
from speech.engines.pool import EnginePool
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.timing import HeardWord, align, words_of
from speech.timing.matching import _folded

pytestmark = pytest.mark.models

TEXT = (
    "The old man walked slowly to the end of the road. He didn't know what he would find there, but he was "
    "certain that it was worth the trouble. Nobody else had ever tried."
)
LONG = (
    "The river ran past the old mill, where nobody had worked for a very long time. Its wheel was covered "
    "with moss, and children from the village used to climb on it in summer. One evening a stranger arrived "
    "with a heavy suitcase and asked the farmer for a bed. They talked until midnight about horses, bread "
    "and distant cities. In the morning the stranger was gone, but on the kitchen table lay seven silver "
    "coins. The farmer bought a boat with them, painted it blue, and taught his daughter how to fish. Years "
    "later people still wondered who that visitor might have been."
)
VOICES = {"kokoro": "af_heart", "piper": "en_US-joe-medium", "espeak": "en-US"}


@pytest.fixture(scope="module")
def pool(packs):
    settings = EngineSettings(
        kokoro_dir=packs.path("kokoro-82m-int8"), piper_dirs=(packs.path("piper-en_US-joe-medium"),)
    )
    return EnginePool(Registry(settings).engine)


@pytest.fixture(scope="module")
def whisper(packs):
    from faster_whisper import WhisperModel

    return WhisperModel(str(packs.path("whisper-base")), device="cpu", compute_type="int8", cpu_threads=2)


def told(pool, name, text=TEXT, **options):
    """The words, the samples and their rate."""
    words = []
    request = PassageRequest(text, options.pop("voice", VOICES[name]), seed=1, **options)
    with pool.generation(name) as generation:
        generation.engine.validate(request)
        blocks = list(generation.blocks(request, on_word=words.append))
        return words, np.concatenate(blocks), generation.engine.sample_rate_hz(request.voice)


def heard_in(whisper, samples, rate_hz):
    segments, _ = whisper.transcribe(
        soxr.resample(samples, rate_hz, 16_000), language="en", beam_size=5, word_timestamps=True
    )
    return [HeardWord(word.word, word.start, word.end) for segment in segments for word in segment.words]


def differences(text, words, heard):
    """Of the beginnings of the words that Whisper understood."""
    said = [_folded(text[word.start : word.end]) for word in words]
    matcher = SequenceMatcher(None, said, [_folded(word.text) for word in heard], autojunk=False)
    return [
        words[block.a + step].start_seconds - heard[block.b + step].start_seconds
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]


@pytest.mark.parametrize("name", VOICES)
def test_words_begin_when_whisper_hears_them(pool, whisper, name):
    words, samples, rate_hz = told(pool, name)
    assert [TEXT[word.start : word.end] for word in words] == [
        TEXT[word.start : word.end] for word in words_of(TEXT)
    ]
    found = differences(TEXT, words, heard_in(whisper, samples, rate_hz))
    assert len(found) >= len(words) - 4
    assert median(map(abs, found)) < 0.08, found


@pytest.mark.parametrize("name", VOICES)
@pytest.mark.parametrize("speed", [0.4, 1.0, 1.7, 3.0])
def test_words_are_in_order_and_nobody_speaks_between_sentences(pool, name, speed):
    words, samples, rate_hz = told(pool, name, speed=speed)
    assert len(words) == len(words_of(TEXT))
    assert all(left.end_seconds <= right.start_seconds + 1e-6 for left, right in pairwise(words))
    assert all(0 <= word.start_seconds < word.end_seconds for word in words)
    assert words[-1].end_seconds <= len(samples) / rate_hz
    loudness = np.sqrt(np.mean(np.square(samples)))
    for left, right in pairwise(words):
        if TEXT[left.end] == "." and (speed <= 1 or name != "espeak"):  # faster, espeak hardly pauses
            pause = samples[round(left.end_seconds * rate_hz) : round(right.start_seconds * rate_hz)]
            assert len(pause) > 0.05 * rate_hz / speed
            assert np.sqrt(np.mean(np.square(pause))) < 0.1 * loudness


@pytest.mark.parametrize("name", ["kokoro", "piper"])
def test_listening_to_words_changes_no_sample(pool, name):
    _, samples, _ = told(pool, name, "One, two.")
    with pool.use(name) as engine:
        plain = np.concatenate(list(engine.synthesize(PassageRequest("One, two.", VOICES[name], seed=1))))
    assert np.array_equal(samples, plain)


def test_kokoros_words_go_on_over_the_pieces_of_a_long_passage(pool, whisper):
    text = LONG
    words, samples, rate_hz = told(pool, "kokoro", text)
    assert len(words) == len(words_of(text))
    assert median(map(abs, differences(text, words, heard_in(whisper, samples, rate_hz)))) < 0.08


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("jf_alpha", "きょうはいいてんきですね。いっしょに コーヒーを のみましょう。"),
        ("zf_xiaobei", "今天天气很好，我们去公园吧。"),
        ("hf_alpha", "नमस्ते दुनिया, आप कैसे हैं?"),
        ("ff_siwis", "Les enfants ont mangé des œufs à l'école, n'est-ce pas ?"),
        ("ef_dora", "El perro corre por la playa cada mañana."),
    ],
)
def test_kokoros_other_languages_tell_nearly_every_word(pool, voice, text):
    words, samples, rate_hz = told(pool, "kokoro", text, voice=voice)
    assert len(words) >= 0.9 * len(words_of(text))
    assert all(left.end_seconds <= right.start_seconds + 1e-6 for left, right in pairwise(words))
    assert 0.8 * len(samples) / rate_hz < words[-1].end_seconds <= len(samples) / rate_hz


@pytest.mark.parametrize(("with_whisper", "most_seconds"), [(True, 0.05), (False, 0.15)])
def test_without_the_engine_the_sound_tells_the_words(pool, whisper, with_whisper, most_seconds):
    words, samples, rate_hz = told(pool, "kokoro")
    heard = heard_in(whisper, samples, rate_hz) if with_whisper else None
    guessed = align(TEXT, samples, rate_hz=rate_hz, heard=heard)
    apart = [
        abs(guess.start_seconds - word.start_seconds) for guess, word in zip(guessed, words, strict=True)
    ]
    assert median(apart) < most_seconds
