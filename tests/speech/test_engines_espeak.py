"""espeak-ng needs no weights: every language and variant speaks, and nobody disturbs anybody."""

import ctypes
import threading
from itertools import pairwise
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest

from speech.engines.base import Gender, PassageRequest
from speech.engines.errors import UnknownVoice, UnsupportedLanguage, UnsupportedOption
from speech.engines.espeak import RATE_HZ, EspeakEngine
from speech.engines.espeak_library import EspeakLibrary
from speech.engines.phonemes import EspeakPhonemes
from speech.timing import words_of

TEXTS = {
    "en-US": "The quick brown fox.",
    "fi": "Hyvää päivää, mitä kuuluu?",
    "de": "Guten Morgen, liebe Leute.",
}
NO_DIGITS = {"cv": "Сывлӑх сунатӑп", "chr-US-Qaaa-x-west": "ᎣᏏᏲ", "sjn": "mae govannen"}


@pytest.fixture(scope="module")
def espeak():
    engine = EspeakEngine()
    engine.load()
    return engine


def spoken(engine, text, voice, **options):
    request = PassageRequest(text, voice, **options)
    engine.validate(request)
    return np.concatenate([*engine.synthesize(request), np.zeros(0, np.float32)])


def test_over_a_hundred_languages_and_variants_are_listed(espeak):
    assert len(espeak.capabilities.languages) > 120
    assert len(espeak.variants) > 90
    assert len({voice.id for voice in espeak.voices}) == len(espeak.voices) == 138
    assert espeak.voice("fi").name == "Finnish"


def test_every_language_speaks(espeak):
    for voice in espeak.voices:
        # Digits are words in most languages, whatever their script.
        text = NO_DIGITS.get(voice.id, "1 2 3")
        assert np.abs(spoken(espeak, text, voice.id)).max() > 0.05, voice.id


def test_every_variant_speaks_and_is_unlike_the_plain_voice(espeak):
    plain = spoken(espeak, "one", "en-US")
    for variant in set(espeak.variants) - {"fast"}:  # sets nothing but speeds that we set too
        worn = spoken(espeak, "one", f"en-US+{variant}")
        assert np.abs(worn).max() > 0.01, variant
        assert len(worn) != len(plain) or not np.array_equal(worn, plain), variant


def test_a_variant_tells_its_gender(espeak):
    assert espeak.voice("de+f3").gender is Gender.FEMALE
    assert espeak.voice("de+f3").language == "de"


@pytest.mark.parametrize(
    "voice", ["xx", "", "en-US+nobody", "+f3", "../../etc/passwd", "en-US+f3+f4", "gmw/en"]
)
def test_an_unknown_voice_is_an_error_before_any_audio(espeak, voice):
    with pytest.raises(UnknownVoice):
        espeak.validate(PassageRequest("hello", voice))


def test_a_voice_speaks_its_own_language_only(espeak):
    espeak.validate(PassageRequest("hello", "en-US", language="en"))
    with pytest.raises(UnsupportedLanguage):
        espeak.validate(PassageRequest("bonjour", "en-US", language="fr"))


def test_phonemes_are_refused(espeak):
    with pytest.raises(UnsupportedOption):
        espeak.validate(PassageRequest("x", "en-US", phonemes="x"))


@pytest.mark.parametrize("speed", [0.25, 0.5, 2.0, 4.0])
def test_speed_is_what_was_asked_for(espeak, speed):
    text = "A longer sentence, so that the pauses at its ends do not matter much to the whole of it."
    ratio = len(spoken(espeak, text, "en-US")) / len(spoken(espeak, text, "en-US", speed=speed))
    assert ratio == pytest.approx(speed, rel=0.2)


def test_the_same_text_is_the_same_sound(espeak):
    assert np.array_equal(spoken(espeak, TEXTS["fi"], "fi"), spoken(espeak, TEXTS["fi"], "fi"))


def test_text_is_text_and_no_markup(espeak):
    assert len(spoken(espeak, "a < b & c [[h@'loU]] <break time='9s'/>", "en-US")) < 12 * RATE_HZ
    assert len(spoken(espeak, "before\0after", "en-US")) > 0
    assert np.isfinite(spoken(espeak, "\ud800 \U0001f600 \x07 end", "en-US")).all()


def told(engine, text, voice, **options):
    words = []
    blocks = list(engine.synthesize(PassageRequest(text, voice, **options), on_word=words.append))
    return words, np.concatenate(blocks)


@pytest.mark.parametrize("speed", [0.3, 1.0, 3.5])
def test_each_word_is_told_in_order_and_where_it_sounds(espeak, speed):
    text = "Hello big, wide world. It’s 1999; e-mail is the talk of the day — naïve \U0001f600 & new!"
    words, samples = told(espeak, text, "en-US", speed=speed)
    assert [text[word.start : word.end] for word in words] == [
        text[word.start : word.end] for word in words_of(text)
    ]
    assert all(word.start_seconds < word.end_seconds for word in words)
    assert all(left.end_seconds <= right.start_seconds for left, right in pairwise(words))
    assert words[-1].end_seconds <= len(samples) / RATE_HZ
    assert np.array_equal(samples, spoken(espeak, text, "en-US", speed=speed))
    # At the two ends of sentences nobody speaks.
    for before, after in pairwise(words):
        if text[before.end] in ".;" and speed <= 1:  # faster, espeak hardly pauses
            pause = samples[round(before.end_seconds * RATE_HZ) : round(after.start_seconds * RATE_HZ)]
            assert len(pause) > 0.1 / speed * RATE_HZ
            assert np.sqrt(np.mean(np.square(pause))) < 0.005


def test_words_of_scripts_without_spaces_are_told_too(espeak):
    for text, voice in (
        ("今天天气很好。你好", "cmn"),
        ("きょうはいいてんき", "ja"),
        ("สวัสดีครับ เป็นภาษา", "th"),
    ):
        words, _ = told(espeak, text, voice)
        assert len(words) == len(words_of(text))
        assert all(left.end_seconds <= right.start_seconds for left, right in pairwise(words))


def test_what_has_no_words_tells_none(espeak):
    words = []
    list(espeak.synthesize(PassageRequest("... !", "en-US"), on_word=words.append))
    assert words == []


def test_two_users_and_the_shared_library_have_globals_of_their_own():
    shared = ctypes.CDLL(espeakng_loader.get_library_path())
    with EspeakLibrary() as first, EspeakLibrary() as second:
        addresses = {
            ctypes.cast(library.espeak_Synth, ctypes.c_void_p).value
            for library in (first._library, second._library, shared)
        }
    assert len(addresses) == 3


def test_nothing_stays_open_after_a_passage(espeak):
    spoken(espeak, "once", "fi")
    maps = Path("/proc/self/maps")
    if maps.exists():
        assert "espeak-" not in maps.read_text().replace("espeak-ng", "")


def test_voices_and_phonemes_made_at_once_are_as_they_are_alone(espeak):
    """Threads for three voices and two languages of phonemes over the same library's copies."""
    phonemes = EspeakPhonemes()
    jobs = {voice: lambda voice=voice: spoken(espeak, TEXTS[voice], voice).tobytes() for voice in TEXTS}
    jobs |= {
        language: lambda language=language: phonemes.of("Le chat dort. The cat sleeps.", language=language)
        for language in ("en-gb", "fr-fr")
    }
    alone = {name: job() for name, job in jobs.items()}
    different = []

    def repeat(name):
        for _ in range(15):
            if jobs[name]() != alone[name]:
                different.append(name)

    threads = [threading.Thread(target=repeat, args=(name,)) for name in list(jobs) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert different == []


def test_phonemes_keep_punctuation_of_every_script():
    phonemes = EspeakPhonemes()
    assert phonemes.of("Hello, world!", language="en-us") == "həlˈO, wˈɜɹld!"
    assert phonemes.of("नमस्ते। कैसे हैं?", language="hi").count(".") == 1
    assert phonemes.of("你好，世界。", language="cmn").endswith(".")
