"""A person and an id in, that person's clip or 404 out."""

import uuid
from typing import Any

from clips.models import Clip
from clips.queries import clips_of
from common.errors import NotFound


def clip_for(user: Any, clip_id: uuid.UUID) -> Clip:
    clip = clips_of(user).filter(id=clip_id).first()
    if clip is None:
        raise NotFound("There is no such clip.")
    return clip


def discarded_clip_for(user: Any, clip_id: uuid.UUID) -> Clip:
    clip = Clip.objects.for_user(user).filter(id=clip_id).exclude(deleted_at=None).first()
    if clip is None:
        raise NotFound("This clip is gone for good, or was never deleted.")
    return clip
