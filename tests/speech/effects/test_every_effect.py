"""What holds for all effects, alone and in any chain."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from speech.effects import EFFECTS, Chain, applied, read_chain, streams
from tests.speech.effects.sounds import RATE_HZ, in_blocks, noise, silence, through, tone, words

AUDIBLE = {
    "gain": {"gain_db": 6},
    "low_shelf": {"gain_db": 6},
    "high_shelf": {"gain_db": 6},
    "peak": {"gain_db": 6},
    "pitch": {"semitones": 4},
    "speed": {"factor": 1.5},
    "reverb": {"pre_delay_ms": 20},
    "chorus": {"feedback": 0.3},
}
NEUTRAL = [
    {"type": "gain"},
    {"type": "pitch"},
    {"type": "speed"},
    {"type": "low_shelf"},
    {"type": "high_shelf"},
    {"type": "peak"},
    {"type": "reverb", "mix": 0},
    {"type": "delay", "mix": 0},
    {"type": "chorus", "mix": 0},
    {"type": "robot", "mix": 0},
    {"type": "telephone", "mix": 0},
    {"type": "radio", "mix": 0},
    {"type": "podcast_eq", "strength": 0},
    {"type": "denoise", "strength": 0},
    {"type": "compressor", "ratio": 1},
    {"type": "noise_gate", "ratio": 1},
    {"type": "limiter", "ceiling_db": 0},
    {"type": "trim_silence", "start": False, "end": False},
]
every_effect = pytest.mark.parametrize("name", EFFECTS)


def effect(name):
    return {"type": name, **AUDIBLE.get(name, {})}


@every_effect
@pytest.mark.parametrize("channels", [1, 2])
def test_blocks_of_any_size_give_the_same_samples(name, channels):
    sound = words(seconds=2.2)
    sound = sound if channels == 1 else np.stack([sound, words(seconds=2.2, seed=2)], axis=1)
    whole = through(sound, effect(name))
    assert whole.shape[1:] == sound.shape[1:]
    for frames in (128, 1_024):
        cut = in_blocks(sound, effect(name), frames=frames)
        assert cut.shape == whole.shape
        assert np.abs(cut - whole).max() < 1e-4


@every_effect
def test_one_frame_at_a_time_gives_the_same_samples(name):
    sound = words(seconds=0.4)
    whole, cut = through(sound, effect(name)), in_blocks(sound, effect(name), frames=1)
    assert cut.shape == whole.shape
    assert np.abs(cut - whole).max() < 1e-4


@pytest.mark.parametrize("neutral", NEUTRAL, ids=lambda each: each["type"])
def test_neutral_settings_return_what_came_in(neutral):
    sound = words(seconds=1)
    assert np.abs(through(sound, neutral) - sound).max() < 1e-5


@every_effect
def test_silence_stays_silent(name):
    made = through(silence(seconds=3), effect(name))
    assert not made.any()
    assert len(made) == round(3 * RATE_HZ / EFFECTS_SPEED.get(name, 1))


EFFECTS_SPEED = {"speed": 1.5}


@every_effect
def test_nothing_gives_nothing(name):
    chain = Chain(read_chain([effect(name)]), rate_hz=RATE_HZ, channels=2)
    assert chain.process(np.zeros((0, 2), np.float32)).shape == (0, 2)
    assert not list(chain.rest())
    assert not list(Chain(read_chain([effect(name)])).rest())


@every_effect
def test_broken_samples_do_not_come_out(name):
    sound = words(seconds=1)
    sound[[5_000, 9_000, 9_001, 13_000]] = [np.nan, np.inf, -np.inf, 1e38]
    made = through(sound, effect(name))
    assert np.isfinite(made).all()
    assert np.isfinite(in_blocks(sound, effect(name), frames=1_000)).all()


@every_effect
@pytest.mark.parametrize("rate_hz", [8_000, 44_100, 192_000])
def test_every_rate_and_every_bound_is_worked_at(name, rate_hz):
    sound = noise(seconds=10_000 / rate_hz, rate_hz=rate_hz).reshape(-1, 2)
    numbers = [each for each in EFFECTS[name].parameters if each.kind == "number"]
    for bound in ("least", "most"):
        bounds = {each.name: getattr(each, bound) for each in numbers}
        made = through(sound, {"type": name, **bounds}, rate_hz=rate_hz)
        assert np.isfinite(made).all()
        assert made.shape[1] == 2


@every_effect
def test_what_streams_does_so_a_bounded_time_behind(name):
    chain = Chain(read_chain([effect(name)]))
    sound = words(seconds=8)
    given = sum(len(chain.process(sound[at : at + 1_000])) for at in range(0, len(sound), 1_000))
    given_seconds = given / RATE_HZ * EFFECTS_SPEED.get(name, 1)
    assert (given_seconds > 3) if EFFECTS[name].streams else not given


@pytest.mark.parametrize(
    "name", [each for each in EFFECTS if each not in ("trim_silence", "delay", "reverb")]
)
def test_sound_stays_where_it_was_in_time(name):
    sound = silence(seconds=3)
    sound[RATE_HZ : RATE_HZ + 4_800] = tone(440, seconds=0.2)
    chain = Chain(read_chain([effect(name)]))
    made = np.concatenate([chain.process(sound), *chain.rest()])
    loud = np.flatnonzero(np.abs(made) > 0.1 * np.abs(made).max()) / RATE_HZ
    assert loud[0] == pytest.approx(chain.moves.at(1.0), abs=0.03)
    assert loud[-1] == pytest.approx(chain.moves.at(1.2), abs=0.03)


def test_the_input_is_left_alone():
    sound = words(seconds=1)
    before = sound.copy()
    for name in EFFECTS:
        through(sound, effect(name))
    assert np.array_equal(sound, before)


def test_what_is_off_does_nothing():
    sound = words(seconds=1)
    assert np.array_equal(through(sound, {"type": "robot", "enabled": False}), sound)


@every_effect
def test_the_memory_of_a_block_may_be_used_again(name):
    sound = words(seconds=1)
    chain = Chain(read_chain([effect(name)]))
    buffer, made = np.zeros(1_000, np.float32), []
    for at in range(0, len(sound), 1_000):
        buffer[:] = sound[at : at + 1_000]
        made.append(chain.process(buffer))
    made = np.concatenate([*made, *chain.rest()])
    assert np.abs(made - through(sound, effect(name))).max() < 1e-4


def test_a_block_of_the_wrong_shape_is_refused():
    with pytest.raises(ValueError, match="channels"):
        Chain((), channels=2).process(noise(seconds=0.1))


def test_a_chain_whose_rest_was_given_takes_no_more():
    chain = Chain(())
    list(chain.rest())
    assert not list(chain.rest())
    with pytest.raises(ValueError, match="rest"):
        chain.process(noise(seconds=0.1))


def test_effects_work_in_their_order():
    sound = tone(200)
    gain_first = through(sound, {"type": "gain", "gain_db": 20}, {"type": "limiter", "ceiling_db": -6})
    gain_last = through(sound, {"type": "limiter", "ceiling_db": -6}, {"type": "gain", "gain_db": 20})
    assert np.abs(gain_first).max() < 0.51
    assert np.abs(gain_last).max() > 2.4


def _values(parameter):
    if parameter.kind == "number":
        return st.floats(parameter.least, parameter.most, allow_subnormal=False)
    if parameter.kind == "choice":
        return st.sampled_from([value for value, _ in parameter.choices])
    return st.booleans()


def _effects():
    return st.one_of(
        [
            st.fixed_dictionaries(
                {"type": st.just(spec.type)},
                optional={each.name: _values(each) for each in spec.parameters} | {"enabled": st.booleans()},
            )
            for spec in EFFECTS.values()
        ]
    )


@example(chain=[{"type": "telephone", "drive": 1e-209}], channels=1, seed=0)
@settings(max_examples=25, deadline=None)
@given(chain=st.lists(_effects(), max_size=4), channels=st.integers(1, 2), seed=st.integers(0, 9))
def test_any_chain_gives_finite_sound_of_the_length_it_should_have_however_it_is_cut(chain, channels, seed):
    sound = words(seconds=0.8, seed=seed)
    sound = sound if channels == 1 else np.stack([sound, sound[::-1]], axis=1)
    effects = read_chain(chain)
    whole = applied(sound, effects, rate_hz=RATE_HZ)
    assert np.isfinite(whole).all()
    for frames in (128, 1_024):
        cut = in_blocks(sound, *chain, frames=frames)
        assert cut.shape == whole.shape
        assert np.abs(cut - whole).max(initial=0) < 1e-4 * max(1.0, float(np.abs(whole).max(initial=0)))
    on = [each for each in effects if each.is_on]
    if streams(effects) and not {"trim_silence", "reverb", "delay", "chorus"} & {each.type for each in on}:
        wanted = len(sound)
        for each in on:
            wanted = round(wanted / each.values["factor"]) if each.type == "speed" else wanted
        assert len(whole) == wanted
