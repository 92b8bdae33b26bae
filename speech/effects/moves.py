"""Where the moments of a sound are once a chain has been over it, so that words keep their times."""

from collections.abc import Sequence

from speech.effects.spec import Processor


class Moves:
    """Speed scales moments, trimming shifts them, what echoes leaves them. What a chain that streams has
    given out is final; otherwise ask once its `rest` comes."""

    def __init__(self, processors: Sequence[Processor]) -> None:
        self._processors = processors

    def at(self, seconds: float) -> float:
        for processor in self._processors:
            seconds = processor.at(seconds)
        return seconds
