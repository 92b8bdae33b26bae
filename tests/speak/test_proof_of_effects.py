"""A voice through a telephone is no mistake: what is listened to has no effects, where that can be."""

import numpy as np
import pytest

from common.errors import InvalidInput
from history.models import Entry, Proof, State
from speak import takes
from speak.proof_listening import start_proof
from speech.audio.decode import AudioFile
from speech.effect_chains import chain_of
from speech.passage_cache import PassageCache
from speech.requests import Wish
from tests.speak.proof_fakes import FIRST, SECOND, TEXT, TalkingEngine
from tests.speak.test_making_takes import finished
from tests.speak.test_proof_listening import listened
from tests.speech.fake_site import put_engines

pytestmark = pytest.mark.django_db(transaction=True)
QUIETER = {"type": "gain", "gain_db": -12}
TWICE_AS_FAST = {"type": "speed", "factor": 2}


@pytest.fixture
def engine(monkeypatch, settings, tmp_path) -> TalkingEngine:
    """It remembers what it has spoken, unlike that of the other tests of proof-listening."""
    engine = TalkingEngine()
    put_engines(monkeypatch, settings, tmp_path / "passages", engine)
    return engine


@pytest.fixture
def forgets(monkeypatch, tmp_path):
    def forget() -> None:
        empty = PassageCache(tmp_path / "empty", 10**8)
        monkeypatch.setattr("speech.speaking.passage_cache", lambda: empty)

    return forget


def take_with(owner, *effects, **fields) -> Entry:
    wish = Wish(text=TEXT, model="fake", voice="low", effects=chain_of(list(effects)), **fields)
    take = finished(takes.start_take(user=owner, wish=wish))
    assert take.state == State.DONE, take.error
    return take


def loudest(recogniser) -> float:
    return max(float(np.abs(stretch.samples).max()) for stretch in recogniser.heard)


def loudest_of(clip) -> float:
    with AudioFile(clip.file.path) as file:
        return max(float(np.abs(block.samples).max()) for block in file.blocks())


def test_the_recogniser_hears_the_voice_and_not_its_effects(alice, hears, engine):
    recogniser = hears(TEXT)
    take = take_with(alice, QUIETER)
    spoken = list(engine.speeds)
    listened(take)
    assert take.proof_state == Proof.CLEAN
    assert loudest(recogniser) > 3 * loudest_of(take.clip)
    assert engine.speeds == spoken


def test_effects_that_are_off_are_none(alice, hears):
    recogniser = hears(TEXT)
    take = take_with(alice, QUIETER | {"enabled": False})
    listened(take)
    assert loudest(recogniser) == pytest.approx(loudest_of(take.clip), rel=0.1)


def test_what_is_not_remembered_any_more_is_heard_as_it_was_kept(alice, hears, engine, forgets):
    recogniser = hears(TEXT)
    take = take_with(alice, QUIETER)
    spoken = list(engine.speeds)
    forgets()
    listened(take)
    assert take.proof_state == Proof.CLEAN
    assert loudest(recogniser) == pytest.approx(loudest_of(take.clip), rel=0.1)
    assert engine.speeds == spoken


def test_what_is_found_is_told_at_the_moment_where_it_is_heard(alice, hears):
    hears(FIRST)
    plain, fast = take_with(alice), take_with(alice, TWICE_AS_FAST)
    listened(plain)
    listened(fast)
    [before], [after] = plain.proof["differences"], fast.proof["differences"]
    assert (after["start"], after["end"]) == (before["start"], before["end"])
    assert after["end_seconds"] == pytest.approx(before["end_seconds"] / 2, abs=0.05)
    assert after["end_seconds"] <= fast.duration_seconds + 0.01


def test_doubtful_passages_made_again_keep_the_effects(alice, hears, engine):
    recogniser = hears(FIRST, FIRST, TEXT)
    take = take_with(alice, QUIETER, TWICE_AS_FAST)
    job = listened(take, redo=2)
    better = Entry.objects.get(pk=job.result["take_id"])
    assert (better.proof_state, better.is_current) == (Proof.CLEAN, True)
    assert better.settings["effects"] == take.settings["effects"] != []
    assert better.duration_seconds == pytest.approx(take.duration_seconds, rel=0.15)
    assert loudest_of(better.clip) == pytest.approx(loudest_of(take.clip), rel=0.2)
    assert loudest(recogniser) > 3 * loudest_of(better.clip)
    assert better.timings[-1][3] <= better.duration_seconds + 0.01


def test_what_was_made_again_is_listened_to_as_it_was_made_again(alice, hears, engine):
    hears(FIRST, FIRST, TEXT)
    job = listened(take_with(alice, QUIETER), redo=1)
    better = Entry.objects.get(pk=job.result["take_id"])
    redone, spoken = better.proof["redone"], list(engine.speeds)
    assert [each["start"] for each in redone] == [TEXT.index(SECOND)]
    recogniser = hears(TEXT)
    listened(better)
    assert better.proof["redone"] == redone
    assert engine.speeds == spoken
    assert loudest(recogniser) > 3 * loudest_of(better.clip)


def test_turned_off_effects_hinder_no_listening_but_no_passage_is_made_again(alice, hears, settings):
    hears(TEXT)
    take = take_with(alice, QUIETER)
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})
    with pytest.raises(InvalidInput) as refusal:
        start_proof(user=alice, entry=take, redo=1)
    assert refusal.value.code == "effects_disabled"
    listened(take)
    assert take.proof_state == Proof.CLEAN
