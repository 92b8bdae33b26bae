"""What was spoken for one person is remembered for that person alone, and goes with them."""

import numpy as np
import pytest

from speech.engines.pool import EnginePool
from speech.memory import PassageMemory
from speech.passage_cache import PassageCache
from speech.pipeline import SpeechRequest, record
from tests.speech.fake_engine import FakeEngine
from tests.speech.test_recorded_words import TellingEngine


@pytest.fixture
def cache(tmp_path):
    return PassageCache(tmp_path / "passages", 50_000_000)


def recorded(engine, cache, *, owner="alice", text="One sentence. And another.", version="1", **fields):
    request = SpeechRequest(text, **{"engine": "fake", "voice": "low", "language": "en-US"} | fields)
    memory = PassageMemory(cache, owner, "fake", version)
    recording = record(request, pool=EnginePool(lambda name: engine), memory=memory)
    samples = np.concatenate(list(recording.blocks))
    return recording, samples


def test_the_same_words_are_spoken_once_and_sound_the_same(cache):
    engine = TellingEngine()
    first, samples = recorded(engine, cache)
    spoken = len(engine.spoken)
    again, same = recorded(engine, cache)
    assert (first.is_remembered, again.is_remembered) == (False, True)
    assert len(engine.spoken) == spoken
    assert np.array_equal(samples, same)
    assert first.words == again.words != []


def test_what_is_remembered_needs_no_engine(cache):
    recorded(FakeEngine(), cache)
    broken = FakeEngine(fails_to_load=OSError("no weights"))
    recording, _ = recorded(broken, cache)
    assert recording.is_remembered
    assert broken.loads == 0


@pytest.mark.parametrize(
    "other",
    [
        {"owner": "bob"},
        {"version": "2"},
        {"voice": "high"},
        {"speed": 1.5},
        {"seed": 7},
        {"language": "fr-FR"},
    ],
)
def test_whatever_makes_it_sound_different_or_belong_to_somebody_else_is_spoken_anew(cache, other):
    engine = FakeEngine()
    recorded(engine, cache)
    spoken = len(engine.spoken)
    recording, _ = recorded(engine, cache, **other)
    assert not recording.is_remembered
    assert len(engine.spoken) == 2 * spoken


def test_a_listener_who_leaves_in_mid_passage_leaves_no_half_of_it_behind(cache):
    engine = FakeEngine()
    request = SpeechRequest("A sentence.", engine="fake", voice="low", language="en-US")
    memory = PassageMemory(cache, "alice", "fake", "1")
    recording = record(request, pool=EnginePool(lambda name: engine), memory=memory)
    next(recording.blocks)
    recording.blocks.close()
    assert cache.size_bytes() == 0


@pytest.mark.django_db(transaction=True)
def test_a_deleted_persons_passages_go(django_user_model):
    from speech.engine_pool import passage_cache

    alice = django_user_model.objects.create_user("alice")
    shared = passage_cache()
    recorded(FakeEngine(), shared, owner=str(alice.pk))
    before = shared.size_bytes()
    assert before > 0
    alice.delete()
    assert shared.size_bytes() < before
