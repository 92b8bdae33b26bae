"""What was said at once, from its first word to its transcript."""

import logging
from dataclasses import dataclass, field
from typing import Any

from common.errors import AppError, ClientLeft
from openai_api.realtime.events import completed_event, delta_event, failed_event
from speech.recognition.base import Segment, Stretch
from speech.transcription.live import LiveHearer

logger = logging.getLogger(__name__)


@dataclass
class Item:
    """Made by the thread that takes sound in, filled by the one that hears it."""

    id: str
    hearer: LiveHearer
    has_logprobs: bool
    is_told: bool  # its text may be sent: somebody's turn, or committed by hand
    is_dropped: bool = False
    has_failed: bool = False
    segments: list[Segment] = field(default_factory=list)
    told_segments: int = 0

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments if segment.text)


@dataclass(frozen=True)
class Hear:
    """Part of an item, to be heard."""

    item: Item
    stretch: Stretch

    @property
    def seconds(self) -> float:
        return self.stretch.seconds

    def done(self) -> list[dict[str, Any]]:
        """The events that come of it."""
        item = self.item
        if item.is_dropped or item.has_failed:
            return []
        try:
            item.segments.extend(item.hearer.hear(self.stretch))
        except ClientLeft:
            raise
        except Exception as error:
            item.has_failed = True
            if not isinstance(error, AppError):
                logger.exception("A piece of live speech can't be heard")
            return [failed_event(item.id, error)]
        return _delta(item) if item.is_told else []


@dataclass(frozen=True)
class Finish:
    """Every piece of an item was given before this."""

    item: Item
    of_seconds: float
    seconds = 0.0

    def done(self) -> list[dict[str, Any]]:
        item = self.item
        if item.has_failed:
            return []
        completed = completed_event(
            item.id,
            item.text,
            seconds=self.of_seconds,
            segments=item.segments,
            has_logprobs=item.has_logprobs,
        )
        return [*_delta(item), completed]


Work = Hear | Finish


def _delta(item: Item) -> list[dict[str, Any]]:
    """What was not told yet; all deltas of an item together are its transcript."""
    fresh = [segment.text for segment in item.segments[item.told_segments :] if segment.text]
    is_first = not any(segment.text for segment in item.segments[: item.told_segments])
    item.told_segments = len(item.segments)
    return [delta_event(item.id, ("" if is_first else " ") + " ".join(fresh))] if fresh else []
