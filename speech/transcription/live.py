"""Hearing somebody while they speak, with this process's recognisers: piece by piece, in turn with files."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from speech.engines.errors import EngineError
from speech.engines.pool import Check, wanted
from speech.recognition.base import Recogniser, Segment, Stretch
from speech.refusals import refusals_told
from speech.transcription.recognisers import pool
from speech.transcription.requests import TranscriptRequest

logger = logging.getLogger(__name__)

TELLING_SECONDS = 3.0  # of speech tell a language; a word or two may not


class LiveHearer:
    """Of one connection. Waits for its turn behind one run of each of the others, not behind their files."""

    def __init__(self, request: TranscriptRequest, *, owner: Any, check: Check = wanted) -> None:
        self._request, self._owner, self._check = request, str(owner.pk), check
        self.language = request.hearing.language or ""

    def prepare(self) -> None:
        """Loads the model, so that the first words do not wait for it. What fails is told with them."""
        with suppress(EngineError), pool().use(self._request.recogniser):
            pass

    def hear(self, stretch: Stretch) -> Sequence[Segment]:
        """Errors are the site's own: `Unavailable` where too many are heard at once."""
        with (
            refusals_told(),
            pool().generation(self._request.recogniser, owner=self._owner, check=self._check) as generation,
        ):
            recogniser = generation.ready()
            with generation.turn():
                language = self.language or self._language_of(recogniser, stretch)
                hearing = replace(self._request.hearing, language=language or None)
                [segments] = recogniser.hear([stretch], hearing)
                return segments

    def _language_of(self, recogniser: Recogniser, stretch: Stretch) -> str:
        """Found anew until enough was said at once; then it stays."""
        if not recogniser.capabilities.finds_language:
            return ""
        found = recogniser.find_language(stretch)
        if stretch.seconds >= TELLING_SECONDS:
            self.language = found
        return found
