"""Reading samples."""

from typing import Any

from clips.models import Clip
from clips.queries import clips_of
from jobs.models import Job
from profiles.models import Profile, Sample
from profiles.samples.hearing import KIND
from profiles.samples.limits import LEAST_SECONDS, LONGEST_SECONDS

OFFERED_MOST = 50


def samples_of(profile: Profile) -> Any:
    """In their order, with their clips."""
    return (
        Sample.objects.filter(profile=profile).select_related("clip", "profile", "owner").order_by("position")
    )


def choosable_clips(user: Any, profile: Profile) -> list[tuple[str, list[Clip]]]:
    """Those that could become samples, the newest first: what is kept, and what came of late."""
    return clips_offered(
        user,
        least_seconds=LEAST_SECONDS,
        most_seconds=LONGEST_SECONDS,
        but=profile.samples.values("clip"),
    )


def clips_offered(
    user: Any, *, least_seconds: float, most_seconds: float, but: Any = ()
) -> list[tuple[str, list[Clip]]]:
    """Of that length, as a page groups them."""
    clips = clips_of(user).filter(
        missing_at=None, duration_seconds__gte=least_seconds, duration_seconds__lte=most_seconds
    )
    free = clips.exclude(pk__in=but).defer("peaks").order_by("-created_at")
    groups = [
        ("Library", list(free.filter(kept=True)[:OFFERED_MOST])),
        ("Made or recorded lately", list(free.filter(kept=False)[:OFFERED_MOST])),
    ]
    return [(label, found) for label, found in groups if found]


def heard_now(samples: list[Sample]) -> set[str]:
    """Ids of those that a job listens to, or is about to."""
    if not samples:
        return set()
    active = Job.objects.active().filter(owner=samples[0].owner_id, kind=KIND)
    return {params.get("sample_id", "") for params in active.values_list("params", flat=True)}
