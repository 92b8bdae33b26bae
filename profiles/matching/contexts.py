"""What the page shows of a search: that it can begin, how far it is, or what it found."""

from dataclasses import dataclass
from typing import Any

from common.errors import AppError
from jobs.models import Job, State
from profiles.matching.forms import MatchForm
from profiles.matching.listening import compared
from profiles.matching.outcomes import known_outcome
from profiles.matching.services import latest_job, matching_engine
from profiles.models import Profile
from profiles.samples.reference import used_samples
from speech.matching import LIKENESS

# Of two recordings, by the speaker encoder: what people call that.
WORDS = (
    (0.85, "could be the same person"),
    (0.75, "much alike"),
    (0.65, "alike"),
    (0.55, "somewhat alike"),
    (-1.0, "not alike"),
)
# Below this nobody hears a difference.
HEARD_GAIN = 0.01


@dataclass(frozen=True)
class Shown:
    """A search's outcome in words."""

    found: dict[str, Any]

    @property
    def is_stock(self) -> bool:
        return bool(self.found["blend"] == self.found["nearest"])

    @property
    def gain(self) -> float:
        return float(self.found["similarity_after"] - self.found["similarity_before"])

    @property
    def is_heard(self) -> bool:
        return self.gain >= HEARD_GAIN

    @property
    def before_in_words(self) -> str:
        return in_words(self.found["similarity_before"])

    @property
    def after_in_words(self) -> str:
        return in_words(self.found["similarity_after"])


def progress_context(profile: Profile) -> dict[str, Any]:
    """What is asked for again and again while a search is under way."""
    job = latest_job(profile)
    return {"profile": profile, "match_job": job, "match_is_running": job is not None and job.is_active}


def match_context(profile: Profile, form: MatchForm | None = None) -> dict[str, Any]:
    found = known_outcome(profile)
    progress = progress_context(profile)
    samples = used_samples(profile)
    voices, missing = _voices()
    return {
        **progress,
        "match": Shown(found) if found else None,
        "match_problem": _problem(progress["match_job"]),
        "match_missing": missing,
        "match_form": form or MatchForm(voices=voices),
        "match_sample": samples[0] if samples else None,
        "match_sentence": compared(profile)[0] if found and not missing else "",
        "match_is_used": bool(found) and profile.spoken_voice == found["blend"],
        "likeness": LIKENESS,
    }


def in_words(similarity: float) -> str:
    return next(words for least, words in WORDS if similarity >= least)


def _voices() -> tuple[list[Any], str]:
    """Kokoro's, and what is missing where it is not here."""
    try:
        return list(matching_engine().voices), ""
    except AppError as error:
        return [], error.message


def _problem(job: Job | None) -> str:
    return job.error if job is not None and job.state == State.FAILED else ""
