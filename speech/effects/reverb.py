"""A room around the voice. Its tail is kept."""

from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np
import pedalboard

from speech.effects.processors import InPlace, Plugin, mixed
from speech.effects.spec import Block, EffectSpec, Processor, Sound, Values, choice, number, share
from speech.effects.tail import tail

CUSTOM = "custom"
QUIET_SECONDS = 0.1
WET_LEVEL, DRY_LEVEL = 1 / 3, 1 / 2  # the plug-in takes them three times and twice
CLICK_RATE_HZ, CLICK_SECONDS = 24_000, 2


@dataclass(frozen=True)
class Room:
    size: float
    damping: float
    width: float


ROOMS = {
    "small": Room(size=0.2, damping=0.7, width=0.6),
    "medium": Room(size=0.5, damping=0.5, width=0.8),
    "large": Room(size=0.85, damping=0.35, width=1.0),
}


class Reverb(InPlace):
    """The room, and so much of the voice itself as `dry` says."""

    def __init__(
        self, sound: Sound, room: Room, *, wet: float = 1.0, dry: float = 0.0, pre_delay_seconds: float = 0.0
    ) -> None:
        super().__init__(sound)
        self._pre_delay_seconds = pre_delay_seconds
        self._late = sound.silence(sound.frames(pre_delay_seconds))
        self._heard_frames = self._given_frames = 0
        self._room = Plugin(sound, _plugin(room, wet / _loudness(room), dry))

    def process(self, block: Block) -> Block:
        made = self._room.process(self._delayed(block))
        self._heard_frames += len(block)
        self._given_frames += len(made)
        return made

    def flush(self) -> Block:
        return tail(
            self.process,
            self.sound,
            quiet_seconds=QUIET_SECONDS + self._pre_delay_seconds,
            owed_frames=self._heard_frames - self._given_frames,
        )

    def _delayed(self, block: Block) -> Block:
        if not len(self._late):
            return block
        both = np.concatenate([self._late, block])
        self._late = both[len(block) :]
        return both[: len(block)]


def _plugin(room: Room, wet: float, dry: float) -> pedalboard.Reverb:
    return pedalboard.Reverb(
        room_size=room.size,
        damping=room.damping,
        width=room.width,
        wet_level=WET_LEVEL * wet,
        dry_level=DRY_LEVEL * dry,
    )


@lru_cache(maxsize=256)
def _loudness(room: Room) -> float:
    """How much louder than the voice the room alone is. Rooms are brought to one loudness, so that the mix
    means the same in all of them: the plug-in's small ones can hardly be heard."""
    click = np.zeros((2, CLICK_RATE_HZ * CLICK_SECONDS), np.float32)
    click[:, 0] = 1
    return float(np.linalg.norm(_plugin(room, 1, 0).process(click, CLICK_RATE_HZ)[0]))


def _make(values: Values, sound: Sound) -> Processor:
    room = Room(*(float(values[name]) for name in ("size", "damping", "width")))
    mix, pre_delay_seconds = float(values["mix"]), float(values["pre_delay_ms"]) / 1000
    if mix and not pre_delay_seconds:
        return Reverb(sound, room, wet=mix, dry=1 - mix)
    return mixed(sound, lambda: Reverb(sound, room, pre_delay_seconds=pre_delay_seconds), mix)


def _settled(values: Values) -> Values:
    """A named room brings its own size, damping and width."""
    room = ROOMS.get(str(values["room"]))
    return {**values, **asdict(room)} if room else values


_OF_ROOM = "For a custom room; the others bring their own."

REVERB = EffectSpec(
    type="reverb",
    label="Reverb",
    description="A room around the voice, from a booth to a hall.",
    group="space",
    parameters=(
        choice(
            "room",
            "Room",
            {"small": "Small", "medium": "Medium", "large": "Large", CUSTOM: "Custom"},
            default="medium",
        ),
        share("mix", "Mix", default=0.2, description="How much of what is heard is the room."),
        share("size", "Size", default=ROOMS["medium"].size, description=_OF_ROOM),
        share("damping", "Damping", default=ROOMS["medium"].damping, description=_OF_ROOM),
        share("width", "Width", default=ROOMS["medium"].width, description=_OF_ROOM),
        number("pre_delay_ms", "Pre-delay", 0, 200, default=0, step=1, unit="ms"),
    ),
    streams=True,
    make=_make,
    settled=_settled,
)
