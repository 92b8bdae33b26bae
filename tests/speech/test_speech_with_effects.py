"""Effects are heard over the whole of what is spoken, and cost the engine nothing."""

import threading
import tracemalloc

import numpy as np
import pytest

from common.errors import InvalidInput
from speech.audio.stitch import PassageAudio, stitch
from speech.effects import applied, read_chain
from speech.engines.errors import EngineFailed
from speech.engines.pool import EnginePool
from speech.memory import PassageMemory
from speech.passage_cache import PassageCache
from speech.pipeline import SpeechRequest, record, speak
from tests.speech.fake_engine import RATE_HZ, FakeEngine
from tests.speech.test_recorded_words import TellingEngine

TEXT = "One sentence. And another one, a bit longer. Then the end."
LONG_TEXT = " ".join(f"This is sentence number {number} of a long text." for number in range(30))
NORMALIZE = {"type": "normalize", "target_lufs": -20}
REVERB = {"type": "reverb", "room": "large", "mix": 0.4}
HIGH_PASS = {"type": "high_pass", "frequency_hz": 300}
TWICE_AS_FAST = {"type": "speed", "factor": 2}
STREAMING = [HIGH_PASS, REVERB]
BUFFERED = [HIGH_PASS, NORMALIZE, REVERB]
CHAINS = pytest.mark.parametrize("chain", [STREAMING, BUFFERED], ids=["streaming", "buffered"])


@pytest.fixture
def engine() -> FakeEngine:
    return TellingEngine()


@pytest.fixture
def memory(tmp_path) -> PassageMemory:
    return PassageMemory(PassageCache(tmp_path, 10**8), "alice", "fake", "1")


class InBlocks(FakeEngine):
    """The same sound, cut otherwise."""

    def __init__(self, frames: int) -> None:
        super().__init__()
        self.frames = frames

    def synthesize(self, request, *, on_word=None):
        whole = np.concatenate(list(super().synthesize(request)))
        for start in range(0, len(whole), self.frames):
            yield whole[start : start + self.frames]


def recording_of(engine, text=TEXT, chain=(), **options):
    fields = {name: options.pop(name) for name in ("speed", "seed") if name in options}
    request = SpeechRequest(text, "fake", "low", "en-US", effects=read_chain(list(chain)), **fields)
    return record(request, pool=EnginePool(lambda name: engine), **options)


def samples_of(recording) -> np.ndarray:
    return np.concatenate(list(recording.drawn()))


def bytes_of(engine, chain, text=TEXT) -> bytes:
    request = SpeechRequest(text, "fake", "low", "en-US", "pcm", effects=read_chain(chain))
    return b"".join(speak(request, pool=EnginePool(lambda name: engine)))


@CHAINS
def test_streamed_is_the_same_as_the_whole_at_once(engine, chain):
    plain = samples_of(recording_of(engine))
    whole = applied(plain, read_chain(chain), rate_hz=RATE_HZ)
    streamed = samples_of(recording_of(engine, chain=chain))
    assert len(streamed) == len(whole)
    np.testing.assert_allclose(streamed, whole, atol=1e-4)


@CHAINS
def test_how_the_engine_cuts_its_sound_changes_no_byte(chain):
    whole = bytes_of(InBlocks(10**9), chain)
    assert {bytes_of(InBlocks(frames), chain) for frames in (137, 1_024, 24_000)} == {whole}


def test_without_effects_and_with_all_of_them_off_no_sample_is_touched(engine):
    plain = samples_of(recording_of(engine))
    off = recording_of(engine, chain=[REVERB | {"enabled": False}, NORMALIZE | {"enabled": False}])
    assert off.is_streamed
    np.testing.assert_array_equal(samples_of(off), plain)


def test_they_come_after_the_passages_are_joined(engine):
    """A room goes on sounding through the pauses between sentences."""
    pauses = "One. [pause:1s] Two."
    plain = samples_of(recording_of(engine, pauses))
    heard = samples_of(recording_of(engine, pauses, [REVERB]))
    silent = np.flatnonzero(np.convolve(np.abs(plain), np.ones(2_400), "valid") == 0)
    assert len(silent)
    assert np.abs(heard[silent[0] : silent[0] + 2_400]).max() > 1e-4


@CHAINS
def test_the_tail_of_a_room_is_kept(engine, chain):
    plain, heard = recording_of(engine), recording_of(engine, chain=chain)
    plain_samples, samples = samples_of(plain), samples_of(heard)
    assert len(samples) > len(plain_samples) + RATE_HZ / 4
    assert np.abs(samples[len(plain_samples) :]).max() > 1e-3
    assert heard.seconds == pytest.approx(len(samples) / RATE_HZ)
    assert heard.seconds > plain.seconds


def test_hours_are_not_held_in_memory_for_their_end(engine, monkeypatch):
    """Pauses make them of a short text, and effects that slow make them longer."""
    monkeypatch.setattr("speech.effected.MOST_HELD_SECONDS", 6.0)
    text, slow = "One. [pause:2s] Two.", {"type": "speed", "factor": 0.25}
    assert len(samples_of(recording_of(engine, text, [NORMALIZE])))
    assert len(samples_of(recording_of(engine, text, [slow])))
    with pytest.raises(InvalidInput, match="leave out Normalize") as refused:
        samples_of(recording_of(engine, text, [slow, NORMALIZE]))
    assert (refused.value.param, refused.value.code) == ("effects", "too_long")


def test_a_chain_that_streams_is_heard_before_the_engine_is_done(engine):
    recording = recording_of(engine, LONG_TEXT, STREAMING)
    assert recording.is_streamed
    blocks = recording.drawn()
    assert len(next(blocks))
    assert len(engine.spoken) < 10
    blocks.close()


def test_a_chain_that_does_not_stream_waits_for_the_last_passage(engine):
    recording = recording_of(engine, LONG_TEXT, BUFFERED)
    assert not recording.is_streamed
    blocks = recording.drawn()
    assert len(next(blocks))
    assert "".join(engine.spoken).endswith("twenty-nine of a long text.")
    blocks.close()


def test_what_is_held_back_has_its_place_until_it_is_sent(engine):
    """How many of them take memory at once is bounded by the places there are."""
    pool = EnginePool(lambda name: engine)
    request = SpeechRequest(TEXT, "fake", "low", "en-US", effects=read_chain(BUFFERED))
    blocks = record(request, pool=pool).drawn()
    next(blocks)
    assert [use.users for use in pool.usage()] == [1]
    blocks.close()
    assert [use.users for use in pool.usage()] == [0]


def test_another_chain_over_the_same_words_speaks_nothing_anew(engine, memory):
    samples_of(recording_of(engine, memory=memory))
    spoken = list(engine.spoken)
    for chain in (STREAMING, BUFFERED, [TWICE_AS_FAST], []):
        recording = recording_of(engine, chain=chain, memory=memory)
        assert recording.is_remembered
        samples_of(recording)
    assert engine.spoken == spoken


def test_what_is_remembered_has_no_effects(engine, memory):
    samples_of(recording_of(engine, chain=BUFFERED, memory=memory))
    spoken = list(engine.spoken)
    plain = samples_of(recording_of(engine, memory=memory))
    assert engine.spoken == spoken
    np.testing.assert_array_equal(plain, samples_of(recording_of(TellingEngine())))


def test_words_are_heard_when_the_chain_says_so(engine):
    plain, fast = recording_of(engine), recording_of(engine, chain=[TWICE_AS_FAST])
    samples_of(plain)
    samples_of(fast)
    assert fast.seconds == pytest.approx(plain.seconds / 2, abs=0.05)
    assert len(fast.words) == len(plain.words) > 0
    for word, as_before in zip(fast.words, plain.words, strict=True):
        assert (word.start, word.end) == (as_before.start, as_before.end)
        assert word.start_seconds == pytest.approx(as_before.start_seconds / 2, abs=0.02)
        assert word.end_seconds == pytest.approx(as_before.end_seconds / 2, abs=0.02)


def test_words_are_told_while_a_chain_that_streams_is_made(engine):
    recording = recording_of(engine, LONG_TEXT, STREAMING)
    blocks = recording.drawn()
    while len(recording.words) < 20:
        next(blocks)
    assert len(engine.spoken) < 20
    blocks.close()


def test_words_of_what_is_held_back_are_told_with_its_sound(engine):
    told = []
    recording = recording_of(engine, LONG_TEXT, BUFFERED, on_passage=lambda _: told.append(recording.words))
    blocks = recording.drawn()
    next(blocks)
    assert [words for words in told if words] == []
    assert len(recording.words) == len(LONG_TEXT.split())
    blocks.close()


def test_too_loud_is_clipped_and_never_wraps_round(engine):
    samples = np.frombuffer(bytes_of(engine, [{"type": "gain", "gain_db": 24}]), "<i2")
    assert np.abs(samples.astype(int)).max() == 32_767
    plain = np.frombuffer(bytes_of(engine, []), "<i2")
    loud = np.abs(plain.astype(int)) > 8_000
    assert (np.sign(samples[loud]) == np.sign(plain[loud])).all()


class Unwanted(Exception):
    pass


def test_who_leaves_while_the_sound_is_held_back_ends_the_work(engine):
    has_left = threading.Event()

    def check() -> None:
        if has_left.is_set():
            raise Unwanted

    def passage_done(_) -> None:
        if len(engine.spoken) == 5:
            has_left.set()

    pool = EnginePool(lambda name: engine)
    request = SpeechRequest(LONG_TEXT, "fake", "low", "en-US", effects=read_chain(BUFFERED))
    recording = record(request, pool=pool, on_passage=passage_done, check=check)
    with pytest.raises(Unwanted):
        next(recording.drawn())
    assert len(engine.spoken) <= 6
    assert [use.users for use in pool.usage()] == [0]


def test_who_leaves_ends_remembered_speech_too(engine, memory):
    """What is remembered takes no turn at the engine: nothing else would ask."""
    samples_of(recording_of(engine, LONG_TEXT, memory=memory))
    done: list[int] = []

    def check() -> None:
        if len(done) >= 3:
            raise Unwanted

    recording = recording_of(engine, LONG_TEXT, BUFFERED, memory=memory, check=check, on_passage=done.append)
    with pytest.raises(Unwanted):
        next(recording.drawn())
    assert len(done) <= 4


def test_closing_a_chain_that_streams_ends_the_work(engine):
    pool = EnginePool(lambda name: engine)
    request = SpeechRequest(LONG_TEXT, "fake", "low", "en-US", "pcm", effects=read_chain(STREAMING))
    chunks = speak(request, pool=pool)
    next(chunks)
    spoken = len(engine.spoken)
    chunks.close()
    assert len(engine.spoken) == spoken
    assert [use.users for use in pool.usage()] == [0]


class Breaks(FakeEngine):
    def synthesize(self, request, *, on_word=None):
        if "end" in request.text:
            raise EngineFailed("fake", reason="It broke.")
        yield from super().synthesize(request)


def test_an_engine_that_breaks_late_is_told_before_the_first_byte_of_what_is_held_back():
    with pytest.raises(EngineFailed):
        next(recording_of(Breaks(), chain=BUFFERED).drawn())


class Murmurs(FakeEngine):
    """Five seconds of noise a passage, in one block."""

    def synthesize(self, request, *, on_word=None):
        noise = np.random.default_rng(len(self.spoken)).standard_normal(5 * RATE_HZ)
        self.spoken.append(request.text)
        yield (0.05 * noise).astype(np.float32)


def test_what_is_held_back_takes_a_few_copies_of_the_sound_and_no_more():
    recording = recording_of(Murmurs(), LONG_TEXT, [HIGH_PASS, NORMALIZE])
    tracemalloc.start()
    try:
        for _ in recording.drawn():
            pass
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    whole_bytes = 4 * RATE_HZ * recording.seconds
    assert recording.seconds > 30
    assert most_bytes < 8 * whole_bytes


def test_what_is_held_back_comes_out_in_pieces(engine):
    recording = recording_of(engine, LONG_TEXT, BUFFERED)
    assert max(len(block) for block in recording.drawn()) <= RATE_HZ


def test_a_block_going_in_is_told_before_anything_comes_out(engine):
    recording, heard = recording_of(engine, chain=BUFFERED), []
    recording.effected.on_block = heard.append
    next(recording.drawn())
    plain = np.concatenate(list(stitch([PassageAudio([block], RATE_HZ) for block in heard], rate_hz=RATE_HZ)))
    assert len(plain)
    np.testing.assert_array_equal(np.concatenate(heard), samples_of(recording_of(TellingEngine())))
