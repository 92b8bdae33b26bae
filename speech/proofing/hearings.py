"""A piece of sound beside the piece of text that it should say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from speech.proofing.aligning import Pair
from speech.proofing.base import Difference, Kind
from speech.proofing.judging import Found, found_in, grave_in
from speech.proofing.words import Token

CONTEXT_WORDS = 6  # that were understood, on both sides of a place that is heard again
_PAD_SECONDS = 0.15


@dataclass(frozen=True)
class Place:
    """`written[first:last]` of the whole text, said from one second to another."""

    first: int
    last: int
    start: float
    end: float


@dataclass(frozen=True)
class Hearing:
    place: Place
    written: Sequence[Token]
    heard: Sequence[Token]
    pairs: Sequence[Pair]

    @cached_property
    def found(self) -> list[Found]:
        return found_in(self.pairs)

    @cached_property
    def is_understood(self) -> bool:
        """At least one word of it: of two words, neither may be long enough to be missed."""
        return bool(self._known) or not self.written

    @cached_property
    def grave(self) -> list[Found]:
        if not self.is_understood:
            return self.found
        return grave_in(self.found, self.written, self.heard)

    def confirms(self, found: Found) -> bool:
        """Of a hearing of the whole: whether something is wrong here, too, where that heard it."""
        first, last = found.first - self.place.first, found.last - self.place.first
        # Which of two same clauses is the one too many cannot be said.
        reach = found.end - found.begin if found.kind is Kind.EXTRA else 0
        return any(each.first <= last + reach and first - reach <= each.last for each in self.grave)

    def around(self, found: Found) -> Place:
        """With words beside it that were understood."""
        return self._place(found.first, found.last, found.begin, found.end)

    def around_heard(self, begin: int, end: int) -> Place:
        """The same where nothing was wrong with `heard[begin:end]` but its length."""
        inside = [written for written, heard in self._known if begin <= heard < end]
        at = inside or [written for written, heard in self._known if heard < begin][-1:] or [0]
        return self._place(at[0], at[-1] + 1, begin, end)

    def difference(self, found: Found, text: str, *, is_doubtful: bool) -> Difference:
        lacking, said = self.written[found.first : found.last], self.heard[found.begin : found.end]
        start, end = self._characters(found)
        start_seconds, end_seconds = self._seconds(found)
        return Difference(
            kind=found.kind,
            start=start,
            end=end,
            written=text[start:end] if lacking else "",
            heard=" ".join(token.text for token in said),
            start_seconds=round(start_seconds, 3),
            end_seconds=round(end_seconds, 3),
            is_doubtful=is_doubtful,
        )

    @cached_property
    def _known(self) -> list[tuple[int, int]]:
        return [
            (pair.written, pair.heard)
            for pair in self.pairs
            if pair.is_alike and pair.written is not None and pair.heard is not None
        ]

    def _place(self, first: int, last: int, begin: int, end: int) -> Place:
        before = [pair for pair in self._known if pair[0] < first and pair[1] < begin][-CONTEXT_WORDS:]
        after = [pair for pair in self._known if pair[0] >= last and pair[1] >= end][:CONTEXT_WORDS]
        return Place(
            before[0][0] if before else 0,
            after[-1][0] + 1 if after else len(self.written),
            self.heard[before[0][1]].start - _PAD_SECONDS if before else 0.0,
            self.heard[after[-1][1]].end + _PAD_SECONDS if after else self.place.end,
        )

    def _characters(self, found: Found) -> tuple[int, int]:
        """What is too much stands between two words."""
        if found.kind is Kind.EXTRA:
            place = round(self.written[found.first - 1].end) if found.first else 0
            return place, place
        return round(self.written[found.first].start), round(self.written[found.last - 1].end)

    def _seconds(self, found: Found) -> tuple[float, float]:
        """What is missing should be between two words."""
        if found.begin < found.end:
            return self.heard[found.begin].start, self.heard[found.end - 1].end
        start = self.heard[found.begin - 1].end if found.begin else self.place.start
        end = self.heard[found.begin].start if found.begin < len(self.heard) else self.place.end
        return start, max(start, end)
