"""What a recording of a voice is like: levels, clipping, noise, how much is spoken, how wide its sound is.

Measured block by block, whatever the length; where somebody speaks is told at the end by who can tell.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speech.audio.clipping import ClippingCounter
from speech.audio.loudness import LoudnessMeter
from speech.audio.resample import Resampler

Samples = NDArray[np.float32]
Powers = NDArray[np.float64]
Span = tuple[float, float]  # from one second to another

FRAME_SECONDS = 0.04
BAND_HZ = 250.0
SILENCE_DBFS = -100.0
OVERSAMPLED = 4
# Below it there is no room for the filters of the standard.
SLOWEST_LOUDNESS_HZ = 8_000
# Beyond it the highest sample is as good as the highest point between two.
FASTEST_OVERSAMPLED_HZ = 100_000
# What is left of a word when nobody speaks any more is no noise.
AROUND_SPEECH_SECONDS = 0.15
LEAST_NOISE_SECONDS = 0.25
# A voice has that little above what carries it; under it are hiss, dither and a resampler's rest.
FAINTEST_BAND = 1e-6


@dataclass(frozen=True)
class Quality:
    """None is what can't be told: silence has no loudness, and no noise where nobody speaks."""

    duration_seconds: float
    sample_rate_hz: int
    channels: int
    loudness_lufs: float | None
    sample_peak_dbfs: float
    true_peak_dbfs: float
    clipped_share: float
    clipped_runs: int
    noise_floor_dbfs: float
    snr_db: float | None
    speech_seconds: float
    bandwidth_hz: float | None
    channel_difference_db: float | None  # how far below the mix lies what the channels do not share

    @property
    def speech_share(self) -> float:
        return min(1.0, self.speech_seconds / self.duration_seconds) if self.duration_seconds else 0.0


class QualityMeter:
    """`feed` it blocks of (frames, channels), then ask for the `result`; how they are cut changes nothing."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self.rate_hz, self.channels = rate_hz, channels
        self._frame = 2 ** round(math.log2(rate_hz * FRAME_SECONDS))
        # Whole frames, about a second of them: what the samples are worked through in.
        self._at_once = self._frame * max(1, rate_hz // self._frame)
        self._rest = np.zeros((0, channels), np.float32)
        self._frames_fed = 0
        self._loudness_rate = Resampler(rate_hz, max(rate_hz, SLOWEST_LOUDNESS_HZ))
        self._loudness = LoudnessMeter(self._loudness_rate.to_hz)
        self._clipping = [ClippingCounter() for _ in range(channels)]
        self._oversampled = _oversamplers(rate_hz, channels)
        self._peak = self._true_peak = 0.0
        self._mix_power = self._difference_power = 0.0
        self._powers: list[Powers] = []
        self._bands: list[Samples] = []

    def feed(self, samples: Samples) -> None:
        self._frames_fed += len(samples)
        self._rest = np.concatenate([self._rest, samples])
        while len(self._rest) >= self._at_once:
            piece, self._rest = self._rest[: self._at_once], self._rest[self._at_once :]
            self._take(piece)

    def result(self, speech: Sequence[Span]) -> Quality:
        """Once, at the end. `speech`: where somebody speaks, in order."""
        self._take(self._rest)
        self._finish_peaks()
        self._loudness.feed(self._loudness_rate.finish())
        powers = np.concatenate([np.zeros(0), *self._powers])
        spoken, quiet = self._spoken(speech, len(powers))
        noise = _noise_power(powers, quiet, self._frame / self.rate_hz)
        return Quality(
            duration_seconds=self._frames_fed / self.rate_hz,
            sample_rate_hz=self.rate_hz,
            channels=self.channels,
            loudness_lufs=self._loudness.lufs,
            sample_peak_dbfs=_db(self._peak**2),
            true_peak_dbfs=_db(max(self._peak, self._true_peak) ** 2),
            clipped_share=self._clipped_samples / max(1, self._frames_fed * self.channels),
            clipped_runs=sum(counter.runs(self._peak) for counter in self._clipping),
            noise_floor_dbfs=_db(noise),
            snr_db=_snr_db(powers[spoken], noise),
            speech_seconds=sum(end - start for start, end in speech),
            bandwidth_hz=self._bandwidth_hz(spoken),
            channel_difference_db=self._channel_difference_db(),
        )

    def _take(self, piece: Samples) -> None:
        if not len(piece):
            return
        self._peak = max(self._peak, float(np.abs(piece).max()))
        for number, counter in enumerate(self._clipping):
            counter.feed(piece[:, number])
        for number, resampler in enumerate(self._oversampled):
            self._note_true_peak(resampler.feed(np.ascontiguousarray(piece[:, number])))
        mix = piece.mean(axis=1, dtype=np.float32)
        self._loudness.feed(self._loudness_rate.feed(mix))
        self._mix_power += float(np.square(mix, dtype=np.float64).sum())
        self._difference_power += float(np.square(piece - mix[:, None], dtype=np.float64).mean(axis=1).sum())
        self._take_frames(mix)

    def _take_frames(self, mix: Samples) -> None:
        frames = mix[: len(mix) // self._frame * self._frame].reshape(-1, self._frame)
        if not len(frames):
            return
        self._powers.append(np.square(frames, dtype=np.float64).mean(axis=1))
        spectra = np.abs(np.fft.rfft(frames * np.hanning(self._frame), axis=1)) ** 2
        starts = np.searchsorted(np.fft.rfftfreq(self._frame, 1 / self.rate_hz), self._band_starts())
        self._bands.append(np.add.reduceat(spectra, starts, axis=1).astype(np.float32))

    def _band_starts(self) -> Powers:
        return np.arange(0, self.rate_hz / 2 - BAND_HZ / 2, BAND_HZ)

    def _note_true_peak(self, points: Samples) -> None:
        self._true_peak = max(self._true_peak, float(np.abs(points).max(initial=0.0)))

    def _finish_peaks(self) -> None:
        for resampler in self._oversampled:
            self._note_true_peak(resampler.finish())

    @property
    def _clipped_samples(self) -> int:
        return sum(counter.samples(self._peak) for counter in self._clipping)

    def _spoken(self, speech: Sequence[Span], count: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Of each frame whether somebody speaks in it, and whether nobody speaks near it."""
        middles = (np.arange(count) + 0.5) * self._frame / self.rate_hz
        spoken, near = np.zeros(count, bool), np.zeros(count, bool)
        for start, end in speech:
            spoken |= (start <= middles) & (middles < end)
            near |= (start - AROUND_SPEECH_SECONDS <= middles) & (middles < end + AROUND_SPEECH_SECONDS)
        return spoken, ~near

    def _bandwidth_hz(self, spoken: NDArray[np.bool_]) -> float | None:
        """Up to where the voice has sound."""
        if not spoken.any():
            return None
        mean = np.concatenate(self._bands)[spoken].mean(axis=0)
        sounding = np.flatnonzero(mean > FAINTEST_BAND * mean.max())
        if not len(sounding):
            return None
        return min((int(sounding[-1]) + 1) * BAND_HZ, self.rate_hz / 2)

    def _channel_difference_db(self) -> float | None:
        if self.channels == 1:
            return None
        both = self._mix_power + self._difference_power
        return _db(self._difference_power / both) if both else SILENCE_DBFS


def _oversamplers(rate_hz: int, channels: int) -> list[Resampler]:
    if rate_hz > FASTEST_OVERSAMPLED_HZ:
        return []
    return [Resampler(rate_hz, OVERSAMPLED * rate_hz) for _ in range(channels)]


def _noise_power(powers: Powers, quiet: NDArray[np.bool_], frame_seconds: float) -> float:
    """The usual one where nobody speaks: a door that slams counts as little as it lasts.

    Where somebody speaks all the time it is no louder than the quietest moments between two words.
    """
    if not len(powers):
        return 0.0
    if quiet.sum() * frame_seconds >= LEAST_NOISE_SECONDS:
        return float(np.median(powers[quiet]))
    return float(np.percentile(powers, 5))


def _snr_db(spoken: Powers, noise: float) -> float | None:
    """What is heard while somebody speaks is voice and noise."""
    if not len(spoken) or not spoken.any():
        return None
    voice = max(float(spoken.mean()) - noise, 0.0)
    return _db(voice) - _db(noise)


def _db(power: float) -> float:
    return max(SILENCE_DBFS, 10 * math.log10(power)) if power > 0 else SILENCE_DBFS
