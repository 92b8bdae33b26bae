"""All turns on one timeline: a track for each speaker, and the room beneath them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import soundfile

from clips.models import Clip
from clips.reading import sound_of
from speech.mixing import mixed
from speech.mixing.mix import Mix, Region, Track
from studio.conversations.rendering.levels import Heard, volumes
from studio.conversations.rendering.placing import Line, Place, placed
from studio.conversations.rendering.room import room_tone
from studio.conversations.rendering.scene import Scene, SceneTurn
from studio.models import Conversation, Turn
from studio.outputs import written

ROOM = "room"
# Nobody sits left or right of the others: both channels would be the same.
CHANNELS = 1
OnShare = Callable[[float], None]
Check = Callable[[], None]


@dataclass(frozen=True)
class Mixdown:
    places: list[Place]
    frames: int
    rate_hz: int
    unreadable: list[str]  # ids of turns: their clips are there, and can't be decoded

    @property
    def marks(self) -> list[dict[str, Any]]:
        """In frames, too, at the mix's rate: so it can be mixed once more, sample for sample."""
        return [
            {
                "turn_id": str(place.turn.pk),
                "speaker": place.turn.speaker,
                "start_ms": _milliseconds(place.start_frames, self.rate_hz),
                "end_ms": _milliseconds(place.end_frames, self.rate_hz),
                "start_frames": place.start_frames,
                "frames": place.frames,
                "rate_hz": self.rate_hz,
            }
            for place in self.places
        ]


def write_mix(
    scene: Scene,
    path: Path,
    *,
    format_name: str,
    rate_hz: int,
    gap_ms: int,
    check: Check,
    on_share: OnShare = lambda share: None,
) -> Mixdown:
    """`path` is in a folder that is gone afterwards: what is needed besides lies beside it."""
    conversation = scene.conversation
    places = list(placed(_lines(scene), gap_ms=gap_ms, rate_hz=rate_hz))
    timeline = timeline_of(places, conversation, rate_hz=rate_hz, room_path=path.with_name("room.wav"))
    whole = mixed(
        timeline.mix,
        open_source=timeline.open,
        check=check,
        on_frames=lambda done: on_share(done / timeline.frames),
    )
    written(
        path,
        (block[:, :CHANNELS] for block in whole.blocks()),
        format_name=format_name,
        rate_hz=rate_hz,
        channels=CHANNELS,
        title=conversation.name,
    )
    return Mixdown(places, whole.frames, rate_hz, [name for name in whole.problems if name != ROOM])


@dataclass(frozen=True)
class Timeline:
    """What is mixed, and where its sounds are."""

    mix: Mix
    frames: int
    sources: Mapping[str, Clip | Path]

    def open(self, name: str) -> Any:
        source = self.sources[name]
        return source if isinstance(source, Path) else sound_of(source)


def timeline_of(
    places: list[Place], conversation: Conversation, *, rate_hz: int, room_path: Path
) -> Timeline:
    """The room's sound is written there, where one is wanted."""
    frames = max(place.end_frames for place in places)
    tracks = _tracks(places, conversation)
    sources: dict[str, Clip | Path] = {
        str(place.turn.pk): place.turn.clip for place in places if place.turn.clip is not None
    }
    if conversation.room_tone_db is not None:
        sources[ROOM] = _room_file(room_path, rate_hz, conversation.room_tone_db)
        tracks.append(Track(ROOM, [Region(ROOM, loop_frames=frames)]))
    return Timeline(Mix(rate_hz, tracks, least_frames=frames), frames, sources)


def speaker_key(turn: Turn) -> str:
    """Who has no name is known by the voice."""
    return (turn.speaker or turn.profile_name).casefold()


def _lines(scene: Scene) -> Iterator[Line]:
    """What could not be spoken is left out, with its gap."""
    for each in scene.turns:
        if each.is_silent:
            yield Line(each.turn, None, each.turn.gap_ms)
        elif each.is_spoken:
            yield Line(each.turn, _clip_of(each).duration_seconds, each.turn.gap_ms)


def _tracks(places: list[Place], conversation: Conversation) -> list[Track]:
    volume = volumes_of(places, conversation)
    return [
        Track(
            f"speaker-{number}",
            [Region(str(place.turn.pk), offset_frames=place.start_frames) for place in spoken],
            volume=volume.get(speaker, 1.0),
        )
        for number, (speaker, spoken) in enumerate(by_speaker(places).items())
    ]


def by_speaker(places: list[Place]) -> dict[str, list[Place]]:
    """In the order in which they begin to speak."""
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(speaker_key(place.turn), []).append(place)
    return found


def volumes_of(places: list[Place], conversation: Conversation) -> dict[str, float]:
    """By speaker; nobody's is changed where they are not made equally loud."""
    if not conversation.is_levelled:
        return {}
    heard = (Heard(speaker_key(place.turn), place.frames, place.turn.lufs) for place in places)
    return volumes(heard, target_lufs=conversation.target_lufs)


def _room_file(path: Path, rate_hz: int, level_db: float) -> Path:
    soundfile.write(path, room_tone(rate_hz=rate_hz, level_db=level_db), rate_hz, subtype="FLOAT")
    return path


def _clip_of(each: SceneTurn) -> Clip:
    clip = each.turn.clip
    if clip is None:
        raise ValueError("This turn is not spoken.")
    return clip


def _milliseconds(frames: int, rate_hz: int) -> int:
    return round(1000 * frames / rate_hz)
