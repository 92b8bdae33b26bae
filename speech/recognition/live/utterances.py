"""One stream cut into utterances, by who speaks when or by hand, and each of them into pieces.

Work and memory do not grow with an utterance: a piece is heard once, and what was given is forgotten.
"""

from collections.abc import Callable

from speech.recognition.base import RATE_HZ, Samples, Stretch
from speech.recognition.live.happenings import Dropped, Ended, Happening, Piece, Started, Stopped
from speech.recognition.live.tape import Tape
from speech.recognition.voice_activity import (
    USUAL_ACTIVITY,
    WINDOW,
    SpeechDetector,
    SpeechEvent,
    SpeechStarted,
    SpeechStopped,
    VoiceActivity,
)

LEAST_PIECE = 6 * RATE_HZ  # each run has a cost of its own, and more around a word helps to hear it
MOST_PIECE = 14 * RATE_HZ
CUT_WITHIN = 3 * RATE_HZ  # of the end of a piece that has no pause
PAUSE = RATE_HZ // 5
TAIL = RATE_HZ // 5  # after the last word: its end is softer than the detector hears
MOST_UTTERANCE = 300 * RATE_HZ
LEAST_COMMITTED = RATE_HZ // 10


class Utterances:
    """`activity` None: an utterance is what lies between two calls of `commit`."""

    def __init__(self, activity: VoiceActivity | None, *, begin: int, new_id: Callable[[], str]) -> None:
        self._is_by_hand, self._new_id = activity is None, new_id
        self._detector = SpeechDetector(activity or USUAL_ACTIVITY)
        self._begin = begin  # where the detector's frames begin
        self._tape = Tape(begin)
        self._rest_of_window = WINDOW
        self._utterance = ""  # its id; empty: nobody speaks
        self._buffer_from = self._utterance_from = self._piece_from = begin
        self._last_voice = self._last_stop = begin

    @property
    def frame(self) -> int:
        return self._tape.end

    def feed(self, samples: Samples) -> list[Happening]:
        """The same sound gives the same happenings, whatever pieces it is fed in."""
        happenings: list[Happening] = []
        while len(samples):
            window, samples = samples[: self._rest_of_window], samples[self._rest_of_window :]
            self._tape.add(window)
            self._rest_of_window = self._rest_of_window - len(window) or WINDOW
            happenings += self._judge(self._detector.feed(window))
        return happenings

    def commit(self) -> list[Happening]:
        """Ends an utterance here, whoever speaks. Nothing where there is hardly any sound."""
        happenings: list[Happening] = [h for h in self._flushed() if not isinstance(h, Stopped)]
        if not any(isinstance(h, Ended) for h in happenings):
            if self.frame - self._buffer_from < LEAST_COMMITTED:
                return []
            happenings += self._end(self.frame)
        self._buffer_from = self.frame
        return happenings

    def close(self) -> list[Happening]:
        """There is no more: what was said is an utterance, silence is none."""
        happenings = self._flushed()
        if self._utterance:
            happenings += self._end(self.frame)
        return happenings

    def clear(self) -> list[Happening]:
        """Forgets what is not committed."""
        utterance = self._utterance
        self._flushed()
        self._forget()
        return [Dropped(utterance)] if utterance else []

    def _flushed(self) -> list[Happening]:
        self._rest_of_window = WINDOW
        return self._judge(self._detector.flush())

    def _judge(self, events: list[SpeechEvent]) -> list[Happening]:
        happenings = [happening for event in events for happening in self._take(event)]
        if self._detector.is_speaking and self._detector.quiet_from is None:
            self._last_voice = self.frame
        return happenings + (self._cut_where_due() if self._utterance else self._wait())

    def _take(self, event: SpeechEvent) -> list[Happening]:
        frame = self._begin + event.frame
        if isinstance(event, SpeechStarted):
            return self._start(frame)
        return self._stop(event, frame)

    def _start(self, frame: int) -> list[Happening]:
        is_new = not self._utterance
        self._last_voice = self.frame
        if is_new:
            self._open(max(frame, self._buffer_from))
        elif self._is_silent_so_far():
            self._piece_from = max(frame, self._piece_from)
        return [Started(self._utterance, self._utterance_from)] if is_new and not self._is_by_hand else []

    def _stop(self, event: SpeechStopped, frame: int) -> list[Happening]:
        self._last_stop = frame
        if self._is_by_hand or not self._utterance:
            return []
        utterance = self._utterance
        end = min(frame + TAIL, self.frame)
        pieces = self._piece(end)
        return [*pieces, Stopped(utterance, self.frame), *self._end(end)]

    def _open(self, frame: int) -> None:
        self._utterance = self._new_id()
        self._utterance_from = self._buffer_from if self._is_by_hand else frame
        self._piece_from = frame

    def _wait(self) -> list[Happening]:
        self._tape.forget_before(self.frame - self._detector.lookback_frames)
        return []

    def _is_silent_so_far(self) -> bool:
        return self._last_voice <= self._piece_from

    def _cut_where_due(self) -> list[Happening]:
        if self._is_silent_so_far():
            self._piece_from = max(self._piece_from, self.frame - self._detector.lookback_frames)
            self._tape.forget_before(self._piece_from)
            return []
        frame = self._pause() or self._bound()
        if frame is None:
            return []
        happenings = self._piece(frame)
        if not self._is_by_hand and frame - self._utterance_from >= MOST_UTTERANCE:
            happenings += [Stopped(self._utterance, frame), *self._end(frame)]
            self._open(frame)
            happenings.append(Started(self._utterance, frame))
        return happenings

    def _pause(self) -> int | None:
        """Where the voice pauses, once the piece is long enough to be worth a run."""
        if self._detector.is_speaking:
            quiet = self._detector.quiet_from
            quiet_from = None if quiet is None else self._begin + quiet
        else:
            quiet_from = self._last_stop
        if quiet_from is None or self.frame - quiet_from < PAUSE:
            return None
        return quiet_from + PAUSE // 2 if quiet_from - self._piece_from >= LEAST_PIECE else None

    def _bound(self) -> int | None:
        if self.frame - self._piece_from < MOST_PIECE:
            return None
        return self._tape.quietest(self.frame - CUT_WITHIN, self.frame)

    def _piece(self, end: int) -> list[Happening]:
        begin, self._piece_from = self._piece_from, end
        if self._last_voice <= begin or end <= begin:
            return []
        samples = self._tape.between(begin, end)
        self._tape.forget_before(end)
        return [Piece(self._utterance, Stretch(samples, begin / RATE_HZ))]

    def _end(self, frame: int) -> list[Happening]:
        utterance = self._utterance or self._new_id()
        begin = self._utterance_from if self._utterance else self._buffer_from
        pieces = self._piece(frame) if self._utterance else []
        self._forget(frame)
        return [*pieces, Ended(utterance, max(0, frame - begin) / RATE_HZ)]

    def _forget(self, frame: int | None = None) -> None:
        self._utterance = ""
        self._buffer_from = self.frame if frame is None else frame
