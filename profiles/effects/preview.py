"""A chain of effects on a stretch of an own clip: heard, and nothing of it stored."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clips.models import Clip
from clips.reading import opened
from common.departures import Departure
from common.errors import InvalidInput
from profiles.turns import turn
from speech.audio.drawn import cut
from speech.audio.encode import encode, write_whole
from speech.audio.excerpt import excerpt
from speech.audio.formats import audio_format
from speech.effect_chains import require_effects_enabled
from speech.effects import Chain, Effect
from speech.refusals import refusals_told

Samples = NDArray[np.float32]

LONGEST_SECONDS = 30.0
SHORTEST_SECONDS = 0.1
RATES_HZ = (8_000, 48_000)


@dataclass(frozen=True)
class Heard:
    samples: Samples
    rate_hz: int
    begins_seconds: float  # where the beginning and the end of the stretch are in it
    ends_seconds: float


@dataclass(frozen=True)
class Preview:
    data: bytes
    content_type: str
    clip: Clip
    begins_seconds: float  # where the beginning and the end of the stretch are in what is heard
    ends_seconds: float


def preview_of(
    *,
    clip: Clip,
    effects: Sequence[Effect] = (),
    start_seconds: float = 0.0,
    seconds: float = LONGEST_SECONDS,
    response_format: str = "wav",
    departure: Departure | None = None,
) -> Preview:
    """In mono. Raises `ClientLeft` as soon as nobody waits for it."""
    require_effects_enabled(effects)
    with (
        heard_through(
            clip=clip, effects=effects, start_seconds=start_seconds, seconds=seconds, departure=departure
        ) as heard,
        refusals_told(),
    ):
        return Preview(
            data=_encoded(heard.samples, response_format, heard.rate_hz),
            content_type=audio_format(response_format).mime,
            clip=clip,
            begins_seconds=heard.begins_seconds,
            ends_seconds=heard.ends_seconds,
        )


@contextmanager
def heard_through(
    *,
    clip: Clip,
    effects: Sequence[Effect],
    start_seconds: float = 0.0,
    seconds: float,
    departure: Departure | None = None,
) -> Iterator[Heard]:
    """In mono, whether or not a person may ask for effects. What is done within keeps its turn."""
    if start_seconds >= clip.duration_seconds:
        raise InvalidInput(
            f"This clip has {clip.duration_seconds:.1f} seconds: begin before that.", param="start_seconds"
        )
    rate_hz = min(max(clip.sample_rate_hz, RATES_HZ[0]), RATES_HZ[1])
    with turn(departure or Departure()) as check, opened(clip) as file, refusals_told():
        dry = excerpt(file, start_seconds=start_seconds, seconds=seconds, rate_hz=rate_hz, check=check)
        chain = Chain(effects, rate_hz=rate_hz)
        samples = np.concatenate(list(_blocks(chain, dry, rate_hz, check)))
        yield Heard(samples, rate_hz, chain.moves.at(0.0), chain.moves.at(len(dry) / rate_hz))


def _blocks(chain: Chain, dry: Samples, rate_hz: int, check: Callable[[], None]) -> Iterator[Samples]:
    """Second by second, so that it can be broken off."""
    for second in cut(dry, rate_hz):
        check()
        yield chain.process(second)
    check()
    for piece in chain.rest():
        check()
        yield piece


def _encoded(samples: Samples, format_name: str, rate_hz: int) -> bytes:
    file = io.BytesIO()
    write_whole(file, encode([samples], format_name, rate_hz=rate_hz), format_name=format_name)
    return file.getvalue()
