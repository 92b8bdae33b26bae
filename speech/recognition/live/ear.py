"""What one connection hears with: bytes in, happenings out."""

import uuid
from collections.abc import Callable

from speech.recognition.live.formats import Incoming, LiveFormat
from speech.recognition.live.happenings import Happening
from speech.recognition.live.utterances import Utterances
from speech.recognition.voice_activity import USUAL_ACTIVITY, VoiceActivity


class EmptyBuffer(Exception):
    """There is nothing to commit."""


def _any_id() -> str:
    return uuid.uuid4().hex


class LiveEar:
    """Not for two threads at once. `activity` None: utterances end by `commit` alone."""

    def __init__(
        self,
        sound: LiveFormat | None = None,
        activity: VoiceActivity | None = USUAL_ACTIVITY,
        *,
        new_id: Callable[[], str] = _any_id,
    ) -> None:
        self._new_id = new_id
        self.format, self.activity = sound or LiveFormat(), activity
        self._incoming = Incoming(self.format)
        self._utterances = Utterances(activity, begin=0, new_id=new_id)

    @property
    def frame(self) -> int:
        """At 16 kHz, of all that was fed."""
        return self._utterances.frame

    def feed(self, data: bytes) -> list[Happening]:
        """Raises `UnevenSound`, and takes none of it then."""
        return self._utterances.feed(self._incoming.feed(data))

    def commit(self) -> list[Happening]:
        """Raises `EmptyBuffer`."""
        before = self._utterances.feed(self._incoming.rest())
        happenings = self._utterances.commit()
        if not happenings and not before:
            raise EmptyBuffer
        return before + happenings

    def clear(self) -> list[Happening]:
        return self._utterances.feed(self._incoming.rest()) + self._utterances.clear()

    def close(self) -> list[Happening]:
        """There is no more."""
        return self._utterances.feed(self._incoming.rest()) + self._utterances.close()

    def change(self, sound: LiveFormat, activity: VoiceActivity | None) -> list[Happening]:
        """From here on. What was said so far is an utterance of its own where this changes anything."""
        if (sound, activity) == (self.format, self.activity):
            return []
        ended = self.close()
        self.format, self.activity = sound, activity
        self._incoming = Incoming(sound)
        self._utterances = Utterances(activity, begin=self.frame, new_id=self._new_id)
        return ended
