"""A person and an id in, that person's take or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from history.models import Entry
from history.queries import discarded_of
from speak.queries import takes_of


def take_for(user: Any, take_id: uuid.UUID) -> Entry:
    take = takes_of(user).filter(id=take_id).first()
    if take is None:
        raise NotFound("There is no such take. It may have been deleted.")
    return take


def discarded_take_for(user: Any, take_id: uuid.UUID) -> Entry:
    take = discarded_of(user).filter(id=take_id).first()
    if take is None:
        raise NotFound("This take is gone for good, or was never deleted.")
    return take
