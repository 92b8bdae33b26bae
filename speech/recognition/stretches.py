"""Sound cut into what a recogniser hears in one run."""

from collections.abc import Iterable, Iterator

import numpy as np

from speech.recognition.base import LONGEST_STRETCH_SECONDS, RATE_HZ, Samples, Stretch


def stretches_of(blocks: Iterable[Samples]) -> Iterator[Stretch]:
    most = round(LONGEST_STRETCH_SECONDS * RATE_HZ)
    pending, given = np.zeros(0, np.float32), 0
    for block in blocks:
        pending = np.concatenate([pending, block])
        while len(pending) >= most:
            yield Stretch(pending[:most], given / RATE_HZ)
            pending, given = pending[most:], given + most
    if len(pending):
        yield Stretch(pending, given / RATE_HZ)
