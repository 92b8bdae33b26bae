"""One validator for every door: what it takes, what it fills in, and what it says of the rest."""

import json
import math

import pytest

from speech.effects import EFFECTS, MOST_EFFECTS, EffectRefused, as_json, read_chain, streams


def refused(value, at="effects"):
    with pytest.raises(EffectRefused) as caught:
        read_chain(value, at=at)
    return caught.value


def test_what_is_not_given_is_filled_in():
    (effect,) = read_chain([{"type": "normalize", "target_lufs": -20}])
    assert effect.values == {"target_lufs": -20.0, "ceiling_db": -1.0}
    assert effect.is_on


def test_no_effects_may_be_said_in_two_ways():
    assert read_chain(None) == read_chain([]) == ()


def test_the_chain_of_the_manual_is_taken():
    chain = read_chain(
        [
            {"type": "normalize", "target_lufs": -16},
            {"type": "pitch", "semitones": 2},
            {"type": "reverb", "room": "small", "mix": 0.2},
        ]
    )
    assert [effect.type for effect in chain] == ["normalize", "pitch", "reverb"]


def test_what_is_written_is_read_as_the_same_chain():
    chain = read_chain([{"type": each} for each in list(EFFECTS)[:MOST_EFFECTS]])
    written = json.loads(json.dumps(as_json(chain)))
    assert read_chain(written) == chain
    assert as_json(read_chain(written)) == written


def test_equal_chains_are_written_alike():
    one = read_chain([{"type": "reverb", "mix": 0.2, "room": "medium"}])
    other = read_chain([{"room": "medium", "type": "reverb", "enabled": True}])
    assert json.dumps(as_json(one)) == json.dumps(as_json(other))


def test_whole_numbers_are_written_without_a_point():
    assert as_json(read_chain([{"type": "gain", "gain_db": 3.0}])) == [{"type": "gain", "gain_db": 3}]


def test_only_what_is_off_says_so():
    chain = read_chain([{"type": "gain", "enabled": False}, {"type": "gain", "enabled": True}])
    assert [each.get("enabled") for each in as_json(chain)] == [False, None]


def test_a_named_room_brings_its_own_walls():
    (effect,) = read_chain([{"type": "reverb", "room": "small", "size": 0.9}])
    assert effect.values["size"] == 0.2
    (effect,) = read_chain([{"type": "reverb", "room": "custom", "size": 0.9}])
    assert effect.values["size"] == 0.9


@pytest.mark.parametrize(
    ("value", "param", "code", "said"),
    [
        ("reverb", "effects", "invalid_effect", "a list, not a text"),
        ({"type": "reverb"}, "effects", "invalid_effect", "a list, not an object"),
        (7, "effects", "invalid_effect", "a list, not a number"),
        (True, "effects", "invalid_effect", "a list, not true or false"),
        ([{"type": "gain"}] * 17, "effects", "too_many_effects", "16 are the most"),
        ([None], "effects[0]", "invalid_effect", "an object"),
        (["reverb"], "effects[0]", "invalid_effect", "an object"),
        ([{}], "effects[0].type", "unknown_effect", "must say its type"),
        ([{"type": ["gain"]}], "effects[0].type", "unknown_effect", "must say its type"),
        ([{"type": "gain"}, {"type": "tremolo"}], "effects[1].type", "unknown_effect", "“tremolo”"),
        ([{"type": "x" * 500}], "effects[0].type", "unknown_effect", "“" + "x" * 40 + "”"),
        ([{"type": "gain", "db": 3}], "effects[0].db", "unknown_parameter", "Allowed are gain_db"),
        ([{"type": "gain", 3: 3}], "effects[0].3", "unknown_parameter", "no parameter"),
        ([{"type": "gain", "enabled": 1}], "effects[0].enabled", "invalid_effect", "true or false"),
        ([{"type": "gain", "gain_db": "3"}], "effects[0].gain_db", "invalid_effect", "from -60 to 30 dB"),
        ([{"type": "gain", "gain_db": True}], "effects[0].gain_db", "invalid_effect", "not true"),
        ([{"type": "gain", "gain_db": None}], "effects[0].gain_db", "invalid_effect", "not nothing"),
        ([{"type": "gain", "gain_db": 31}], "effects[0].gain_db", "invalid_effect", "not 31"),
        ([{"type": "gain", "gain_db": math.nan}], "effects[0].gain_db", "invalid_effect", "not nan"),
        ([{"type": "gain", "gain_db": -math.inf}], "effects[0].gain_db", "invalid_effect", "not -inf"),
        (
            [{"type": "gain", "gain_db": 10**5000}],
            "effects[0].gain_db",
            "invalid_effect",
            "so large a number",
        ),
        ([{"type": "gain", "gain_db": [1]}], "effects[0].gain_db", "invalid_effect", "not a list"),
        ([{"type": "reverb", "room": "hall"}], "effects[0].room", "invalid_effect", "small, medium, large"),
        ([{"type": "reverb", "room": 1}], "effects[0].room", "invalid_effect", "one of small"),
        ([{"type": "pitch", "keep_formants": 1}], "effects[0].keep_formants", "invalid_effect", "true or"),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_what_is_allowed(value, param, code, said):
    error = refused(value)
    assert (error.param, error.code) == (param, code)
    assert said in error.message
    assert error.message.endswith(".")
    assert len(error.message) < 400


def test_the_place_begins_with_what_the_caller_calls_it():
    assert refused([{"type": "gain", "gain_db": 99}], at="turns[3].effects").param == (
        "turns[3].effects[0].gain_db"
    )


@pytest.mark.parametrize("name", EFFECTS)
def test_every_parameter_takes_its_bounds_and_its_choices(name):
    for parameter in EFFECTS[name].parameters:
        allowed = {
            "number": [parameter.least, parameter.most, parameter.default],
            "choice": [value for value, _ in parameter.choices],
            "truth": [True, False],
        }[parameter.kind]
        assert parameter.default in allowed
        assert parameter.label
        for value in allowed:
            assert read_chain([{"type": name, parameter.name: value}])


def test_a_chain_streams_when_all_that_is_on_does():
    assert streams(read_chain([{"type": "gain"}, {"type": "reverb"}]))
    assert not streams(read_chain([{"type": "gain"}, {"type": "normalize"}]))
    assert streams(read_chain([{"type": "normalize", "enabled": False}]))
    assert streams(())


SLOW, FAST = {"type": "speed", "factor": 0.25}, {"type": "speed", "factor": 4}


@pytest.mark.parametrize("chain", [[SLOW], [FAST, SLOW, SLOW], [SLOW, {**SLOW, "enabled": False}]])
def test_a_chain_may_make_four_times_as_long_what_it_is_given(chain):
    assert len(read_chain(chain)) == len(chain)


@pytest.mark.parametrize("chain", [[SLOW, SLOW], [SLOW] * 16, [SLOW, SLOW, FAST, FAST]])
def test_slowing_effects_that_multiply_are_refused_before_they_fill_the_memory(chain):
    error = refused(chain)
    assert (error.code, error.param) == ("too_slow", "effects[1].factor")


@pytest.mark.parametrize(
    "effect", [{"type": "\ud800"}, {"type": "reverb", "\ud800": 1}, {"type": "reverb", "mix": "\ud800"}]
)
def test_what_is_said_of_a_chain_can_be_shown_on_any_page(effect):
    error = refused([effect])
    assert f"{error.message} {error.param}".encode()
