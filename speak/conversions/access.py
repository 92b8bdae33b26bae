"""A person and an id in, that person's conversion or 404 out."""

import uuid
from typing import Any

from clips.models import Clip
from clips.reading import is_stored
from common.errors import Conflict, NotFound
from speak.conversions.queries import clips_of, conversions_of
from speak.conversions.states import UNFINISHED, Status
from speak.models import Conversion


def conversion_for(user: Any, conversion_id: uuid.UUID) -> Conversion:
    conversion = conversions_of(user).filter(pk=conversion_id).first()
    if conversion is None:
        raise NotFound("There is no such conversion. It may have been deleted.")
    return conversion


def clip_of(conversion: Conversion) -> Clip:
    if conversion.state in UNFINISHED:
        raise Conflict(
            "This is still being spoken. It can be downloaded once it is completed.", code="not_ready"
        )
    if conversion.state == Status.FAILED:
        raise Conflict(f"There is no sound: {conversion.error}", code="conversion_failed")
    clip = clips_of(Conversion.objects.filter(pk=conversion.pk)).first()
    if clip is None or not is_stored(clip):
        raise NotFound("The sound of this is gone. Convert the text again.", code="audio_gone")
    return clip
