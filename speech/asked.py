"""A wish as JSON, for a row that is spoken later, and back."""

import uuid
from collections.abc import Mapping
from typing import Any

from speech.effect_chains import kept_chain
from speech.effects import as_json
from speech.requests import Wish

_IDS = ("lexicon_id", "profile_id", "own_voice_id")


def asked_of(wish: Wish) -> dict[str, Any]:
    """All but its text and its title: what `wish_again` makes a wish of."""
    return {
        "model": wish.model,
        "voice": wish.voice,
        "language": wish.language,
        "response_format": wish.response_format,
        "speed": wish.speed,
        "input_type": wish.input_type,
        "lexicon_id": str(wish.lexicon_id) if wish.lexicon_id else None,
        "seed": wish.seed,
        "own_voice_id": str(wish.own_voice_id) if wish.own_voice_id else None,
        "instructions": wish.instructions,
        "effects": as_json(wish.effects),
        "profile_id": str(wish.profile_id) if wish.profile_id else None,
        "profile_name": wish.profile_name,
    }


def wish_again(asked: Mapping[str, Any], *, text: str, title: str = "") -> Wish:
    fields = dict(asked)
    ids: dict[str, Any] = {name: _id(fields.pop(name, None)) for name in _IDS}
    effects = kept_chain(fields.pop("effects", None))
    return Wish(**fields, **ids, text=text, title=title, effects=effects)


def _id(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None
