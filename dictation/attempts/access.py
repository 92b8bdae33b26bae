"""A person and an id in, an attempt of theirs or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from dictation.attempts.queries import attempts_of
from dictation.models import Attempt


def attempt_for(user: Any, attempt_id: uuid.UUID) -> Attempt:
    attempt = attempts_of(user).filter(pk=attempt_id).first()
    if attempt is None:
        raise NotFound("There is no such attempt.")
    return attempt
