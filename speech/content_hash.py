"""By what it is known that the same was spoken before: a hash of all that a stored sound depends on."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from speech.effects import as_json
from speech.engine_versions import engine_version
from speech.pipeline import SpeechRequest
from speech.refusals import refusals_told
from speech.text import clean

# To be raised where the same request is stored as another sound.
MAKING = 1


def content_hash(request: SpeechRequest) -> str:
    """Over all that changes the sound; what it is called does not."""
    return with_text(sound_of(request), request.text)


def sound_of(request: SpeechRequest) -> str:
    """Of everything but the text: for who speaks many of them alike."""
    return digest(
        {
            "making": MAKING,
            "engine": request.engine,
            "version": engine_version(request.engine),
            "voice": request.voice,
            "language": request.language,
            "speed": float(request.speed),
            "input_type": request.input_type,
            "lexicon": [asdict(entry) for entry in request.lexicon],
            "seed": request.seed,
            "effects": as_json([effect for effect in request.effects if effect.is_on]),
            **_imitated(request),
        }
    )


def _imitated(request: SpeechRequest) -> dict[str, Any]:
    """Nothing where there is nothing: what was stored before stays known by its hash."""
    reference, instructions = request.reference, request.instructions
    heard = {"reference": [reference.digest, reference.transcript]} if reference else {}
    return {**heard, **({"instructions": instructions} if instructions else {})}


def with_text(sound: str, text: str) -> str:
    with refusals_told():
        return digest([sound, clean(text).strip()])


def digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
