"""Whisper itself: what it hears, when, in which language, and that it hears nothing where nobody speaks."""

import shutil
from statistics import median

import numpy as np
import pytest
import soxr

from speech.engine_pool import pool as voices
from speech.engines.base import PassageRequest
from speech.engines.errors import EngineUnavailable
from speech.engines.settings import EngineSettings
from speech.packs import PackStore
from speech.pipeline import SpeechRequest, record
from speech.recognition.base import RATE_HZ, Hearing, Stretch, Task
from speech.recognition.errors import RecogniserFailed, UnheardLanguage
from speech.recognition.stretches import stretches_of
from speech.recognition.whisper import Whisper, open_whisper
from speech.recognition.whisper_models import model_folders
from speech.timing import HeardWord
from tests.speech.recognition.sounds import clicks, hum, noise, pink_noise, silence

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs")]

TEXT = (
    "The river was high that morning, and the ferry had not come. Anna waited at the end of the pier with "
    "two baskets of apples beside her. Nobody else seemed to mind, for the town slept late on Sundays."
)
MORE = (
    "The ferry was old. He told her about the winter, the broken bridge, and the letter that never arrived.",
    "The ferry was late. Several members asked whether the library might stay open on Saturday mornings.",
    "The ferry was full. People who study the weather collect measurements from thousands of stations.",
)
ENGLISH = Hearing(language="en", has_word_times=True)


@pytest.fixture(scope="module")
def whisper(packs: PackStore) -> Whisper:
    opened = open_whisper("whisper-base", packs.path("whisper-base"), EngineSettings(device="cpu"))
    opened.load()
    return opened


def spoken(text, *, voice="en_US-joe-medium", engine="piper"):
    request = PassageRequest(text, voice, seed=1 if engine == "piper" else None)
    with voices().use(engine) as speaking:
        samples = np.concatenate(list(speaking.synthesize(request)))
        return soxr.resample(samples, speaking.sample_rate_hz(voice), RATE_HZ).astype(np.float32)


@pytest.fixture(scope="module")
def speech():
    return spoken(TEXT, voice="af_heart", engine="kokoro")


def bare(text):
    return "".join(sign for sign in text.casefold() if sign.isalnum() or sign == " ").split()


def said_in(segments):
    return bare(" ".join(segment.text for segment in segments))


def wrong_words(segments, text):
    """Words that differ, by the longest common sequence."""
    heard, meant = said_in(segments), bare(text)
    rows = np.zeros((len(meant) + 1, len(heard) + 1), int)
    for i, word in enumerate(meant):
        for j, other in enumerate(heard):
            rows[i + 1, j + 1] = rows[i, j] + 1 if word == other else max(rows[i, j + 1], rows[i + 1, j])
    return max(len(meant), len(heard)) - rows[-1, -1]


def test_it_hears_sentences_with_words_in_order(whisper, speech):
    [segments] = whisper.hear([Stretch(speech, 100.0)], ENGLISH)
    assert wrong_words(segments, TEXT) <= 3
    assert [segment.id for segment in segments] == [0, 1, 2]
    words = [word for segment in segments for word in segment.words]
    assert " ".join(word.text for word in words) == " ".join(segment.text for segment in segments)
    times = [time for word in words for time in (word.start_seconds, word.end_seconds)]
    assert times == sorted(times)
    assert times[0] >= 100
    assert times[-1] <= 100 + len(speech) / RATE_HZ
    for segment in segments:
        assert (segment.start_seconds, segment.seek) == (segment.words[0].start_seconds, 10_000)
        assert segment.end_seconds == segment.words[-1].end_seconds
        assert -0.5 < segment.avg_logprob < 0
        assert 0.5 < segment.compression_ratio < 2.4
        assert 0 <= segment.no_speech_prob < 0.5
        assert segment.tokens
        assert segment.temperature == 0
        assert segment.logprobs == ()


def test_words_are_heard_when_the_voice_says_them(whisper):
    recording = record(SpeechRequest(TEXT, "kokoro", "af_heart", "en-US"), pool=voices())
    samples = np.concatenate(list(recording.blocks))
    told = [word.start_seconds for word in recording.words]
    sound = soxr.resample(samples, recording.rate_hz, RATE_HZ).astype(np.float32)
    found: list[HeardWord] = []
    for stretch in stretches_of([np.concatenate([silence(40), sound])]):
        [segments] = whisper.hear([stretch], ENGLISH)
        found += [word for segment in segments for word in segment.words]
    assert len(found) == len(told)
    off = [abs(word.start_seconds - 40 - start) for word, start in zip(found, told, strict=True)]
    assert median(off) < 0.1


def test_several_stretches_together_are_heard_as_one_after_the_other(whisper, speech):
    stretches = [
        Stretch(speech, 0.0),
        Stretch(speech[: 4 * RATE_HZ], 30.0),
        Stretch(speech[::-1].copy(), 60.0),
    ]
    together = whisper.hear(stretches[:2], ENGLISH)
    apart = [whisper.hear([stretch], ENGLISH)[0] for stretch in stretches[:2]]
    assert [said_in(segments) for segments in together] == [said_in(segments) for segments in apart]
    assert whisper.hear([], ENGLISH) == []
    assert whisper.hear([Stretch(silence(0), 0.0), stretches[1]], ENGLISH)[0] == []


@pytest.mark.parametrize("seconds", [0.3, 3, 30])
@pytest.mark.parametrize("sound", [silence, noise, pink_noise, hum, clicks])
def test_where_nobody_speaks_it_says_nothing(whisper, sound, seconds):
    """Even if the search for speech were fooled."""
    found = [
        segments
        for stretch in stretches_of([sound(seconds)])
        for segments in whisper.hear([stretch], ENGLISH)
    ]
    assert found == []


def test_every_sentence_of_a_recording_with_long_pauses_is_heard_at_its_time(whisper):
    sounds = [spoken(text) for text in MORE]
    starts = np.cumsum([0, *(len(sound) / RATE_HZ + 20 for sound in sounds[:-1])])
    whole = np.concatenate([part for sound in sounds for part in (sound, silence(20))])
    found = whisper.hear(list(stretches_of([whole])), ENGLISH)
    segments = [segment for of_one in found for segment in of_one]
    assert wrong_words(segments, " ".join(MORE)) <= 6
    words = [word for segment in segments for word in segment.words]
    ferries = [word.start_seconds for word in words if word.text == "ferry"]
    assert ferries == pytest.approx(starts + 0.2, abs=0.3)


def test_the_language_is_found(whisper, speech):
    assert whisper.find_language(Stretch(speech[: 6 * RATE_HZ], 0.0)) == "en"
    french = spoken("Bonjour, je voudrais un café et deux croissants.", engine="kokoro", voice="ff_siwis")
    assert whisper.find_language(Stretch(french, 0.0)) == "fr"


def test_a_translation_is_english(whisper):
    french = spoken("Bonjour, je voudrais un café et deux croissants.", engine="kokoro", voice="ff_siwis")
    [segments] = whisper.hear([Stretch(french, 0.0)], Hearing(language="fr", task=Task.TRANSLATE))
    assert {"coffee", "croissants"} & set(said_in(segments))


def test_keywords_and_a_prompt_steer_how_names_are_written(whisper):
    sound = spoken("The boatman was called Anna Karlsson.")
    [without] = whisper.hear([Stretch(sound, 0.0)], Hearing(language="en"))
    hearing = Hearing(language="en", keywords=("Ana Carlsen",), prompt="x " * 3_000)
    [segments] = whisper.hear([Stretch(sound, 0.0)], hearing)
    assert said_in(segments)
    [named] = whisper.hear([Stretch(sound, 0.0)], Hearing(language="en", keywords=("Ana Carlsen",)))
    assert said_in(named) != said_in(without)


def test_logprobs_are_of_every_token_and_give_the_text_back(whisper, speech):
    [segments] = whisper.hear([Stretch(speech, 0.0)], Hearing(language="en", has_logprobs=True))
    for segment in segments:
        assert len(segment.logprobs) == len(segment.tokens)
        assert all(logprob.logprob <= 0 for logprob in segment.logprobs)
        data = bytes(byte for logprob in segment.logprobs for byte in logprob.bytes)
        assert data.decode().strip() == segment.text


def test_a_temperature_is_taken_as_it_is_given(whisper, speech):
    [segments] = whisper.hear([Stretch(speech[: 4 * RATE_HZ], 0.0)], Hearing(language="en", temperature=0.3))
    assert {segment.temperature for segment in segments} == {0.3}


def test_it_knows_what_it_can_do_before_it_is_loaded(packs):
    closed = open_whisper("whisper-base", packs.path("whisper-base"), EngineSettings(device="cpu"))
    capabilities = closed.capabilities
    assert len(capabilities.languages) == 99
    assert {"en", "jv", "zh"} <= set(capabilities.languages)
    assert capabilities.translates
    assert capabilities.stretches_at_once > 1
    with pytest.raises(RecogniserFailed):
        closed.hear([Stretch(silence(1), 0.0)], ENGLISH)


def test_a_language_it_does_not_know_is_refused(whisper, speech):
    with pytest.raises(UnheardLanguage, match="tlh"):
        whisper.hear([Stretch(speech, 0.0)], Hearing(language="tlh"))


def test_a_folder_with_a_model_is_one_by_its_name(packs, tmp_path):
    folder = tmp_path / "my-whisper"
    shutil.copytree(packs.path("whisper-base"), folder)
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "config.json").write_text("{}")
    assert model_folders(tmp_path) == {"my-whisper": folder}
    assert model_folders(tmp_path / "none") == {}
    (folder / "model.bin").write_bytes(b"broken")
    broken = open_whisper("my-whisper", folder, EngineSettings(device="cpu"))
    with pytest.raises(RuntimeError):
        broken.load()
    with pytest.raises(EngineUnavailable, match="model"):
        open_whisper("half", tmp_path / "half", EngineSettings())
