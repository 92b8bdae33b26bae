"""A solver of diffusion: from noise to what a model sees in it, in few steps.

DPM-Solver++ of the second order by midpoints (arXiv:2211.01095), for a model that predicts the velocity and
was taught on a cosine's schedule: what VibeVoice's diffusion head needs. It has the three names by which
Transformers asks a solver.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

TAUGHT_STEPS = 1_000
_MOST_BETA = 0.999
_OFFSET = 0.008


@dataclass(frozen=True)
class Step:
    prev_sample: torch.Tensor


class Solver:
    """Of one passage: it remembers what was seen at the step before."""

    timesteps: torch.Tensor | None = None

    def set_timesteps(self, num_inference_steps: int, device: Any = None) -> None:
        import torch

        times = torch.linspace(0, TAUGHT_STEPS - 1, num_inference_steps + 1, dtype=torch.float64)
        self.timesteps = taken = times.round().flip(0)[:-1].to(torch.int64)
        kept = _kept_shares()
        # How much noise there is for one part of sound; none at the end.
        self._noise = [math.sqrt((1 - kept[at]) / kept[at]) for at in taken.tolist()] + [0.0]
        self._at = 0
        self._seen: torch.Tensor | None = None

    def step(self, velocity: torch.Tensor, timestep: Any, sample: torch.Tensor) -> Step:
        now, then = self._noise[self._at], self._noise[self._at + 1]
        # In single precision: halves lose what little is left to be done in the last steps.
        noisy = sample.float()
        seen = noisy * _sound_part(now) - velocity.float() * _noise_part(now)
        moved = noisy * (_noise_part(then) / _noise_part(now)) - self._towards(seen, now, then)
        self._seen, self._at = seen, self._at + 1
        return Step(moved.to(sample.dtype))

    def _towards(self, seen: torch.Tensor, now: float, then: float) -> torch.Tensor:
        share = _sound_part(then) * (then / now - 1)
        if self._seen is None or then == 0.0:
            return share * seen
        before = self._noise[self._at - 1]
        bend = math.log(now / then) / math.log(before / now)
        return share * (seen + 0.5 * bend * (seen - self._seen))


def _sound_part(noise: float) -> float:
    return 1 / math.sqrt(noise**2 + 1)


def _noise_part(noise: float) -> float:
    return noise * _sound_part(noise)


def _kept_shares() -> list[float]:
    """Of the sound, after each of the steps in which noise was added to it."""
    kept, shares = 1.0, []
    for step in range(TAUGHT_STEPS):
        lost = 1 - _cosine((step + 1) / TAUGHT_STEPS) / _cosine(step / TAUGHT_STEPS)
        kept *= 1 - min(lost, _MOST_BETA)
        shares.append(kept)
    return shares


def _cosine(time: float) -> float:
    return math.cos((time + _OFFSET) / (1 + _OFFSET) * math.pi / 2) ** 2
