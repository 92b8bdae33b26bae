"""The solver of diffusion, held against noise whose way back is known."""

import math

import pytest
import torch

from speech.providers.research.diffusion import TAUGHT_STEPS, Solver


def solved(predict, noise, steps):
    solver, sample = Solver(), noise
    solver.set_timesteps(num_inference_steps=steps)
    for time in solver.timesteps:
        sample = solver.step(predict(time, sample), time, sample).prev_sample
    return sample


def parts(time):
    """Of sound and of noise after so many steps, by the cosine's own formula."""
    share = math.cos(((int(time) + 1) / TAUGHT_STEPS + 0.008) / 1.008 * math.pi / 2) ** 2
    share /= math.cos(0.008 / 1.008 * math.pi / 2) ** 2
    return math.sqrt(share), math.sqrt(1 - share)


def test_a_model_that_knows_the_sound_finds_it():
    sound = torch.tensor([[0.3, -2.0, 0.0, 1.5]])

    def velocity(time, sample):
        of_sound, of_noise = parts(time)
        noise = (sample - of_sound * sound) / max(of_noise, 1e-6)
        return of_sound * noise - of_noise * sound

    found = solved(velocity, torch.randn(1, 4, generator=torch.Generator().manual_seed(1)), 10)
    assert torch.allclose(found, sound, atol=0.02)


@pytest.mark.parametrize(("steps", "off_by"), [(10, 0.05), (40, 0.01)])
def test_it_comes_near_the_exact_way_back_and_nearer_by_more_steps(steps, off_by):
    """Of sounds spread normally by 0.5, noise is stretched to that spread."""
    spread = 0.5

    def velocity(time, sample):
        of_sound, of_noise = parts(time)
        likely = sample * of_sound * spread**2 / (of_sound**2 * spread**2 + of_noise**2)
        noise = (sample - of_sound * likely) / of_noise
        return of_sound * noise - of_noise * likely

    found = solved(velocity, torch.ones(1, 1), steps)
    assert float(found) == pytest.approx(spread, abs=off_by)


def test_halves_stay_halves():
    noise = torch.ones(1, 2, dtype=torch.bfloat16)
    assert solved(lambda time, sample: torch.zeros_like(sample), noise, 3).dtype == torch.bfloat16
