"""Effects on tracks and on the master: their tails, their delays, and what they leave in step."""

import numpy as np
import pytest

from speech.effects import applied, read_chain
from speech.effects.normalize import loudness_lufs
from speech.effects.true_peaks import true_peak
from speech.mixing import Duck, Master, Mix, Track
from speech.mixing.stems import stem
from tests.speech.effects.sounds import level_db, noise, tone
from tests.speech.mixing.builders import RATE_HZ, Shelf, at, heard, in_blocks, joined, one_track, ones, whole

REVERB = {"type": "reverb", "mix": 0.5}


@pytest.fixture
def shelf():
    shelf = Shelf()
    shelf.put("tone", tone(440, rate_hz=RATE_HZ))
    shelf.put("noise", np.stack([noise(seconds=2, rate_hz=RATE_HZ, seed=seed) for seed in (1, 2)], axis=1))
    return shelf


def chain(*effects):
    return tuple(read_chain(list(effects)))


def test_a_track_is_what_its_effects_make_of_its_sum(shelf):
    effects = chain({"type": "low_pass", "frequency_hz": 2_000}, {"type": "compressor"})
    regions = [at("noise"), at("tone", 30_000, pan=0.4)]
    dry = heard(shelf, *regions)
    np.testing.assert_allclose(
        heard(shelf, *regions, effects=effects), applied(dry, effects, rate_hz=RATE_HZ), atol=1e-6
    )


def test_the_volume_and_pan_of_a_track_come_behind_its_effects(shelf):
    effects = chain({"type": "compressor", "threshold_db": -40, "ratio": 8})
    loud = heard(shelf, at("noise"), effects=effects)
    soft = heard(shelf, at("noise"), effects=effects, volume=0.5)
    np.testing.assert_allclose(soft, loud / 2, atol=1e-6)
    left = heard(shelf, at("noise"), effects=effects, pan=-1)
    np.testing.assert_allclose(left[:, 0], loud[:, 0] * np.sqrt(2), atol=1e-6)
    assert not left[:, 1].any()


def test_a_tail_rings_on_after_the_last_region(shelf):
    effects = chain(REVERB)
    made = heard(shelf, at("tone"), effects=effects)
    assert len(made) > 1.3 * RATE_HZ
    assert -60 < level_db(made[RATE_HZ : RATE_HZ + 4_800]) < level_db(made[:RATE_HZ])
    dry = heard(shelf, at("tone"))
    np.testing.assert_allclose(made, applied(dry, effects, rate_hz=RATE_HZ), atol=1e-6)


def test_the_masters_effects_have_their_tail_too(shelf):
    made = whole(one_track(at("tone"), master=Master(effects=chain(REVERB))), shelf)
    dry = heard(shelf, at("tone"))
    np.testing.assert_allclose(made, applied(dry, chain(REVERB), rate_hz=RATE_HZ), atol=1e-6)


@pytest.mark.parametrize(
    "effect",
    [
        {"type": "limiter"},
        {"type": "denoise", "strength": 0},
        {"type": "pitch", "semitones": 0},
        {"type": "gain"},
    ],
)
def test_an_effect_that_gives_its_sound_later_stays_in_step(shelf, effect):
    """Against the same sound turned upside down on a track without effects."""
    inverse = -np.round(tone(440, rate_hz=RATE_HZ) * 32_768) / 32_768
    shelf.put("inverse", inverse)
    mix = Mix(
        RATE_HZ,
        [Track("a", [at("tone", 12_345)], effects=chain(effect)), Track("b", [at("inverse", 12_345)])],
    )
    assert np.abs(whole(mix, shelf)).max() < 1e-3


@pytest.mark.parametrize("gap_seconds", [0.5, 1.9, 2.1, 40])
def test_regions_with_a_silence_between_them_are_each_where_they_belong(shelf, gap_seconds):
    effects = chain(REVERB)
    second = RATE_HZ + round(gap_seconds * RATE_HZ)
    made = heard(shelf, at("tone", 700), at("tone", second + 700), effects=effects)
    once = heard(shelf, at("tone"), effects=effects)
    expected = np.zeros((second + 700 + len(once), 2))
    expected[700 : 700 + len(once)] += once
    expected[second + 700 :] += once
    length = min(len(made), len(expected))
    np.testing.assert_allclose(made[:length], expected[:length], atol=1e-3)
    assert abs(len(made) - len(expected)) < RATE_HZ


def test_speed_works_on_a_whole_track(shelf):
    made = heard(shelf, at("tone", RATE_HZ), effects=chain({"type": "speed", "factor": 2}))
    assert len(made) == pytest.approx(RATE_HZ, abs=100)
    assert level_db(made[: int(0.45 * RATE_HZ)]) < -60
    assert level_db(made[int(0.55 * RATE_HZ) : int(0.9 * RATE_HZ)]) > -20


@pytest.mark.parametrize("target_lufs", [-30, -14])
def test_a_track_is_brought_to_one_loudness(shelf, target_lufs):
    effects = chain({"type": "normalize", "target_lufs": target_lufs}, {"type": "gain", "gain_db": -12})
    made = heard(shelf, at("noise"), at("tone", 150_000), effects=effects)
    assert loudness_lufs(made, RATE_HZ) == pytest.approx(target_lufs - 12, abs=0.2)
    assert true_peak(made, RATE_HZ) < 10 ** (-13 / 20)


def test_the_master_brings_all_to_one_loudness_too(shelf):
    effects = chain({"type": "low_pass", "frequency_hz": 1_000}, {"type": "normalize", "target_lufs": -20})
    made = whole(one_track(at("noise"), master=Master(effects=effects)), shelf)
    assert loudness_lufs(made, RATE_HZ) == pytest.approx(-20, abs=0.2)


def test_a_sound_too_short_for_the_meter_is_brought_to_its_loudness(shelf):
    shelf.put("short", tone(440, seconds=0.2, level=0.01, rate_hz=RATE_HZ))
    made = heard(shelf, at("short"), effects=chain({"type": "normalize", "target_lufs": -20}))
    assert level_db(made) == pytest.approx(-20, abs=3)


def test_an_effect_that_is_off_is_not_heard(shelf):
    effects = chain({**REVERB, "enabled": False})
    assert not effects or not effects[0].is_on
    np.testing.assert_array_equal(heard(shelf, at("tone"), effects=effects), heard(shelf, at("tone")))


@pytest.mark.parametrize("frames", [480, 9_600, 144_000])
def test_blocks_of_any_size_hold_the_same_samples(shelf, frames):
    mix = Mix(
        RATE_HZ,
        [
            Track("a", [at("noise", 3), at("tone", 300_000)], effects=chain({"type": "delay"}, REVERB)),
            Track("b", [at("noise", 60_000)], duck=Duck("a"), pan=0.2),
            Track("c", [at("tone", 10)]),
        ],
    )
    np.testing.assert_array_equal(in_blocks(mix, shelf, frames=frames), in_blocks(mix, shelf, frames=32_768))


# --- stems


def test_stems_add_up_to_the_mix_and_are_as_long(shelf):
    tracks = [
        Track("a", [at("noise", 3)], effects=chain(REVERB), volume=0.3),
        Track("b", [at("noise", 6_000)], duck=Duck("a"), pan=0.2),
        Track("c", [at("tone", 10)], is_muted=True),
    ]
    made = whole(Mix(RATE_HZ, tracks), shelf)
    mix = Mix(RATE_HZ, tracks, least_frames=len(made))
    stems = [joined(stem(mix, track.id, open_source=shelf.open).blocks()) for track in tracks]
    assert [len(each) for each in stems] == [len(made)] * 3
    assert not stems[2].any()
    np.testing.assert_allclose(sum(stems), made, atol=1e-6)


# --- ducking


def ducked(shelf, duck, *, under, bed_frames=480_000):
    """What is left of a bed of ones."""
    shelf.put("bed", ones(bed_frames))
    shelf.put("under", under)
    bed = Track("bed", [at("bed")], duck=duck)
    mix = Mix(RATE_HZ, [bed, Track("voice", [at("under")])])
    one = stem(mix, "bed", open_source=shelf.open)
    return joined(one.blocks())[:, 0] / 0.25


def voice_from(start_seconds, end_seconds, *, level=0.25, seconds=10):
    sound = tone(440, seconds=seconds, level=level, rate_hz=RATE_HZ)
    sound[: int(start_seconds * RATE_HZ)] = 0
    sound[int(end_seconds * RATE_HZ) :] = 0
    return sound


def test_a_bed_goes_down_while_the_voice_is_heard_and_comes_back(shelf):
    duck = Duck("voice", depth_db=12, attack_seconds=0.1, release_seconds=0.5)
    gains = 20 * np.log10(ducked(shelf, duck, under=voice_from(2, 5)))

    def at_second(second):
        return gains[int(second * RATE_HZ)]

    assert at_second(1.99) == 0
    assert at_second(2.05) == pytest.approx(-6, abs=0.01)
    assert at_second(2.2) == at_second(4.9) == pytest.approx(-12, abs=0.001)
    assert at_second(5.25) == pytest.approx(-6, abs=0.3)
    assert at_second(5.6) == 0
    assert np.abs(np.diff(gains)).max() < 0.01  # no step in it


@pytest.mark.parametrize(("level", "goes_down"), [(0.0099, False), (0.0101, True)])
def test_it_goes_down_from_the_threshold_on(shelf, level, goes_down):
    gains = ducked(shelf, Duck("voice", threshold_db=-40), under=voice_from(1, 9, level=level))
    assert bool(gains.min() < 0.9) is goes_down


def test_it_goes_down_at_once_without_attack_and_release(shelf):
    duck = Duck("voice", depth_db=20, attack_seconds=0, release_seconds=0)
    gains = ducked(shelf, duck, under=voice_from(1, 2))
    assert gains[RATE_HZ - 1] == 1
    assert gains[RATE_HZ + 480] == pytest.approx(0.1, rel=1e-4)
    assert gains[2 * RATE_HZ + 480] == 1


def test_what_is_ducked_under_is_heard_behind_its_fader(shelf):
    shelf.put("under", voice_from(1, 9))
    shelf.put("bed", ones(480_000))

    def lowest(**of_voice):
        tracks = [Track("bed", [at("bed")], duck=Duck("voice")), Track("voice", [at("under")], **of_voice)]
        return joined(stem(Mix(RATE_HZ, tracks), "bed", open_source=shelf.open).blocks()).min()

    assert lowest() < 0.1
    assert lowest(volume=0.01) == 0.25
    assert lowest(is_muted=True) == 0.25


def test_a_bed_may_go_down_under_one_that_goes_down_itself(shelf):
    shelf.put("under", voice_from(1, 2))
    tracks = [
        Track("low", [at("noise")], duck=Duck("middle")),
        Track("middle", [at("noise")], duck=Duck("top")),
        Track("top", [at("under")]),
    ]
    mix = Mix(RATE_HZ, tracks)
    made = [joined(stem(mix, track.id, open_source=shelf.open).blocks()) for track in tracks]
    assert level_db(made[0][RATE_HZ // 2 : RATE_HZ]) < level_db(made[1][RATE_HZ // 2 : RATE_HZ]) - 10
    np.testing.assert_allclose(whole(mix, shelf), sum(padded(made)), atol=1e-6)


def padded(stems):
    frames = max(map(len, stems))
    return [np.pad(each, ((0, frames - len(each)), (0, 0))) for each in stems]
