"""A person, a profile's id and a sample's in, that sample or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from profiles.models import Profile, Sample
from profiles.samples.queries import samples_of


def sample_for(user: Any, profile: Profile, sample_id: uuid.UUID) -> Sample:
    sample = samples_of(profile).for_user(user).filter(pk=sample_id).first()
    if sample is None:
        raise NotFound("There is no such sample.")
    return sample
