"""Sounds of a person that a region can be of, from each of the rooms that have some."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from clips.models import Clip
from clips.queries import library_of
from common.errors import InvalidInput
from history.queries import NEWEST, Wanted, entries_for, listed
from studio.compositions.queries import compositions_of
from studio.compositions.timeline import Kind
from studio.conversations.access import conversation_for
from studio.conversations.queries import conversations_of, turns_of
from studio.models import NAME_MAX_CHARACTERS, Conversation

AT_ONCE = 30


@dataclass(frozen=True)
class Sound:
    kind: Kind
    id: UUID
    name: str
    clip: Clip
    about: str = ""

    @property
    def region(self) -> str:
        """For the script that puts it on the timeline."""
        return json.dumps(
            {
                "name": self.name[:NAME_MAX_CHARACTERS],
                "source": {"kind": self.kind, "id": str(self.id)},
                "clip_id": str(self.clip.pk),
                "seconds": self.clip.duration_seconds,
            }
        )


@dataclass(frozen=True)
class Found:
    sounds: list[Sound]
    has_more: bool = False
    conversations: Iterable[Conversation] = ()


def sounds_of(user: Any, *, room: str, search: str, page: int) -> Found:
    if room not in _ROOMS:
        raise InvalidInput(f"room must be one of {', '.join(_ROOMS)}.", param="room")
    start = (page - 1) * AT_ONCE
    rows = list(_ROOMS[room](user, search, start, start + AT_ONCE + 1))
    return Found(rows[:AT_ONCE], has_more=len(rows) > AT_ONCE)


def conversations_with_turns(user: Any, search: str) -> Found:
    return Found([], conversations=conversations_of(user, search=search)[:AT_ONCE])


def turns_in(user: Any, conversation_id: UUID) -> Found:
    """Those that were spoken: the others have no sound yet."""
    turns = turns_of(conversation_for(user, conversation_id)).exclude(clip=None)
    return Found(
        [Sound("turn", turn.pk, _title(turn), turn.clip, turn.speaker) for turn in turns if turn.clip]
    )


def uploaded(clip: Clip) -> Sound:
    return Sound("upload", clip.pk, clip.title, clip)


def _title(turn: Any) -> str:
    return f"{turn.speaker}: {turn.text}" if turn.speaker else turn.text or f"Turn {turn.position}"


def _history(user: Any, search: str, start: int, end: int) -> Iterable[Sound]:
    wanted = Wanted(search=search, sort=NEWEST)
    heard = entries_for(user, wanted).filter(clip__isnull=False, clip__deleted_at=None)
    for entry in listed(heard)[start:end]:
        if entry.clip is not None:
            yield Sound("history", entry.pk, entry.title, entry.clip, entry.voice)


def _library(user: Any, search: str, start: int, end: int) -> Iterable[Sound]:
    return [uploaded(clip) for clip in library_of(user, search=search)[start:end]]


def _compositions(user: Any, search: str, start: int, end: int) -> Iterable[Sound]:
    rendered = compositions_of(user, search=search).exclude(render=None)
    return [Sound("composition", row.pk, row.name, row.render) for row in rendered[start:end] if row.render]


_ROOMS: Mapping[str, Callable[[Any, str, int, int], Iterable[Sound]]] = {
    "history": _history,
    "library": _library,
    "compositions": _compositions,
}
