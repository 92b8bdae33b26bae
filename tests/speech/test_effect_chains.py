"""The one reader of chains: what is wrong is named by its place, and one switch turns all of them off."""

import pytest

from common.errors import InvalidInput
from speech.effect_chains import chain_in, chain_of, effects_enabled, kept_chain, times_as_long
from speech.effect_words import effect_labels, effect_written
from speech.effects import MOST_EFFECTS, as_json
from speech.requests import Wish, resolve
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines

REVERB = {"type": "reverb", "room": "small", "mix": 0.2}


@pytest.fixture
def turned_off(settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})


def refusal_of(value, **options) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        chain_of(value, **options)
    return caught.value


@pytest.mark.parametrize("nothing", [None, []])
def test_nothing_is_no_effects(nothing):
    assert chain_of(nothing) == ()


def test_a_chain_is_read_with_all_its_values():
    [reverb, pitch] = chain_of([REVERB, {"type": "pitch", "semitones": 2, "enabled": False}])
    assert (reverb.type, reverb.values["room"], reverb.values["mix"], reverb.is_on) == (
        *("reverb", "small", 0.2),
        True,
    )
    assert (pitch.values["semitones"], pitch.is_on) == (2, False)


@pytest.mark.parametrize(
    ("value", "code", "param"),
    [
        ("reverb", "invalid_effect", "effects"),
        ({"type": "reverb"}, "invalid_effect", "effects"),
        (True, "invalid_effect", "effects"),
        ([7], "invalid_effect", "effects[0]"),
        ([REVERB, {"type": "magic"}], "unknown_effect", "effects[1].type"),
        ([REVERB, {"type": "reverb", "mix": 2}], "invalid_effect", "effects[1].mix"),
        ([{"type": "reverb", "mix": float("nan")}], "invalid_effect", "effects[0].mix"),
        ([{"type": "reverb", "mix": 10**400}], "invalid_effect", "effects[0].mix"),
        ([{"type": "reverb", "mix": True}], "invalid_effect", "effects[0].mix"),
        ([{"type": "reverb", "wet": 1}], "unknown_parameter", "effects[0].wet"),
        ([REVERB] * (MOST_EFFECTS + 1), "too_many_effects", "effects"),
    ],
)
def test_what_is_wrong_is_named_by_its_place_and_in_a_sentence(value, code, param):
    refusal = refusal_of(value)
    assert (refusal.code, refusal.param) == (code, param)
    assert refusal.message.endswith(".")


def test_a_place_is_called_as_whoever_asks_calls_it():
    assert refusal_of([{"type": "magic"}], at="chain").param == "chain[0].type"


@pytest.mark.parametrize("text", ["[", "reverb", "[" * 100_000, "9" * 5_000, "{'type': 'reverb'}"])
def test_a_text_that_is_no_json_is_refused(text):
    with pytest.raises(InvalidInput) as caught:
        chain_in(text)
    assert (caught.value.code, caught.value.param) == ("invalid_effect", "effects")


def test_a_text_is_read_as_json_and_an_empty_one_is_no_effects():
    assert chain_in('[{"type": "reverb", "mix": 0.2, "room": "small"}]') == chain_of([REVERB])
    assert chain_in("  ") == ()


@pytest.mark.usefixtures("turned_off")
@pytest.mark.parametrize("value", [[REVERB], [REVERB | {"enabled": False}], [{"type": "magic"}]])
def test_turned_off_every_chain_is_refused(value):
    refusal = refusal_of(value)
    assert (refusal.code, refusal.param) == ("effects_disabled", "effects")
    assert not effects_enabled()


@pytest.mark.usefixtures("turned_off")
def test_turned_off_no_chain_is_none_and_a_kept_one_can_still_be_read():
    assert chain_of(None) == chain_of([]) == ()
    assert as_json(kept_chain([REVERB]))[0]["type"] == "reverb"


def test_turned_off_a_wish_that_carries_a_kept_chain_is_refused(monkeypatch, settings, tmp_path):
    put_engines(monkeypatch, settings, tmp_path, FakeEngine())
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})
    wish = Wish(text="Hello.", model="fake", voice="low", effects=kept_chain([REVERB]))
    with pytest.raises(InvalidInput) as caught:
        resolve(wish, user=None)
    assert caught.value.code == "effects_disabled"


def test_a_wish_carries_its_chain_to_what_is_spoken(monkeypatch, settings, tmp_path):
    put_engines(monkeypatch, settings, tmp_path, FakeEngine())
    chain = chain_of([REVERB])
    assert resolve(Wish(text="Hello.", model="fake", voice="low", effects=chain), user=None).effects == chain


def test_slower_speech_is_known_to_be_longer():
    slow, off = {"type": "speed", "factor": 0.5}, {"type": "speed", "factor": 0.25, "enabled": False}
    assert times_as_long(chain_of([slow, off, REVERB])) == 2
    assert times_as_long(()) == 1


def test_people_read_the_names_of_what_is_heard():
    chain = as_json(chain_of([{"type": "pitch"}, REVERB | {"enabled": False}, {"type": "high_pass"}]))
    assert effect_labels(chain) == "Pitch, High-pass"
    assert effect_labels([{"type": "of another version"}]) == "of another version"
    assert effect_labels([]) == ""


def test_an_effect_is_written_out_with_its_values_and_units():
    [pitch, gain] = as_json(
        chain_of([{"type": "pitch", "semitones": 2}, {"type": "gain", "gain_db": -3, "enabled": False}])
    )
    assert effect_written(pitch).startswith("Pitch: ")
    assert "2 semitones" in effect_written(pitch)
    assert effect_written(gain) == "Gain (off): Gain -3 dB"
    assert effect_written({"type": "of another version"}) == "of another version"
    assert effect_written({"type": "gain", "gain_db": "loud"}) == "Gain: Gain loud"
