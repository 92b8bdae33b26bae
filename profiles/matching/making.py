"""The search itself, as a job. Killed, it begins anew: nothing of it is kept before its end."""

from typing import Any

from django.utils import timezone

from jobs.run import JobRun
from profiles.matching.outcomes import outcome_of
from profiles.matching.services import ENGINE, matching_engine, require_voices
from profiles.matching.sounds import sounds_of
from profiles.models import Profile
from speech.engine_pool import pool
from speech.engines.base import Gender
from speech.matching import Finding, Match, Sample, find_match
from speech.refusals import refusals_told
from speech.transcription.speakers import speaker_encoder

LISTENED = 0.03  # of the progress


def make(run: JobRun) -> dict[str, Any]:
    """Quiet where the profile was deleted meanwhile."""
    profile = _profile_of(run)
    if profile is None:
        return {}
    run.checkpoint(0.0, "Listening to the samples")
    sounds = sounds_of(profile)
    outcome = outcome_of(_found(run, sounds))
    with run.finishing() as result:
        there = Profile.objects.filter(pk=profile.pk)
        there.update(match=outcome, updated_at=timezone.now())
        result.update(outcome, profile_id=str(profile.pk))
    return {}


def _found(run: JobRun, sounds: list[Sample]) -> Match:
    language, gender = run.params["language"], run.params["gender"]
    voices = require_voices(matching_engine(), language=language, gender=gender)
    run.checkpoint(LISTENED, f"Comparing {len(voices)} voices")

    def tell(finding: Finding) -> None:
        run.checkpoint(
            LISTENED + (1 - LISTENED) * finding.progress, f"Trying blends: {finding.similarity:.2f}"
        )

    owner = str(run.owner.pk) if run.owner else ""
    with (
        refusals_told(),
        pool().generation(ENGINE, owner=owner, check=run.checkpoint) as generation,
    ):
        return find_match(
            sounds,
            generation=generation,
            encoder=speaker_encoder(),
            on_progress=tell,
            effort_seconds=run.params["effort_seconds"],
            language=language or None,
            gender=Gender(gender) if gender else None,
        )


def _profile_of(run: JobRun) -> Profile | None:
    there = Profile.objects.filter(pk=run.params["profile_id"], deleted_at=None)
    return there.select_related("owner").first()
