"""Reading samples."""

from typing import Any

from profiles.models import Profile, Sample


def samples_of(profile: Profile) -> Any:
    """In their order, with their clips."""
    return (
        Sample.objects.filter(profile=profile).select_related("clip", "profile", "owner").order_by("position")
    )
