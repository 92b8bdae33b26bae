"""The stock voice and the blend, saying what the sample says, to be compared by ear."""

from typing import Any

from common.departures import Departure
from common.errors import NotFound
from common.running_ahead import RunningAhead
from profiles.hearing import heard
from profiles.matching.outcomes import known_outcome
from profiles.matching.services import ENGINE, matching_engine
from profiles.models import Profile
from profiles.samples.reference import used_samples
from speech.catalogue import language_of
from speech.engines.languages import primary
from speech.requests import Wish

WHICH = ("nearest", "blend")
SENTENCE = "The ship was late, but the harbour lights were on, and somebody had kept the soup warm for us."
SAID_MOST_CHARACTERS = 200


def spoken(*, user: Any, profile: Profile, which: str, departure: Departure) -> RunningAhead:
    """MP3 as it is made. What is wrong is raised here, before an answer has begun."""
    found = known_outcome(profile)
    if not found or which not in WHICH:
        raise NotFound("No voice has been looked for yet.")
    sentence, language = compared(profile)
    wish = Wish(
        text=sentence,
        model=ENGINE,
        voice=found[which],
        language=language or language_of(matching_engine(), found["nearest"]),
    )
    return heard(wish, user=user, departure=departure)


def compared(profile: Profile) -> tuple[str, str]:
    """What the sample says where that is known and Kokoro speaks its language; else a sentence of ours."""
    spoken = {primary(language) for language in matching_engine().capabilities.languages}
    for sample in used_samples(profile)[:1]:
        language = sample.language or profile.language
        if sample.transcript and language and primary(language) in spoken:
            return _beginning(sample.transcript), language
    return SENTENCE, "en-US"


def _beginning(text: str) -> str:
    """Up to the end of a sentence, or of a word."""
    line = " ".join(text.split())
    if len(line) <= SAID_MOST_CHARACTERS:
        return line
    cut = line[:SAID_MOST_CHARACTERS]
    ends = [cut.rfind(end) + 1 for end in (". ", "! ", "? ", "。")]
    return cut[: max(ends)] or cut.rpartition(" ")[0] or cut
