"""What is measured in a recording of a voice, beside closed forms and sounds of a known kind."""

import numpy as np
import pytest

from speech.audio.clipping import ClippingCounter
from speech.audio.quality import Quality, QualityMeter
from speech.audio.quality_verdicts import report
from speech.audio.resample import Resampler
from tests.audio_files import tone
from tests.speech.recognition import sounds

RATE = 16_000
ALL = [(0.0, 99.0)]
BURSTS = [(0.5, 1.5), (2.5, 3.5), (4.5, 5.5)]


def measured(samples: np.ndarray, speech=ALL, *, rate: int = RATE, cut: int = 0) -> Quality:
    samples = samples if samples.ndim == 2 else samples[:, None]
    meter = QualityMeter(rate, samples.shape[1])
    for start in range(0, len(samples), cut or len(samples)):
        meter.feed(samples[start : start + (cut or len(samples))].astype(np.float32))
    return meter.result(speech)


def bursts(*, noise: float = 0.0, level: float = 0.1) -> np.ndarray:
    """Noise-like voice in three bursts of a second, over a noise that is always there."""
    sound = noise * np.random.default_rng(1).standard_normal(6 * RATE)
    voice = np.random.default_rng(2).standard_normal(6 * RATE)
    for start, end in BURSTS:
        place = slice(round(start * RATE), round(end * RATE))
        sound[place] += level * voice[place]
    return sound


def resampled(samples: np.ndarray, rate: int, other: int) -> np.ndarray:
    resampler = Resampler(rate, other)
    return np.concatenate([resampler.feed(samples), resampler.finish()])


def verdict(quality: Quality, name: str) -> str:
    return next(item["verdict"] for item in report(quality)["items"] if item["name"] == name)


def advice(quality: Quality, name: str) -> str:
    return next(item["advice"] for item in report(quality)["items"] if item["name"] == name)


def test_a_sine_has_the_levels_that_it_has():
    quality = measured(0.5 * np.sin(2 * np.pi * 997 * np.arange(4 * 48_000) / 48_000), rate=48_000)
    assert quality.loudness_lufs == pytest.approx(-9.1, abs=0.1)  # -3.01 at full scale, by the standard
    assert quality.sample_peak_dbfs == pytest.approx(-6.02, abs=0.01)
    assert quality.true_peak_dbfs == pytest.approx(-6.02, abs=0.05)
    assert quality.duration_seconds == 4.0


def test_the_true_peak_lies_between_samples():
    # A quarter of the rate, sampled 45° beside its tops: they are 3 dB higher than any sample.
    quality = measured(0.5 * np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4))
    assert quality.sample_peak_dbfs == pytest.approx(-9.03, abs=0.01)
    assert quality.true_peak_dbfs == pytest.approx(-6.02, abs=0.2)


@pytest.mark.parametrize("ratio_db", [10, 20, 40])
def test_noise_is_told_in_decibels_below_the_voice(ratio_db):
    noise = 0.1 * 10 ** (-ratio_db / 20)
    quality = measured(bursts(noise=noise), BURSTS)
    assert quality.snr_db == pytest.approx(ratio_db, abs=0.7)
    assert quality.noise_floor_dbfs == pytest.approx(20 * np.log10(noise), abs=0.5)


def test_advice_names_the_distance():
    quality = measured(bursts(noise=0.0122), BURSTS)
    assert verdict(quality, "noise") == "fair"
    assert "only 18 dB below the voice" in advice(quality, "noise")


def test_a_door_that_slams_is_no_noise_that_is_always_there():
    sound = bursts(noise=0.001)
    sound[2 * RATE : round(2.1 * RATE)] += 0.8
    assert measured(sound, BURSTS).snr_db == pytest.approx(40, abs=1.5)


def test_tops_that_were_cut_off_are_counted():
    sound = np.clip(2 * tone(1.0, rate=RATE, hertz=100)[:, 0] * 1.5, -1, 1)
    quality = measured(sound)
    assert quality.clipped_runs == pytest.approx(200, abs=1)
    assert quality.clipped_share == pytest.approx(2 / np.pi * np.arccos(1 / 1.5), abs=0.03)
    assert verdict(quality, "clipping") == "poor"


def test_tops_that_were_cut_off_first_and_made_softer_then_are_counted_too():
    sound = np.clip(2 * tone(1.0, rate=RATE, hertz=100)[:, 0] * 1.5, -1, 1) * 0.4
    assert measured(sound).clipped_runs == pytest.approx(200, abs=1)


def test_a_loud_voice_that_nothing_cuts_off_is_good():
    voice = sounds.spoken()
    assert verdict(measured(voice / np.abs(voice).max()), "clipping") == "good"


def test_silence_between_words_is_no_clipping():
    assert ClippingCounter().runs(1.0) == 0
    assert measured(np.zeros(RATE)).clipped_runs == 0


@pytest.mark.parametrize(("rate", "expected", "judged"), [(6_800, 3_400, "poor"), (16_000, 8_000, "good")])
def test_a_telephone_is_known_by_its_highest_sound(rate, expected, judged):
    narrow = resampled(resampled(sounds.spoken(), RATE, rate), rate, 48_000)
    quality = measured(narrow, rate=48_000)
    assert quality.bandwidth_hz == pytest.approx(expected, abs=500)
    assert verdict(quality, "bandwidth") == judged


def test_channels_that_differ_are_told():
    one, other = tone(1.0, rate=RATE)[:, 0], sounds.noise(1.0, 0.3)
    same = measured(np.stack([one, one], axis=1))
    different = measured(np.stack([one, other], axis=1))
    assert (verdict(same, "channels"), verdict(different, "channels")) == ("good", "fair")


def test_silence_has_no_voice_and_is_poor():
    found = report(measured(np.zeros(2 * RATE), []))
    assert (found["loudness_lufs"], found["snr_db"], found["bandwidth_hz"]) == (None, None, None)
    assert found["verdict"] == "poor"


def test_pauses_are_to_be_trimmed_away():
    quality = measured(bursts(), [(0.5, 1.5)])
    assert quality.speech_share == pytest.approx(1 / 6)
    assert "83 %" in advice(quality, "speech")


@pytest.mark.parametrize("cut", [1, 997, 16_384])
def test_the_cut_of_the_blocks_changes_nothing(cut):
    sound = bursts(noise=0.01)[: 2 * RATE]
    assert measured(sound, BURSTS[:1], cut=cut) == measured(sound, BURSTS[:1])


@pytest.mark.parametrize("rate", [2_000, 8_000, 44_100, 384_000])
@pytest.mark.parametrize("channels", [1, 2, 8])
def test_any_layout_is_measured(rate, channels):
    quality = measured(tone(1.0, rate=rate, hertz=200, channels=channels), rate=rate)
    assert quality.true_peak_dbfs == pytest.approx(-6.02, abs=0.3)


def test_next_to_nothing_is_measured_too():
    assert report(measured(np.full(3, 0.1)))["verdict"] == "poor"
