"""What a composition's page has around its timeline. Each stands by itself: a page says where."""

from typing import Any

from django import template
from django.conf import settings

from studio.models import Composition

register = template.Library()

# The first is what comes from this device: there is no list of it.
SOUND_ROOMS = (
    ("new", "Upload or record"),
    ("history", "History"),
    ("turns", "Turns"),
    ("library", "Library"),
    ("compositions", "Mixes"),
)
MIX_FORMATS = (("wav", "WAV"), ("mp3", "MP3"), ("flac", "FLAC"), ("opus", "Opus"), ("m4a", "M4A (AAC)"))


@register.inclusion_tag("studio/composition/_sources.html", takes_context=True)
def sound_sources(context: template.Context, composition: Composition) -> dict[str, Any]:
    return {
        "composition": composition,
        "csrf_token": context.get("csrf_token", ""),
        "sound_rooms": SOUND_ROOMS,
        "upload_max_bytes": settings.CONFIG.upload_max_bytes,
    }


@register.inclusion_tag("studio/composition/_render.html")
def render_dialog(composition: Composition) -> dict[str, Any]:
    return {"composition": composition, "mix_formats": MIX_FORMATS}
