"""What each effect is for, measured in what comes out."""

import numpy as np
import pedalboard
import pyloudnorm
import pytest

from speech.effects import Chain, read_chain
from speech.effects.normalize import loudness_lufs
from speech.effects.true_peaks import true_peak
from tests.speech.effects.sounds import (
    RATE_HZ,
    decibels,
    level_db,
    loudest_hz,
    noise,
    response_db,
    silence,
    through,
    tone,
    voice,
    words,
)


def lufs(sound, rate_hz=RATE_HZ):
    """By another hand's meter; its usual filters are off by 0.2 LU at 8 kHz."""
    return pyloudnorm.Meter(rate_hz, filter_class="DeMan").integrated_loudness(sound.astype(np.float64))


def peak_db(sound, rate_hz=RATE_HZ):
    return decibels(true_peak(sound[:, np.newaxis], rate_hz))


# --- normalize and limiter


@pytest.mark.parametrize("target_lufs", [-12, -16, -30])
def test_normalize_meets_its_target_under_its_ceiling(target_lufs):
    sound = words(seconds=4) * np.linspace(0.2, 3, 4 * RATE_HZ, dtype=np.float32)
    made = through(sound, {"type": "normalize", "target_lufs": target_lufs})
    assert lufs(made) == pytest.approx(target_lufs, abs=0.1)
    assert peak_db(made) < -0.99


def test_a_long_sound_whose_parts_differ_meets_its_target_too():
    sound = words(seconds=100) * np.linspace(0.05, 3, 100 * RATE_HZ, dtype=np.float32)
    made = through(sound, {"type": "normalize", "target_lufs": -14})
    assert lufs(made) == pytest.approx(-14, abs=0.1)
    assert peak_db(made) < -0.99


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_loudness_is_what_another_meter_says(rate_hz, channels):
    sound = np.stack([noise(seconds=2, level=0.1 * (1 + channel)) for channel in range(channels)], axis=1)
    assert loudness_lufs(sound, rate_hz) == pytest.approx(lufs(sound, rate_hz), abs=0.01)


def test_normalize_holds_its_ceiling_where_no_gain_brings_the_loudness():
    clicks = silence(seconds=3)
    clicks[:: RATE_HZ // 4] = 0.5
    made = through(clicks, {"type": "normalize", "target_lufs": -10})
    assert peak_db(made) < -0.99
    assert lufs(made) > lufs(clicks)


def test_a_tone_of_full_scale_is_as_loud_as_the_standard_says():
    assert lufs(tone(997, seconds=3, level=1.0, rate_hz=48_000), 48_000) == pytest.approx(-3.01, abs=0.05)


def test_a_clip_shorter_than_the_meters_window_is_normalized_sanely():
    made = through(tone(500, seconds=0.1, level=0.01), {"type": "normalize", "target_lufs": -20})
    assert level_db(made) == pytest.approx(-20, abs=2)


@pytest.mark.parametrize("channels", [1, 2])
def test_the_limiter_holds_its_ceiling_from_the_first_sample_to_the_last(channels):
    sound = noise(seconds=1, level=1.5)
    sound = sound if channels == 1 else sound.reshape(-1, 2)
    made = through(sound, {"type": "limiter", "ceiling_db": -6})
    made = made.reshape(-1, channels)
    assert decibels(true_peak(made, RATE_HZ)) < -5.95


def test_the_limiter_leaves_what_is_below_its_ceiling_untouched():
    sound = tone(440, level=0.4)
    assert np.array_equal(through(sound, {"type": "limiter", "ceiling_db": -6}), sound)


def test_the_limiter_sees_peaks_between_the_samples():
    sound = np.tile(np.array([0.7, 0.7, -0.7, -0.7], np.float32), 3_000)  # a tone of 0.99 beside its tops
    made = through(sound, {"type": "limiter", "ceiling_db": -3})[1_000:-1_000]
    assert np.abs(made).max() < 0.52


def test_effects_work_in_their_order():
    sound = tone(200)
    louder, limited = {"type": "gain", "gain_db": 20}, {"type": "limiter", "ceiling_db": -6}
    assert np.abs(through(sound, louder, limited)).max() < 0.51
    assert np.abs(through(sound, limited, louder)).max() > 2.4


# --- level


def test_gain_is_in_decibels():
    assert np.allclose(through(tone(440), {"type": "gain", "gain_db": -6.0206}), 0.5 * tone(440), atol=1e-6)


def test_the_compressor_takes_a_steady_tone_down_by_its_ratio():
    loud = through(
        tone(1_000, level=0.5), {"type": "compressor", "threshold_db": -26, "ratio": 4, "attack_ms": 1}
    )
    assert decibels(np.abs(loud[12_000:]).max()) == pytest.approx(-26 + 20 / 4, abs=1)


def test_makeup_gain_comes_on_top():
    settings = {"type": "compressor", "threshold_db": -30}
    plain, louder = through(words(), settings), through(words(), settings | {"makeup_db": 6})
    assert np.allclose(louder, plain * 10 ** (6 / 20), atol=1e-5)


def test_the_gate_closes_on_what_is_soft_and_opens_on_what_is_loud():
    sound = np.concatenate([tone(400, level=0.001), tone(400, level=0.3)])
    made = through(sound, {"type": "noise_gate", "threshold_db": -40})
    assert level_db(made[12_000:24_000]) < level_db(sound[12_000:24_000]) - 12
    assert level_db(made[30_000:]) == pytest.approx(level_db(sound[30_000:]), abs=0.2)


# --- tone


def test_passes_fall_by_three_decibels_at_their_cutoff_and_by_their_slope_beyond():
    high = {"type": "high_pass", "frequency_hz": 1_000, "slope": "24"}
    assert response_db(high, frequencies_hz=(250, 500, 1_000, 4_000)) == pytest.approx(
        [-48.2, -24.1, -3, 0], abs=1
    )
    low = {"type": "low_pass", "frequency_hz": 1_000, "slope": "12"}
    assert response_db(low, frequencies_hz=(250, 1_000, 2_000)) == pytest.approx([0, -3, -12.6], abs=1)


def test_shelves_and_bells_change_what_they_are_set_to():
    low = {"type": "low_shelf", "frequency_hz": 300, "gain_db": 9}
    assert response_db(low, frequencies_hz=(40, 3_000)) == pytest.approx([9, 0], abs=0.7)
    high = {"type": "high_shelf", "frequency_hz": 3_000, "gain_db": -9}
    assert response_db(high, frequencies_hz=(200, 10_000)) == pytest.approx([0, -9], abs=0.7)
    bell = {"type": "peak", "frequency_hz": 1_000, "gain_db": 8, "q": 2}
    assert response_db(bell, frequencies_hz=(100, 1_000, 8_000)) == pytest.approx([0, 8, 0], abs=0.7)


def test_the_podcast_voice_is_an_equalizer_and_no_band_pass():
    response = response_db(
        {"type": "podcast_eq", "strength": 1}, frequencies_hz=(40, 300, 1_000, 4_000, 11_000)
    )
    rumble, mud, middle, presence, air = np.array(response) - response[2]
    assert rumble < -20
    assert mud == pytest.approx(-4.5, abs=1.2)
    assert middle == 0
    assert presence == pytest.approx(4.5, abs=1.2)
    assert 1 < air < 6


def test_the_podcast_voice_grows_with_its_strength():
    at = {
        strength: response_db({"type": "podcast_eq", "strength": strength}, frequencies_hz=(1_000, 4_000))
        for strength in (0.3, 0.6, 1)
    }
    lift = [high - middle for middle, high in at.values()]
    assert lift == sorted(lift)
    assert lift[0] > 0.5


def test_the_podcast_voice_takes_a_sharp_s_down_but_no_vowel():
    """Both come out of the same chain; what the s loses beside the vowel is the de-esser's."""
    hiss = tone(7_000, level=0.3) + noise(level=0.02)
    soft = hiss * 0.005
    loss = {
        name: level_db(through(sound, {"type": "podcast_eq", "strength": 1})) - level_db(sound)
        for name, sound in (("sharp", hiss), ("soft", soft))
    }
    vowel = voice(120, seconds=1)
    vowel_loss = {
        name: level_db(through(sound, {"type": "podcast_eq", "strength": 1})) - level_db(sound)
        for name, sound in (("loud", vowel), ("soft", vowel * 0.005))
    }
    assert loss["sharp"] - loss["soft"] < vowel_loss["loud"] - vowel_loss["soft"] - 3


def test_the_podcast_voice_evens_out_loud_and_soft_words():
    sound = np.concatenate([voice(120) * 0.2, voice(120)])
    made = through(sound, {"type": "podcast_eq", "strength": 1})
    half = len(sound) // 2
    apart = level_db(made[half + 6_000 :]) - level_db(made[6_000:half])
    assert 5 < apart < decibels(5) - 2


# --- space


def test_a_reverb_rings_on_until_it_is_inaudible():
    click = silence(seconds=0.5)
    click[-1] = 0.9
    lengths = [len(through(click, {"type": "reverb", "room": room, "mix": 1})) for room in ("small", "large")]
    assert len(click) < lengths[0] < lengths[1] < len(click) + 15 * RATE_HZ
    ringing = through(click, {"type": "reverb", "room": "large"})
    assert np.abs(ringing[-RATE_HZ // 100 :]).max() < 0.001
    assert np.abs(ringing[len(click) : len(click) + RATE_HZ // 2]).max() > 0.001


def test_the_rooms_are_equally_loud():
    levels = [
        level_db(through(noise(seconds=3), {"type": "reverb", "room": room, "mix": 1})[:72_000])
        for room in ("small", "medium", "large")
    ]
    assert max(levels) - min(levels) < 3


def test_the_mix_keeps_the_dry_sound_where_it_was():
    click = silence(seconds=0.2)
    click[1_000] = 0.8
    made = through(click, {"type": "reverb", "mix": 0.25, "pre_delay_ms": 50})
    assert made[1_000] == pytest.approx(0.6)
    assert not made[1_001 : 1_000 + round(0.05 * RATE_HZ)].any()


def test_a_freezing_room_ends_all_the_same():
    made = through(noise(), {"type": "reverb", "room": "custom", "size": 1, "damping": 0, "mix": 1})
    assert len(made) < 18 * RATE_HZ
    assert abs(made[-1]) < 0.001


def test_echoes_come_when_they_should_each_softer_than_the_last():
    click = silence(seconds=0.1)
    click[100] = 1
    made = through(click, {"type": "delay", "delay_seconds": 0.5, "feedback": 0.5, "mix": 0.5})
    places = 100 + np.arange(5) * RATE_HZ // 2
    assert made[places] == pytest.approx([0.5, 0.5, 0.25, 0.125, 0.0625], abs=0.01)
    assert len(made) > places[4]


# --- voice


@pytest.mark.parametrize("keep_formants", [True, False])
@pytest.mark.parametrize(("semitones", "ratio"), [(12, 2), (-12, 0.5), (7, 1.4983)])
def test_pitch_moves_the_fundamental_by_so_many_semitones(semitones, ratio, keep_formants):
    made = through(
        tone(220, seconds=2), {"type": "pitch", "semitones": semitones, "keep_formants": keep_formants}
    )
    assert len(made) == 2 * RATE_HZ
    assert loudest_hz(made[6_000:-6_000]) == pytest.approx(220 * ratio, rel=0.01)


def test_an_octave_doubles_the_pitch_of_a_voice():
    made = through(voice(110), {"type": "pitch", "semitones": 12})
    assert pitch_of(made[8_000:24_000]) == pytest.approx(2 * pitch_of(voice(110)[8_000:24_000]), rel=0.01)


def test_formants_stay_where_they_are_kept():
    sound = voice(110)
    kept = through(sound, {"type": "pitch", "semitones": 7})
    moved = through(sound, {"type": "pitch", "semitones": 7, "keep_formants": False})
    assert centre_hz(kept) == pytest.approx(centre_hz(sound), rel=0.2)
    assert centre_hz(moved) > 1.3 * centre_hz(sound)


def pitch_of(sound):
    """By the first lag at which the sound is almost as much like itself as at any other, 60 to 400 Hz."""
    alike = np.fft.irfft(np.abs(np.fft.rfft(sound, 2 * len(sound))) ** 2)
    alike /= np.maximum(len(sound) - np.arange(len(alike)), 1)
    lags = np.arange(RATE_HZ // 400, RATE_HZ // 60)
    peaks = lags[(alike[lags] > alike[lags - 1]) & (alike[lags] >= alike[lags + 1])]
    top = int(peaks[alike[peaks] > 0.9 * alike[peaks].max()][0])
    before, here, after = alike[top - 1 : top + 2]
    return RATE_HZ / (top + 0.5 * (before - after) / (before - 2 * here + after))


def centre_hz(sound):
    powers = np.abs(np.fft.rfft(sound)) ** 2
    return float((powers * np.fft.rfftfreq(len(sound), 1 / RATE_HZ)).sum() / powers.sum())


@pytest.mark.parametrize("factor", [0.25, 0.8, 2, 4])
def test_speed_changes_the_length_and_not_the_pitch(factor):
    made = through(tone(300, seconds=3), {"type": "speed", "factor": factor})
    assert len(made) == round(3 * RATE_HZ / factor)
    assert loudest_hz(made[2_000:-2_000]) == pytest.approx(300, rel=0.01)


def test_pieces_fade_into_each_other_without_a_gap():
    """Eight seconds of one vowel hold no pause to cut in."""
    made = through(voice(150, seconds=8), {"type": "pitch", "semitones": 3})
    levels = [level_db(made[at : at + 2_400]) for at in range(4_800, len(made) - 4_800, 1_200)]
    assert max(levels) - min(levels) < 3


def test_the_robot_speaks_on_one_note():
    """Two pitches go in, one comes out."""
    for pitch_hz in (140, 190):
        made = through(voice(pitch_hz), {"type": "robot", "pitch_hz": 100})
        assert pitch_of(made[8_000:24_000]) == pytest.approx(100, rel=0.01)


def test_the_metallic_robot_rings_at_sums_and_differences():
    made = through(tone(1_000), {"type": "robot", "style": "ring", "pitch_hz": 200})
    spectrum = np.abs(np.fft.rfft(made))
    assert sorted(np.argsort(spectrum)[-2:]) == [800, 1_200]


@pytest.mark.parametrize("name", ["telephone", "radio"])
def test_a_line_lets_only_the_middle_through(name):
    low, middle, high = response_db({"type": name}, frequencies_hz=(80, 1_200, 9_000))
    assert low < middle - 25
    assert high < middle - 25


def test_a_chorus_is_wider_than_one_voice():
    made = through(tone(500, seconds=2), {"type": "chorus", "depth": 0.5, "mix": 1})
    assert level_db(made - tone(500, seconds=2)[: len(made)] if len(made) == 48_000 else made[:48_000]) > -40


# --- clean


def test_silence_is_trimmed_at_both_ends_and_pauses_stay():
    pause = np.concatenate([tone(300, seconds=0.5), silence(seconds=1), tone(300, seconds=0.5)])
    sound = np.concatenate([silence(seconds=1), pause, silence(seconds=2)])
    made = through(sound, {"type": "trim_silence", "keep_ms": 100})
    assert len(made) == pytest.approx(len(pause) + 0.2 * RATE_HZ, abs=0.02 * RATE_HZ)


def test_moments_move_with_what_was_trimmed():
    sound = np.concatenate([silence(seconds=1), tone(300), silence(seconds=1)])
    chain = Chain(read_chain([{"type": "trim_silence", "keep_ms": 0}, {"type": "speed", "factor": 2}]))
    made = np.concatenate([chain.process(sound), *chain.rest()])
    assert chain.moves.at(0.2) == 0
    assert chain.moves.at(1.5) == pytest.approx(0.25, abs=0.01)
    assert chain.moves.at(2.9) == pytest.approx(len(made) / RATE_HZ, abs=0.01)


def test_only_the_end_that_was_asked_for_is_trimmed():
    sound = np.concatenate([silence(), tone(300), silence()])
    assert len(through(sound, {"type": "trim_silence", "end": False, "keep_ms": 0})) == 2 * RATE_HZ
    assert len(through(sound, {"type": "trim_silence", "start": False, "keep_ms": 0})) == 2 * RATE_HZ


def test_a_sound_that_is_silent_throughout_is_not_trimmed_away():
    assert len(through(silence(), {"type": "trim_silence"})) == RATE_HZ


def test_denoising_takes_steady_noise_down_and_leaves_the_voice():
    bursts = np.tile(np.concatenate([voice(130, seconds=0.5), silence(seconds=0.5)]), 5)
    sound = bursts + noise(seconds=5, level=0.005)
    made = through(sound, {"type": "denoise", "strength": 1})
    between = bursts == 0
    between[: RATE_HZ // 2] = False
    assert level_db(made[between]) < level_db(sound[between]) - 10
    assert level_db(made[~between]) == pytest.approx(level_db(sound[~between]), abs=0.5)


def test_more_strength_leaves_less_noise():
    levels = [
        level_db(through(noise(seconds=3), {"type": "denoise", "strength": each})) for each in (0.2, 0.5, 1)
    ]
    assert levels == sorted(levels, reverse=True)


# --- beside the plug-ins themselves


@pytest.mark.parametrize(
    ("effect", "plugin"),
    [
        ({"type": "compressor"}, pedalboard.Compressor(-20, 3, 5, 120)),
        ({"type": "noise_gate"}, pedalboard.NoiseGate(-50, 10, 1, 150)),
        ({"type": "peak", "gain_db": 6}, pedalboard.PeakFilter(1_000, 6, 1)),
        ({"type": "delay"}, pedalboard.Delay(0.25, 0.3, 0.3)),
        ({"type": "chorus"}, pedalboard.Chorus()),
    ],
    ids=lambda each: each["type"] if isinstance(each, dict) else "",
)
def test_a_plug_in_sounds_as_it_does_alone(effect, plugin):
    sound = words(seconds=2)
    assert np.abs(through(sound, effect)[: len(sound)] - plugin.process(sound, RATE_HZ)).max() < 1e-5
