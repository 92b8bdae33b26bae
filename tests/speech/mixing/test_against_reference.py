"""Any mix is what the plainest sum says: everything in memory, in double precision, one sample at a time."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speech.mixing import CURVES, Fade, Mix, Region, Track
from tests.speech.mixing.builders import Shelf, in_blocks
from tests.speech.mixing.test_gains import SHAPES

RATE_HZ = 8_000
SOURCES = {
    name: np.round(np.random.default_rng(seed).uniform(-0.9, 0.9, (frames, channels)) * 32_768) / 32_768
    for name, frames, channels, seed in (
        ("short", 50, 1, 1),
        ("single", 9_000, 1, 2),
        ("double", 7_000, 2, 3),
    )
}

fades = st.builds(Fade, st.integers(0, 12_000), st.sampled_from(CURVES))


@st.composite
def regions(draw):
    start = draw(st.integers(0, 6_000))
    return Region(
        draw(st.sampled_from(sorted(SOURCES))),
        draw(st.integers(0, 40_000)),
        start,
        draw(st.none() | st.integers(start + 1, 10_000)),
        draw(st.none() | st.integers(1, 30_000)),
        draw(st.floats(0, 4)),
        draw(st.floats(-1, 1)),
        draw(fades),
        draw(fades),
        draw(st.booleans()),
    )


tracks = st.builds(
    Track,
    st.uuids().map(str),
    st.lists(regions(), max_size=4),
    st.floats(0, 4),
    st.floats(-1, 1),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(tracks, max_size=4))
def test_any_mix_is_the_plain_sum_of_its_parts(drawn):
    mix, shelf = Mix(RATE_HZ, drawn), Shelf()
    for name, samples in SOURCES.items():
        shelf.put(name, samples, rate_hz=RATE_HZ)
    expected = reference(mix)
    np.testing.assert_allclose(in_blocks(mix, shelf, frames=4_000), expected, atol=1e-4)


def reference(mix):
    has_solo = any(track.is_solo for track in mix.tracks)
    parts = [
        placed(region, track)
        for track in mix.tracks
        if not track.is_muted and (track.is_solo or not has_solo) and track.volume
        for region in track.regions
        if not region.is_muted and region.volume
    ]
    whole = np.zeros((max([0, *(start + len(part) for start, part in parts if len(part))]), 2))
    for start, part in parts:
        whole[start : start + len(part)] += part
    return whole


def placed(region, track):
    stretch = SOURCES[region.source][region.trim_start_frames : region.trim_end_frames]
    if region.loop_frames is not None and len(stretch):
        turns = -(-region.loop_frames // len(stretch))
        stretch = np.tile(stretch, (turns, 1))[: region.loop_frames]
    sound = np.repeat(stretch, 2, axis=1) if stretch.shape[1] == 1 else stretch.copy()
    sound = sound * panned(region) * panned(track)
    for fade, counted in ((region.fade_in, slice(None)), (region.fade_out, slice(None, None, -1))):
        if fade.frames:
            moments = np.minimum((np.arange(len(sound)) + 0.5) / fade.frames, 1)
            sound *= SHAPES[fade.curve](moments)[counted, np.newaxis]
    return region.offset_frames, sound


def panned(part):
    angle = (part.pan + 1) * np.pi / 4
    return part.volume * np.sqrt(2) * np.array([np.cos(angle), np.sin(angle)])
