"""`/api/metadata`: version, limits, features and languages, from the same settings that enforce them."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from common.api import Pagination
from dictation.limits import TOLD as DICTATION_LIMITS
from dictation.sharing.limits import TOLD as SHARING_LIMITS
from speak.conversions.services import TEXTS_AT_ONCE
from speech.packs import PACKS
from speech.services import pack_store
from studio.compositions.limits import COMPOSITIONS_AT_MOST
from studio.compositions.timeline import MOST_HOURS, MOST_REGIONS, MOST_TRACKS
from studio.conversations.limits import CONVERSATIONS_AT_MOST, SCRIPT_CHARACTERS_AT_MOST, TURNS_AT_MOST
from studio.models import TURN_MAX_CHARACTERS
from voicesite import __version__


def metadata() -> dict[str, Any]:
    config = settings.CONFIG
    store = pack_store()
    states = {name: store.state(name) for name in PACKS}
    return {
        "name": "voicesite",
        "version": __version__,
        "limits": {
            "upload_bytes": config.upload_max_bytes,
            "upload_seconds": config.upload_max_seconds,
            "storage_bytes_per_person": config.storage_quota_bytes,
            "speech_characters": config.speech_max_characters,
            "conversion_texts": TEXTS_AT_ONCE,
            "page_size": Pagination.max_limit,
            "compositions_per_person": COMPOSITIONS_AT_MOST,
            "composition_tracks": MOST_TRACKS,
            "composition_regions": MOST_REGIONS,
            "composition_hours": MOST_HOURS,
            "conversations_per_person": CONVERSATIONS_AT_MOST,
            "turns_per_conversation": TURNS_AT_MOST,
            "turn_characters": TURN_MAX_CHARACTERS,
            "script_characters": SCRIPT_CHARACTERS_AT_MOST,
            **DICTATION_LIMITS,
            **SHARING_LIMITS,
        },
        "features": {
            "sign_up": config.sign_up,
            "speech": True,
            "effects": config.effects_enabled,
            "clips": True,
            "dictation": True,
            "jobs": True,
        },
        "audio_formats": ["wav", "flac", "mp3", "m4a", "aac", "ogg", "opus", "webm", "mp4", "aiff"],
        "languages": _languages(states),
        "packs": states,
    }


def _languages(states: Mapping[str, str]) -> list[dict[str, str]]:
    """What the packs that are here can speak or hear, each language once."""
    codes = {code for name, state in states.items() if state == "ready" for code in PACKS[name].languages}
    return [{"code": code} for code in sorted(codes)]
