"""The finer outline of a stretch of a clip."""

import numpy as np
import pytest

from studio.compositions.outlines import PAIRS_PER_SECOND, STRETCH_SECONDS, fine_outline
from tests import audio_files
from tests.clips.builders import make_clip

pytestmark = pytest.mark.django_db
URL = "/studio/compositions/outline"
RATE = 8_000


def clip_with_a_click(owner, *, at_seconds: float, seconds: float):
    samples = np.zeros((round(seconds * RATE), 1), np.float32)
    samples[round(at_seconds * RATE)] = -0.505
    return make_clip(owner, data=audio_files.wav(samples=samples, rate=RATE))


def pairs_of(data: bytes) -> np.ndarray:
    return np.frombuffer(data, np.int8).reshape(-1, 2)


def test_a_click_is_in_its_pair_of_its_stretch_and_nowhere_else(alice):
    clip = clip_with_a_click(alice, at_seconds=31.5, seconds=33)
    assert not pairs_of(fine_outline(clip, stretch=0)).any()
    pairs = pairs_of(fine_outline(clip, stretch=1))
    assert len(pairs) == 3 * PAIRS_PER_SECOND
    assert list(pairs[round(1.5 * PAIRS_PER_SECOND)]) == [-64, 0]
    assert np.count_nonzero(pairs) == 1


def test_behind_the_end_there_is_nothing(alice):
    clip = clip_with_a_click(alice, at_seconds=0.1, seconds=1)
    assert fine_outline(clip, stretch=5) == b""


def test_a_rate_that_is_no_multiple_of_the_pairs_still_has_them_all(alice):
    clip = make_clip(alice, data=audio_files.wav(1.0, rate=11_025))
    pairs = pairs_of(fine_outline(clip, stretch=0))
    assert len(pairs) == PAIRS_PER_SECOND
    assert pairs[:, 1].min() > 20


def test_a_page_is_told_of_its_own_persons_clips_alone(client_of, alice, bob):
    clip = clip_with_a_click(alice, at_seconds=0.1, seconds=1)
    asked = f"{URL}?clip={clip.pk}&stretch=0"
    answer = client_of(alice).get(asked)
    assert answer.content == fine_outline(clip, stretch=0)
    again = client_of(alice).get(asked, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client_of(bob).get(asked).status_code == 404


@pytest.mark.parametrize("stretch", ["", "-1", "x", "1e3", str(24 * 3600 // STRETCH_SECONDS), "9" * 30, "²"])
def test_a_stretch_that_is_none_is_refused(client_of, alice, stretch):
    clip = make_clip(alice)
    answer = client_of(alice).get(URL, {"clip": clip.pk, "stretch": stretch})
    assert answer.status_code == 400


def test_an_id_that_is_none_is_refused(client_of, alice):
    assert client_of(alice).get(f"{URL}?clip=1&stretch=0").status_code == 400
