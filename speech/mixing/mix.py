"""What is mixed: tracks with regions of sources, all in frames at the mix's own rate.

What is heard: a track that is muted is silent, soloed or not. Where any track is soloed, only the soloed ones
are heard. A muted region is silent; the others of its track are not. Gains come in this order: a region's
fades and volume and pan, its track's effects, the track's volume and pan, ducking, the master's effects and
volume, loudness, the limiter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from speech.effects import Effect

Curve = Literal["linear", "equal_power", "smooth", "exponential"]
CURVES: tuple[Curve, ...] = ("linear", "equal_power", "smooth", "exponential")
LOUDEST_VOLUME = 4.0  # a factor: 0 is silence, 1 leaves it as it is


@dataclass(frozen=True)
class Fade:
    frames: int = 0
    curve: Curve = "equal_power"


@dataclass(frozen=True)
class Region:
    """A stretch of a source at a place. `trim_end_frames` None: to its end.

    With `loop_frames` the stretch is repeated until it has filled so much of the timeline.
    """

    source: str
    offset_frames: int = 0
    trim_start_frames: int = 0
    trim_end_frames: int | None = None
    loop_frames: int | None = None
    volume: float = 1.0
    pan: float = 0.0  # -1 left, 1 right; of equal power
    fade_in: Fade = Fade()
    fade_out: Fade = Fade()
    is_muted: bool = False


@dataclass(frozen=True)
class Duck:
    """Goes down while another track is heard."""

    under: str  # that track's id
    depth_db: float = 12.0
    attack_seconds: float = 0.1
    release_seconds: float = 0.5
    threshold_db: float = -40.0


@dataclass(frozen=True)
class Track:
    id: str
    regions: Sequence[Region] = ()
    volume: float = 1.0
    pan: float = 0.0
    is_muted: bool = False
    is_solo: bool = False
    effects: tuple[Effect, ...] = ()
    duck: Duck | None = None


@dataclass(frozen=True)
class Master:
    """With `target_lufs` the whole is heard once before it is mixed."""

    volume: float = 1.0
    effects: tuple[Effect, ...] = ()
    target_lufs: float | None = None
    ceiling_db: float = -1.0  # of true peaks


@dataclass(frozen=True)
class Mix:
    rate_hz: int
    tracks: Sequence[Track] = field(default_factory=tuple)
    master: Master = Master()
    least_frames: int = 0  # silence fills it up: so stems are as long as what they are stems of
