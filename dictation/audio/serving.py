"""An item's sound over HTTP, for its page and for programs."""

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from clips.models import Clip
from clips.serving import audio_response
from common.errors import NotFound
from dictation.audio.services import settle
from dictation.audio.slow import USUAL, slow_response, speed_in
from dictation.models import AudioState, Item

NOT_READY = "audio_not_ready"


def sound_response(request: HttpRequest, item: Item) -> HttpResponseBase:
    """`?speed=` slows it down. What is made anew is heard as it was, until it is made."""
    speed = speed_in(request)
    clip = item.audio.sound if item.audio else None
    if clip is None:
        raise _not_ready(item)
    try:
        return audio_response(request, clip) if speed == USUAL else slow_response(request, clip, speed)
    except NotFound:
        # Whoever looks for lost files comes round once a day; nobody has to wait for that.
        Clip.objects.filter(pk=clip.pk, missing_at=None).update(missing_at=timezone.now())
        clip.missing_at = timezone.now()
        raise _not_ready(item) from None


def _not_ready(item: Item) -> NotFound:
    settle(item.owner)
    item = Item.objects.select_related("audio__clip").get(pk=item.pk)
    if item.audio and item.tts_status == AudioState.FAILED:
        return NotFound(f"This item has no audio. {item.audio.error}", code="audio_failed")
    return NotFound("The audio of this item is being made. Try again in a moment.", code=NOT_READY)
